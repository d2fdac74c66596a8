"""One incident per fault of a connection: suspected, told once, closed by the next good answer and told once again."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from masthead.accounts.events import AccountEvent
from masthead.accounts.models import Account, ConnectionTrouble
from masthead.accounts.states import TroubleState
from masthead.core import clock
from masthead.notify import actions as notify_actions
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent

MISSES_BEFORE_ALARM = 3


@silent("the test or the fault that it follows records the event")
@transaction.atomic
def note_trouble(
    *,
    account: Account,
    code: str,
    message: str,
    certain: bool,
    quiet: bool,
    by: Member | None,
    at: dt.datetime | None = None,
) -> ConnectionTrouble:
    """A failure of the connection. Certain ones are told at once, others after three in a row; nobody is told twice of one trouble.

    Clause: 3.2.1.  `quiet`: a person who is setting the connection up sees the result and needs no notice.
    Races: the unique open trouble and the conditional UPDATE on `told_at` let one of many notices through.
    """
    moment = at or clock.now()
    trouble = _open(account, code, message, moment)
    misses = 0 if certain else trouble.misses + 1
    alarming = certain or misses >= MISSES_BEFORE_ALARM
    still = ConnectionTrouble.objects.filter(pk=trouble.pk, closed_at=None)
    if certain:
        still.update(state=TroubleState.OPEN, code=code[:60], message=message[:300])
    else:
        still.update(misses=F("misses") + 1)
        if alarming:
            still.update(state=TroubleState.OPEN)
    if alarming and not quiet and still.filter(told_at=None).update(told_at=moment) == 1:
        title = _("账号「%(name)s」的平台连接异常") if certain else _("连续几次连不上账号「%(name)s」的平台")
        tell_custodians(account=account, title=title % {"name": account.name}, why=message, by=by, at=at)
    trouble.refresh_from_db()
    return trouble


@guarded("3.2.1")
@transaction.atomic
def close_trouble(*, account: Account, by: Member | None, at: dt.datetime | None = None) -> bool:
    """The platform answers again: the trouble is over; whoever was told of it is told so.

    Clause: 3.2.1.  Events: accounts:connection:restored (only when the trouble had been told).
    """
    moment = at or clock.now()
    trouble = ConnectionTrouble.objects.filter(account=account, closed_at=None).first()
    if trouble is None:
        return False
    rows = ConnectionTrouble.objects.filter(pk=trouble.pk, closed_at=None)
    if rows.update(state=TroubleState.CLOSED, closed_at=moment) != 1:
        return False
    if trouble.told_at:
        minutes = int((moment - trouble.opened_at).total_seconds() // 60)
        trail.record(
            AccountEvent.RESTORED, target=account, by=by, reason=trouble.message, data={"minutes": minutes}, at=at
        )
        title = _("账号「%(name)s」的平台连接已恢复") % {"name": account.name}
        why = _("故障持续 %(n)d 分钟：%(why)s") % {"n": minutes, "why": trouble.message}
        tell_custodians(account=account, title=title, why=why, by=by, at=at)
    return True


@silent("the deed that is told of records the event")
@transaction.atomic
def tell_custodians(
    *, account: Account, title: str, why: str, by: Member | None = None, at: dt.datetime | None = None
) -> None:
    """Administrator and backup of the account learn of its connection.  Clause: 3.2.1."""
    notify_actions.tell(
        kind="accounts.connection", members=[account.administrator_id, account.backup_id], title=title,
        url=account.get_absolute_url(), body=why, by=by, clause="3.2.1", at=at,
    )  # fmt: skip


def _open(account: Account, code: str, message: str, moment: dt.datetime) -> ConnectionTrouble:
    """The open trouble, or a new one; two that begin at once meet on the unique constraint."""
    rows = ConnectionTrouble.objects.filter(account=account, closed_at=None)
    if (found := rows.first()) is not None:
        return found
    try:
        with transaction.atomic():
            return ConnectionTrouble.objects.create(
                account=account, state=TroubleState.SUSPECT, code=code[:60], message=message[:300], opened_at=moment
            )
    except IntegrityError:
        return rows.get()
