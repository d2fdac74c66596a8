"""How an account is connected and what a person is given for publishing by hand; the words of the contract around the calls."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise

from masthead.platforms.abilities import Ability, Mode

Words = str | Promise


@dataclass(frozen=True)
class Capability:
    """What one account may do. Less than automatic says why, in words for an administrator."""

    mode: Mode
    reason: str = ""


@dataclass(frozen=True)
class Option:
    """One non-secret setting of an account's connection, kept as data (a safe domain, a category, a paid tier)."""

    key: str
    label: Words
    help: Words = ""
    default: str = ""
    choices: Sequence[tuple[str, Words]] = ()
    required: bool = False


@dataclass(frozen=True)
class Setup:
    """What an administrator gives to connect an account. A label '' = not asked. `steps` tell where to find it, in order.

    `oauth`: after the app's keys are kept, a person authorises at the platform. `site`: the account lives at an address of its own.
    """

    app_id: Words = ""
    secret: Words = ""
    handle: Words = ""
    site: Words = ""
    oauth: bool = False
    callback_token: Words = ""
    callback_key: Words = ""
    callback_key_shape: str = ""  # a regular expression that the key must fit as a whole
    options: Sequence[Option] = ()
    steps: Sequence[Words] = ()

    @property
    def connects(self) -> bool:
        """Is there anything to connect? A platform that is served by hand only has nothing."""
        return bool(self.app_id or self.secret or self.oauth)


@dataclass(frozen=True)
class ConnectionReport:
    """Result of a connection test, in words an administrator can act on. `code` is the platform's own number, '' when none."""

    ok: bool
    message: str
    advice: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    code: str = ""
    capabilities: Mapping[Ability, Capability] = field(default_factory=dict)


@dataclass(frozen=True)
class Grant:
    """What an authorisation gave. Tokens stay out of `repr`. `refresh_token` '' = the access token itself is what is kept.

    `refresh_expires_at` None = the platform names no end. `subject` is whom it speaks for, `name` as the platform shows it.
    """

    access_token: str = field(repr=False)
    access_seconds: int
    refresh_token: str = field(repr=False, default="")
    refresh_expires_at: dt.datetime | None = None
    subject: str = ""
    name: str = ""
    scopes: Sequence[str] = ()


@dataclass(frozen=True)
class KitField:
    """One field to copy into the platform's own page. `most` = the platform's limit in its own counting, 0 = none known."""

    key: str
    label: Words
    text: str
    most: int = 0
    length: int = 0
    rich: bool = False  # `text` is HTML to paste as formatted text


@dataclass(frozen=True)
class Kit:
    """All that a person needs to publish by hand: where, what, in which order, and what to look at before pressing the button.

    `pictures` are sha256 sums of the post's pictures in the order of the platform; `scan_url` opens the platform's own publishing page on a
    phone with everything filled in (hand-off), '' where there is none.
    """

    open_url: str
    fields: Sequence[KitField]
    checklist: Sequence[Words]
    pictures: Sequence[str] = ()
    picture_note: Words = ""
    cover: str = ""
    video: bool = False
    scan_url: str = ""
    link_hosts: Sequence[str] = ()  # a proof's link must point to one of these
    picture_side: int = 0  # longest side in pixels that the platform makes use of; 0 = as it is
