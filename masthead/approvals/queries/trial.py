"""A flow tried out before it is in force: one imagined case step by step, and the cases of the last quarter walked again."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from masthead.approvals import blueprint, outline
from masthead.approvals.blueprint import Data, FactKind
from masthead.approvals.models import Case, Mode
from masthead.approvals.queries.flows import subjects_of_flow
from masthead.approvals.queries.preview import PathStep, walk, with_stand_ins
from masthead.approvals.registry import SUBJECTS, Subject
from masthead.approvals.resolve import Look, Place, mode_of
from masthead.core import clock
from masthead.core.errors import NotThere
from masthead.org.models import Member

QUARTER_DAYS = 92
MOST_CASES = 500
MOST_SHOWN = 10


@dataclass(frozen=True)
class Imagined:
    """A case that is not there: who hands it in, for which unit, with which facts. `parties` may never decide on it."""

    subject: Subject
    requester: Member
    unit_id: int | None
    facts: Mapping[str, Any] = field(default_factory=dict)
    owner_id: int | None = None
    parties: frozenset[int] = frozenset()

    @property
    def place(self) -> Place:
        return Place(self.unit_id, self.owner_id if self.owner_id is not None else self.requester.pk)

    @property
    def avoiding(self) -> set[int]:
        return set(self.parties) | {self.requester.pk}


@dataclass(frozen=True)
class TrialStep:
    """One step of the walk. `why` says why it is skipped, or what is wrong with it; `left_out` whom it names in vain, and why."""

    key: str
    number: int
    name: str
    path: PathStep | None
    why: str = ""
    left_out: list[tuple[str, str]] = field(default_factory=list)

    @property
    def state(self) -> str:
        if self.path is None:
            return "broken"
        if not self.path.walked:
            return "skipped"
        return "stuck" if self.path.problem else "walked"


def try_out(steps: Iterable[Data], case: Imagined) -> list[TrialStep]:
    """The full path with names for an imagined case; steps that are not drawn to the end yet are marked and passed over."""
    board, kinds = outline.keyed(steps), case.subject.fact_kinds
    wrong: dict[int, str] = {}
    for problem in blueprint.problems(board, kinds) if board else []:
        wrong.setdefault(problem.step_index, problem.message)
    sound = [step for index, step in enumerate(board) if index not in wrong]
    look = Look()
    path_found = walk(sound, case.subject, case.place, case.facts, case.avoiding, approved=(), look=look)
    paths = iter(with_stand_ins(path_found, case.subject, case.place))
    found, approved = [], set[int]()
    for index, step in enumerate(board):
        base = {"key": step["key"], "number": index + 1, "name": str(step["name"])}
        if index in wrong:
            found.append(TrialStep(**base, path=None, why=wrong[index]))
            continue
        path = next(paths)
        if not path.walked:
            found.append(TrialStep(**base, path=path, why=_skip_words(step, case.facts, kinds)))
            continue
        found.append(TrialStep(**base, path=path, left_out=_left_out(step, path, case, approved, look)))
        if len(path.people) == 1 or mode_of(step) != Mode.ANY:
            approved |= {m.pk for m in path.people}
    return found


def _skip_words(step: Data, facts: Mapping[str, Any], kinds: Mapping[str, FactKind]) -> str:
    when = blueprint.parse(step).when or {}
    asked = dict.fromkeys(clause["fact"] for clause in when.get("any") or when.get("all") or [])
    have = _("、").join(fact_words(kinds[name], facts.get(name)) for name in asked if name in kinds)
    return _("「%(when)s」不成立：%(have)s") % {"when": blueprint.describe_when(when, kinds), "have": have}


def fact_words(kind: FactKind, value: Any) -> str:
    """金额是 3000元."""
    if value is None or value == "":
        return _("%(fact)s没有填") % {"fact": kind.label}
    values = value if isinstance(value, list | tuple | set | frozenset) else [value]
    labels = dict(kind.choices)
    said = _("、").join(_("是") if v is True else _("否") if v is False else str(labels.get(v, v)) for v in values)
    return _("%(fact)s是%(value)s%(unit)s") % {"fact": kind.label, "value": said, "unit": kind.unit}


def _left_out(step: Data, path: PathStep, case: Imagined, approved: set[int], look: Look) -> list[tuple[str, str]]:
    asked = {m.pk for m in path.people}
    rest = [m for m in look.named(blueprint.parse(step).resolver, case.place) if m.pk not in asked]
    able = look.able(rest, case.subject, case.place)
    return [(m.name, _why_not(m, case, approved, able)) for m in rest]


def _why_not(member: Member, case: Imagined, approved: set[int], able: set[int]) -> str:
    if member.pk == case.requester.pk:
        return _("提交人本人，回避")
    if member.pk in case.parties:
        return _("参与编写，回避")
    if member.pk in approved:
        return _("已在前面的节点审批")
    return _("没有这个部门的审批权限") if member.pk not in able else _("不参加")


def imagined_of(case: Case) -> Imagined:
    """A past case as it was handed in: its requester, unit and facts; authors as they are now, if the thing is still there."""
    subject = SUBJECTS[case.subject_kind]
    try:
        thing = subject.load(case.subject_id)
    except NotThere:
        return Imagined(subject, case.requester, case.unit_id, case.facts)
    owner, parties = subject.owner(thing), frozenset(subject.parties(thing))
    facts = case.facts or dict(subject.facts(thing))
    return Imagined(subject, case.requester, case.unit_id, facts, owner, parties)


def cases_of_flow(key: str) -> QuerySet[Case]:
    """Cases that walked any version of the flow, the newest first."""
    kinds = [subject.kind for subject in subjects_of_flow(key)]
    rows = Case.objects.filter(flow__key=key, subject_kind__in=kinds)
    return rows.select_related("requester", "unit", "flow").order_by("-opened_at", "-pk")


def get_past_case(key: str, pk: int) -> Case:
    """A case of the flow. Raises NotThere."""
    found = cases_of_flow(key).filter(pk=pk).first()
    if found is None:
        raise NotThere(_("没有这张审批单。"), code="case_not_there")
    return found


# --- the last quarter again ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Replayed:
    """One case whose way would differ. Paths in words: 审核（周明远）→ 终审（陈立群）."""

    case: Case
    before: str
    after: str
    kind: str


@dataclass(frozen=True)
class Replay:
    """What a new version would have meant for the cases of `days` days, with the people of today."""

    days: int
    total: int
    other_path: int
    other_people: int
    nobody: int
    shown: list[Replayed]

    @property
    def same(self) -> int:
        return self.total - self.other_path - self.other_people


def replay(key: str, steps: list[Data], *, days: int = QUARTER_DAYS) -> Replay:
    """Walk the cases again, each under its own version and under `steps`. Cases alike in everything that is asked are walked once.

    Owner and authors are not loaded for every case: the requester stands for them on both sides, so that what differs is the flow.
    """
    since = clock.now() - dt.timedelta(days=days)
    cases = list(cases_of_flow(key).filter(opened_at__gte=since)[:MOST_CASES])
    asked = _facts_asked([*steps, *(step for case in cases for step in case.flow.steps)])
    kept: dict[Any, tuple[list[PathStep], list[PathStep]]] = {}
    counts = {"path": 0, "people": 0, "nobody": 0}
    shown, look = list[Replayed](), Look()
    for case in cases:
        facts = tuple(repr(case.facts.get(name)) for name in asked)
        sign = (case.flow_id, case.subject_kind, case.requester_id, case.unit_id, facts)
        if sign not in kept:
            like = Imagined(SUBJECTS[case.subject_kind], case.requester, case.unit_id, case.facts)
            kept[sign] = (_walked(case.flow.steps, like, look), _walked(steps, like, look))
        before, after = kept[sign]
        if any(step.problem for step in after) or not after:
            counts["nobody"] += 1
        if kind := _difference(before, after):
            counts[kind] += 1
            if len(shown) < MOST_SHOWN:
                shown.append(Replayed(case, path_words(before), path_words(after), kind))
    return Replay(days, len(cases), counts["path"], counts["people"], counts["nobody"], shown)


def _walked(steps: list[Data], like: Imagined, look: Look) -> list[PathStep]:
    path = walk(steps, like.subject, like.place, like.facts, like.avoiding, approved=(), look=look)
    return [step for step in path if step.walked]


def _facts_asked(steps: Iterable[Data]) -> list[str]:
    whens = [step.get("when") or {} for step in steps]
    return sorted({clause["fact"] for when in whens for clause in when.get("any") or when.get("all") or []})


def _difference(before: list[PathStep], after: list[PathStep]) -> str:
    if [step.name for step in before] != [step.name for step in after]:
        return "path"
    same = all({m.pk for m in a.people} == {m.pk for m in b.people} for a, b in zip(before, after, strict=True))
    return "" if same else "people"


def path_words(path: Iterable[PathStep]) -> str:
    """A path on one line, with names."""
    parts = []
    for step in path:
        if step.walked:
            names = _("、").join(m.name for m in step.people) or _("没有人")
            parts.append(_("%(step)s（%(who)s）") % {"step": step.name, "who": names})
    return " → ".join(parts) or _("没有节点要走")
