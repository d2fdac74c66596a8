"""The full path with names, before anything is handed in and while it is on its way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from masthead.approvals.blueprint import Data, Step, describe_when, holds, needed, parse
from masthead.approvals.delegates import standing_delegates
from masthead.approvals.models import FlowState, FlowVersion, Mode, StepNote
from masthead.approvals.registry import SUBJECTS, Subject
from masthead.approvals.resolve import Look, Place, mode_of, people_for, place_of
from masthead.org.models import Member


@dataclass(frozen=True)
class PathStep:
    """`people` in the order they will be asked; `problem` is '' or why the step could not be decided by anybody.

    `walked` False: its condition does not hold, and nobody is named. `stand_ins` = {member key: who is asked instead today}.
    `merged` are those who will have approved the step before and are not asked again. `votes` is how many must agree in a 票决.
    """

    name: str
    mode: Mode
    people: list[Member]
    problem: str
    raised: bool
    walked: bool = True
    when: str = ""
    due_hours: int | None = None
    votes: int = 0
    copies: list[Member] = field(default_factory=list)
    stand_ins: dict[int, Member] = field(default_factory=dict)
    merged: set[int] = field(default_factory=set)
    vacant: bool = False  # nobody holds the seat at all: the leader stands in

    @property
    def stand_in_words(self) -> str:
        """Why the leader decides here; '' where the people of the step do."""
        if not self.raised or self.problem:
            return ""
        return str((StepNote.VACANT if self.vacant else StepNote.RAISED).label)


def preview_path(
    kind: str, subject: Model, by: Member, *, stand_ins: bool = True, parties: set[int] | None = None
) -> list[PathStep]:
    """Who would be asked if `by` handed the subject in now. A person who is alone in one step is left out of later ones, as in fact.

    `stand_ins` False for a page that does not say who stands in today: it saves two queries. `parties` where they are known already.
    """
    entry = SUBJECTS[kind]
    flow = FlowVersion.objects.filter(key=entry.flow_key, state=FlowState.PUBLISHED).first()
    if flow is None:
        return []
    place, avoiding = place_of(entry, subject), set(entry.parties(subject) if parties is None else parties) | {by.pk}
    path = walk(flow.steps, entry, place, entry.facts(subject), avoiding, approved=())
    return with_stand_ins(path, entry, place) if stand_ins else path


def walk(
    steps: list[Data],
    entry: Subject,
    place: Place,
    facts: Mapping[str, Any],
    parties: set[int],
    *,
    approved: Iterable[int],
    look: Look | None = None,
) -> list[PathStep]:
    """The steps with the people of today. `approved` have decided an earlier step already; `look` is handed in by one who walks often."""
    reads, asked = [parse(step) for step in steps], look or Look()
    asked.able(chain.from_iterable(asked.named(s.resolver, place) for s in reads if holds(s.when, facts)), entry, place)
    known, path, before = set(approved), [], set[int]()
    for data, step in zip(steps, reads, strict=True):
        if not holds(step.when, facts):
            words = describe_when(step.when, entry.fact_kinds)
            path.append(PathStep(step.name, mode_of(data), [], "", raised=False, walked=False, when=words))
            continue
        excluded = parties | known if step.distinct else parties
        people, raised = people_for(step.resolver, subject=entry, place=place, excluded=excluded, look=asked)
        copies = [m for resolver in step.cc for m in asked.named(resolver, place)]
        merged = set[int]() if step.distinct else before & {m.pk for m in people}
        path.append(
            _seen(
                step,
                entry,
                people,
                raised=raised,
                copies=copies,
                merged=merged,
                vacant=raised and not asked.named(step.resolver, place),
            )
        )
        certain = {m.pk for m in people} if len(people) == 1 or step.mode != Mode.ANY else set()
        known, before = known | certain, certain
    return path


def with_stand_ins(path: list[PathStep], entry: Subject, place: Place) -> list[PathStep]:
    """The path with those who are asked today instead of people who are away; two queries at most, however long it is."""
    everybody = {m.pk: m for step in path for m in step.people}
    acting = standing_delegates(everybody.values(), entry.capability, place.unit_id)
    return [replace(step, stand_ins={m.pk: acting[m.pk] for m in step.people if m.pk in acting}) for step in path]


def _seen(
    step: Step,
    entry: Subject,
    people: list[Member],
    *,
    raised: bool,
    copies: list[Member],
    merged: set[int],
    vacant: bool,
) -> PathStep:
    return PathStep(
        name=step.name,
        mode=Mode(step.mode),
        people=people,
        problem="" if people else _("回避本人和已审批的人之后，没有可以审批的人。"),
        raised=raised,
        when=describe_when(step.when, entry.fact_kinds),
        due_hours=step.due_hours,
        votes=needed(step.quorum, len(people)) if step.mode == Mode.VOTE else 0,
        copies=copies,
        merged=merged,
        vacant=vacant,
    )
