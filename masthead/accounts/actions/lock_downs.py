"""Lock-down 账号被盗/泄露: one press freezes the account at once; then step by step everything that the thief could still use is taken away.

Each step is kept with its moment and goes on where another failed. A process that dies on the way is picked up by the next tick.
"""

import datetime as dt
from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from masthead.accounts import queries
from masthead.accounts.actions.register import require_reason
from masthead.accounts.events import AccountEvent
from masthead.accounts.models import Account, Incident, IncidentStep
from masthead.accounts.registry import LOCK_DOWN_STEPS, LockDownStep
from masthead.accounts.states import IncidentState
from masthead.core import clock
from masthead.core.errors import DomainError, Stale
from masthead.notify import actions as notify_actions
from masthead.org import queries as org_queries
from masthead.org.models import Member
from masthead.platforms import actions as platforms_actions
from masthead.platforms.registry import connector_for, connects
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent
from masthead.vault import actions as vault_actions
from masthead.vault import queries as vault_queries
from masthead.vault.models import RotationReason

DUE_DAYS = 7
FREEZE, REVOKE, TOKENS, ROTATE, TELL = "freeze", "revoke", "tokens", "rotate", "tell"
OWN_STEPS = (FREEZE, REVOKE, TOKENS, ROTATE, TELL)


def lock_down(*, account: Account, reason: str, by: Member, drill: bool = False) -> Incident:
    """The whole lock-down: frozen first, in one short transaction; the rest follows outside of it.

    Clause: 3.2.3.  Raises: BadInput without a reason, Stale when the account is locked down already.  Events: accounts:incident:locked_down.
    """
    incident = press_lock_down(account=account, reason=reason, by=by, drill=drill)
    take_steps(incident=incident)
    return incident


@guarded("3.2.3")
@transaction.atomic
def press_lock_down(
    *, account: Account, reason: str, by: Member, drill: bool = False, at: dt.datetime | None = None
) -> Incident:
    """Freeze the account and open the incident. A drill measures the same way and freezes nothing.

    Clause: 3.2.3.  Raises: BadInput without a reason, Stale when it is locked down already.  Events: accounts:incident:locked_down.
    Races: two presses meet on the unique open incident of an account.
    """
    require_reason(reason)
    pressed = at or clock.now()
    held = {str(s.pk): s.version for s in vault_queries.secrets_of(queries.OWNER_KIND, account.pk).values()}
    try:
        with transaction.atomic():
            incident = Incident.objects.create(
                account=account, drill=drill, reason=reason.strip()[:500], pressed_at=pressed, pressed_by=by,
                due_at=pressed + dt.timedelta(days=DUE_DAYS), secrets=held,
            )  # fmt: skip
    except IntegrityError:
        raise Stale(
            _("账号已经锁定，正在处置。"),
            code="locked_down_already",
            clause="3.2.3",
            advice=_("请打开账号页查看处置进度。"),
        ) from None
    note = _("演练：量到这一步为止，账号没有冻结。")
    if not drill:
        Account.objects.filter(pk=account.pk).update(frozen=True)
        account.frozen = True
        note = _("发布已停止，排队的内容在发送前会被拦下。")
    end = at or clock.now()
    incident.frozen_seconds = round((end - pressed).total_seconds(), 3)
    incident.save(update_fields=["frozen_seconds"])
    note_step(incident=incident, key=FREEZE, done=True, note=note, at=at)
    data = {"incident": incident.pk, "drill": drill, "milliseconds": int(incident.frozen_seconds * 1000)}
    trail.record(AccountEvent.LOCKED_DOWN, target=account, by=by, reason=reason.strip()[:500], data=data, at=at)
    return incident


@silent("the lock-down and its end are the events; each step is kept in the incident")
@transaction.atomic
def note_step(*, incident: Incident, key: str, done: bool, note: str, at: dt.datetime | None = None) -> None:
    """Keep how a step ended.  Races: a step that another process took meanwhile stays as it was noted first."""
    IncidentStep.objects.get_or_create(
        incident=incident, key=key, defaults={"done": done, "note": note[:300], "at": at or clock.now()}
    )


