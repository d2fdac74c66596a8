"""The pages of the brakes: pressed on a phone in a hurry, released with a decision, seen wherever people plan."""

import datetime as dt

import pytest
from django.urls import reverse

from masthead.accounts.models import Account
from masthead.core import clock
from masthead.core.errors import PlatformFault
from masthead.platforms.connectors.weibo.errors import raise_for
from masthead.platforms.models import Platform
from masthead.publishing import actions, queries
from masthead.publishing.actions import Target
from masthead.publishing.brakes import CircuitState, LatePolicy, Missed, PauseReason
from masthead.publishing.models import Circuit, Pause, Publication, PublishingRules
from masthead.publishing.states import PublicationState

pytestmark = pytest.mark.django_db
S = PublicationState


@pytest.fixture
def pressed(due, account, he) -> Pause:
    return actions.pause_publishing(target=Target(account=account), why=PauseReason.ACCOUNT, words="登录异常", by=he)


def test_the_management_group_pauses_the_company_with_two_taps_and_sees_it_everywhere(client_of, zheng, wu, due):
    client = client_of(zheng)
    assert "正常发布中" in client.get(reverse("publishing:pauses")).content.decode()

    answer = client.post(
        reverse("publishing:pause_press"), {"what": "company", "why": "opinion", "words": "茶园照片引发争议"}
    )

    pause = Pause.objects.get()
    assert answer.status_code == 302 and answer.url == pause.get_absolute_url()
    for member, address in (
        (zheng, reverse("publishing:pauses")),
        (wu, reverse("publishing:publications")),
        (wu, reverse("publishing:calendar")),
        (wu, due.get_absolute_url()),
        (wu, reverse("publishing:engine")),
    ):
        assert "茶园照片引发争议" in client_of(member).get(address).content.decode(), address


def test_what_was_typed_stays_when_something_is_missing(client_of, zheng):
    answer = client_of(zheng).post(
        reverse("publishing:pause_press"), {"what": "company", "why": "other", "words": "乱"}
    )

    assert answer.status_code == 422 and not Pause.objects.exists()
    page = answer.content.decode()
    assert ">乱</textarea>" in page.replace("\n", "") and "至少四个字" in page


def test_wrong_roles_are_refused_and_other_departments_learn_nothing(client_of, wu, sun, pressed):
    body = {"missed": "now", "reason": "我想发布"}
    assert (
        client_of(wu).post(reverse("publishing:pause_press"), {"what": "company", "why": "review"}).status_code == 403
    )
    assert client_of(wu).post(reverse("publishing:pause_resume", args=[pressed.pk]), body).status_code == 403
    assert client_of(sun).get(pressed.get_absolute_url()).status_code == 404
    assert client_of(sun).post(reverse("publishing:pause_resume", args=[pressed.pk]), body).status_code == 404
    assert "登录异常" not in client_of(sun).get(reverse("publishing:pauses")).content.decode()
    pressed.refresh_from_db()
    assert pressed.is_open


def test_the_account_s_administrator_resumes_it_and_reads_first_what_was_missed(client_of, he, pressed, due):
    client = client_of(he)
    page = client.get(pressed.get_absolute_url())
    assert page.context["preview"].missed == 1 and due.title in page.content.decode()
    assert client.post(reverse("publishing:pause_resume", args=[pressed.pk]), {"reason": "已改密码"}).status_code == 422

    client.post(
        reverse("publishing:pause_resume", args=[pressed.pk]), {"missed": "ask", "reason": "密码已改，可以继续"}
    )

    due.refresh_from_db()
    pressed.refresh_from_db()
    assert (due.state, pressed.missed_count, pressed.is_open) == (S.HELD, 1, False)
    assert "密码已改" in client.get(pressed.get_absolute_url()).content.decode()


def test_a_held_one_offers_send_move_and_cancel(client_of, wu, due):
    actions.decide_late(at=due.due_at + dt.timedelta(hours=3))
    client = client_of(wu)
    page = client.get(due.get_absolute_url()).content.decode()
    for words in ("错过了时间，等您决定", "现在补发", "改期", "取消发布"):
        assert words in page, words

    client.post(reverse("publishing:send_late", args=[due.pk]))

    due.refresh_from_db()
    assert due.state == S.SCHEDULED


def test_a_near_time_is_told_beside_the_field_and_at_once_has_its_own_button(client_of, wu, approved, account):
    client, address = client_of(wu), reverse("publishing:schedule", args=[approved.pk])
    near = clock.china(clock.now() + dt.timedelta(minutes=2))
    body = {
        "accounts": [account.pk],
        "planned_at": f"{near:%Y-%m-%dT%H:%M}",
        "late_policy": "skip",
        "late_minutes": "30",
    }

    refused = client.post(address, body)
    page = refused.content.decode()
    assert refused.status_code == 422 and "不足 5 分钟" in page and "立即发布" in page
    assert f"{near:%Y-%m-%dT%H:%M}" in page, "the time that was typed stays"

    client.post(address, {"accounts": [account.pk], "planned_at": "", "at_once": "1"})
    assert Publication.objects.get().planned_at <= clock.now()


