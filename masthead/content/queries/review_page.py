"""What a reviewer has before them: the version with findings and remarks marked in place, differences, previews, evidence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from masthead.accounts.models import Account
from masthead.approvals.models import Case
from masthead.approvals.registry import Evidence
from masthead.compliance import queries as compliance
from masthead.content.documents import Mark, marked_article, marked_line
from masthead.content.models import (
    Annotation,
    AnnotationState,
    Claim,
    ClaimState,
    Draft,
    ReviewRound,
    Revision,
    RoundOutcome,
)
from masthead.content.queries.annotations import hold_of, may_annotate, threads_of
from masthead.content.queries.checks import PARTS, parts_of
from masthead.content.queries.claims import claims_of
from masthead.content.queries.diffs import fact_changes, field_changes, text_diff
from masthead.content.queries.drafts import accounts_with_platforms
from masthead.content.queries.frames import address_of, addresses_of
from masthead.content.queries.rounds import compared_round, open_round, round_of_case
from masthead.content.queries.variants import own_words
from masthead.content.states import DraftState
from masthead.core import context
from masthead.org.models import Member

EXHIBIT = "content/_exhibit.html"
LOOKS = {"block": "block", "warn": "warn", "info": "info"}
ORDER = ("block", "warn", "info")


@dataclass(frozen=True)
class FindingCard:
    """One finding with everything that a reviewer must know to judge it. Offsets are those of the part's plain text."""

    key: str
    severity: str
    label: str
    part: str
    start: int
    end: int
    excerpt: str
    message: str
    suggestion: str
    law: str
    rule: str
    explained: str = ""

    @property
    def place(self) -> str:
        return str(PARTS.get(self.part.partition("@")[0], self.part))

    @property
    def in_text(self) -> bool:
        return self.end > self.start


@dataclass(frozen=True)
class MarkedPart:
    """One part of the text as safe HTML with its marks."""

    key: str
    label: str
    html: SafeString


@dataclass(frozen=True)
class Preview:
    """What one account's readers will see; `words` are those that differ from the master."""

    account: Account
    words: Mapping[str, str]

    @property
    def key(self) -> str:
        """What the frame of the version is asked with."""
        return str(self.account.pk)


def finding_cards(draft: Draft, content_hash: str) -> list[FindingCard]:
    """Findings of the kept check of exactly this version, the worst first, with what the writer said to them; three queries. [] while it was not checked."""
    check = compliance.latest_check(draft, content_hash)
    if check is None:
        return []
    findings = list(compliance.findings_of(check))
    said = compliance.said_of(draft) if findings else {}
    cards = [
        FindingCard(
            f"f{f.pk}", f.severity, f.label, f.part, f.start, f.end, f.excerpt, f.message, f.suggestion, f.law, f.rule,
            said.get((f.rule, f.excerpt), ""),
        )
        for f in findings
    ]  # fmt: skip
    order = list(PARTS)
    return sorted(cards, key=lambda c: (_rank(ORDER, c.severity), _rank(order, c.part), c.start))


def _rank(order: Sequence[str], key: str) -> int:
    return order.index(key) if key in order else len(order)


@dataclass(frozen=True)
class Desk:
    """What both the page and the evidence beside the aspects look at; asked once for a page."""

    this: ReviewRound | None
    before: ReviewRound | None
    cards: list[FindingCard]
    remarks: list[Annotation]


def desk_of(draft: Draft, case: Case) -> Desk:
    """The round of a case with its findings, its unsettled remarks and the round that the reviewer saw before; five queries, once for a draft."""
    return context.once(draft, f"content.review.{case.pk}", lambda: _desk(draft, case))


def _desk(draft: Draft, case: Case) -> Desk:
    this = round_of_case(draft, case.pk) or open_round(draft)
    before = compared_round(this) if this is not None and this.number > 1 else None
    cards = finding_cards(draft, this.content_hash) if this is not None else []
    return Desk(this, before, cards, unsettled(draft))


def unsettled(draft: Draft) -> list[Annotation]:
    """Annotations that nobody settled, in the order of their making; one query."""
    rows = draft.annotations.filter(state__in=[AnnotationState.OPEN, AnnotationState.ANSWERED])
    return list(rows.select_related("author").order_by("pk"))


