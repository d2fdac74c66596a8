"""Figures come once a day and account, are corrected in the open, and a gap is never a nought."""

import datetime as dt

import pytest
from django.urls import reverse

from masthead.analytics import actions, collecting, queries
from masthead.analytics.models import CollectionRun, ContentTotal, Correction, Observation
from masthead.analytics.states import RunState
from masthead.core import clock
from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms.contract import FigureBatch, FigureRow
from masthead.publishing.models import Publication
from masthead.trail.models import Event

pytestmark = pytest.mark.django_db


def batch(row: Publication, on: dt.date, value: int, *, complete: bool = True) -> FigureBatch:
    return FigureBatch([FigureRow(row.figures_ref, "read_users", on, value)], complete=complete)


def keep(row: Publication, on: dt.date, value: int, **more: bool) -> CollectionRun:
    token = actions.claim_day(account_id=row.account_id, on=on)
    run = actions.settle_day(account=row.account, on=on, token=token, batch=batch(row, on, value, **more))
    assert run is not None
    return run


def test_figures_of_the_days_before_are_fetched_from_the_platform(out, days_later):
    days_later(3)

    collecting.scan()

    runs = CollectionRun.objects.order_by("on")
    assert [r.state for r in runs] == [RunState.COMPLETE] * 3
    assert Observation.objects.filter(publication=out, metric="read_users", value__gt=0).exists()
    assert ContentTotal.objects.get(publication=out).read_users > 0


def test_a_second_scan_asks_nothing_again(out, days_later, platform):
    days_later(2)
    collecting.scan()
    asked = sum(platform.stats().requests.get("/datacube/getarticletotaldetail", {}).values())

    collecting.scan()

    assert sum(platform.stats().requests["/datacube/getarticletotaldetail"].values()) == asked


def test_before_eight_in_the_morning_yesterday_is_not_asked_for(out, days_later):
    day = days_later(2, hour=7)

    assert queries.last_ready_day(clock.now()) == day - dt.timedelta(days=2)


def test_a_day_that_is_not_final_is_asked_for_again(out, days_later, platform):
    platform.settings(is_delay="always")
    days_later(1)
    collecting.scan()
    assert CollectionRun.objects.get().state == RunState.PARTIAL

    platform.settings(is_delay="never")
    CollectionRun.objects.update(next_try_at=clock.now())
    collecting.scan()

    assert CollectionRun.objects.get().state == RunState.COMPLETE


def test_a_fault_leaves_a_visible_gap_and_another_try(out, days_later, platform):
    platform.set_fault("http_500", "/datacube/*")
    days_later(1)

    collecting.scan()

    run = CollectionRun.objects.get()
    assert (run.state, run.next_try_at > clock.now()) == (RunState.FAILED, True)
    assert Event.objects.filter(name="analytics:day:failed").exists()


def test_two_scanners_take_a_day_once(out):
    on = clock.today()

    tokens = [actions.claim_day(account_id=out.account_id, on=on) for _ in range(2)]

    assert [bool(t) for t in tokens] == [True, False]


def test_a_claim_that_ran_out_settles_nothing(out):
    on = clock.today()
    token = actions.claim_day(account_id=out.account_id, on=on)
    CollectionRun.objects.update(next_try_at=clock.now() - dt.timedelta(seconds=1))
    actions.claim_day(account_id=out.account_id, on=on)

    assert actions.settle_day(account=out.account, on=on, token=token, batch=batch(out, on, 7)) is None
    assert not Observation.objects.exists()


def test_telling_the_same_day_twice_doubles_nothing(out):
    on = clock.today()
    keep(out, on, 120, complete=False)
    CollectionRun.objects.update(next_try_at=clock.now())
    keep(out, on, 120)

    assert Observation.objects.get().value == 120
    assert ContentTotal.objects.get().read_users == 120
    assert not Correction.objects.exists()


def test_a_corrected_value_keeps_the_old_one_beside_it(out):
    on = clock.today()
    keep(out, on, 120, complete=False)
    CollectionRun.objects.update(next_try_at=clock.now())
    keep(out, on, 150)

    fix = Correction.objects.get()
    assert (fix.old_value, fix.new_value, Observation.objects.get().value) == (120, 150, 150)
    assert Event.objects.filter(name="analytics:figure:corrected").exists()


