"""What a connector is. The publishing engine knows platforms only through this contract.

Rules that every connector keeps:
- It never writes to our database and never decides to repeat a call: it does one thing, and says what is known afterwards.
- A call that may have happened raises PlatformFault(kind=UNKNOWN_OUTCOME); one that surely did not, NOT_SENT (or THROTTLED, REJECTED, CREDENTIAL).
- The last stage is the only one that makes content visible. Everything a later look-up needs is returned by the stages before it.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

Remote = dict[str, Any]
"""What the platform has told us so far about one publication (ids, urls). Plain JSON; stored after every stage."""


@dataclass(frozen=True)
class Channel:
    """One account as a connector sees it. Secrets are references; the connector resolves them at the moment of the call."""

    account_id: int
    platform: str
    base_url: str
    app_id: str
    secret_ref: str
    handle: str = ""
    callback_token_ref: str = ""
    callback_key_ref: str = ""


@dataclass(frozen=True)
class Picture:
    """A picture by content. In `Article.html` it stands as <img src="asset:SHA256">."""

    sha256: str
    mime: str
    name: str
    data: bytes


@dataclass(frozen=True)
class Article:
    """What is published, frozen at approval. `html` is sanitised, inline-styled and names pictures as asset:SHA256."""

    title: str
    author: str
    digest: str
    html: str
    cover: Picture
    pictures: Sequence[Picture] = ()
    source_url: str = ""
    marker: str = ""  # the content hash: lets a look-up recognise the very version


@dataclass(frozen=True)
class Stage:
    """One call of the way out. `repeatable`: doing it twice does no harm that a reader could see (uploads, platform-side drafts)."""

    key: str
    label: str
    repeatable: bool


class Found(StrEnum):
    YES = "yes"  # the platform has it: `remote` carries what it is
    NO = "no"  # the platform surely does not have it: sending again is safe
    UNSURE = "unsure"  # cannot be told now: look again later


@dataclass(frozen=True)
class LookUp:
    found: Found
    remote: Remote = field(default_factory=dict)
    note: str = ""


class ProgressState(StrEnum):
    PENDING = "pending"
    PUBLISHED = "published"
    REJECTED = "rejected"
    GONE = "gone"  # was published, is no longer there


@dataclass(frozen=True)
class Progress:
    """Result of a poll or a callback. `remote` is merged into what is stored; `reason` is readable Chinese for REJECTED/GONE."""

    state: ProgressState
    remote: Remote = field(default_factory=dict)
    url: str = ""
    reason: str = ""


@dataclass(frozen=True)
class CallbackMessage:
    """A verified message from the platform. `publish_key` joins it to a publication's remote facts; `progress` None = not about publishing."""

    event_key: str  # for deduplication
    remote_key: str = ""  # name of the remote fact it joins on, e.g. "publish_id"
    remote_value: str = ""
    progress: Progress | None = None
    proven: bool = (
        True  # False: the signature does not cover the content; it is a hint to ask the platform, never a result
    )
    answer: str = "success"


@dataclass(frozen=True)
class FigureRow:
    """One metric of one published thing on one day. `value` is the day's own amount (not cumulative)."""

    remote_value: str  # joins on the remote fact `figures_key`
    metric: str  # read_users, like_users, share_users, comment_count, favourite_users …
    on: dt.date
    value: int


@dataclass(frozen=True)
class FigureBatch:
    """`complete` False = the platform says the day is not final yet (fetch again later)."""

    rows: Sequence[FigureRow]
    complete: bool


@dataclass(frozen=True)
class ConnectionReport:
    """Result of a connection test, in words an administrator can act on."""

    ok: bool
    message: str
    advice: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FormatIssue:
    """A platform rule that a text breaks. `block` False = warning. `field` = title|author|digest|html|cover."""

    code: str
    field: str
    message: str
    block: bool


class Connector(Protocol):
    """Implemented in `platforms/connectors/<platform>/connector.py` and registered with `platforms.registry.register_connector`."""

    key: str
    figures_key: str

    def check_format(self, article: Article) -> list[FormatIssue]: ...

    def check_connection(self, channel: Channel) -> ConnectionReport: ...

    def stages(self, article: Article) -> Sequence[Stage]: ...

    def run_stage(self, channel: Channel, article: Article, stage: str, remote: Remote) -> Remote:
        """Do one stage; returns the facts to merge into `remote`. Raises PlatformFault."""
        ...

    def look_up(self, channel: Channel, article: Article, remote: Remote) -> LookUp:
        """After an unknown outcome of the last stage: is it there? Reads only. Raises PlatformFault (NOT_SENT, CREDENTIAL …)."""
        ...

    def poll(self, channel: Channel, remote: Remote) -> Progress: ...

    def read_callback(self, channel: Channel, query: Mapping[str, str], body: bytes) -> CallbackMessage:
        """Verify signature (and age), decrypt, parse. Raises NotPermitted for anything forged or stale."""
        ...

    def answer_callback_check(self, channel: Channel, query: Mapping[str, str]) -> str:
        """The platform's URL verification: the text to answer. Raises NotPermitted."""
        ...

    def fetch_figures(self, channel: Channel, day: dt.date) -> FigureBatch: ...