def placed_on(rows: Iterable[Annotation], revision: Revision) -> list[tuple[Annotation, int, int]]:
    """Those that hold on to the version, with their place there."""
    texts = parts_of(revision)
    holds = [(row, hold_of(row, revision, texts.get(row.part, ""))) for row in rows]
    return [(row, hold.start, hold.end) for row, hold in holds if hold.end > hold.start]


def marks_of(cards: Iterable[FindingCard], remarks: Iterable[tuple[Annotation, int, int]]) -> dict[str, list[Mark]]:
    """{part: what is marked in it}."""
    marks: dict[str, list[Mark]] = {}
    for card in cards:
        if card.in_text:
            mark = Mark(
                card.key, card.start, card.end, LOOKS.get(card.severity, "info"), f"{card.label}：{card.message}"
            )
            marks.setdefault(card.part, []).append(mark)
    for row, start, end in remarks:
        css = "suggestion" if row.is_suggestion else "comment"
        hint = f"{row.author.name}：{row.body or _('建议改为「%(words)s」') % {'words': row.replacement}}"
        marks.setdefault(row.part, []).append(Mark(f"a{row.pk}", start, end, css, hint))
    return marks


def marked_parts(draft: Draft, revision: Revision, marks: Mapping[str, list[Mark]]) -> list[MarkedPart]:
    """Title, byline, digest and body with their marks; one query for the pictures."""
    found = []
    for key, text in parts_of(revision).items():
        own = [m for m in marks.get(key, []) if m.end <= len(text)]
        shown = marked_article(revision.html, own, addresses_of(draft)) if key == "body" else marked_line(text, own)
        if shown:
            found.append(MarkedPart(key, str(PARTS.get(key, key)), mark_safe(shown)))  # noqa: S308  built from escaped text
    return found


def marked_context(draft: Draft, this: ReviewRound | None, desk: Desk | None = None) -> dict[str, Any]:
    """The marked text of the round at hand (or of the newest version), with what is marked."""
    revision = this.revision if this else draft.revision
    if revision is None:
        return {"draft": draft, "parts": [], "findings": []}
    asked = desk or Desk(this, None, finding_cards(draft, this.content_hash) if this else [], unsettled(draft))
    marks = marks_of(asked.cards, placed_on(asked.remarks, revision))
    cover = address_of(revision.cover) if revision.cover else ""
    parts = marked_parts(draft, revision, marks)
    return {"draft": draft, "parts": parts, "findings": asked.cards, "cover": cover, "revision": revision}


def approved_before(this: ReviewRound) -> ReviewRound | None:
    """The version of this draft that was approved last before this round."""
    rows = ReviewRound.objects.filter(draft=this.draft_id, number__lt=this.number, outcome=RoundOutcome.APPROVED)
    return rows.select_related("revision__cover").order_by("-number").first()


def difference(this: ReviewRound, before: ReviewRound) -> dict[str, Any]:
    """What changed between two rounds: words, accounts, window."""
    return {
        "before": before,
        "diff": text_diff(before.revision, this.revision),
        "changes": field_changes(before.revision, this.revision) + fact_changes(before.facts, this.facts),
    }


def previews_of(draft: Draft, revision: Revision) -> list[Preview]:
    """One preview for each account of the draft."""
    accounts = sorted(accounts_with_platforms(draft), key=lambda a: (a.platform.name, a.name))
    return [Preview(a, own_words(revision.variants.get(str(a.pk), {}))) for a in accounts]


def exhibit(draft: Draft, case: Case) -> tuple[str, dict[str, Any]]:
    """Template and context for the left side of the case page: the exact version of that case and all that helps to judge it."""
    desk = desk_of(draft, case)
    this, before = desk.this, desk.before
    found: dict[str, Any] = {"draft": draft, "round": this, "compared": before, "case": case}
    if this is None:
        return EXHIBIT, found
    found |= marked_context(draft, this, desk)
    found |= {"previews": previews_of(draft, this.revision), "risk": case.facts, "remarks": len(desk.remarks)}
    found["counts"] = [(s, n) for s in ORDER if (n := sum(c.severity == s for c in desk.cards))]
    if before is not None:
        found |= difference(this, before)
        approved = before if before.outcome == RoundOutcome.APPROVED else approved_before(this)
        if approved is not None and approved.pk != before.pk:
            found["since_approved"] = difference(this, approved)
    return EXHIBIT, found


