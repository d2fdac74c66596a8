"""What a connector is. The rooms above know platforms only through this contract.

Rules that every connector keeps:
- It never writes to our database and never decides to repeat a call: it does one thing, and says what is known afterwards.
- A call that may have happened raises PlatformFault(kind=UNKNOWN_OUTCOME); one that surely did not, NOT_SENT (or THROTTLED, REJECTED, CREDENTIAL).
- `publish` is the only call that makes content visible. Everything that a later `find` needs is returned by the uploads before it.
- What a platform does not offer is refused with REJECTED and `platform_code="unsupported"` (see `base.PlatformConnector`), never passed over.
"""

import datetime as dt
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from django.utils.functional import Promise

from masthead.platforms.abilities import Ability
from masthead.platforms.packages import Form, Picture, Post, Video
from masthead.platforms.setup import Capability, ConnectionReport, Grant, Kit, KitField, Option, Setup

__all__ = [
    "Ability", "CallbackMessage", "Capability", "Channel", "Comment", "CommentPage", "ConnectionReport", "Connector", "FigureBatch",
    "FigureRow", "HANDOFF_STAGE", "Form", "FormatIssue", "Found", "Grant", "Kit", "KitField", "LookUp", "Message", "MessagePage", "Option", "Picture",
    "Post", "Progress", "ProgressState", "Remote", "Seen", "Setup", "Stage", "Video",
]  # fmt: skip

HANDOFF_STAGE = "handoff"
"""A platform whose app publishes answers `upload` with this stage: facts with `scan_url`, which a person's phone opens. Repeatable."""

Remote = dict[str, Any]
"""What the platform has told us so far about one publication (ids, urls). Plain JSON; stored after every stage."""


@dataclass
class TokenHold:
    """The access token that one piece of work has in its hands: four calls in a row need not open the shared one four times."""

    token: str = field(repr=False, default="")
    until: float = 0.0  # by the steady clock of this process

    def good(self, refused: str) -> bool:
        return bool(self.token) and self.token != refused and time.monotonic() < self.until


@dataclass(frozen=True)
class Channel:
    """One account as a connector sees it. Secrets are references; the connector resolves them at the moment of the call.

    `grant_ref` is what a person's authorisation gave for long (a refresh token, or an access token that cannot be renewed);
    `subject` is whom it speaks for (uid, open_id, did). `guarded`: the address was typed by a person, so it is judged before a call.
    """

    account_id: int
    platform: str
    base_url: str
    app_id: str
    secret_ref: str
    handle: str = ""
    callback_token_ref: str = ""
    callback_key_ref: str = ""
    grant_ref: str = ""
    subject: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    guarded: bool = False
    hold: TokenHold | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Stage:
    """One call of the way out. `repeatable`: doing it twice does no harm that a reader could see (uploads, platform-side drafts).

    `fresh`: what it learns is true for the moment only, so it is done again whenever a way that was interrupted is taken up.
    """

    key: str
    label: str
    repeatable: bool
    fresh: bool = False


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
    """Where a post stands. `remote` is merged into what is stored; `reason` is readable Chinese for REJECTED/GONE."""

    state: ProgressState
    remote: Remote = field(default_factory=dict)
    url: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Seen:
    """A later look at a post that is out. `title` and `text` are what the platform gives back; both '' where it tells no words."""

    progress: Progress
    title: str = ""
    text: str = ""


@dataclass(frozen=True)
class CallbackMessage:
    """A verified message from the platform. `remote_key` joins it to a publication's remote facts; `progress` None = not about publishing."""

    event_key: str  # for deduplication
    remote_key: str = ""  # name of the remote fact it joins on, e.g. "publish_id"
    remote_value: str = ""
    progress: Progress | None = None
    proven: bool = (
        True  # False: the signature does not cover the content; it is a hint to ask the platform, never a result
    )
    answer: str = "success"
    message: "Message | None" = None  # a reader wrote to the account; never trusted further than `proven` says


@dataclass(frozen=True)
class FigureRow:
    """One metric of one published thing on one day. `value` is the day's own amount; with `running` it is the total up to now."""

    remote_value: str  # joins on the remote fact `figures_key`
    metric: str  # read_users, like_users, share_users, comment_count, favourite_users …
    on: dt.date
    value: int
    running: bool = False


@dataclass(frozen=True)
class FigureBatch:
    """`complete` False = the platform says the day is not final yet (fetch again later)."""

    rows: Sequence[FigureRow]
    complete: bool


@dataclass(frozen=True)
class Comment:
    """What a reader wrote below a post. `key` is the platform's own; `at` is aware; `parent_key` '' = directly below the post."""

    key: str
    author: str
    text: str
    at: dt.datetime
    author_key: str = ""
    parent_key: str = ""
    url: str = ""


