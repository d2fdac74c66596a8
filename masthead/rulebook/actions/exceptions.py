"""Exceptions 豁免: asked, approved by the leader through the one engine, at most 90 days, ending by themselves."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.approvals import actions as approvals
from masthead.approvals.models import Case
from masthead.core import clock
from masthead.core.errors import BadInput, Stale
from masthead.org.models import Member
from masthead.rulebook import queries
from masthead.rulebook.actions.flows import EXCEPTION, ensure_flows
from masthead.rulebook.events import RulebookEvent
from masthead.rulebook.models import PolicyException
from masthead.rulebook.states import ExceptionState
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

MOST_DAYS = 90


@guarded("8.5")
@transaction.atomic
def ask_exception(
    *,
    clause_key: str,
    reason: str,
    measure: str,
    starts_on: dt.date,
    expires_on: dt.date,
    by: Member,
    at: dt.datetime | None = None,
) -> PolicyException:
    """Ask the leader that a clause need not be kept for a while.

    Clause: 8.5.  Raises: BadInput (more than 90 days, no reason, no measure, unknown clause), and what opening a case raises.
    Events: rulebook:exception:asked, approvals:case:opened.
    """
    moment = at or clock.now()
    today = clock.china(moment).date()
    fields: dict[str, list[str]] = {}
    if queries.clause_in_force(clause_key) is None:
        fields["clause_key"] = [_("现行制度中没有这一条。")]
    if starts_on < today:
        fields["starts_on"] = [_("豁免不能从过去开始。")]
    if not 0 < (expires_on - starts_on).days <= MOST_DAYS:
        fields["expires_on"] = [_("豁免至少一天，最长 %(n)s 天。") % {"n": MOST_DAYS}]
    for name, words in (("reason", reason), ("measure", measure)):
        if len(words.strip()) < 4:
            fields[name] = [_("请写清楚，至少四个字。")]
    if fields:
        raise BadInput(_("豁免申请还不完整，没有提交。"), code="exception_words", clause="8.5", fields=fields)
    row = PolicyException.objects.create(
        clause_key=clause_key, reason=reason.strip(), measure=measure.strip(), starts_on=starts_on, expires_on=expires_on,
        asked_by=by, asked_at=moment,
    )  # fmt: skip
    data = {"clause": clause_key, "from": starts_on.isoformat(), "until": expires_on.isoformat()}
    trail.record(RulebookEvent.EXCEPTION_ASKED, target=row, by=by, reason=reason, data=data, at=at)
    ensure_flows()
    approvals.open_case(kind=EXCEPTION, subject=row, by=by, at=at)
    return row


@guarded("8.5")
@transaction.atomic
def note_exception_decided(
    *,
    exception: PolicyException,
    to: ExceptionState,
    case: Case,
    by: Member,
    comment: str = "",
    at: dt.datetime | None = None,
) -> None:
    """The leader approved, returned or rejected it, or it was withdrawn. A returned exception ends: it is asked anew.

    Clause: 8.5.  Raises: Stale.  Events: rulebook:exception:decided.
    """
    approved = to == ExceptionState.LIVE
    changed = PolicyException.objects.filter(pk=exception.pk, state=ExceptionState.REQUESTED).update(
        state=to, approver=by if approved else None, decided_at=at or clock.now(), comment=comment
    )
    if changed != 1:
        raise Stale(_("这项豁免已经有结果了。"), code="exception_raced", clause="8.5")
    data = {"case": case.pk, "clause": exception.clause_key, "state": str(to.value)}
    trail.record(RulebookEvent.EXCEPTION_DECIDED, target=exception, by=by, reason=comment, data=data, at=at)


@guarded("8.5")
@transaction.atomic
def end_exception(
    *, exception: PolicyException, by: Member | None, reason: str = "", at: dt.datetime | None = None
) -> None:
    """End an exception: early by a person, or by the tick when its last day is over.

    Clause: 8.5.  Raises: Stale.  Events: rulebook:exception:ended.
    """
    moment = at or clock.now()
    rows = PolicyException.objects.filter(pk=exception.pk, state=ExceptionState.LIVE)
    if rows.update(state=ExceptionState.ENDED, ended_at=moment) != 1:
        raise Stale(_("这项豁免已经结束了。"), code="exception_raced", clause="8.5")
    trail.record(
        RulebookEvent.EXCEPTION_ENDED,
        target=exception,
        by=by,
        reason=reason,
        data={"clause": exception.clause_key},
        at=at,
    )


@guarded("8.5")
@transaction.atomic
def expire_exceptions(*, at: dt.datetime | None = None) -> int:
    """End every exception whose last day is over; returns how many.

    Clause: 8.5.  Events: rulebook:exception:ended.
    """
    today = clock.china(at or clock.now()).date()
    due = list(PolicyException.objects.filter(state=ExceptionState.LIVE, expires_on__lte=today))
    for row in due:
        end_exception(exception=row, by=None, at=at)
    return len(due)
