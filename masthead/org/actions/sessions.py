"""Signing in and out leaves a mark, and a session can be ended from elsewhere. allauth's hooks in adapters.py call these."""

import datetime as dt
import ipaddress
from importlib import import_module

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.core import clock, context
from masthead.core.errors import NotPermitted, Stale
from masthead.org.events import OrgEvent
from masthead.org.models import EndedWhy, Member, SignIn, SignInMethod
from masthead.org.registry import SignInNews, tell_of_sign_in
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent

BROWSER_LENGTH = 300
TOUCH_SECONDS = 300
"""How often the last moment of a session is written: a page costs no write of its own."""


@guarded("2.1")
@transaction.atomic
def note_sign_in(
    *,
    member: Member,
    by: Member,
    session_key: str = "",
    device: str = "",
    browser: str = "",
    method: str = SignInMethod.PASSWORD,
    provider: str = "",
    second_factor: bool = False,
    at: dt.datetime | None = None,
) -> SignIn:
    """A member signed in; from a device never seen before, the member is told.

    Clause: 2.1.  Events: org:session:signed_in.
    """
    moment, earlier = at or clock.now(), SignIn.objects.filter(member=member)
    stranger = earlier.exists() and not (device and earlier.filter(device=device).exists())
    row = SignIn.objects.create(
        member=member, session_key=session_key, device=device, address=_address(),
        browser=browser[:BROWSER_LENGTH], method=method, provider=provider, second_factor=second_factor,
        new_device=stranger, at=moment, last_seen_at=moment,
    )  # fmt: skip
    facts = {"method": str(method), "second_factor": second_factor, "new_device": stranger}
    trail.record(OrgEvent.SIGNED_IN, target=member, by=by, data=facts, at=moment)
    if stranger:
        tell_of_sign_in(SignInNews("org.new_device", member, gettext_lazy("有人以您的身份在一台新设备上登录"), moment))
    return row


@guarded("2.1")
@transaction.atomic
def note_sign_out(*, member: Member, by: Member, session_key: str = "", at: dt.datetime | None = None) -> None:
    """A member signed out.  Clause: 2.1.  Events: org:session:signed_out."""
    _close(SignIn.objects.filter(member=member, session_key=session_key or "-"), EndedWhy.SIGNED_OUT, at)
    trail.record(OrgEvent.SIGNED_OUT, target=member, by=by, at=at)


@guarded("2.2.4")
@transaction.atomic
def note_sign_in_refused(*, username: str, why: str, by: Member | None = None) -> None:
    """Somebody could not sign in; only the first letters of the name are kept, never what was typed as password.

    Clause: 2.2.4.  Events: org:session:sign_in_refused.
    """
    member = Member.objects.filter(username=username.strip().lower()).first()
    trail.record(OrgEvent.SIGN_IN_REFUSED, target=member, by=by, reason=why, data={"name": username[:3] + "…"})


@silent("the moment a session was last used is no deed")
@transaction.atomic
def touch_sign_in(*, session_key: str, second_factor: bool = False, at: dt.datetime | None = None) -> None:
    """The session is in use; a second factor that was shown later counts from then on."""
    changes: dict[str, object] = {"last_seen_at": at or clock.now()}
    if second_factor:
        changes["second_factor"] = True
    SignIn.objects.filter(session_key=session_key, ended_at=None).update(**changes)


@silent("the session keeps going under a new number")
@transaction.atomic
def carry_sign_in_on(*, old_key: str, new_key: str) -> None:
    """Django gave the session a new number; its row follows."""
    SignIn.objects.filter(session_key=old_key, ended_at=None).update(session_key=new_key)


@guarded("2.2.4")
@transaction.atomic
def end_sign_in(*, sign_in: SignIn, by: Member, at: dt.datetime | None = None) -> SignIn:
    """End a session on another device: the next click there asks for signing in.

    Clause: 2.2.4.  Raises: NotPermitted for somebody else's without the right, Stale when it has ended.
    Events: org:session:ended.  Races: the conditional update lets one through.
    """
    own = sign_in.member_id == by.pk
    if not own and not by.has_perm("org.manage"):
        raise NotPermitted(_("只能结束自己的登录。"), code="session_of_another", clause="2.2.4")
    key = sign_in.session_key
    if not _close(SignIn.objects.filter(pk=sign_in.pk), EndedWhy.BY_MEMBER if own else EndedWhy.BY_ADMIN, at):
        raise Stale(_("这次登录已经结束。"), code="session_over", clause="2.2.4", advice=_("请刷新页面。"))
    _forget([key])
    trail.record(OrgEvent.SESSION_ENDED, target=sign_in.member, by=by, data={"sign_in": sign_in.pk}, at=at)
    return sign_in


@guarded("2.2.4")
@transaction.atomic
def end_other_sign_ins(
    *,
    member: Member,
    by: Member,
    keep_key: str = "",
    why: str = EndedWhy.BY_MEMBER,
    at: dt.datetime | None = None,
) -> int:
    """End every session of a member but the one in `keep_key`; how many.

    Clause: 2.2.4.  Raises: NotPermitted for somebody else's without the right.  Events: org:session:ended.
    """
    if member.pk != by.pk and not by.has_perm("org.manage"):
        raise NotPermitted(_("只能结束自己的登录。"), code="session_of_another", clause="2.2.4")
    rows = SignIn.objects.filter(member=member, ended_at=None).exclude(session_key=keep_key or "-")
    keys = list(rows.exclude(session_key="").values_list("session_key", flat=True))
    count = _close(rows, why, at)
    _forget(keys)
    if count:
        trail.record(OrgEvent.SESSION_ENDED, target=member, by=by, data={"count": count, "why": str(why)}, at=at)
    return count


def _address() -> str | None:
    """Where the request came from, if a proxy did not write something else into that place."""
    try:
        return str(ipaddress.ip_address(context.remote_address.get()))
    except ValueError:
        return None


def _close(rows: "QuerySet[SignIn]", why: str, at: dt.datetime | None) -> int:
    return rows.filter(ended_at=None).update(ended_at=at or clock.now(), ended_why=why, session_key="")


def _forget(keys: list[str]) -> None:
    """Take the sessions themselves away: whoever still carries their number is nobody."""
    store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
    for key in filter(None, keys):
        store().delete(key)
