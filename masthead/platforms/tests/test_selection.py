"""3.1.1: a platform is chosen by a scored, approved assessment that ends."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from masthead.approvals import actions as approvals
from masthead.approvals import queries as approval_queries
from masthead.core import clock
from masthead.core.errors import BadInput, NotPermitted, RuleBroken
from masthead.org.models import Member
from masthead.platforms import actions, queries
from masthead.platforms.models import Assessment, Criterion, Platform
from masthead.platforms.states import AssessmentState, Recommendation
from masthead.platforms.testing import judgement_of, make_assessment, make_platform

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


@pytest.fixture
def platform(company: object) -> Platform:
    return make_platform("bluesky", assessed=False)


def approve(assessment: Assessment, by: Member) -> Assessment:
    case = approval_queries.latest_case(queries.ASSESSMENT_KIND, assessment.pk)
    assert case is not None
    task = approval_queries.open_task_of(by, case)
    assert task is not None
    approvals.approve_task(task=task, by=by, hash_seen=case.content_hash, confirmations=["grounds", "risk"])
    assessment.refresh_from_db()
    return assessment


def typed(**more: object) -> dict[str, object]:
    given: dict[str, object] = {
        "recommendation": "adopt", "grounds": "海外买家集中。", "cost_yuan": "12000", "valid_months": 12,
    }  # fmt: skip
    for criterion in queries.criteria():
        given |= {f"score_{criterion.pk}": "4", f"grounds_{criterion.pk}": "有数据。"}
    return given | more


def test_the_first_criteria_weigh_100_together(platform: Platform) -> None:
    assert sum(c.weight for c in queries.criteria()) == 100


def test_the_score_is_weighted(platform: Platform, he: Member) -> None:
    first, *rest = queries.criteria()
    scores = {c.pk: (3, "据实") for c in rest} | {first.pk: (5, "据实")}

    made = actions.start_assessment(platform=platform, judgement=judgement_of(scores=scores), by=he)

    assert made.score_tenths == round(10 * (first.weight * 5 + (100 - first.weight) * 3) / 100)


def test_an_approved_assessment_opens_the_platform_for_its_months(
    platform: Platform, he: Member, zheng: Member
) -> None:
    made = actions.start_assessment(platform=platform, judgement=judgement_of(valid_months=6), by=he)
    assert queries.approved_assessment(platform) is None

    approve(actions.submit_assessment(assessment=made, by=he), zheng)

    assert queries.approved_assessment(platform) == made
    assert made.valid_until == queries.months_after(clock.today(), 6)
    assert queries.approved_assessment(platform, on=made.valid_until + dt.timedelta(days=1)) is None


def test_the_latest_approved_word_decides_also_when_it_says_no(platform: Platform) -> None:
    make_assessment(platform, at=clock.now() - dt.timedelta(days=2))
    make_assessment(platform, recommendation=Recommendation.DECLINE)

    assert queries.approved_assessment(platform) is None
    with pytest.raises(RuleBroken) as refused:
        queries.require_assessed(platform)
    assert (refused.value.code, refused.value.clause) == ("platform_not_assessed", "3.1.1")


def test_who_wrote_it_does_not_approve_it(platform: Platform, zheng: Member) -> None:
    made = actions.start_assessment(platform=platform, judgement=judgement_of(), by=zheng)

    with pytest.raises((RuleBroken, NotPermitted)):
        actions.submit_assessment(assessment=made, by=zheng)
    made.refresh_from_db()
    assert made.state == AssessmentState.DRAFT


def test_a_refused_assessment_stays_in_the_history_and_a_returned_one_is_written_on(
    platform: Platform, he: Member, zheng: Member
) -> None:
    made = actions.start_assessment(platform=platform, judgement=judgement_of(), by=he)
    actions.submit_assessment(assessment=made, by=he)
    case = approval_queries.latest_case(queries.ASSESSMENT_KIND, made.pk)
    assert case is not None
    task = approval_queries.open_task_of(zheng, case)
    assert task is not None

    approvals.return_task(task=task, by=zheng, hash_seen=case.content_hash, comment="费用没有写清")

    made.refresh_from_db()
    assert (made.state, made.note) == (AssessmentState.DRAFT, "费用没有写清")
    actions.change_assessment(assessment=made, judgement=judgement_of(3), by=he)
    approve(actions.submit_assessment(assessment=made, by=he), zheng)
    assert made.state == AssessmentState.APPROVED


def test_what_waits_for_approval_is_not_changed(platform: Platform, he: Member) -> None:
    made = actions.start_assessment(platform=platform, judgement=judgement_of(), by=he)
    actions.submit_assessment(assessment=made, by=he)

    with pytest.raises(RuleBroken) as refused:
        actions.change_assessment(assessment=made, judgement=judgement_of(1), by=he)
    assert refused.value.code == "assessment_sealed"


def test_a_platform_has_one_open_assessment(platform: Platform, he: Member) -> None:
    actions.start_assessment(platform=platform, judgement=judgement_of(), by=he)

    with pytest.raises(RuleBroken) as refused:
        actions.start_assessment(platform=platform, judgement=judgement_of(), by=he)
    assert refused.value.code == "assessment_open"


def test_a_score_without_grounds_is_refused_at_its_field(platform: Platform, he: Member) -> None:
    first = queries.criteria()[0]
    scores = {c.pk: (4, "据实") for c in queries.criteria()} | {first.pk: (6, " ")}

    with pytest.raises(BadInput) as refused:
        actions.start_assessment(platform=platform, judgement=judgement_of(scores=scores), by=he)
    assert set(refused.value.fields) == {f"score_{first.pk}", f"grounds_{first.pk}"}
    assert not Assessment.objects.exists()


def test_weights_that_do_not_sum_to_100_change_nothing(platform: Platform, he: Member) -> None:
    with pytest.raises(BadInput):
        actions.set_criteria(rows=[(None, "受众", "", 60), (None, "成本", "", 30)], by=he)
    assert Criterion.objects.filter(is_active=True).count() == 4


def test_a_retired_criterion_leaves_past_scores_alone(platform: Platform, he: Member) -> None:
    made = actions.start_assessment(platform=platform, judgement=judgement_of(), by=he)
    first = queries.criteria()[0]

    actions.set_criteria(rows=[(first.pk, "受众匹配", "", 70), (None, "海外合规", "", 30)], by=he)

    assert [c.name for c in queries.criteria()] == ["受众匹配", "海外合规"]
    assert made.scores.count() == 4


def test_an_account_administrator_writes_and_submits_over_http(
    platform: Platform, he: Member, client_of: Browser
) -> None:
    browser = client_of(he)
    paper = SimpleUploadedFile("调研.pdf", PDF, content_type="application/pdf")

    answer = browser.post(reverse("platforms:assess", args=[platform.key]), typed(papers=paper))

    made = Assessment.objects.get()
    assert answer.status_code == 302, answer.content.decode()
    assert (made.cost_fen, made.files.count()) == (1_200_000, 1)
    page = browser.get(made.get_absolute_url()).content.decode()
    assert "调研.pdf" in page
    assert browser.post(reverse("platforms:assessment_submit", args=[made.pk])).status_code == 302
    made.refresh_from_db()
    assert made.state == AssessmentState.IN_REVIEW


def test_bad_input_keeps_what_was_typed(platform: Platform, he: Member, client_of: Browser) -> None:
    answer = client_of(he).post(reverse("platforms:assess", args=[platform.key]), typed(valid_months=99))

    assert answer.status_code == 422
    assert "海外买家集中。" in answer.content.decode()
    assert not Assessment.objects.exists()


def test_readers_see_the_comparison_and_may_not_write(platform: Platform, lin: Member, client_of: Browser) -> None:
    make_assessment(platform)

    browser = client_of(lin)

    assert "Bluesky" in browser.get(reverse("platforms:selection")).content.decode()
    assert browser.get(reverse("platforms:platform", args=[platform.key])).status_code == 200
    assert browser.post(reverse("platforms:assess", args=[platform.key]), typed()).status_code == 403
    assert browser.get(reverse("platforms:criteria")).status_code == 403


def test_the_selection_answers_htmx_with_its_rows(platform: Platform, lin: Member, client_of: Browser) -> None:
    page = client_of(lin, htmx=True).get(reverse("platforms:selection"), {"state": "missing"}).content.decode()

    assert "<html" not in page
    assert "未评估" in page


def test_criteria_are_changed_over_http(platform: Platform, he: Member, client_of: Browser) -> None:
    given = {"name_0": "受众匹配", "weight_0": "60", "name_1": "成本", "weight_1": "30"}
    browser = client_of(he)

    assert browser.post(reverse("platforms:criteria"), given).status_code == 422
    assert browser.post(reverse("platforms:criteria"), given | {"weight_1": "40"}).status_code == 302
    assert [c.weight for c in queries.criteria()] == [60, 40]