def take_steps(*, incident: Incident) -> int:
    """Take every step that was not taken yet; the last one settles. Returns how many were taken.  Clause: 3.2.3.

    A step that fails is noted with its reason; the others go on.
    """
    taken = set(incident.steps.values_list("key", flat=True))
    count = 0
    for key, run in _plan(incident):
        if key in taken:
            continue
        try:
            done, note = True, run()
        except DomainError as fault:
            done, note = False, str(fault.message)
        note_step(incident=incident, key=key, done=done, note=note)
        count += 1
    if count:
        settle_steps(incident=incident)
    return count


@guarded("3.2.3")
@transaction.atomic
def settle_steps(*, incident: Incident, at: dt.datetime | None = None) -> Incident:
    """All steps were taken: a drill is over with that, a real one waits for new secrets and a second person.

    Clause: 3.2.3.  Events: accounts:incident:steps_taken.
    """
    failed = list(incident.steps.filter(done=False).values_list("key", flat=True))
    if incident.drill:
        rows = Incident.objects.filter(pk=incident.pk, state=IncidentState.LOCKED)
        if rows.update(state=IncidentState.CLOSED, closed_at=at or clock.now()):
            incident.state = IncidentState.CLOSED
    data = {"incident": incident.pk, "drill": incident.drill, "failed": failed}
    trail.record(AccountEvent.LOCK_DOWN_ENDED, target=incident.account, by=None, data=data, at=at)
    return incident


def step_keys() -> list[str]:
    """Every step in its order: our own, then other rooms'; telling people comes last."""
    return [*OWN_STEPS[:-1], *LOCK_DOWN_STEPS, OWN_STEPS[-1]]


def _plan(incident: Incident) -> list[tuple[str, Callable[[], str]]]:
    own: dict[str, Callable[[], str]] = {
        FREEZE: lambda: "",
        REVOKE: lambda: _revoke(incident),
        TOKENS: lambda: _drop(incident),
        ROTATE: lambda: _demand(incident),
        TELL: lambda: _tell(incident),
    }
    return [(key, own.get(key) or _foreign(incident, LOCK_DOWN_STEPS[key])) for key in step_keys()]


def _foreign(incident: Incident, step: LockDownStep) -> Callable[[], str]:
    def run() -> str:
        if incident.drill and not step.in_drills:
            return _("演练不执行这一步。")
        return step.run(incident.account, incident.pressed_by, clock.now())

    return run


def _revoke(incident: Incident) -> str:
    """Asked of the platform outside any transaction."""
    account = incident.account
    if incident.drill:
        return _("演练不执行这一步。")
    if not connects(account.platform.key) or not account.is_set_up:
        return _("账号没有接入接口，没有令牌可以作废。")
    if connector_for(account.platform.key).revoke(queries.channel_of(account)):
        return _("平台已作废账号的令牌。")
    return _("平台没有作废令牌的接口；请在平台后台修改密码并解除应用授权。")


def _drop(incident: Incident) -> str:
    platforms_actions.drop_token(account_id=incident.account_id)
    return _("本系统缓存的访问令牌已清除。")


def _demand(incident: Incident) -> str:
    reason = _("账号锁定演练") if incident.drill else _("账号锁定：%(why)s") % {"why": incident.reason}
    held = vault_queries.secrets_of(queries.OWNER_KIND, incident.account_id).values()
    for secret in held:
        vault_actions.demand_rotation(
            secret=secret, reason=RotationReason.LEAK, note=reason[:500], due_at=incident.due_at, by=incident.pressed_by
        )
    return _("已要求更换 %(n)d 份凭据。") % {"n": len(held)}


def _tell(incident: Incident) -> str:
    account = incident.account
    people = {account.administrator_id, account.backup_id, *(seat.member_id for seat in org_queries.seats_today())}
    people |= {head.pk for head in org_queries.heads_of(account.unit_id)}
    title = _("账号「%(name)s」正在演练锁定") if incident.drill else _("账号「%(name)s」已锁定：疑似被盗或泄露")
    notices = notify_actions.tell(
        kind="accounts.locked_down", members=people, title=title % {"name": account.name}, url=incident.get_absolute_url(),
        body=incident.reason, by=incident.pressed_by, clause="3.2.3", urgent=not incident.drill,
    )  # fmt: skip
    return _("已通知管理员、备岗、部门负责人和运营管理小组共 %(n)d 人。") % {"n": len(notices)}