def evidence_of(draft: Draft, case: Case) -> dict[str, list[Evidence]]:
    """Beside each of the four aspects: what was checked already, with a link to it on the page."""
    desk = desk_of(draft, case)
    cards = desk.cards
    return {
        "legality": [_lawful([c for c in cards if not _is_format(c) and c.severity == "block"], cards)],
        "truthfulness": [_grounded(claims_of(draft)), _sourced(desk.this)],
        "accuracy": [_changed(desk.before), _remarked(len(desk.remarks))],
        "conformity": [_formatted([c for c in cards if _is_format(c)], checked=desk.this is not None)],
    }


def _is_format(card: FindingCard) -> bool:
    return card.rule.startswith("format")


def _lawful(blocking: list[FindingCard], cards: list[FindingCard]) -> Evidence:
    warnings = sum(not _is_format(c) and c.severity == "warn" for c in cards)
    if blocking:
        return Evidence(_("机器检查：%(n)d 处须修改") % {"n": len(blocking)}, "#review-findings", "bad")
    if warnings:
        return Evidence(_("机器检查：%(n)d 处须说明，请逐处判断") % {"n": warnings}, "#review-findings", "warn")
    return Evidence(_("机器检查：没有发现违规"), "#review-findings", "good")


def _grounded(claims: list[Claim]) -> Evidence:
    """What the claims of the text rest on."""
    bare, waived = (sum(c.state == s for c in claims) for s in (ClaimState.OPEN, ClaimState.DISMISSED))
    words, sourced = {"all": len(claims), "n": bare, "waived": waived}, len(claims) - bare - waived
    if bare:
        return Evidence(_("论断：%(all)d 条里有 %(n)d 条没有来源") % words, "#review-claims", "bad")
    if waived:
        said = _("论断：%(n)d 条有来源，%(waived)d 条作者说明无须来源") % {"n": sourced, "waived": waived}
        return Evidence(said, "#review-claims", "warn")
    if claims:
        return Evidence(_("论断：%(all)d 条都有来源") % words, "#review-claims", "good")
    return Evidence(_("论断：没有需要来源的数据、排名或评价"), "#review-claims", "good")


def _sourced(this: ReviewRound | None) -> Evidence:
    link = this.revision.source_url if this else ""
    if link:
        return Evidence(_("附有原文链接，请核对出处"), "#review-facts", "good")
    return Evidence(_("没有原文链接：数据与引语请对照论据"), "#review-claims", "info")


def _changed(before: ReviewRound | None) -> Evidence:
    if before is None:
        return Evidence(_("首次送审，请通读全文"), "#review-text", "info")
    return Evidence(_("与第 %(n)d 轮相比的改动") % {"n": before.number}, "#review-diff", "info")


def _remarked(waiting: int) -> Evidence:
    if waiting:
        return Evidence(_("还有 %(n)d 条批注没有结束") % {"n": waiting}, "#review-remarks", "warn")
    return Evidence(_("没有未结束的批注"), "#review-remarks", "good")


def _formatted(cards: list[FindingCard], *, checked: bool) -> Evidence:
    if not checked:
        return Evidence(_("还没有检查平台格式"), "", "warn")
    if cards:
        return Evidence(_("平台格式：%(n)d 项不符") % {"n": len(cards)}, "#review-findings", "warn")
    return Evidence(_("平台格式：全部符合"), "#review-previews", "good")


def remarks_page(member: Member, draft: Draft) -> dict[str, Any]:
    """The remarks on the newest version with the text that they stand on."""
    assert draft.revision is not None  # asked by the view
    threads = threads_of(member, draft, draft.revision)
    return marked_context(draft, open_round(draft)) | {
        "threads": [t for t in threads if not t.annotation.is_settled],
        "settled": [t for t in threads if t.annotation.is_settled],
        "may_annotate": may_annotate(member, draft) and draft.state != DraftState.REJECTED,
        "crumbs": [
            {"label": _("稿件"), "href": reverse("content:drafts")},
            {"label": draft.title, "href": draft.get_absolute_url()},
        ],
    }
