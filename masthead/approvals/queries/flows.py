"""Flows as administrators see them: what is in force, its history, the drawing board, and whom a step means."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Count, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from masthead.approvals import blueprint, outline
from masthead.approvals.blueprint import Data, FactKind
from masthead.approvals.models import Case, CaseState, FlowDraft, FlowState, FlowVersion
from masthead.approvals.registry import SUBJECTS, Subject
from masthead.core.errors import NotThere
from masthead.org import queries as org
from masthead.org.models import Member


@dataclass(frozen=True)
class FlowRow:
    """One flow of the list: `subjects` are the kinds that walk it."""

    key: str
    label: str
    flow: FlowVersion | None
    draft: FlowDraft | None
    running: int
    waiting_problems: int = 0
    names: list[str] = field(default_factory=list)


class Directory:
    """Says whom a resolver means, in names; two queries however many steps are read."""

    @cached_property
    def roles(self) -> dict[str, str]:
        return {role.key: _(role.name) for role in org.all_roles()}

    @cached_property
    def members(self) -> dict[int, str]:
        return {member.pk: member.name for member in org.active_members()}

    def __call__(self, resolver: Data) -> str:
        kind = resolver.get("kind")
        if kind == "role":
            return _("角色「%(role)s」") % {
                "role": self.roles.get(resolver.get("role", ""), resolver.get("role") or "?")
            }
        if kind in ("member", "members"):
            keys = [resolver.get("id")] if kind == "member" else resolver.get("ids") or []
            known = [self.members.get(int(pk), _("已离开的成员")) for pk in keys if pk]
            return _("、").join(known) or _("还没有选成员")
        return blueprint.plain_name(resolver)


def subjects_of_flow(key: str) -> list[Subject]:
    """The registered kinds that walk the flow."""
    return [subject for subject in SUBJECTS.values() if subject.flow_key == key]


def flow_label(key: str) -> str | Promise:
    """What the flow decides about: the words of its kinds."""
    labels = [str(subject.label) for subject in subjects_of_flow(key)]
    return _("%(what)s审批") % {"what": _("、").join(labels)} if labels else key


def clause_of_flow(key: str) -> str:
    """The clause that its kinds serve."""
    return next((subject.clause for subject in subjects_of_flow(key)), "3.3.2")


def facts_of_flow(key: str) -> dict[str, FactKind]:
    """What a condition of the flow may ask: facts that every kind of it has."""
    subjects = subjects_of_flow(key)
    shared = dict(subjects[0].fact_kinds) if subjects else {}
    return {name: kind for name, kind in shared.items() if all(name in subject.fact_kinds for subject in subjects)}


def version_in_force(key: str) -> FlowVersion | None:
    """The published version, or None."""
    return FlowVersion.objects.filter(key=key, state=FlowState.PUBLISHED).first()


def flow_keys() -> list[str]:
    """Every flow that a registered kind needs or that has a version; in the order of registration."""
    wanted = dict.fromkeys(subject.flow_key for subject in SUBJECTS.values())
    return [*wanted, *sorted(set(FlowVersion.objects.values_list("key", flat=True).distinct()) - set(wanted))]


def require_flow_key(key: str) -> str:
    """The key when there is such a flow. Raises NotThere."""
    if not subjects_of_flow(key) and not FlowVersion.objects.filter(key=key).exists():
        raise NotThere(_("没有这个审批流程。"), code="flow_not_there")
    return key


def flow_rows() -> list[FlowRow]:
    """The list page: six queries whatever the number of flows."""
    published = {f.key: f for f in FlowVersion.objects.filter(state=FlowState.PUBLISHED)}
    drafts = {d.key: d for d in FlowDraft.objects.select_related("edited_by")}
    running = dict(
        Case.objects.filter(state=CaseState.RUNNING).values("flow__key").annotate(n=Count("pk")).values_list("flow__key", "n")
    )  # fmt: skip
    rows = []
    for key in flow_keys():
        flow, draft = published.get(key), drafts.get(key)
        found = blueprint.problems(draft.steps, facts_of_flow(key)) if draft else []
        names = [str(step["name"]) for step in flow.steps] if flow else []
        rows.append(FlowRow(key, str(flow_label(key)), flow, draft, running.get(key, 0), len(found), names))
    return rows


def draft_of(key: str) -> FlowDraft | None:
    """The drawing board of a flow, or None."""
    return FlowDraft.objects.filter(key=key).select_related("edited_by", "started_by", "based_on").first()


def get_draft(key: str) -> FlowDraft:
    """The drawing board of a flow. Raises NotThere."""
    draft = draft_of(key)
    if draft is None:
        raise NotThere(
            _("这个流程没有正在修改的草稿。"), code="draft_not_there", advice=_("它可能已经发布或放弃。请回到流程页重新开始修改。")
        )  # fmt: skip
    return draft


def last_hand(draft: FlowDraft, reader: Member) -> str:
    """Who changed the draft last, as the reader is told: a name, or the reader's own other window."""
    return _("您在另一个窗口") if draft.edited_by_id == reader.pk else draft.edited_by.name


