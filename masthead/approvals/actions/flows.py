"""Flows as versioned data: a new version replaces the old one for new cases only."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.approvals import blueprint, queries
from masthead.approvals.actions.drafts import CLAUSE
from masthead.approvals.errors import BoardMoved
from masthead.approvals.events import ApprovalEvent
from masthead.approvals.models import FlowDraft, FlowState, FlowVersion
from masthead.core import clock
from masthead.core.digest import digest_of
from masthead.core.errors import BadInput, RuleBroken, Stale
from masthead.notify import actions as notify
from masthead.org import queries as org
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

SHORTEST_REASON = 4


@guarded("3.3.2")
@transaction.atomic
def publish_flow(
    *,
    key: str,
    name: str,
    steps: list[dict[str, Any]],
    by: Member | None,
    reason: str = "",
    at: dt.datetime | None = None,
) -> FlowVersion:
    """Put a flow in force as a new version; running cases keep theirs. The same steps again change nothing.

    Clause: 3.3.2.  Raises: BadInput naming every problem.  Events: approvals:flow:published.
    """
    if found := blueprint.problems(steps, queries.facts_of_flow(key)):
        raise BadInput(
            _("流程还不能生效：%(what)s") % {"what": found[0].message},
            code="flow_steps",
            clause=CLAUSE,
            advice=_("请按提示修改后再发布。"),
            fields={"steps": [_problem_line(problem, steps) for problem in found]},
        )
    digest, moment = digest_of({"key": key, "name": name, "steps": steps}), at or clock.now()
    current = queries.version_in_force(key)
    if current and current.digest == digest:
        return current
    FlowVersion.objects.filter(key=key, state=FlowState.PUBLISHED).update(state=FlowState.RETIRED, retired_at=moment)
    newest = FlowVersion.objects.filter(key=key).aggregate(m=Max("version"))["m"] or 0
    flow = FlowVersion.objects.create(
        key=key, version=newest + 1, name=name, steps=steps, state=FlowState.PUBLISHED, digest=digest,
        published_at=moment, published_by=by, reason=reason.strip(),
    )  # fmt: skip
    trail.record(
        ApprovalEvent.FLOW_PUBLISHED, target=flow, by=by, version=str(flow.version), reason=reason.strip(),
        before=current.steps if current else None, after=steps, at=moment,
    )  # fmt: skip
    return flow


def _problem_line(problem: blueprint.Problem, steps: list[dict[str, Any]]) -> str:
    if problem.step_index < 0:
        return problem.message
    return _("第 %(n)s 个节点「%(name)s」：%(what)s") % {
        "n": problem.step_index + 1, "name": steps[problem.step_index].get("name", ""), "what": problem.message,
    }  # fmt: skip


@guarded("3.3.2")
@transaction.atomic
def publish_draft(
    *, draft: FlowDraft, edition: int, reason: str, by: Member, at: dt.datetime | None = None
) -> FlowVersion:
    """What was drawn (and looked at: `edition`) becomes the version in force; new cases follow it, running ones keep theirs.

    Clause: 3.3.2.  Raises: BadInput (problems, no reason), RuleBroken (nothing is different), Stale (drawn on meanwhile, or another
    version came into force since the draft was begun).  Events: approvals:flow:published.
    Races: the draft is taken off the board by a conditional DELETE; of two publishers one is refused. The leader is told.
    """
    reason = _require_reason(reason)
    current = queries.version_in_force(draft.key)
    if (current.pk if current else None) != draft.based_on_id and _overtaken(draft, current):
        raise Stale(
            _("草稿开始以后，这个流程已经有了新的生效版本 v%(n)s。") % {"n": current.version if current else 0},
            code="base_moved", clause=CLAUSE, advice=_("请放弃这份草稿，从现在的版本重新修改。"),
        )  # fmt: skip
    if current and (current.name, current.steps) == (draft.name, draft.steps):
        raise RuleBroken(
            _("草稿与生效版本没有不同，不需要发布。"), code="nothing_changed", clause=CLAUSE, advice=_("没有要改的，就放弃这份草稿。")
        )  # fmt: skip
    # the draft first: a second publisher waits here for the first and then finds nothing to publish
    if FlowDraft.objects.filter(pk=draft.pk, edition=edition).delete()[0] != 1:
        raise BoardMoved(queries.last_hand(draft, by), CLAUSE)
    flow = publish_flow(key=draft.key, name=draft.name, steps=draft.steps, by=by, reason=reason, at=at)
    _tell_leader(flow, by, _("审批流程有了新版本：%(flow)s") % {"flow": flow}, flow.reason)
    return flow


def _overtaken(draft: FlowDraft, current: FlowVersion | None) -> bool:
    """A version came into force after the draft was begun; beginning from an earlier version on purpose is no such thing."""
    return bool(current and current.published_at and current.published_at > draft.started_at)


@guarded("3.3.2")
@transaction.atomic
def retire_flow(*, flow: FlowVersion, reason: str, by: Member, at: dt.datetime | None = None) -> FlowVersion:
    """Take a flow out of force: nothing of its kind can be handed in until a version is published again. Running cases go on.

    Clause: 3.3.2.  Raises: BadInput without a reason, Stale when it is not in force any more.  Events: approvals:flow:retired.
    """
    reason, moment = _require_reason(reason), at or clock.now()
    values = {"state": FlowState.RETIRED, "retired_at": moment}
    if FlowVersion.objects.filter(pk=flow.pk, state=FlowState.PUBLISHED).update(**values) != 1:
        raise Stale(_("这个版本已经不是生效版本。"), code="flow_not_in_force", clause=CLAUSE)
    flow.state, flow.retired_at = FlowState.RETIRED, moment
    trail.record(ApprovalEvent.FLOW_RETIRED, target=flow, by=by, version=str(flow.version), reason=reason, at=moment)
    _tell_leader(flow, by, _("审批流程停用了：%(flow)s") % {"flow": flow}, reason)
    return flow


def _require_reason(reason: str) -> str:
    words = reason.strip()
    if len(words) < SHORTEST_REASON:
        raise BadInput(
            _("请写明理由，至少 %(n)s 个字。") % {"n": SHORTEST_REASON},
            code="reason_missing", clause=CLAUSE, fields={"reason": [_("请填写理由。")]},
        )  # fmt: skip
    return words


def _tell_leader(flow: FlowVersion, by: Member, title: str, reason: str) -> None:
    leader = org.leader_of_group()
    if leader is not None:
        address = reverse("approvals:flow", args=[flow.key])
        notify.tell(
            kind="approvals.flow", members=[leader], title=title, body=reason, url=address, by=by, clause=CLAUSE
        )
