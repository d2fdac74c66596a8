"""3.1.2: every account has a positioning sheet that was approved and has not run out."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from masthead.accounts import actions, queries
from masthead.accounts.choice_probes import accounts_positioned, platforms_assessed
from masthead.accounts.models import Account, PositioningSheet
from masthead.accounts.positioning import SheetState
from masthead.accounts.states import AccountStatus
from masthead.accounts.testing import make_account, make_positioning, positioning_of, put_in_force
from masthead.approvals import actions as approvals
from masthead.approvals import queries as approval_queries
from masthead.core import clock
from masthead.core.errors import BadInput, RuleBroken
from masthead.org.models import Member, Unit
from masthead.platforms.models import Assessment
from masthead.platforms.testing import make_platform
from masthead.trail.models import Event
from masthead.trail.probes import Window, catches_its_violation

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
DAY = dt.timedelta(days=1)


def today() -> Window:
    return Window(clock.now() - DAY, clock.now())


@pytest.fixture
def second(account: Account, units: dict[str, Unit], he: Member, wu: Member) -> Account:
    return make_account(unit=units["宣传部"], administrator=he, backup=wu, name="云岭茶学堂")


def approve(sheet: PositioningSheet, by: Member) -> PositioningSheet:
    case = approval_queries.latest_case(queries.SHEET_KIND, sheet.pk)
    assert case is not None
    task = approval_queries.open_task_of(by, case)
    assert task is not None
    approvals.approve_task(task=task, by=by, hash_seen=case.content_hash, confirmations=["audience", "matrix"])
    sheet.refresh_from_db()
    return sheet


def test_a_platform_without_assessment_gets_no_account_and_the_refusal_is_kept(
    units: dict[str, Unit], he: Member, wu: Member
) -> None:
    platform = make_platform("bluesky", assessed=False)

    with pytest.raises(RuleBroken) as refused:
        actions.register_account(
            name="Yunling Tea", platform=platform, unit=units["宣传部"], administrator=he, backup=wu, by=he
        )

    assert refused.value.clause == "3.1.1"
    assert refused.value.advice
    kept = Event.objects.filter(clause="3.1.1", actor_id=he.pk).order_by("-pk").first()
    assert kept is not None
    assert not Account.objects.exists()


def test_the_refusal_stands_at_the_field_and_nothing_typed_is_lost(
    units: dict[str, Unit], he: Member, wu: Member, client_of: Browser
) -> None:
    platform = make_platform("bluesky", assessed=False)
    given = {
        "platform": platform.pk, "name": "Yunling Tea", "unit": units["宣传部"].pk, "administrator": he.pk, "backup": wu.pk,
    }  # fmt: skip

    answer = client_of(he).post(reverse("accounts:register"), given)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "请先在「平台选型」中完成评估" in page
    assert "Yunling Tea" in page


def test_the_head_puts_a_sheet_in_force_for_twelve_months(account: Account, lin: Member, chen: Member) -> None:
    sheet = make_positioning(account, by=lin)
    assert queries.positioning_of(account) is None

    approve(actions.submit_positioning(sheet=sheet, by=lin), chen)

    assert queries.positioning_of(account) == sheet
    assert sheet.valid_until is not None
    assert queries.positioning_of(account, on=sheet.valid_until + DAY) is None


def test_a_new_version_takes_the_place_of_the_old_one_which_is_kept(
    account: Account, lin: Member, chen: Member
) -> None:
    first = put_in_force(make_positioning(account, by=lin), on=clock.today() - 30 * DAY)
    second = make_positioning(account, by=lin, per_week_max=7)

    approve(actions.submit_positioning(sheet=second, by=lin), chen)

    first.refresh_from_db()
    assert first.state == SheetState.SUPERSEDED
    assert queries.positioning_of(account, on=clock.today() - DAY) == first
    assert queries.positioning_of(account) == second
    assert [d.label for d in queries.differences(first, second)] == ["每周篇数"]


def test_a_version_that_waits_is_not_changed(account: Account, lin: Member) -> None:
    actions.submit_positioning(sheet=make_positioning(account, by=lin), by=lin)

    with pytest.raises(RuleBroken) as refused:
        make_positioning(account, by=lin)
    assert refused.value.code == "positioning_sealed"


def test_pillars_must_sum_to_100_and_an_account_does_not_repost_itself(account: Account, lin: Member) -> None:
    wrong = positioning_of(pillars=[("茶知识", 50)], reposts=[(account, 30, "")])

    with pytest.raises(BadInput) as refused:
        actions.save_positioning(account=account, positioning=wrong, by=lin)
    assert set(refused.value.fields) == {"pillars", "reposts"}
    assert not PositioningSheet.objects.exists()


def test_the_state_of_every_account_is_told(account: Account, second: Account, lin: Member) -> None:
    put_in_force(make_positioning(account, by=lin), on=clock.today() - 500 * DAY)

    states = queries.positioning_state([account.pk, second.pk])

    assert (states[account.pk].state, states[second.pk].state) == ("expired", "missing")


def test_the_matrix_draws_an_arrow_from_the_source_to_who_reposts(
    account: Account, second: Account, lin: Member
) -> None:
    put_in_force(make_positioning(second, by=lin, reposts=[(account, 60, "只转图文")]))

    matrix = queries.matrix_of(lin)

    [arrow] = matrix.arrows
    places = {node.account.pk: node.x for node in matrix.nodes}
    assert (arrow.source, arrow.target) == (account, second)
    assert places[account.pk] < places[second.pk]


def test_two_accounts_that_repost_each_other_are_drawn_all_the_same(
    account: Account, second: Account, lin: Member
) -> None:
    put_in_force(make_positioning(second, by=lin, reposts=[(account, 60, "")]))
    put_in_force(make_positioning(account, by=lin, reposts=[(second, 30, "")]))

    assert len(queries.matrix_of(lin).arrows) == 2


def typed(**more: object) -> dict[str, object]:
    given: dict[str, object] = {
        "audience": "想学冲泡的人", "tones": ["warm"], "per_week_min": 1, "per_week_max": 3, "role": "main",
        "pillars_0_name": "茶知识", "pillars_0_share": 70, "pillars_1_name": "活动", "pillars_1_share": 30,
        "goals_0_metric": "月均阅读（次）", "goals_0_value": 30000, "goals_0_by": "2027-06-30",
    }  # fmt: skip
    return given | more


def test_an_editor_writes_and_submits_over_http(
    account: Account, second: Account, lin: Member, client_of: Browser
) -> None:
    browser = client_of(lin)
    given = typed(reposts_0_source=second.pk, reposts_0_delay=45, reposts_0_rule="只转原创")

    answer = browser.post(reverse("accounts:positioning_edit", args=[account.pk]), given)

    sheet = PositioningSheet.objects.get()
    assert answer.status_code == 302
    assert sheet.goals == [["月均阅读（次）", 30000, "2027-06-30"]]
    assert "间隔 45 分钟" in browser.get(sheet.get_absolute_url()).content.decode()
    browser.post(reverse("accounts:positioning_submit", args=[account.pk, 1]))
    sheet.refresh_from_db()
    assert sheet.state == SheetState.IN_REVIEW


def test_bad_input_keeps_what_was_typed(account: Account, lin: Member, client_of: Browser) -> None:
    answer = client_of(lin).post(reverse("accounts:positioning_edit", args=[account.pk]), typed(pillars_1_share=10))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "占比合计须为 100%，现在是 80%" in page
    assert "想学冲泡的人" in page


def test_who_may_not_draft_is_refused_and_who_is_outside_finds_nothing(
    account: Account, wu: Member, sun: Member, client_of: Browser
) -> None:
    address = reverse("accounts:positioning_edit", args=[account.pk])

    assert client_of(wu).post(address, typed()).status_code == 403
    assert client_of(sun).post(address, typed()).status_code == 404
    assert client_of(sun).get(reverse("accounts:positioning_sheet", args=[account.pk])).status_code == 404


def test_the_overview_narrows_and_answers_htmx_with_its_rows(account: Account, lin: Member, client_of: Browser) -> None:
    browser = client_of(lin, htmx=True)

    missing = browser.get(reverse("accounts:positioning"), {"state": "missing"}).content.decode()

    assert "<html" not in missing
    assert account.name in missing
    assert account.name not in browser.get(reverse("accounts:positioning"), {"state": "current"}).content.decode()


def test_the_card_and_the_matrix_open(account: Account, lin: Member, client_of: Browser) -> None:
    put_in_force(make_positioning(account, by=lin))
    browser = client_of(lin)

    assert "想学冲泡" in browser.get(reverse("accounts:positioning_card", args=[account.pk])).content.decode()
    assert "<svg" in browser.get(reverse("accounts:matrix")).content.decode()


def test_the_probes_notice_their_seeded_violations(company: object) -> None:
    assert catches_its_violation(platforms_assessed, today())
    assert catches_its_violation(accounts_positioned, today())
    assert not Account.objects.exists()


def test_an_account_in_use_with_sheet_and_assessment_passes_both(account: Account, lin: Member) -> None:
    Account.objects.filter(pk=account.pk).update(status=AccountStatus.ACTIVE)
    [verdict] = accounts_positioned.examine(today())
    assert verdict.passed is False

    put_in_force(make_positioning(account, by=lin))

    assert [v.passed for v in accounts_positioned.examine(today())] == [True]
    assert [v.passed for v in platforms_assessed.examine(today())] == [True]
    Assessment.objects.update(valid_until=clock.today() - DAY)
    assert [v.passed for v in platforms_assessed.examine(today())] == [False]