def test_the_policy_for_lateness_is_chosen_with_the_time(client_of, wu, approved, account):
    later = clock.china(clock.now() + dt.timedelta(hours=3))
    body = {
        "accounts": [account.pk],
        "planned_at": f"{later:%Y-%m-%dT%H:%M}",
        "late_policy": "late",
        "late_minutes": "30",
    }

    client_of(wu).post(reverse("publishing:schedule", args=[approved.pk]), body)

    row = Publication.objects.get()
    assert (row.late_policy, row.late_by) == (LatePolicy.LATE, dt.timedelta(minutes=30))


def test_the_rules_are_set_by_those_who_steer(client_of, zheng, wu):
    body = {"late_policy": "ask", "late_minutes": "60", "lead_minutes": "15"}
    assert client_of(wu).post(reverse("publishing:rules"), body).status_code == 403
    assert client_of(zheng).post(reverse("publishing:rules"), body | {"late_minutes": "2"}).status_code == 422

    client_of(zheng).post(reverse("publishing:rules"), body)

    assert (PublishingRules.objects.get().lead_minutes, queries.rules_in_force().late.policy) == (15, LatePolicy.ASK)
    assert "郑国安" in client_of(zheng).get(reverse("publishing:rules")).content.decode()


def test_a_circuit_is_seen_on_the_engine_page_and_switched_with_a_reason(client_of, he, wu, due, account):
    for _ in range(5):
        actions.note_fault(
            platform_id=account.platform_id, account_id=account.pk, said="平台没有答复。", at=clock.now()
        )
    page = client_of(he).get(reverse("publishing:engine")).content.decode()
    assert "已熔断" in page and "解除熔断" in page
    assert "平台故障，等待恢复" in client_of(wu).get(due.get_absolute_url()).content.decode()
    address = reverse("publishing:circuit", args=[account.platform.key])
    assert client_of(wu).post(address, {"reason": "平台已恢复"}).status_code == 403

    client_of(he).post(address, {"reason": "平台公告已恢复"})
    assert Circuit.objects.get().state == CircuitState.CLOSED
    client_of(he).post(address, {"to": "open", "reason": "平台公告停机维护"})
    assert Circuit.objects.get().by_hand


def test_a_paused_kit_says_so_and_offers_no_way_to_the_platform(client_of, wu, handed, zheng):
    little_red_book = Platform.objects.get(key="xiaohongshu")
    Account.objects.filter(pk=handed.account_id).update(platform=little_red_book)
    address = reverse("publishing:kit", args=[handed.pk])
    before = client_of(wu).get(address).content.decode()
    actions.pause_publishing(target=Target(account=handed.account), why=PauseReason.MOURNING, by=zheng)
    paused = client_of(wu).get(address).content.decode()

    assert ("先不要发" in before, "先不要发" in paused) == (False, True)
    assert ("打开平台" in before, "打开平台" in paused) == (True, False), (
        "a pause that still offers the way is no pause"
    )
    assert "提交凭证" in paused, "what went out before the pause can still be proved"


def test_a_paused_publication_is_not_said_to_go_out_by_itself(client_of, wu, due, zheng):
    said = client_of(wu).get(due.get_absolute_url()).content.decode()
    actions.pause_publishing(target=Target(account=due.account), why=PauseReason.MOURNING, by=zheng)
    paused = client_of(wu).get(due.get_absolute_url()).content.decode()

    assert "到时自动发布" in said and "恢复之前系统不会发出" not in said
    assert "到时自动发布" not in paused and "恢复之前系统不会发出" in paused


def test_the_pages_cost_the_same_whatever_the_rows(client_of, zheng, due, account, he, django_assert_max_num_queries):
    for number in range(12):
        pause = actions.pause_publishing(target=Target(account=account), why=PauseReason.REVIEW, by=he)
        if number < 11:
            actions.resume_publishing(pause=pause, missed=Missed.NOW, reason="内容复核完毕", by=he)
    client = client_of(zheng)
    for address in (reverse("publishing:pauses"), pause.get_absolute_url()):
        with django_assert_max_num_queries(15):
            assert client.get(address).status_code == 200


def test_a_fault_says_whether_it_holds_for_the_whole_application():
    for code, everywhere in ((10022, True), (10023, False)):
        with pytest.raises(PlatformFault) as fault:
            raise_for({"error_code": code}, repeatable=True)
        assert fault.value.everywhere is everywhere
