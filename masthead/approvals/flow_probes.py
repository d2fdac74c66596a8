"""What the board asks of the flows themselves: each is in force, sound, and finds people today."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.approvals import blueprint, queries
from masthead.approvals.blueprint import Data
from masthead.approvals.models import FlowState, FlowVersion
from masthead.approvals.registry import SUBJECTS
from masthead.approvals.resolve import Place, find
from masthead.core import clock
from masthead.core.digest import digest_of
from masthead.trail.probes import Verdict, Window, probe

KIND = "approvals.flowversion"
BY_PLACE = {"unit_head", "parent_head", "subject_owner"}
"""Resolvers whose people depend on the department or the thing: there is nobody to count without a case."""


def _empty_steps(steps: list[Data]) -> list[str]:
    """Names of the steps whose role nobody holds, or whose members have all left."""
    named = [(str(step["name"]), blueprint.parse(step).resolver) for step in steps]
    return [name for name, resolver in named if resolver["kind"] not in BY_PLACE and not find(resolver, Place(None))]


def _verdict(key: str, flow: FlowVersion | None) -> Verdict:
    label, address = str(queries.flow_label(key)), reverse("approvals:flow", args=[key])
    if flow is None:
        reason = _("没有生效的流程，这类事项不能提交审批")
        return Verdict(KIND, 0, label, passed=False, reason=reason, url=address, facts={"key": key})
    found = queries.flow_problems(flow.steps, key)
    empty = [] if found else _empty_steps(flow.steps)
    reason = _("每个节点今天都找得到人")
    if found:
        reason = _("流程有问题：%(what)s") % {"what": found[0].message}
    elif empty:
        reason = _("节点「%(steps)s」今天找不到人") % {"steps": _("、").join(empty)}
    return Verdict(KIND, flow.pk, str(flow), not found and not empty, reason, address, {"key": key, "empty": empty})


def seed_empty_step() -> tuple[str, int]:
    """A flow in force whose only step names a member who is not there."""
    key = next(subject.flow_key for subject in SUBJECTS.values())
    steps = [{"name": "seed", "mode": "any", "resolver": {"kind": "member", "id": 0}}]
    flow = FlowVersion.objects.filter(key=key, state=FlowState.PUBLISHED).first()
    if flow is None:
        flow = FlowVersion(key=key, version=1, name="seed", digest=digest_of(steps), published_at=clock.now())
        flow.state = FlowState.PUBLISHED
    flow.steps = steps
    flow.save()
    return KIND, flow.pk


@probe(
    "3.3.2.flows",
    clause="3.3.2",
    title=gettext_lazy("每个审批流程都生效、完整，节点找得到人"),
    why=gettext_lazy("岗位没有人了，流程还写着它，审批就只能一件件升给组长，或者根本提交不了。"),
    seed=seed_empty_step,
    window_days=1,
    weight=2,
)
def flows_are_sound(_window: Window) -> Iterator[Verdict]:
    """Every flow that a registered kind walks: a version in force, without problems, whose roles and members are there today."""
    for key in dict.fromkeys(subject.flow_key for subject in SUBJECTS.values()):
        yield _verdict(key, queries.version_in_force(key))
