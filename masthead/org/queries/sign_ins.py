"""Sessions, locks, and what signing in asks of a member."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from masthead.core import clock
from masthead.core.errors import NotThere
from masthead.org.models import Member, PasswordDuty, SignIn, SignInLock

SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
BROWSERS = (
    ("wxwork", _("企业微信")),
    ("MicroMessenger", _("微信")),
    ("DingTalk", _("钉钉")),
    ("Lark", _("飞书")),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
FORGOTTEN_AFTER = dt.timedelta(days=14)
"""A session cookie lives no longer; what was not seen since is over whatever its row says."""


@dataclass(frozen=True)
class SessionRow:
    """A running session as the member reads it."""

    row: SignIn
    current: bool
    device: str

    @property
    def phone(self) -> bool:
        return any(word in self.row.browser for word in ("Android", "iPhone", "Mobile"))


def device_name(browser: str) -> str:
    """`Chrome · Windows` out of a User-Agent; what it does not say is left out."""
    found = [next((str(name) for mark, name in table if mark in browser), "") for table in (BROWSERS, SYSTEMS)]
    return " · ".join(filter(None, found)) or gettext("未知设备")


def running_sign_ins(member: Member) -> QuerySet[SignIn]:
    """Sessions that may still be used, the last used first."""
    since = clock.now() - FORGOTTEN_AFTER
    return SignIn.objects.filter(
        member=member, member__is_active=True, ended_at=None, last_seen_at__gte=since
    ).order_by("-last_seen_at", "-pk")


def session_rows(member: Member, *, current_key: str = "") -> list[SessionRow]:
    """Running sessions for the page, this one first."""
    rows = [
        SessionRow(r, bool(current_key) and r.session_key == current_key, device_name(r.browser))
        for r in running_sign_ins(member)[:50]
    ]
    return sorted(rows, key=lambda row: not row.current)


def past_sign_ins(member: Member) -> list[SessionRow]:
    """The last ten sessions that are over."""
    rows = SignIn.objects.filter(member=member, ended_at__isnull=False).order_by("-ended_at", "-pk")[:10]
    return [SessionRow(row, current=False, device=device_name(row.browser)) for row in rows]


def get_sign_in_for(reader: Member, pk: int) -> SignIn:
    """A session of the reader, or of anybody for who manages members. Raises NotThere."""
    rows = SignIn.objects.select_related("member")
    found = (rows if reader.has_perm("org.manage") else rows.filter(member=reader)).filter(pk=pk).first()
    if found is None:
        raise NotThere(gettext("没有这次登录。"), code="sign_in_not_there")
    return found


def knows_device(username: str, device: str) -> bool:
    """Was this name used from this device before? One query for names that exist and for those that do not."""
    return bool(device) and SignIn.objects.filter(member__username=username, device=device).exists()


def locked_until(keys: dict[str, str]) -> dt.datetime | None:
    """Until when signing in with these keys ({kind: digest}) is locked; None = it is not."""
    if not keys:
        return None
    now, rows = clock.now(), SignInLock.objects.filter(key__in=keys.values(), locked_until__gt=clock.now())
    ends = [
        row.locked_until
        for row in rows
        if row.locked_until and row.locked_until > now and keys.get(row.kind) == row.key
    ]
    return max(ends, default=None)


def lock_of(member: Member) -> SignInLock | None:
    """The lock that shuts a member out now."""
    rows = SignInLock.objects.filter(member=member, locked_until__gt=clock.now())
    return rows.order_by("-locked_until").first()


def must_change_password(member: Member) -> bool:
    """Does somebody else know the member's password?"""
    return PasswordDuty.objects.filter(member=member).exists()


def member_of_name(name: str) -> Member | None:
    """Whose sign-in name or address it is."""
    return Member.objects.filter(Q(username=name) | (Q(email__iexact=name) if "@" in name else Q(pk=None))).first()
