"""Selection assessments are written, scored and handed to the leader; what approval makes of them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as kept

from masthead.approvals import actions as approvals
from masthead.approvals import queries as approval_queries
from masthead.approvals.models import Case
from masthead.core import clock
from masthead.core.errors import Stale
from masthead.core.files import actions as files
from masthead.org.models import Member, Unit
from masthead.platforms import errors, queries, states
from masthead.platforms.events import PlatformEvent
from masthead.platforms.models import Assessment, AssessmentFile, AssessmentScore, Criterion, Platform
from masthead.platforms.states import AssessmentState, Recommendation
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent

KIND, FILE_USE = queries.ASSESSMENT_KIND, "platforms.assessment"
FLOW: list[dict[str, Any]] = [{"name": "组长批准", "mode": "any", "resolver": {"kind": "leader"}}]
FIRST_CRITERIA = (
    (kept("受众匹配"), kept("平台上的人是不是我们要找的人：年龄、地域、兴趣，附数据来源。"), 35),
    (kept("业务匹配"), kept("能不能带来咨询、到店或成交，内容形式是否适合我们的产品。"), 30),
    (kept("投入成本"), kept("人力、制作、认证与接口费用；成本越低得分越高。"), 20),
    (kept("合规与风险"), kept("平台规则、账号安全、舆情与数据出境；风险越低得分越高。"), 15),
)
FILES_MOST, ACCOUNTS_MOST = 10, 1000


@dataclass(frozen=True)
class Judgement:
    """What an assessment says. `scores`: criterion key → (1–5, grounds)."""

    recommendation: str
    grounds: str
    scores: Mapping[int, tuple[int, str]]
    planned_accounts: str = ""
    cost_fen: int = 0
    cost_note: str = ""
    valid_months: int = 12
    files: Sequence[tuple[str, bytes]] = field(default_factory=tuple)


@silent("part of sync_catalogue, which records it")
@transaction.atomic
def sync_criteria() -> int:
    """The first criteria, when there are none at all; afterwards the set is the administrators' own."""
    if Criterion.objects.exists():
        return 0
    rows = [Criterion(name=n, hint=h, weight=w, order=i) for i, (n, h, w) in enumerate(FIRST_CRITERIA, 1)]
    return len(Criterion.objects.bulk_create(rows))


@guarded("3.1.1")
@transaction.atomic
def set_criteria(*, rows: Sequence[tuple[int | None, str, str, int]], by: Member) -> list[Criterion]:
    """Replace the set of criteria: (key or None for a new one, name, hint, weight). Those left out are retired; past scores keep theirs.

    Clause: 3.1.1.  Raises: BadInput (weights must sum to 100, names differ).  Events: platforms:criteria:changed.
    Races: the last set stands whole; both are on the trail.
    """
    _require_criteria(rows)
    before = [[c.name, c.weight] for c in Criterion.objects.filter(is_active=True)]
    kept = [pk for pk, *_rest in rows if pk]
    Criterion.objects.filter(is_active=True).update(is_active=False)
    for order, (pk, name, hint, weight) in enumerate(rows, 1):
        words = {"name": name.strip(), "hint": hint.strip()[:200], "weight": weight, "order": order, "is_active": True}
        if pk is None or Criterion.objects.filter(pk=pk, pk__in=kept).update(**words) != 1:
            Criterion.objects.create(**words)
    after = [[name.strip(), weight] for _pk, name, _hint, weight in rows]
    trail.record(PlatformEvent.CRITERIA_CHANGED, by=by, before=before, after=after)
    return queries.criteria()


def _require_criteria(rows: Sequence[tuple[int | None, str, str, int]]) -> None:
    names = [name.strip() for _pk, name, _hint, _weight in rows]
    if not rows or not all(names) or len(set(names)) != len(names):
        raise errors.fields({"": [_("每个评估项都要有不同的名称。")]})
    total = sum(weight for *_rest, weight in rows)
    if total != 100 or any(weight < 1 for *_rest, weight in rows):
        raise errors.fields({"": [_("权重合计须为 100，现在是 %(n)d。") % {"n": total}]})


@guarded("3.1.1")
@transaction.atomic
def start_assessment(
    *, platform: Platform, judgement: Judgement, by: Member, unit: Unit | None = None, at: dt.datetime | None = None
) -> Assessment:
    """Write down a judgement of a platform, every criterion with score and grounds.

    Clause: 3.1.1.  Raises: BadInput naming the field, RuleBroken while another one of the platform is open.
    Events: platforms:assessment:drafted.  Races: a named constraint lets one open assessment per platform through.
    """
    _require(judgement)
    try:
        with transaction.atomic():
            made = Assessment.objects.create(
                platform=platform, unit=unit, drafted_by=by, drafted_at=at or clock.now(), **_words(judgement)
            )
    except IntegrityError:
        raise errors.assessment_open(str(platform)) from None
    _write(made, judgement, by)
    trail.record(PlatformEvent.ASSESSMENT_DRAFTED, target=made, by=by, data={"platform": platform.key}, at=at)
    return made


@guarded("3.1.1")
@transaction.atomic
def change_assessment(
    *, assessment: Assessment, judgement: Judgement, by: Member, at: dt.datetime | None = None
) -> Assessment:
    """Rewrite an assessment that is still in the drafter's hands; new papers are added to the old.

    Clause: 3.1.1.  Raises: BadInput, RuleBroken once it was handed in.  Events: platforms:assessment:changed.
    Races: the conditional update writes only a draft.
    """
    _require(judgement)
    rows = Assessment.objects.filter(pk=assessment.pk, state=AssessmentState.DRAFT)
    if rows.update(**_words(judgement), drafted_by=by) != 1:
        raise errors.assessment_sealed()
    _write(assessment, judgement, by)
    trail.record(PlatformEvent.ASSESSMENT_CHANGED, target=assessment, by=by, at=at)
    assessment.refresh_from_db()
    return assessment