@dataclass(frozen=True)
class CommentPage:
    """Newest first where the platform allows; `cursor` '' = that was all."""

    comments: Sequence[Comment]
    cursor: str = ""


@dataclass(frozen=True)
class Message:
    """A private message of a reader to the account. `kind` is text | picture | voice | video | event | other."""

    key: str
    sender_key: str
    sender: str
    kind: str
    text: str
    at: dt.datetime


@dataclass(frozen=True)
class MessagePage:
    messages: Sequence[Message]
    cursor: str = ""


@dataclass(frozen=True)
class FormatIssue:
    """A platform rule that a post breaks. `block` False = warning. `field` = title|author|digest|html|text|cover|pictures|video|tags|link."""

    code: str
    field: str
    message: str
    block: bool


class Connector(Protocol):
    """Implemented in `platforms/connectors/<platform>/connector.py` on top of `base.PlatformConnector`, registered with `register_connector`.

    All methods raise PlatformFault and SecretUnavailable; none writes to the database and none repeats a call.
    """

    key: str
    figures_key: str  # the remote fact that figures join on
    publish_key: str  # the remote fact that callbacks and listings join on
    shows_latest: int  # a look-up sees only so many of the account's newest posts; 0 = as far back as needed
    setup: Setup

    def capabilities(self, channel: Channel) -> Mapping[Ability, Capability]:
        """What this very account may do, found out by asking the platform; abilities not named keep the catalogue's word."""
        ...

    def check(self, channel: Channel) -> ConnectionReport:
        """Connection test that names the exact mend. Raises PlatformFault only when the platform could not be asked at all."""
        ...

    def validate(self, post: Post) -> list[FormatIssue]:
        """Typed problems before anything is sent; no network."""
        ...

    def stages(self, post: Post) -> Sequence[Stage]:
        """The way out: uploads, then exactly one last stage with `repeatable=False`, which is `publish`."""
        ...

    def upload(self, channel: Channel, post: Post, stage: str, remote: Remote) -> Remote:
        """Do one stage before the last; returns the facts to merge into `remote`."""
        ...

    def publish(self, channel: Channel, post: Post, remote: Remote) -> Remote:
        """The last stage: the call that a reader could see. Returns the facts to merge."""
        ...

    def status(self, channel: Channel, remote: Remote) -> Progress:
        """How did it end? Also later: is it still there?"""
        ...

    def find(self, channel: Channel, post: Post, remote: Remote) -> LookUp:
        """After an unknown outcome of `publish`: is it there? Reads only."""
        ...

    def delete(self, channel: Channel, remote: Remote) -> None:
        """Take the post down; one that is gone already is no fault."""
        ...

    def revisit(self, channel: Channel, remote: Remote) -> Seen:
        """Is it still there, and with which words? Reads only."""
        ...

    def comment_below(self, channel: Channel, remote: Remote, text: str, key: str) -> str:
        """A comment of the account below its own post; `key` is ours. What was said before in these words is not said again.

        Returns the platform's key of the comment.
        """
        ...

    def comments(self, channel: Channel, remote: Remote, cursor: str = "") -> CommentPage: ...

    def reply(self, channel: Channel, remote: Remote, comment: Comment, text: str, key: str) -> str:
        """Answer a comment publicly; `key` is ours and makes a repetition harmless where the platform can. Returns the platform's key."""
        ...

    def messages(self, channel: Channel, cursor: str = "") -> MessagePage: ...

    def send_message(self, channel: Channel, to: str, text: str) -> None:
        """Answer a reader privately. `to` is `Message.sender_key`. Not idempotent on most platforms: a broken call is UNKNOWN_OUTCOME."""
        ...

    def metrics(self, channel: Channel, day: dt.date, refs: Sequence[str]) -> FigureBatch:
        """Figures of a day. `refs` are the values of `figures_key` that the product knows of the last thirty days."""
        ...

    def kit(self, post: Post) -> Kit:
        """What a person needs to publish this post by hand, field by field."""
        ...

    def authorise_url(self, channel: Channel, redirect_uri: str, state: str) -> str:
        """Where an administrator is sent to authorise the account (OAuth)."""
        ...

    def exchange(self, channel: Channel, code: str, redirect_uri: str) -> Grant:
        """Turn the code that came back into a grant."""
        ...

    def revoke(self, channel: Channel) -> bool:
        """Make the account's tokens invalid at the platform; False where the platform has no such call."""
        ...

    def read_callback(
        self, channel: Channel, query: Mapping[str, str], body: bytes, headers: Mapping[str, str]
    ) -> CallbackMessage:
        """Verify signature (and age), decrypt, parse. Header names in small letters. Raises NotPermitted for anything forged or stale."""
        ...

    def answer_callback_check(self, channel: Channel, query: Mapping[str, str]) -> str:
        """The platform's URL verification: the text to answer. Raises NotPermitted."""
        ...


Words = str | Promise
