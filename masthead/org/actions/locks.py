"""Wrong guesses are counted by name, by known device and by address; each further lock lasts longer."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.core import clock
from masthead.core.errors import RuleBroken
from masthead.org.events import OrgEvent
from masthead.org.models import LockKind, Member, SignInLock
from masthead.org.registry import SignInNews, tell_of_sign_in
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent

ALLOWED = {LockKind.NAME: 5, LockKind.DEVICE: 5, LockKind.ADDRESS: 10}
"""Wrong guesses before a lock."""
WINDOW = {
    LockKind.NAME: dt.timedelta(minutes=15),
    LockKind.DEVICE: dt.timedelta(minutes=15),
    LockKind.ADDRESS: dt.timedelta(minutes=1),
}
"""A guess older than this is forgotten when the next one comes."""
MINUTES = {LockKind.NAME: (5, 15, 60), LockKind.DEVICE: (5, 15, 60), LockKind.ADDRESS: (1, 5, 15)}
"""How long the first, the second and every further lock lasts."""
STRIKES_FOR = dt.timedelta(hours=24)
"""After a quiet day the first lock is a short one again."""


@guarded("2.2.4")
@transaction.atomic
def count_wrong_guess(
    *, keys: dict[str, str], member: Member | None, by: Member | None = None, at: dt.datetime | None = None
) -> dt.datetime | None:
    """One more wrong guess for each key ({kind: digest}); the moment until which the first of them is locked now, or None.

    Clause: 2.2.4.  Events: org:session:locked.
    Races: the row is locked while it is counted, so two guesses at once count as two.
    """
    moment, until = at or clock.now(), None
    for kind, key in keys.items():
        owner = member if kind != LockKind.ADDRESS else None
        SignInLock.objects.get_or_create(kind=kind, key=key, defaults={"member": owner, "last_at": moment})
        row = SignInLock.objects.select_for_update().get(kind=kind, key=key)
        if _count(row, LockKind(kind), moment):
            until = until or row.locked_until
            trail.record(
                OrgEvent.SIGN_IN_LOCKED, target=owner, by=by, data={"kind": kind, "minutes": _minutes(row)}, at=moment
            )
            if owner is not None:
                words = gettext_lazy("您的登录名因多次输错密码被暂时锁定")
                tell_of_sign_in(SignInNews("org.locked", owner, words, moment))
    return until


def _count(row: SignInLock, kind: LockKind, moment: dt.datetime) -> bool:
    """Does this guess close the lock? The row is saved either way."""
    if moment - row.last_at > STRIKES_FOR:
        row.strikes = 0
    if moment - row.last_at > WINDOW[kind]:
        row.failures = 0
    row.failures, row.last_at = row.failures + 1, moment
    closes = row.failures >= ALLOWED[kind]
    if closes:
        row.strikes, row.failures = row.strikes + 1, 0
        row.locked_until = moment + dt.timedelta(minutes=_minutes(row))
    row.save(update_fields=["failures", "strikes", "last_at", "locked_until"])
    return closes


def _minutes(row: SignInLock) -> int:
    return MINUTES[LockKind(row.kind)][min(row.strikes, 3) - 1]


@silent("the sign-in that follows is on the trail")
@transaction.atomic
def forget_guesses(*, keys: dict[str, str]) -> None:
    """The right password clears the count of the name and of the device, never that of the address."""
    for kind in (LockKind.NAME, LockKind.DEVICE):
        if key := keys.get(kind):
            SignInLock.objects.filter(kind=kind, key=key).update(failures=0, strikes=0, locked_until=None)


@guarded("2.2.4")
@transaction.atomic
def unlock_sign_in(*, member: Member, by: Member, at: dt.datetime | None = None) -> int:
    """An administrator lets a member try again at once; how many locks were open.

    Clause: 2.2.4.  Raises: RuleBroken for oneself, or when nothing is locked.  Events: org:session:unlocked.
    """
    if member.pk == by.pk:
        raise RuleBroken(
            _("不能为自己解除锁定。"), code="self_unlock", clause="2.2.4", advice=_("请由另一位管理员办理。")
        )
    shut = SignInLock.objects.filter(member=member, locked_until__gt=at or clock.now())
    count = shut.update(locked_until=None, failures=0)
    if not count:
        raise RuleBroken(_("该成员的登录没有被锁定。"), code="not_locked", clause="2.2.4", advice=_("请刷新页面。"))
    trail.record(OrgEvent.SIGN_IN_UNLOCKED, target=member, by=by, data={"locks": count}, at=at)
    return count