def test_figures_of_articles_that_are_not_ours_are_counted_but_not_kept(out):
    on = clock.today()
    token = actions.claim_day(account_id=out.account_id, on=on)
    rows = [FigureRow("99887766", "read_users", on, 5)]

    run = actions.settle_day(account=out.account, on=on, token=token, batch=FigureBatch(rows, complete=True))

    assert run is not None
    assert (run.rows, "1" in run.note) == (0, True)


def test_a_refused_credential_marks_the_account(out):
    on = clock.today()
    token = actions.claim_day(account_id=out.account_id, on=on)

    actions.settle_day_fault(
        account=out.account, on=on, token=token, fault=PlatformFault("密钥已失效。", kind=FaultKind.CREDENTIAL)
    )

    out.account.refresh_from_db()
    assert out.account.connection_state == "failing"


def test_the_panel_shows_cards_chart_table_and_as_of(client_of, lin, out):
    keep(out, clock.today(), 1234)

    page = client_of(lin, htmx=True).get(reverse("analytics:draft_figures", args=[out.draft_id])).content.decode()

    assert "截至" in page
    assert 'data-behaviour="chart"' in page
    assert "<table" in page


def test_the_panel_of_an_unpublished_draft_says_so(client_of, lin, approved):
    page = client_of(lin, htmx=True).get(reverse("analytics:draft_figures", args=[approved.pk])).content.decode()

    assert "发布后开始采集数据" in page


def test_the_ranking_lists_by_reads_inside_the_scope(client_of, lin, sun, out):
    keep(out, clock.today(), 1234)

    assert out.title in client_of(lin).get(reverse("analytics:ranking")).content.decode()
    assert out.title not in client_of(sun).get(reverse("analytics:ranking")).content.decode()


def test_figures_of_another_department_are_not_there(client_of, sun, out):
    assert client_of(sun).get(reverse("analytics:draft_figures", args=[out.draft_id])).status_code == 404


def test_the_account_administrator_has_no_figures(client_of, he):
    assert client_of(he).get(reverse("analytics:ranking")).status_code == 403


def tell_totals(row: Publication, totals: dict[dt.date, int]) -> dict[dt.date, int]:
    """The platform tells totals up to each day; returns what is kept of each day."""
    for on, total in totals.items():
        token = actions.claim_day(account_id=row.account_id, on=on)
        told = FigureBatch([FigureRow(row.figures_ref, "read_users", on, total, running=True)], complete=False)
        actions.settle_day(account=row.account, on=on, token=token, batch=told)
        CollectionRun.objects.update(next_try_at=None)
    return dict(Observation.objects.filter(publication=row, metric="read_users").values_list("on", "value"))


def test_a_running_total_is_kept_as_the_days_own_amount(out):
    first = clock.china(out.published_at).date()
    second, third = first + dt.timedelta(days=1), first + dt.timedelta(days=2)

    kept = tell_totals(out, {first: 100, second: 160, third: 400})

    assert kept == {first: 100, second: 60, third: 240}
    assert ContentTotal.objects.get(publication=out).read_users == 400


def test_a_total_that_sank_leaves_nought_and_not_less(out):
    first = clock.china(out.published_at).date()
    second = first + dt.timedelta(days=1)

    assert tell_totals(out, {first: 100, second: 90}) == {first: 100, second: 0}


def test_a_total_told_again_on_the_same_day_is_a_correction_beside_the_old_value(out):
    first = clock.china(out.published_at).date()
    second = first + dt.timedelta(days=1)
    tell_totals(out, {first: 100, second: 160})

    assert tell_totals(out, {second: 170}) == {first: 100, second: 70}
    assert list(Correction.objects.values_list("old_value", "new_value")) == [(60, 70)]


def test_totals_of_several_days_in_one_answer_follow_each_other(out):
    first = clock.china(out.published_at).date()
    days = [first + dt.timedelta(days=n) for n in range(3)]
    token = actions.claim_day(account_id=out.account_id, on=days[2])
    rows = [
        FigureRow(out.figures_ref, "read_users", on, total, running=True)
        for on, total in zip(days, (10, 30, 60), strict=True)
    ]
    actions.settle_day(account=out.account, on=days[2], token=token, batch=FigureBatch(rows, complete=True))

    assert list(Observation.objects.order_by("on").values_list("value", flat=True)) == [10, 20, 30]
