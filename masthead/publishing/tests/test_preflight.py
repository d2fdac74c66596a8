"""Looking ahead of a publication's time: what is wrong is told once, with what to do, and goes green when it is mended."""

import datetime as dt

import pytest
from django.urls import reverse

from masthead.accounts.models import Account, ConnectionTest
from masthead.accounts.states import ConnectionState
from masthead.content.models import Draft
from masthead.core import clock
from masthead.notify.models import Notice
from masthead.publishing import actions, engine, queries
from masthead.publishing.models import PreflightCheck, Publication
from masthead.publishing.queries.preflight import Asked, Look, PreflightFinding, findings_of
from masthead.publishing.testing import make_publication
from masthead.trail.models import Event

pytestmark = pytest.mark.django_db
GONE = PreflightFinding("token", "账号凭据不可用。", "请重新授权。")


@pytest.fixture
def soon(approved, account, wu) -> Publication:
    """Due in twenty minutes."""
    now = clock.now()
    return actions.schedule_publication(
        draft=approved, account=account, planned_at=now + dt.timedelta(minutes=20), by=wu, at=now
    )


def codes(publication: Publication) -> list[str]:
    publication.refresh_from_db()
    check = publication.preflight_now
    return [one["code"] for one in check.findings] if check else []


def later(minutes: float) -> dt.datetime:
    return clock.now() + dt.timedelta(minutes=minutes)


def test_a_sound_publication_is_looked_over_once_for_each_step_and_nobody_is_told(platform, soon):
    assert engine.preflight() == 1
    assert engine.preflight() == 0

    soon.refresh_from_db()
    assert (soon.preflight.result, soon.preflight.minutes) == ("ok", 30)
    assert [minutes for _row, minutes in queries.preflights_due(soon.due_at - dt.timedelta(minutes=4), 10)] == [5]
    assert not Notice.objects.filter(kind="publishing.preflight").exists()
    assert soon.state == "scheduled"


def test_a_platform_is_asked_once_for_an_account_and_run(platform, soon, account, approved, wu):
    make_publication(approved, account, by=wu, due_at=later(10), content_hash="1" * 64)
    Account.objects.update(connection_checked_at=clock.now() - dt.timedelta(hours=1))

    assert engine.preflight() == 2

    account.refresh_from_db()
    assert account.connection_checked_at > clock.now() - dt.timedelta(minutes=1)
    assert ConnectionTest.objects.filter(account=account).count() == 1


def test_a_dead_credential_is_found_before_it_is_needed(platform, soon, account):
    Account.objects.update(connection_checked_at=clock.now() - dt.timedelta(hours=1), app_id="wx_nobody")
    Account.objects.update(connection_state=ConnectionState.OK)

    engine.preflight()

    assert codes(soon) == ["token"]
    assert soon.state == "scheduled"  # the gate before the last call decides, not the look ahead


def test_a_platform_that_does_not_answer_is_a_remark_only(soon, settings):
    settings.SANDBOX_URL = "http://127.0.0.1:9"
    Account.objects.update(connection_checked_at=clock.now() - dt.timedelta(hours=1))

    engine.preflight()

    assert codes(soon) == ["platform_unreachable"]
    assert soon.preflight.result == "warn"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda: Account.objects.update(frozen=True), "account_frozen"),
        (lambda: Draft.objects.update(title="改过的标题", approved_hash="f" * 64), "approval_void"),
    ],
)
def test_a_closed_gate_is_foreseen(platform, soon, change, code):
    change()

    engine.preflight()

    assert codes(soon) == [code]


def test_a_picture_that_is_gone_is_foreseen(platform, soon, files_dir):
    for path in files_dir.rglob("*"):
        if path.is_file():
            path.unlink()

    engine.preflight()

    assert codes(soon) == ["media_missing"]


def test_the_rules_of_today_count(soon):
    from masthead.content.queries.checks import Note, Report
    from masthead.publishing.queries import preflight

    notes = [Note("block", "body", "绝对化用语", "绝对化用语：「第一」", rule="ads.superlative")]
    report = preflight.content_queries.report_on(soon.draft, soon.revision)
    look = Look(soon, clock.now(), None, {soon.revision_id: Report([*report.notes, *notes])})

    assert [one.code for one in findings_of(look)] == ["rules"]
    excepted = [
        Note("block", "body", "绝对化用语", "绝对化用语：「第一」", rule="ads.superlative", said="引用获奖证书")
    ]
    assert findings_of(Look(soon, clock.now(), None, {soon.revision_id: Report(excepted)})) == []