@silent("publish_flow records it; the same flow again changes nothing")
@transaction.atomic
def adopt_selection_flow(*, by: Member | None = None) -> None:
    """The house's own path of selection: the leader of the management group."""
    if approval_queries.version_in_force(KIND) is None:
        approvals.publish_flow(key=KIND, name="平台选型批准", steps=FLOW, by=by)


@guarded("3.1.1")
@transaction.atomic
def submit_assessment(*, assessment: Assessment, by: Member, at: dt.datetime | None = None) -> Assessment:
    """Hand it to the leader; what is approved is exactly this text (hash).

    Clause: 3.1.1.  Raises: RuleBroken (not a draft, nobody may decide), Stale.  Events: platforms:assessment:submitted.
    Races: the conditional update lets one submission through.
    """
    adopt_selection_flow()
    states.ASSESSMENT.move(assessment, to=AssessmentState.IN_REVIEW, note="")
    case = approvals.open_case(kind=KIND, subject=assessment, by=by, at=at)
    trail.record(
        PlatformEvent.ASSESSMENT_SUBMITTED, target=assessment, by=by, version=case.content_hash, data={"case": case.pk}, at=at
    )  # fmt: skip
    return assessment


@guarded("3.1.1")
@transaction.atomic
def note_assessment_approved(*, assessment: Assessment, case: Case, by: Member, at: dt.datetime | None = None) -> None:
    """The leader approved: from today it decides about the platform, until its months are over.

    Clause: 3.1.1.  Raises: Stale when the content moved.  Events: platforms:assessment:approved.
    """
    held, moment = Assessment.objects.select_for_update().get(pk=assessment.pk), at or clock.now()
    sealed = queries.assessment_hash(held)
    if sealed != case.content_hash:
        raise Stale(_("刚才有人先处理了，请刷新后再看。"), code="assessment_raced", clause=errors.CLAUSE)
    states.ASSESSMENT.move(
        held, to=AssessmentState.APPROVED, approved_by=by, approved_at=moment, approved_hash=sealed,
        valid_until=queries.months_after(clock.china(moment).date(), held.valid_months),
    )  # fmt: skip
    data = {"case": case.pk, "recommendation": held.recommendation, "valid_until": str(held.valid_until)}
    trail.record(PlatformEvent.ASSESSMENT_APPROVED, target=held, by=by, version=sealed, data=data, at=at)


@guarded("3.1.1")
@transaction.atomic
def note_assessment_back(
    *, assessment: Assessment, case: Case, by: Member, words: str, to: AssessmentState = AssessmentState.DRAFT
) -> None:
    """Returned or withdrawn, it is a draft again; refused, it stays in the history as not approved.

    Clause: 3.1.1.  Raises: Stale.  Events: platforms:assessment:returned, platforms:assessment:refused.
    """
    held = Assessment.objects.select_for_update().get(pk=assessment.pk)
    states.ASSESSMENT.move(held, to=to, note=words.strip()[:500])
    back = to == AssessmentState.DRAFT
    event = PlatformEvent.ASSESSMENT_RETURNED if back else PlatformEvent.ASSESSMENT_REFUSED
    trail.record(event, target=held, by=by, version=case.content_hash, reason=words)


def _require(judgement: Judgement) -> None:
    wrong: dict[str, list[str]] = {}
    if judgement.recommendation not in Recommendation.values:
        wrong["recommendation"] = [_("请选择结论。")]
    if not judgement.grounds.strip():
        wrong["grounds"] = [_("请写明结论的依据。")]
    if not 1 <= judgement.valid_months <= 36:
        wrong["valid_months"] = [_("有效期填 1 至 36 个月。")]
    if judgement.cost_fen < 0:
        wrong["cost_yuan"] = [_("费用不能是负数。")]
    for criterion in queries.criteria():
        score, grounds = judgement.scores.get(criterion.pk, (0, ""))
        if score not in range(1, 6):
            wrong[f"score_{criterion.pk}"] = [_("请打 1 至 5 分。")]
        if not grounds.strip():
            wrong[f"grounds_{criterion.pk}"] = [_("请写明「%(name)s」的打分依据。") % {"name": criterion.name}]
    if len(judgement.files) > FILES_MOST:
        wrong["papers"] = [_("一次最多上传 %(n)d 个附件。") % {"n": FILES_MOST}]
    if wrong:
        raise errors.fields(wrong)


def _words(judgement: Judgement) -> dict[str, Any]:
    return {
        "recommendation": judgement.recommendation,
        "grounds": judgement.grounds.strip()[:4000],
        "planned_accounts": judgement.planned_accounts.strip()[:ACCOUNTS_MOST],
        "cost_fen": judgement.cost_fen,
        "cost_note": judgement.cost_note.strip()[:200],
        "valid_months": judgement.valid_months,
    }


def _write(assessment: Assessment, judgement: Judgement, by: Member) -> None:
    AssessmentScore.objects.filter(assessment=assessment).delete()
    AssessmentScore.objects.bulk_create(
        AssessmentScore(
            assessment=assessment, criterion=c, name=c.name, weight=c.weight, score=judgement.scores[c.pk][0],
            grounds=judgement.scores[c.pk][1].strip()[:500],
        )
        for c in queries.criteria()
    )  # fmt: skip
    for name, data in judgement.files:
        stored = files.store_bytes(data=data, name=name, use=FILE_USE, stored_by_id=by.pk)
        AssessmentFile.objects.create(assessment=assessment, file=stored)
