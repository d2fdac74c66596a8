"""The company's own rules: drafted, tried, put in force."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from masthead.compliance import engine, errors
from masthead.compliance.actions.sets import adopt_built_in_rules
from masthead.compliance.engine.proving import failures
from masthead.compliance.events import ComplianceEvent
from masthead.compliance.models import ChangeState, RuleChange, RuleSet
from masthead.compliance.queries import rule_set_in_force
from masthead.core import clock
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded


@guarded("1.3.1")
@transaction.atomic
def draft_rule(
    *,
    rule: str,
    category: str,
    row: Mapping[str, Any],
    reason: str,
    by: Member,
    off: bool = False,
    at: dt.datetime | None = None,
) -> RuleChange:
    """Write down how a rule shall be, or that it shall not run; nothing changes for checks yet. A draft of the same rule is written over.

    Clause: 1.3.1.  Raises: RuleBroken when the rule cannot be read or no reason is given.  Events: compliance:rule:drafted.
    Races: two people draft one rule — the constraint keeps one draft, the later words win and the trail names both.
    """
    if not reason.strip():
        raise errors.no_reason()
    whole = {**row, "id": rule}
    try:
        engine.load([{"category": category, "name": category, "rules": [whole]}])
    except engine.BadRule as error:
        raise errors.unreadable_rule(str(error)) from error
    change, _new = RuleChange.objects.update_or_create(
        rule=rule, state=ChangeState.DRAFT,
        defaults={
            "category": category, "row": whole, "off": off, "reason": reason.strip()[:200], "author": by, "changed_at": at or clock.now(),
        },
    )  # fmt: skip
    trail.record(
        ComplianceEvent.CHANGE_DRAFTED, target=change, by=by, data={"rule": rule, "off": off, "reason": change.reason}
    )
    return change


@guarded("1.3.1")
@transaction.atomic
def draft_rules(
    *, changes: Sequence[Mapping[str, Any]], reason: str, by: Member, at: dt.datetime | None = None
) -> list[RuleChange]:
    """Write down several rules at once, all or none: {rule, category, row, off} each.

    Clause: 1.3.1.  Raises: RuleBroken when one cannot be read.  Events: compliance:rule:drafted, one for each.
    """
    return [
        draft_rule(rule=c["rule"], category=c["category"], row=c["row"], off=c["off"], reason=reason, by=by, at=at)
        for c in changes
    ]


@guarded("1.3.1")
@transaction.atomic
def drop_draft(*, change: RuleChange, by: Member) -> None:
    """Give a draft up.

    Clause: 1.3.1.  Raises: Stale when it is no draft any more.  Events: compliance:rule:dropped.
    """
    _move(change, ChangeState.DROPPED)
    trail.record(ComplianceEvent.CHANGE_DROPPED, target=change, by=by, data={"rule": change.rule})


@guarded("1.3.1")
@transaction.atomic
def put_live(*, change: RuleChange, by: Member, at: dt.datetime | None = None) -> RuleSet:
    """Put a draft in force as a new version of the rules; its tests must hold.

    Clause: 1.3.1.  Raises: RuleBroken (tests missing or failing), Stale.  Events: compliance:rule:changed, compliance:rule_set:adopted.
    """
    _tested(change)
    moment = at or clock.now()
    RuleChange.objects.filter(rule=change.rule, state=ChangeState.LIVE).update(state=ChangeState.REPLACED)
    before = rule_set_in_force() or adopt_built_in_rules(by=by)
    _move(change, ChangeState.LIVE, changed_at=moment, live_in=before)
    adopted = adopt_built_in_rules(by=by, note=f"{change.row['name']}：{change.reason}")
    RuleChange.objects.filter(pk=change.pk).update(live_in=adopted)
    change.refresh_from_db()
    data = {"rule": change.rule, "off": change.off, "reason": change.reason}
    trail.record(ComplianceEvent.CHANGE_LIVE, target=change, by=by, version=adopted.version, data=data)
    return adopted


def _tested(change: RuleChange) -> None:
    if change.off:
        return
    if not change.row.get("must_hit") or not change.row.get("must_not_hit"):
        raise errors.tests_missing()
    book = engine.load([{"category": change.category, "name": change.category, "rules": [change.row]}])
    if broken := [str(f) for f in failures(book)]:
        raise errors.tests_fail(broken)


def _move(change: RuleChange, to: ChangeState, **fields: Any) -> None:
    moved = RuleChange.objects.filter(pk=change.pk, state=ChangeState.DRAFT, changed_at=change.changed_at)
    if not moved.update(state=to, **fields):
        raise errors.changed_meanwhile()
    change.refresh_from_db()
