"""Clauses 3.3.2 (the red line), 1.3.1 and 1.3.3: what went out was approved in exactly this version by two others, and is lawful."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.approvals.models import Case, CaseState, Task, TaskState
from masthead.compliance.models import Check
from masthead.content.models import Draft, Revision
from masthead.publishing.models import Publication
from masthead.publishing.probes.population import KIND, verdict, went_out
from masthead.publishing.probes.seeds import seed_publication
from masthead.trail.probes import Verdict, Window, probe

SUBJECT = "content.draft"
FEWEST = 2


@dataclass
class Papers:
    """What the approval engine holds for a portion, by (draft, content hash)."""

    cases: dict[tuple[int, str], Case] = field(default_factory=dict)
    approvers: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    lawful: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    authors: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))


def _papers(portion: list[Publication]) -> Papers:
    """Cases, decisions that saw the same hash, and authors; six queries a portion."""
    found = Papers()
    drafts = {row.draft_id for row in portion}
    cases = Case.objects.filter(subject_kind=SUBJECT, subject_id__in=drafts, state=CaseState.APPROVED).order_by("pk")
    for case in cases:
        found.cases[case.subject_id, case.content_hash] = case
    decided = Task.objects.filter(case__in=[c.pk for c in found.cases.values()], state=TaskState.APPROVED)
    hashes = {c.pk: c.content_hash for c in found.cases.values()}
    for task in decided.only("case_id", "assignee_id", "hash_seen", "confirmations"):
        if task.hash_seen == hashes[task.case_id]:
            found.approvers[task.case_id].add(task.assignee_id)
            if "legality" in task.confirmations:
                found.lawful[task.case_id].add(task.assignee_id)
    for pk, author in Draft.objects.filter(pk__in=drafts).values_list("pk", "author_id"):
        found.authors[pk].add(author)
    saved = Revision.objects.filter(draft__in=drafts).order_by().values_list("draft_id", "saved_by_id").distinct()
    for pk, member in saved:
        if member is not None:
            found.authors[pk].add(member)
    arranged = Draft.arrangers.through.objects.filter(draft_id__in=drafts).values_list("draft_id", "member_id")
    for pk, member in arranged:  # accounts and window are sealed with the words: whoever chose them is no other
        found.authors[pk].add(member)
    return found


def _unapproved() -> tuple[str, int]:
    """A post of a version that no approval case ever saw."""
    return KIND, seed_publication().pk


def _lacking(row: Publication, papers: Papers) -> str:
    case = papers.cases.get((row.draft_id, row.content_hash))
    if case is None:
        return _("没有找到这一版本的审批单")
    others = papers.approvers[case.pk] - papers.authors[row.draft_id]
    if len(others) < FEWEST:
        return _("这一版本只有 %(n)s 位非作者的审核人通过") % {"n": len(others)}
    if case.closed_at and row.accepted_at and case.closed_at > row.accepted_at:
        return _("发布早于审批通过")
    return ""


@probe(
    "3.3.2.approved",
    clause="3.3.2",
    title=gettext_lazy("发出的正是两人审核通过的那一版"),
    why=gettext_lazy("未经审核、或审核之后被改动的内容一旦发出，就没有人为它把过关。这是红线，一次也不允许。"),
    seed=_unapproved,
    red_line=True,
    weight=5,
)
def approved(window: Window) -> Iterator[Verdict]:
    """Every content that went out: an approved case of the same hash, two approvers who are not authors, before it went out."""
    for portion in went_out(window):
        papers = _papers(portion)
        for row in portion:
            lacking = _lacking(row, papers)
            case = papers.cases.get((row.draft_id, row.content_hash))
            reason = lacking or _("审批单 %(n)s 通过的正是这一版本") % {"n": case.pk if case else ""}
            yield verdict(
                row, passed=not lacking, reason=reason, hash=row.content_hash[:12], case=case.pk if case else None
            )


@probe(
    "1.3.1.lawful",
    clause="1.3.1",
    title=gettext_lazy("发布内容通过机器检查并经人工确认合法"),
    why=gettext_lazy("没有通过合法性检查、或没有人确认合法的内容，会让公司承担广告法等责任。"),
    seed=_unapproved,
    weight=5,
)
def lawful(window: Window) -> Iterator[Verdict]:
    """Every content that went out: a passed machine check of this version and a reviewer who confirmed legality of it."""
    for portion in went_out(window):
        papers = _papers(portion)
        kind = Draft._meta.label_lower
        checks = Check.objects.filter(subject_kind=kind, subject_id__in={row.draft_id for row in portion}, blocking=0)
        passed = set(checks.values_list("subject_id", "content_hash"))
        for row in portion:
            case = papers.cases.get((row.draft_id, row.content_hash))
            checked = (row.draft_id, row.content_hash) in passed
            confirmed = bool(case and papers.lawful[case.pk])
            yield verdict(row, passed=checked and confirmed, reason=_said(checked=checked, confirmed=confirmed))


def _said(*, checked: bool, confirmed: bool) -> str:
    if checked and confirmed:
        return _("机器检查通过，审核人已确认合法性")
    lacks = ([] if checked else [_("没有通过的机器检查")]) + ([] if confirmed else [_("没有审核人确认合法性")])
    return _("；").join(lacks)


def _unchecked() -> tuple[str, int]:
    """A post whose version no machine ever checked."""
    return KIND, seed_publication().pk


@probe(
    "1.3.3.at_publish",
    clause="1.3.3",
    title=gettext_lazy("发出的版本没有违反平台与内容规则"),
    why=gettext_lazy("违反平台格式或内容规则的内容会被限流、下架，也说明发布前的检查没有起作用。"),
    seed=_unchecked,
    weight=4,
)
def conforming(window: Window) -> Iterator[Verdict]:
    """Every content that went out: the newest check of exactly its version found nothing that must be changed."""
    for portion in went_out(window):
        checks = Check.objects.filter(
            subject_kind=Draft._meta.label_lower, subject_id__in={row.draft_id for row in portion}
        )
        newest = {(c.subject_id, c.content_hash): c for c in checks.order_by("pk")}
        for row in portion:
            check = newest.get((row.draft_id, row.content_hash))
            if check is None:
                yield verdict(row, passed=False, reason=_("这一版本没有检查记录"))
                continue
            words = _("没有违反规则") if check.passed else _("有 %(n)d 处违反规则") % {"n": check.blocking}
            yield verdict(row, passed=check.passed, reason=words, warnings=check.warnings)
