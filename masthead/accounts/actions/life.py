"""Moves in the life of an account that two people answer for: asked here, decided in the approval engine."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from masthead.accounts import queries
from masthead.accounts.actions.register import change_status, needs_approval, require_reason
from masthead.accounts.events import AccountEvent
from masthead.accounts.models import Account, AccountRequest
from masthead.accounts.states import ACCOUNT, REQUEST, AccountStatus, RequestState
from masthead.approvals import actions as approvals
from masthead.approvals.models import Case
from masthead.core import clock
from masthead.core.errors import RuleBroken, Stale
from masthead.notify import actions as notify
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent

FLOW: list[dict[str, Any]] = [
    {"name": "部门负责人审批", "mode": "any", "resolver": {"kind": "unit_head"}},
    {"name": "组长批准", "mode": "any", "resolver": {"kind": "leader"}},
]


@silent("publish_flow records it; the same flow again changes nothing")
@transaction.atomic
def adopt_life_flow(*, by: Member | None = None) -> None:
    """The rulebook's own path: head of the department, then the leader. A company that drew its own keeps that."""
    if not queries.life_flow_is_published():
        approvals.publish_flow(key=queries.REQUEST_KIND, name="账号开设、停更与注销审批", steps=FLOW, by=by)


@guarded("3.2.1")
@transaction.atomic
def ask_for_status(
    *, account: Account, status: AccountStatus, reason: str, by: Member, at: dt.datetime | None = None
) -> AccountRequest:
    """Ask that an account be opened, stopped or closed; head and leader decide.

    Clause: 3.2.1.  Raises: BadInput without a reason, RuleBroken for a move that is not allowed or while another request waits.
    Events: accounts:request:asked.  Races: the one-open-request constraint lets one of two askers through.
    """
    require_reason(reason)
    ACCOUNT.require(account, to=status)
    adopt_life_flow()
    try:
        with transaction.atomic():
            wish = AccountRequest.objects.create(
                account=account, from_status=account.status, to_status=status, reason=reason.strip()[:500], asked_by=by,
                asked_at=at or clock.now(),
            )  # fmt: skip
    except IntegrityError:
        raise RuleBroken(
            _("「%(name)s」已有一份申请在审批中。") % {"name": account.name},
            code="account_request_open",
            clause="3.2.1",
            advice=_("请等待审批结果，或先撤回。"),
        ) from None
    approvals.open_case(kind=queries.REQUEST_KIND, subject=wish, by=by, at=at)
    data = {"from": str(account.status), "to": str(status)}
    trail.record(AccountEvent.STATUS_ASKED, target=account, by=by, reason=reason.strip(), data=data, at=at)
    return wish


@silent("what it calls records")
@transaction.atomic
def move_or_ask(
    *, account: Account, status: AccountStatus, reason: str, by: Member, at: dt.datetime | None = None
) -> AccountRequest | None:
    """The one door of the page: move the account at once, or hand in the request where a second person must agree.

    Clause: 3.2.1.  Raises: as `change_status` and `ask_for_status`.
    """
    if needs_approval(account, status):
        return ask_for_status(account=account, status=status, reason=reason, by=by, at=at)
    change_status(account=account, status=status, reason=reason, by=by, at=at)
    return None


@guarded("3.2.1")
@transaction.atomic
def carry_out_request(*, wish: AccountRequest, case: Case, by: Member, at: dt.datetime | None = None) -> Account:
    """The engine approved: the account moves in the same transaction.

    Clause: 3.2.1.  Raises: Stale when the account was moved since it was asked.  Events: accounts:account:status_changed.
    Races: both conditional UPDATEs count their row; a request is carried out once.
    """
    account = queries.get_account(wish.account_id)
    if account.status != wish.from_status:
        raise Stale(_("账号状态在审批期间变了，请退回后重新申请。"), code="account_moved", clause="3.2.1")
    REQUEST.move(wish, to=RequestState.APPROVED, settled_at=at or clock.now())
    ACCOUNT.move(account, to=AccountStatus(wish.to_status))
    data = {"from": wish.from_status, "to": wish.to_status, "case": case.pk, "request": wish.pk}
    trail.record(AccountEvent.STATUS_CHANGED, target=account, by=by, reason=wish.reason, data=data, at=at)
    return account


@guarded("3.2.1")
@transaction.atomic
def drop_request(*, wish: AccountRequest, by: Member, words: str, at: dt.datetime | None = None) -> AccountRequest:
    """The request was refused, sent back or withdrawn: the account stays as it is, the asker is told.

    Clause: 3.2.1.  Raises: Stale when it was settled first.  Events: accounts:request:refused.
    """
    REQUEST.move(wish, to=RequestState.REFUSED, settled_at=at or clock.now())
    trail.record(
        AccountEvent.STATUS_REFUSED, target=wish.account, by=by, reason=words, data={"to": wish.to_status}, at=at
    )
    notify.tell(
        kind="accounts.request", members=[wish.asked_by_id], title=_("未通过：%(what)s") % {"what": str(wish)},
        url=wish.get_absolute_url(), body=words, by=by, clause="3.2.1", at=at,
    )  # fmt: skip
    return wish