def versions_of_flow(key: str) -> QuerySet[FlowVersion]:
    """Every version ever published, the newest first, with the number of its running cases."""
    return FlowVersion.objects.filter(key=key).select_related("published_by").order_by("-version")


def running_by_version(key: str) -> dict[int, int]:
    """{version's pk: running cases}; cases keep the version that they were opened under."""
    rows = Case.objects.filter(flow__key=key, state=CaseState.RUNNING).values("flow_id").annotate(n=Count("pk"))
    return dict(rows.values_list("flow_id", "n"))


def get_version(key: str, number: int) -> FlowVersion:
    """One version of a flow. Raises NotThere."""
    found = FlowVersion.objects.filter(key=key, version=number).select_related("published_by").first()
    if found is None:
        raise NotThere(_("这个流程没有这个版本。"), code="version_not_there")
    return found


def version_to_retire(key: str, number: str) -> FlowVersion:
    """The version that the page named, else the one in force. Raises NotThere."""
    current = version_in_force(key)
    if not number.isdigit() and current is not None:
        return current
    return get_version(key, int(number) if number.isdigit() else 0)


@dataclass(frozen=True)
class CardLine:
    """One step as a card: its words, and what keeps it from being put in force."""

    step: Data
    number: int
    who: str
    mode: str
    when: str
    due: str
    cc: str
    limits: str
    problems: list[blueprint.Problem]

    @property
    def key(self) -> str:
        return str(self.step["key"])


def cards_of(steps: Iterable[Data], key: str, names: Directory) -> list[CardLine]:
    """The path as cards, in order, each with its problems."""
    board, facts = outline.keyed(steps), facts_of_flow(key)
    found = blueprint.problems(board, facts) if board else []
    cards = []
    for index, step in enumerate(board):
        own = [p for p in found if p.step_index == index]
        broken = {p.field for p in own}
        read = blueprint.parse(step)
        due = ""
        if read.due_hours and "due_hours" not in broken:
            above = names(read.escalate_to) if read.escalate_to else _("上一级")
            due = _("%(n)s 个工作小时未办，升级给%(who)s") % {"n": read.due_hours, "who": above}
        when = "" if "when" in broken else blueprint.describe_when(read.when, facts)
        cc = _("、").join(names(r) for r in read.cc)
        who, mode, limits = names(read.resolver), outline.mode_words(read), _limits(read)
        cards.append(CardLine(step, index + 1, who, mode, when, due, cc, limits, own))
    return cards


def _limits(read: blueprint.Step) -> str:
    """What the step does not allow, or allows against the rule; '' for a step as usual."""
    denied = _("、").join(label for key, label in outline.allow_labels().items() if key not in read.allow)
    parts = [_("不允许%(what)s") % {"what": denied}] if denied else []
    return _("；").join(parts if read.distinct else [*parts, _("前面通过的人可以再审批")])


def sentence_of(step: Data, key: str, names: Directory) -> str:
    """One step as a sentence; for steps without problems."""
    return blueprint.describe(step, names=names, facts=facts_of_flow(key))


def flow_problems(steps: Iterable[Data], key: str) -> list[blueprint.Problem]:
    """What is wrong with the flow as a whole or with any step."""
    return blueprint.problems(list(steps), facts_of_flow(key))


def changes_between(old: Iterable[Data], new: Iterable[Data], key: str) -> list[outline.Change]:
    """Two versions in words."""
    return outline.compare(old, new, names=Directory(), facts=facts_of_flow(key))
