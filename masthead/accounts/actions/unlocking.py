"""The way out of a lock-down: every secret is new, one person asks, another one agrees."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.accounts import queries
from masthead.accounts.actions.register import require_reason
from masthead.accounts.events import AccountEvent
from masthead.accounts.models import Account, Incident
from masthead.accounts.states import INCIDENT, IncidentState
from masthead.core import clock
from masthead.core.errors import NotPermitted, RuleBroken
from masthead.notify import actions as notify_actions
from masthead.org import queries as org_queries
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded


@guarded("3.2.3")
@transaction.atomic
def ask_to_unlock(*, incident: Incident, reason: str, by: Member, at: dt.datetime | None = None) -> Incident:
    """Ask a second person to open the account again.

    Clause: 3.2.3.  Raises: BadInput without a reason, RuleBroken while a secret from before the lock-down is left.
    Events: accounts:incident:unlock_asked.  Races: the conditional UPDATE lets one of two through.
    """
    require_reason(reason)
    _require_new_secrets(incident)
    moment = at or clock.now()
    INCIDENT.move(
        incident, to=IncidentState.ASKED, unlock_asked_by=by, unlock_asked_at=moment, unlock_reason=reason.strip()[:500]
    )
    account = incident.account
    trail.record(AccountEvent.UNLOCK_ASKED, target=account, by=by, reason=reason.strip()[:500], at=at)
    people = {head.pk for head in org_queries.heads_of(account.unit_id)}
    people |= {account.administrator_id, account.backup_id}
    if (leader := org_queries.leader_of_group()) is not None:
        people.add(leader.pk)
    notify_actions.tell(
        kind="accounts.locked_down", members=people, title=_("账号「%(name)s」申请解锁，请复核") % {"name": account.name},
        url=incident.get_absolute_url(), body=reason.strip(), by=by, clause="3.2.3", at=at,
    )  # fmt: skip
    return incident


@guarded("3.2.3")
@transaction.atomic
def agree_to_unlock(*, incident: Incident, by: Member, at: dt.datetime | None = None) -> Incident:
    """The second person agrees: the account is open again.

    Clause: 3.2.3.  Raises: NotPermitted for the one who asked, RuleBroken while a secret is left or nobody asked.
    Events: accounts:incident:unlocked.  Races: the conditional UPDATE lets one of two through.
    """
    _require_second(incident, by)
    _require_asked(incident)
    _require_new_secrets(incident)
    INCIDENT.move(incident, to=IncidentState.CLOSED, closed_by=by, closed_at=at or clock.now())
    Account.objects.filter(pk=incident.account_id).update(frozen=False)
    incident.account.frozen = False
    trail.record(AccountEvent.UNLOCKED, target=incident.account, by=by, reason=incident.unlock_reason, at=at)
    return incident


@guarded("3.2.3")
@transaction.atomic
def decline_to_unlock(*, incident: Incident, reason: str, by: Member, at: dt.datetime | None = None) -> Incident:
    """The second person does not agree: the account stays locked.

    Clause: 3.2.3.  Raises: BadInput without a reason, NotPermitted for the one who asked, RuleBroken when nobody asked.
    Events: accounts:incident:unlock_declined.
    """
    require_reason(reason)
    _require_second(incident, by)
    _require_asked(incident)
    asked_by = incident.unlock_asked_by_id
    INCIDENT.move(incident, to=IncidentState.LOCKED, unlock_asked_by=None, unlock_asked_at=None)
    trail.record(AccountEvent.UNLOCK_DECLINED, target=incident.account, by=by, reason=reason.strip()[:500], at=at)
    notify_actions.tell(
        kind="accounts.locked_down", members=[asked_by] if asked_by else [], url=incident.get_absolute_url(),
        title=_("账号「%(name)s」的解锁申请没有通过") % {"name": incident.account.name}, body=reason.strip(), by=by,
        clause="3.2.3", at=at,
    )  # fmt: skip
    return incident


def _require_second(incident: Incident, by: Member) -> None:
    if incident.unlock_asked_by_id == by.pk:
        raise NotPermitted(
            _("解锁须由申请人以外的人复核。"),
            code="unlock_own_request",
            clause="3.2.3",
            advice=_("请部门负责人或组长复核。"),
        )


def _require_asked(incident: Incident) -> None:
    if incident.state != IncidentState.ASKED:
        raise RuleBroken(
            _("没有待复核的解锁申请。"), code="unlock_not_asked", clause="3.2.3", advice=_("请刷新页面查看最新状态。")
        )


def _require_new_secrets(incident: Incident) -> None:
    left = queries.secrets_to_replace(incident)
    if left:
        raise RuleBroken(
            _("还有 %(n)d 份凭据没有更换：%(what)s。")
            % {"n": len(left), "what": _("、").join(str(s.get_kind_display()) for s in left)},
            code="secrets_not_replaced",
            clause="3.2.3",
            advice=_("请先在平台后台重置，再到账号页录入新的凭据；授权令牌重新授权一次即可。"),
        )
