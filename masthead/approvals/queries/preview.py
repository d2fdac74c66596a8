"""The full path with names, before anything is handed in."""

from dataclasses import dataclass
from itertools import chain

from django.db.models import Model
from django.utils.translation import gettext as _

from masthead.approvals.models import FlowState, FlowVersion, Mode
from masthead.approvals.registry import SUBJECTS
from masthead.approvals.resolve import find, mode_of, people_for
from masthead.org import queries as org
from masthead.org.models import Member


@dataclass(frozen=True)
class PathStep:
    """`people` in the order they will be asked; `problem` is '' or why the step could not be decided by anybody."""

    name: str
    mode: Mode
    people: list[Member]
    problem: str
    raised: bool


def preview_path(kind: str, subject: Model, by: Member) -> list[PathStep]:
    """Who would be asked if `by` handed the subject in now. A person who is alone in one step is left out of later ones, as in fact."""
    entry = SUBJECTS[kind]
    flow = FlowVersion.objects.filter(key=entry.flow_key, state=FlowState.PUBLISHED).first()
    if flow is None:
        return []
    excluded = entry.parties(subject) | {by.pk}
    unit_id = entry.unit_id(subject)
    named = [find(step["resolver"], unit_id) for step in flow.steps]
    able = org.who_may(chain.from_iterable(named), entry.capability, unit_id=unit_id)
    path: list[PathStep] = []
    for step, found in zip(flow.steps, named, strict=True):
        people, raised = people_for(
            step["resolver"], subject=entry, unit_id=unit_id, excluded=excluded, found=found, able=able
        )
        problem = "" if people else _("回避本人和已审批的人之后，没有可以审批的人。")
        path.append(PathStep(step["name"], mode_of(step), people, problem, raised))
        if len(people) == 1 or mode_of(step) != Mode.ANY:
            excluded = excluded | {m.pk for m in people}
    return path