def test_a_full_day_is_foreseen(soon, approved, account, wu):
    """Sent to all followers, the platform takes one a day."""
    Account.objects.filter(pk=account.pk).update(options={"release": "mass"})
    assert findings_of(Look(soon, clock.now())) == []
    start, _end = clock.day_bounds(clock.china(soon.due_at).date())
    make_publication(approved, account, by=wu, due_at=start, content_hash="2" * 64, state="published")

    assert [one.code for one in findings_of(Look(soon, clock.now()))] == ["quota"]


def test_a_grant_that_ends_before_the_time_is_foreseen(soon):
    soon.account.grant_expires_at = soon.due_at - dt.timedelta(minutes=1)

    assert [one.code for one in findings_of(Look(soon, clock.now(), Asked(ok=True)))] == ["grant_ends"]


def test_one_notice_for_an_incident_and_green_when_it_is_mended(soon, lin, wu, he):
    for _ in range(3):
        actions.note_preflight(publication=soon, minutes=30, findings=[GONE])
    actions.note_preflight(publication=soon, minutes=5, findings=[GONE])

    told = Notice.objects.filter(kind="publishing.preflight")
    assert set(told.values_list("member_id", flat=True)) == {lin.pk, wu.pk, soon.account.administrator_id}
    assert told.count() == len(set(told.values_list("member_id", flat=True)))
    assert told.first().url == f"{soon.get_absolute_url()}#preflight"

    actions.note_preflight(publication=soon, minutes=5, findings=[])
    soon.refresh_from_db()
    assert (soon.preflight.result, soon.preflight.mended_at is None) == ("ok", False)
    assert [one["code"] for one in soon.preflight.found] == ["token"]  # what was wrong stays readable
    assert list(Event.objects.filter(name__startswith="publishing:preflight").order_by("pk").values_list("name", flat=True)) == [
        "publishing:preflight:found", "publishing:preflight:mended",
    ]  # fmt: skip

    actions.note_preflight(publication=soon, minutes=5, findings=[GONE])
    assert told.count() == 4  # it came back: another incident


def test_what_one_step_found_may_be_seen_to_be_mended_at_the_next(soon):
    actions.note_preflight(publication=soon, minutes=30, findings=[GONE])
    actions.note_preflight(publication=soon, minutes=5, findings=[])

    first, second = PreflightCheck.objects.order_by("-minutes")
    assert (first.result, first.findings, first.mended_at is None) == ("ok", [], False)
    assert (second.found, second.mended_at) == ([], None)


def test_a_finding_is_looked_at_again_until_it_is_mended(soon):
    actions.note_preflight(publication=soon, minutes=30, findings=[GONE])

    assert queries.preflights_due(clock.now(), 10) == []
    assert [row.pk for row, _minutes in queries.preflights_due(later(1), 10)] == [soon.pk]


def test_a_moved_publication_starts_anew(soon, wu):
    actions.note_preflight(publication=soon, minutes=30, findings=[GONE])
    Publication.objects.update(due_at=later(25), planned_at=later(25), next_try_at=later(25))

    assert codes(soon) == []
    assert [row.pk for row, _minutes in queries.preflights_due(clock.now(), 10)] == [soon.pk]
    assert (
        actions.note_preflight(publication=Publication(pk=soon.pk, due_at=later(20)), minutes=30, findings=[]) is None
    )
    assert PreflightCheck.objects.count() == 1


def test_pages_show_what_was_found_and_what_to_do(client_of, wu, soon, django_assert_max_num_queries):
    actions.note_preflight(publication=soon, minutes=30, findings=[GONE])
    client = client_of(wu)

    detail = client.get(soon.get_absolute_url()).content.decode()
    with django_assert_max_num_queries(15):
        listed = client.get(reverse("publishing:publications"), {"only": "warned"}).content.decode()
    calendar = client.get(reverse("publishing:calendar"), {"view": "week"}).content.decode()

    assert "到时可能发不出去" in detail
    assert "账号凭据不可用。" in detail and "请重新授权。" in detail and 'id="preflight"' in detail
    assert "账号凭据不可用。" in listed and "alert-triangle" in listed
    assert "发布前检查发现问题" in calendar
    card = queries.trouble_card(wu)
    assert card is not None and [item.url for item in card.items] == [f"{soon.get_absolute_url()}#preflight"]
