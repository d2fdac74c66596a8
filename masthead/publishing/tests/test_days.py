"""What a day allows: days of mourning and of the state demand a written reason, and a platform takes only so many posts a day."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.urls import reverse

from masthead.accounts.models import Account
from masthead.content import actions as content
from masthead.content import queries as content_queries
from masthead.core import clock
from masthead.core.errors import NotPermitted, RuleBroken
from masthead.platforms import actions as platforms
from masthead.platforms.models import PlatformLimit
from masthead.publishing import actions, queries
from masthead.publishing.models import Publication, RecurringSlot, SensitiveNote
from masthead.publishing.states import PublicationState
from masthead.publishing.testing import make_approved, make_publication
from masthead.trail.models import Event

pytestmark = pytest.mark.django_db
WHY = "纪念文章，部长已审定"


def at_text(moment: dt.datetime) -> str:
    return f"{clock.china(moment):%Y-%m-%dT%H:%M}"


def mourn(lin, moment: dt.datetime) -> None:
    """The day of that moment becomes a day on which a reason is demanded."""
    on = clock.china(moment).date()
    content.keep_entry(words=content.EntryWords("滑坡纪念日", on, "sensitive", caution="不发促销", strict=True), by=lin)


@pytest.fixture
def moment() -> dt.datetime:
    """Tomorrow at ten, in the approved window."""
    return clock.at_china(clock.today() + dt.timedelta(days=1), 10)


def schedule_on_the_page(client, draft, account, moment, note):
    form = {"accounts": [account.pk], "planned_at": at_text(moment), "note": note}
    return client.post(reverse("publishing:schedule", args=[draft.pk]), form)


def fill_a_slot(client, draft, account, moment, note):
    at = clock.china(moment)
    words = {"account": account.pk, "name": "茶课", "weekday": at.weekday(), "time": f"{at:%H:%M}"}
    client.post(reverse("publishing:slots"), words)
    slot = RecurringSlot.objects.get()
    form = {"on": f"{at:%Y-%m-%d}", "draft": draft.pk, "note": note}
    return client.post(reverse("publishing:slot_fill", args=[slot.pk]), form)


@pytest.mark.parametrize("door", [schedule_on_the_page, fill_a_slot])
def test_a_strict_day_takes_nothing_without_the_reason_of_somebody_who_may(
    client_of, wu, chen, lin, approved, account, moment, door: Callable[..., object]
) -> None:
    mourn(lin, moment)

    closed = door(client_of(wu), approved, account, moment, WHY)
    assert closed.status_code == 403 and "请部门负责人办理并写明理由" in closed.content.decode()
    short = door(client_of(chen), approved, account, moment, "好")
    assert short.status_code == 422 and "滑坡纪念日当天发布须写明理由" in short.content.decode()
    assert ">好<" in short.content.decode().replace("\n", ""), "what was typed is still there"
    assert not Publication.objects.exists()

    assert door(client_of(chen), approved, account, moment, WHY).status_code == 302

    note, told = SensitiveNote.objects.get(), Event.objects.get(name="publishing:publication:sensitive_day_explained")
    assert (note.words, note.made_by, told.reason, told.actor_id) == (WHY, chen, WHY, chen.pk)


def test_dragging_onto_a_strict_day_is_refused_in_the_box_and_by_the_deed(
    client_of, wu, chen, lin, approved, account, moment
) -> None:
    row = actions.schedule_publication(
        draft=approved, account=account, planned_at=clock.now() + dt.timedelta(hours=1), by=wu
    )
    mourn(lin, moment)
    box, deed = reverse("publishing:moving", args=[row.pk]), reverse("publishing:move", args=[row.pk])
    form = {"planned_at": at_text(moment), "note": ""}

    assert "须由有敏感日发布权限的人" in client_of(wu).get(box, {"at": at_text(moment)}).content.decode()
    assert client_of(wu).post(deed, form | {"note": WHY}).status_code == 403
    asked = client_of(chen).get(box, {"at": at_text(moment)}).content.decode()
    assert "敏感日说明" in asked and "审核继续有效" in asked
    assert client_of(chen).post(deed, form).status_code == 422
    assert Publication.objects.get().planned_at == row.planned_at

    assert client_of(chen).post(deed, form | {"note": WHY}).status_code == 302
    row.refresh_from_db()
    approved.refresh_from_db()
    assert (row.planned_at, SensitiveNote.objects.get().on) == (moment, clock.china(moment).date())
    assert approved.approved_hash == row.content_hash, "inside the window the seal holds"
    assert client_of(wu).post(deed, {"planned_at": at_text(moment + dt.timedelta(minutes=1))}).status_code == 302


def test_a_shipped_day_of_mourning_demands_the_reason_too(settings, wu, account, approved) -> None:
    on = dt.date(2026, 12, 13)
    assert queries.sensitive_names(on) == ""
    settings.ALMANAC_SHIPPED_STRICT_DAYS = True
    assert "国家公祭日" in queries.sensitive_names(on)
    assert content_queries.almanac_days(on, on)[on].strict_names == queries.sensitive_names(on)


def test_sending_again_on_a_strict_day_keeps_its_reason_as_the_reason_of_the_day(
    wu, chen, lin, approved, account
) -> None:
    row = actions.publish_now(draft=approved, account=account, by=wu)
    Publication.objects.filter(pk=row.pk).update(state=PublicationState.FAILED, ended_at=clock.now())
    row.refresh_from_db()
    mourn(lin, clock.now())

    with pytest.raises(NotPermitted):
        actions.retry_publication(publication=row, reason=WHY, by=wu)
    actions.retry_publication(publication=row, reason=WHY, by=chen)

    assert SensitiveNote.objects.get().words == WHY


@pytest.fixture
def mass(account) -> Account:
    """The account sends to all followers: once a day."""
    Account.objects.filter(pk=account.pk).update(options={"release": "mass"})
    return Account.objects.select_related("platform").get(pk=account.pk)


@pytest.mark.parametrize("state", [PublicationState.SCHEDULED, PublicationState.PUBLISHED])
def test_a_platform_that_takes_one_post_a_day_is_given_one_whatever_the_door(
    client_of, wu, lin, mass, moment, state
) -> None:
    first, second = make_approved(lin, mass), make_approved(lin, mass, title="大雪喝什么茶")
    held = make_publication(first, mass, by=wu, due_at=moment.replace(hour=8), state=state)
    soon = clock.now() + dt.timedelta(minutes=30)
    today = soon if clock.china(soon).date() != clock.china(moment).date() else moment + dt.timedelta(days=1)

    for door in (schedule_on_the_page, fill_a_slot):
        answer = door(client_of(wu), second, mass, moment, "")
        assert answer.status_code == 422 and "平台「每天群发」最多 1 条" in answer.content.decode()
    row = actions.schedule_publication(draft=second, account=mass, planned_at=today, by=wu)
    assert "当天不能再排" in queries.consequence_of(wu, row, moment).reason
    with pytest.raises(RuleBroken, match="当天不能再排"):
        actions.move_together(publication=row, planned_at=moment, by=wu)

    Publication.objects.filter(pk=held.pk).update(state=PublicationState.CANCELLED, published_at=None)
    actions.move_together(publication=row, planned_at=moment, by=wu)
    assert actions.move_together(publication=row, planned_at=moment + dt.timedelta(minutes=5), by=wu), (
        "it is not in its own way"
    )


def test_releasing_without_a_push_is_not_counted(wu, lin, account, moment) -> None:
    for title in ("立冬采茶手记", "大雪喝什么茶"):
        draft = make_approved(lin, account, title=title)
        actions.schedule_publication(draft=draft, account=account, planned_at=moment, by=wu)
    assert Publication.objects.count() == 2


def test_a_limit_that_is_only_likely_warns_and_an_administrator_may_correct_it(
    client_of, he, wu, lin, mass, moment
) -> None:
    limit = PlatformLimit.objects.get(platform=mass.platform, key="posts_a_day")
    platforms.correct_limit(limit=limit, value=1, mark="likely", source="后台提示", reason="正在核实次数", by=he)
    first, second = make_approved(lin, mass), make_approved(lin, mass, title="大雪喝什么茶")
    make_publication(first, mass, by=wu, due_at=moment.replace(hour=8))

    form = {"accounts": [mass.pk], "planned_at": at_text(moment)}
    answer = client_of(wu).post(reverse("publishing:schedule", args=[second.pk]), form, follow=True)

    assert "已排期" in answer.content.decode() and "平台「每天群发」最多 1 条" in answer.content.decode()
    (chip,) = [
        c
        for c in queries.calendar_days(wu, queries.span_of("day", clock.china(moment).date()))[0].chips
        if c.draft_id == second.pk
    ]
    assert any("当天 2 条，平台一天最多 1 条" in words for words in chip.warnings)
