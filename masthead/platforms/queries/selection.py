"""Reads of the selection: which platforms the company may use, and how they compare."""

import calendar
import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from masthead.approvals.models import Case
from masthead.core import clock
from masthead.core.digest import digest_of
from masthead.core.models import StoredFile
from masthead.org.models import Member
from masthead.platforms import errors
from masthead.platforms.models import Assessment, AssessmentFile, Criterion, Platform
from masthead.platforms.states import AssessmentState, Recommendation

ASSESSMENT_KIND = "platforms.assessment"
READ, ASSESS = "platforms.selection.read", "platforms.selection.assess"
APPROVE, MANAGE = "platforms.selection.approve", "platforms.catalogue.manage"
OPEN = (AssessmentState.DRAFT, AssessmentState.IN_REVIEW)
SOON_DAYS = 60


@dataclass(frozen=True)
class Standing:
    """Where one platform stands today. `state` = valid | soon | expired | declined | missing; `tone` is a chip tone."""

    platform: Platform
    current: Assessment | None
    open: Assessment | None
    state: str
    label: str
    tone: str

    @property
    def is_good(self) -> bool:
        return self.state in ("valid", "soon")


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day of a later month, or that month's last."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def criteria() -> list[Criterion]:
    """The criteria in use, in their order; one query."""
    return list(Criterion.objects.filter(is_active=True))


def assessments() -> QuerySet[Assessment]:
    """Every assessment, newest first, with platform, people and scores."""
    rows = Assessment.objects.select_related("platform", "drafted_by", "approved_by")
    return rows.prefetch_related("scores").order_by("-pk")


def get_assessment(pk: int) -> Assessment:
    """An assessment with scores and papers. Raises NotThere."""
    found = assessments().prefetch_related("files__file").filter(pk=pk).first()
    if found is None:
        raise errors.assessment_not_there()
    return found


def approved_assessment(platform: Platform, *, on: dt.date | None = None) -> Assessment | None:
    """The gate of 3.1.1: the latest approved assessment, when it speaks for the platform and has not run out; else None."""
    latest = (
        Assessment.objects.filter(platform=platform, state=AssessmentState.APPROVED).order_by("-approved_at").first()
    )
    return latest if latest is not None and _speaks(latest, on or clock.today()) else None


def has_assessed_platform() -> bool:
    """Has the company chosen any platform yet?"""
    return Assessment.objects.filter(state=AssessmentState.APPROVED).exists()


def require_assessed(platform: Platform) -> None:
    """Raises RuleBroken (3.1.1) when no account may be opened on the platform today."""
    if approved_assessment(platform) is None:
        raise errors.not_assessed(str(platform))


def _speaks(assessment: Assessment, on: dt.date) -> bool:
    until = assessment.valid_until
    return assessment.recommendation != Recommendation.DECLINE and until is not None and until >= on


def standings(*, unlisted: Collection[int] = ()) -> list[Standing]:
    """Every listed platform (and the named others) with its latest approved and its open assessment; constant queries."""
    current: dict[int, Assessment] = {}
    pending: dict[int, Assessment] = {}
    for row in assessments().filter(state__in=[AssessmentState.APPROVED, *OPEN]).order_by("approved_at", "pk"):
        (current if row.state == AssessmentState.APPROVED else pending)[row.platform_id] = row
    rows = Platform.objects.filter(Q(is_listed=True) | Q(pk__in=unlisted))
    return [_standing(p, current.get(p.pk), pending.get(p.pk)) for p in rows]


def _standing(platform: Platform, current: Assessment | None, pending: Assessment | None) -> Standing:
    state = _state_of(current)
    label, tone = {
        "valid": (_("有效"), "green"),
        "soon": (_("即将到期"), "amber"),
        "expired": (_("已过期"), "red"),
        "declined": (_("不采用"), "grey"),
        "missing": (_("未评估"), "grey"),
    }[state]
    return Standing(platform, current, pending, state, label, tone)


def _state_of(current: Assessment | None) -> str:
    if current is None or current.valid_until is None:
        return "missing"
    if current.recommendation == Recommendation.DECLINE:
        return "declined"
    left = (current.valid_until - clock.today()).days
    return "expired" if left < 0 else "soon" if left < SOON_DAYS else "valid"


def comparison(rows: list[Standing]) -> dict[str, Any]:
    """Weighted scores of the assessed platforms as a chart: one bar per platform, stacked by criterion in points of 5."""
    judged = sorted((r for r in rows if r.current), key=lambda r: -r.current.score_tenths if r.current else 0)
    names = [c.name for c in criteria()]
    series = []
    for name in names:
        data = []
        for row in judged:
            assert row.current is not None
            found = next((s for s in row.current.scores.all() if s.name == name), None)
            data.append(round(found.score * found.weight / 100, 2) if found else 0)
        series.append({"name": _(name), "data": data, "kind": "bar"})
    return {
        "categories": [str(r.platform) for r in judged], "series": series, "kind": "bar", "stacked": True,
        "horizontal": True, "unit": _("分"),
    }  # fmt: skip


def history_of(platform: Platform) -> list[Assessment]:
    """All assessments of a platform, newest first."""
    return list(assessments().filter(platform=platform))


def assessment_hash(assessment: Assessment) -> str:
    """The seal of an assessment as it stands now, read anew."""
    fresh = Assessment.objects.get(pk=assessment.pk)
    return digest_of(
        {
            "platform": fresh.platform_id,
            "recommendation": fresh.recommendation,
            "grounds": fresh.grounds,
            "planned_accounts": fresh.planned_accounts,
            "cost_fen": fresh.cost_fen,
            "cost_note": fresh.cost_note,
            "valid_months": fresh.valid_months,
            "scores": [[s.criterion_id, s.name, s.weight, s.score, s.grounds] for s in fresh.scores.all()],
            "files": [f.file.sha256 for f in fresh.files.select_related("file")],
        }
    )


def assessment_exhibit(assessment: Assessment, case: Case) -> tuple[str, dict[str, Any]]:
    """The left side of the case page."""
    fresh = get_assessment(assessment.pk)
    return "platforms/_assessment_exhibit.html", {"assessment": fresh, "case": case}


def assessment_parties(assessment: Assessment) -> set[int]:
    """Who wrote the judgement never approves it."""
    return {assessment.drafted_by_id} if assessment.drafted_by_id else set()


def may_read_paper(member: Any, stored: StoredFile) -> bool:
    """Papers of assessments are for those who read assessments."""
    if not isinstance(member, Member) or not member.has_perm(READ):
        return False
    return AssessmentFile.objects.filter(file=stored).exists()
