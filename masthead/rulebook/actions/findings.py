"""Findings 问题: opened by the run that failed, closed by the run that passes; a person says who puts it right and how."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.errors import BadInput, NotPermitted, RuleBroken, Stale
from masthead.notify import actions as notify
from masthead.org import queries as org
from masthead.org.models import Member
from masthead.rulebook import queries
from masthead.rulebook.events import RulebookEvent
from masthead.rulebook.examination import Examined
from masthead.rulebook.models import Finding, ProbeRun
from masthead.rulebook.states import FindingState
from masthead.trail import actions as trail
from masthead.trail.guards import guarded
from masthead.trail.probes import PROBES

BATCH = 1_000
NAMED = 20


@guarded("8.5")
@transaction.atomic
def note_findings(
    *, run: ProbeRun, found: Examined, by: Member | None = None, at: dt.datetime | None = None
) -> tuple[int, int]:
    """Open a finding for each object that newly fails, close those of objects that now pass; (opened, closed).

    Clause: 8.5.  Events: rulebook:finding:opened, rulebook:finding:closed (once a run, with names).
    Races: one open finding for an object and probe, by constraint; a run that failed itself changes nothing.
    """
    if found.error:
        return 0, 0
    moment, probe = at or clock.now(), PROBES[run.probe_key]
    known = queries.open_findings_of(run.probe_key)
    failed = {(v.kind[:60], v.pk): v for v in found.kept if v.passed is False}
    fresh = [v for key, v in failed.items() if key not in known]
    rows = [
        Finding(
            probe_key=run.probe_key, clause_key=run.clause_key, kind=v.kind[:60], object_id=v.pk, name=v.name[:200], url=v.url[:300],
            reason=str(v.reason), red_line=probe.red_line, opened_at=moment, opened_run=run,
        )
        for v in fresh
    ]  # fmt: skip
    Finding.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    well = [row for key, row in known.items() if key in found.passed]
    Finding.objects.filter(pk__in=[row.pk for row in well], state=FindingState.OPEN).update(
        state=FindingState.CLOSED, closed_at=moment, closed_run=run
    )
    _record(RulebookEvent.FINDING_OPENED, run, [v.name for v in fresh], by, moment)
    _record(RulebookEvent.FINDING_CLOSED, run, [row.name for row in well], by, moment)
    return len(fresh), len(well)


def _record(event: RulebookEvent, run: ProbeRun, names: list[str], by: Member | None, moment: dt.datetime) -> None:
    if not names:
        return
    data = {"clause": run.clause_key, "probe": run.probe_key, "n": len(names), "names": names[:NAMED]}
    trail.record(event, target=queries.clause_in_force(run.clause_key), by=by, data=data, at=moment)


@guarded("8.5")
@transaction.atomic
def plan_correction(
    *,
    finding: Finding,
    owner: Member,
    due_on: dt.date,
    cause: str,
    action: str,
    by: Member,
    at: dt.datetime | None = None,
) -> Finding:
    """Say who puts a finding right, until when, why it happened and what is done. A head names people of the own department.

    Clause: 8.5.  Raises: NotPermitted (another department has it in hand), BadInput, Stale (closed meanwhile).
    Events: rulebook:finding:planned.
    """
    _require_hand(finding, by)
    fields: dict[str, list[str]] = {}
    if not queries.reaches_owner(by, owner):
        fields["owner"] = [_("只能安排本部门的人；需要别的部门整改时，请联系组长。")]
    if len(action.strip()) < 4:
        fields["action"] = [_("请写明怎样整改。")]
    if due_on < clock.china(at or clock.now()).date() and due_on != finding.due_on:
        fields["due_on"] = [_("期限不能是过去的日子。")]
    if fields:
        raise BadInput(_("整改安排还不完整，没有保存。"), code="plan_words", clause="8.5", fields=fields)
    rows = Finding.objects.filter(pk=finding.pk, state=FindingState.OPEN)
    if rows.update(owner=owner, due_on=due_on, cause=cause.strip(), action=action.strip()) != 1:
        raise Stale(_("这个问题已经关闭。"), code="finding_closed", clause="8.5")
    data = {"owner": owner.name, "due_on": due_on.isoformat(), "clause": finding.clause_key}
    trail.record(RulebookEvent.FINDING_PLANNED, target=finding, by=by, reason=action, data=data, at=at)
    if owner.pk != finding.owner_id:
        title = _("请整改：%(name)s") % {"name": finding.name}
        notify.tell(
            kind="rulebook.finding.asked",
            members=[owner],
            title=title,
            body=action,
            url=finding.get_absolute_url(),
            by=by,
            clause=finding.clause_key,
            at=at,
        )
    return Finding.objects.get(pk=finding.pk)


@guarded("8.5")
@transaction.atomic
def close_finding(*, finding: Finding, by: Member, at: dt.datetime | None = None) -> None:
    """Close a finding whose object is no longer examined. While the newest run still fails it, or none is sound, nobody can.

    Clause: 8.5.  Raises: NotPermitted (another department has it in hand), RuleBroken (still failing, not tested again, no corrective
    action), Stale.
    Events: rulebook:finding:closed.
    """
    _require_hand(finding, by)
    fails = queries.still_fails(finding)
    if fails is not False:
        raise RuleBroken(
            _("最近一次检查仍未通过，问题不能关闭。") if fails else _("还没有成功的复查，问题不能关闭。"),
            code="still_failing",
            clause="8.5",
            advice=_("整改后点「重新检查」，通过后会自动关闭。"),
        )
    if not finding.action:
        raise RuleBroken(
            _("请先写明整改措施，再关闭问题。"), code="no_action", clause="8.5", advice=_("填写负责人和整改措施。")
        )
    rows = Finding.objects.filter(pk=finding.pk, state=FindingState.OPEN)
    if (
        rows.update(
            state=FindingState.CLOSED,
            closed_at=at or clock.now(),
            closed_run=queries.latest_runs().get(finding.probe_key),
        )
        != 1
    ):
        raise Stale(_("这个问题已经关闭。"), code="finding_closed", clause="8.5")
    trail.record(RulebookEvent.FINDING_CLOSED, target=finding, by=by, data={"clause": finding.clause_key}, at=at)


def _require_hand(finding: Finding, by: Member) -> None:
    """A finding names no department; once it has an owner, it is that department's to put right."""
    if finding.owner is not None and not queries.reaches_owner(by, finding.owner):
        raise NotPermitted(
            _("这个问题由 %(name)s 整改，不在您的部门。") % {"name": finding.owner.name},
            code="finding_of_another_unit",
            clause="8.5",
            advice=_("需要调整时，请联系运营管理小组组长。"),
        )


@guarded("8.5")
@transaction.atomic
def hand_over_findings(*, member: Member, to: Member, by: Member, at: dt.datetime | None = None) -> int:
    """The successor puts right what the leaver had to; day, cause and measure stay.

    Clause: 8.5.  Raises: NotPermitted, BadInput (successor gone), Stale.  Events: rulebook:finding:planned.
    Races: each row changes only while it is open and the leaver's.
    """
    org.require_hand_over(by=by, to=to, clause="8.5")
    rows = list(queries.findings(state=FindingState.OPEN, mine=member.pk).order_by("pk"))
    for finding in rows:
        if Finding.objects.filter(pk=finding.pk, owner=member, state=FindingState.OPEN).update(owner=to) != 1:
            raise Stale(_("这个问题刚刚有变化，请重试。"), code="finding_raced", clause="8.5")
        data = {"owner": to.name, "from": member.name, "clause": finding.clause_key}
        trail.record(RulebookEvent.FINDING_PLANNED, target=finding, by=by, reason=_("离职交接"), data=data, at=at)
    return len(rows)
