"""Planning: topics are evaluated, decided on and collected for; meetings decide by the same deeds; experiments rest on figures."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from masthead.collab import actions as collab
from masthead.collab.models import Meeting, MeetingKind
from masthead.collab.states import MeetingState
from masthead.collab.testing import MONDAY, approve, make_experiment, make_idea
from masthead.content import actions, queries, testing
from masthead.content.models import AgendaLine, PlanningMeeting, PlanningSeries, Rhythm, Topic, TopicImport
from masthead.content.states import TopicState
from masthead.core import clock
from masthead.core.errors import BadInput, NotPermitted, NotThere, RuleBroken, Stale
from masthead.notify.models import Notice
from masthead.org.models import Member
from masthead.org.sheets import write_table
from masthead.trail.models import Event
from masthead.trail.probes import PROBES, Window, catches_its_violation

DAY = dt.timedelta(days=1)
GRADES = {"value": 5, "timeliness": 4, "risk": 2, "effort": 2}


@pytest.fixture
def proposed(lin: Member, account) -> Topic:
    return testing.make_topic(lin, accounts=[account], state=TopicState.PROPOSED)


@pytest.fixture
def planning(proposed: Topic, lin: Member, chen: Member) -> PlanningMeeting:
    return actions.call_planning_meeting(
        title="十一月策划会",
        unit=proposed.unit,
        start_at=MONDAY,
        place="三楼会议室",
        invited=[lin],
        by=chen,
        at=MONDAY - 3 * DAY,
    )


def opened(planning: PlanningMeeting, *present: Member) -> PlanningMeeting:
    for member in present:
        collab.sign_in(meeting=planning.meeting, by=member, at=MONDAY)
    collab.hold_meeting(meeting=planning.meeting, by=present[0], at=MONDAY)
    return PlanningMeeting.objects.select_related("meeting", "unit").get(pk=planning.pk)


def test_the_score_is_the_mean_of_what_people_think_and_a_second_view_replaces_the_first(
    proposed: Topic, lin: Member, chen: Member
) -> None:
    actions.evaluate_topic(topic=proposed, by=lin, **(GRADES | {"value": 1}))
    actions.evaluate_topic(topic=proposed, by=lin, **GRADES, reasons={"value": "读者总在问"})
    actions.evaluate_topic(topic=proposed, by=chen, value=1, timeliness=1, risk=5, effort=5)

    proposed.refresh_from_db()
    assert proposed.evaluations.count() == 2
    assert proposed.score == 42  # (85 + 0) / 2, half to even
    with pytest.raises(BadInput):
        actions.evaluate_topic(topic=proposed, by=lin, **(GRADES | {"risk": 6}))


def test_decisions_need_the_right_and_their_words(proposed: Topic, lin: Member, chen: Member, zhou: Member) -> None:
    later = clock.today() + 90 * DAY
    with pytest.raises(NotPermitted):
        actions.postpone_topic(topic=proposed, until=later, reason="让路", by=lin)
    with pytest.raises(BadInput):
        actions.postpone_topic(topic=proposed, until=clock.today() - DAY, reason="让路", by=chen)
    with pytest.raises(BadInput, match="写稿权限"):
        actions.assign_topic(topic=proposed, owner=zhou, by=chen)

    actions.postpone_topic(topic=proposed, until=later, reason="让路", by=chen)
    proposed.refresh_from_db()
    assert (proposed.planned_on, proposed.postponed, proposed.state) == (later, 1, TopicState.PROPOSED)
    stale = Topic.objects.get(pk=proposed.pk)
    Topic.objects.filter(pk=proposed.pk).update(owner=chen)
    with pytest.raises(Stale):
        actions.assign_topic(topic=stale, owner=lin, by=chen)


def test_bulk_does_what_it_may_and_tells_the_rest(client_of, lin: Member, chen: Member, account) -> None:
    good = testing.make_topic(lin, title="甲", state=TopicState.PROPOSED)
    closed = testing.make_topic(lin, title="乙", state=TopicState.DONE)
    address = reverse("content:topics_bulk")
    assert client_of(lin).post(address, {"deed": "adopt", "ids": [good.pk]}).status_code == 403

    answer = client_of(chen).post(address, {"deed": "adopt", "ids": [good.pk, closed.pk]}, follow=True)

    assert Topic.objects.get(pk=good.pk).state == TopicState.ADOPTED
    assert "《乙》" in answer.content.decode()


def test_a_board_move_comes_back_to_the_board_and_an_outside_address_does_not(
    client_of, proposed: Topic, chen: Member
) -> None:
    address = reverse("content:topic_adopt", args=[proposed.pk])
    answer = client_of(chen).post(address, {"back": "/content/topics/?view=board"})
    assert answer.headers["Location"] == "/content/topics/?view=board"

    other = client_of(chen).post(reverse("content:topic_decide", args=[proposed.pk, "drop"]), {"back": "//evil.example", "reason": "热点已过"})  # fmt: skip
    assert other.headers["Location"] == proposed.get_absolute_url()


def test_topics_without_a_day_are_listed_found_and_start_without_a_window(client_of, lin: Member, chen: Member) -> None:
    topic = actions.propose_topic(
        title="门店故事", theme="一家店", form="short_video", source="feedback", unit=testing.unit_of(lin), owner=lin, planned_on=None, by=lin
    )  # fmt: skip
    client = client_of(lin)
    for query in ("", "?undated=on", "?source=feedback&form=short_video"):
        assert "门店故事" in client.get(f"/content/topics/{query}").content.decode()
    assert "门店故事" not in client.get("/content/topics/?month=2027-01").content.decode().split("<tbody>")[1]

    actions.adopt_topic(topic=topic, by=chen)
    assert actions.start_draft(topic=topic, by=lin).window_start is None


def test_a_look_alike_is_warned_of_once_and_may_be_proposed_anyway(client_of, proposed: Topic, lin: Member) -> None:
    words = {
        "title": "蒙顶春茶的开采", "theme": "x", "form": "article", "source": "hot", "unit": proposed.unit_id, "owner": lin.pk,
    }  # fmt: skip
    client, address = client_of(lin), reverse("content:topic_new")

    first = client.post(address, words)
    assert first.status_code == 422 and first.context["alike"][0].topic == proposed
    assert client.post(address, words | {"anyway": "on"}).status_code == 302


def test_a_material_is_settled_by_its_collector_and_hidden_from_strangers(
    client_of, proposed: Topic, lin: Member, chen: Member, sun: Member
) -> None:
    row = actions.add_topic_material(topic=proposed, name="开采现场照片", kind="picture", owner=lin, by=chen)
    address = reverse("content:topic_material_settle", args=[proposed.pk, row.pk])

    assert client_of(sun).post(address, {"state": "collected"}).status_code == 404
    client_of(lin).post(address, {"state": "collected"})

    row.refresh_from_db()
    assert row.state == "collected" and Notice.objects.filter(member=lin, title__contains="开采现场照片").exists()


@pytest.mark.parametrize(
    ("rule", "after", "expected"),
    [
        ({"rhythm": Rhythm.WEEKLY, "weekday": 1}, dt.date(2026, 11, 3), dt.date(2026, 11, 10)),
        ({"rhythm": Rhythm.FORTNIGHTLY, "weekday": 1}, dt.date(2026, 11, 3), dt.date(2026, 11, 17)),
        ({"rhythm": Rhythm.MONTHLY, "weekday": 4, "ordinal": 4}, dt.date(2026, 11, 27), dt.date(2026, 12, 25)),
        ({"rhythm": Rhythm.MONTHLY, "weekday": 0, "ordinal": 1}, dt.date(2026, 12, 7), dt.date(2027, 1, 4)),
        ({"rhythm": Rhythm.WEEKLY, "weekday": 1}, dt.date(2026, 1, 1), dt.date(2026, 11, 3)),
    ],
)
def test_a_series_knows_its_next_day(rule: dict, after: dt.date, expected: dt.date) -> None:
    series = PlanningSeries(first_on=dt.date(2026, 11, 2), begins_at=dt.time(9), **rule)

    assert queries.next_day(series, after) == expected


def test_the_clock_calls_the_next_meeting_once(proposed: Topic, lin: Member, chen: Member) -> None:
    from masthead.content.tasks import planning_tick

    actions.set_series(
        unit=proposed.unit, invited=[lin], by=chen, name="周策划会", organiser=chen, rhythm=Rhythm.WEEKLY, weekday=0,
        ordinal=1, begins_at=dt.time(10), place="三楼", lead_days=5, first_on=MONDAY.date(),
    )  # fmt: skip

    with time_machine.travel(MONDAY - 3 * DAY):
        planning_tick()
        planning_tick()

    meeting = Meeting.objects.get(kind=MeetingKind.PLANNING)
    assert clock.china(meeting.start_at).time() == dt.time(10)
    assert set(meeting.attendance.values_list("member_id", flat=True)) == {lin.pk, chen.pk}


def test_the_agenda_gathers_each_thing_once(
    planning: PlanningMeeting, proposed: Topic, lin: Member, chen: Member
) -> None:
    assert [line.topic for line in queries.lines_of(planning)] == [proposed]
    another = testing.make_topic(lin, title="另一个", state=TopicState.PROPOSED)

    assert actions.assemble_agenda(planning=planning, by=chen) == 1
    assert actions.assemble_agenda(planning=planning, by=chen) == 0
    assert queries.lines_of(planning)[-1].topic == another
    with pytest.raises(NotPermitted):
        actions.assemble_agenda(planning=planning, by=lin)


def test_a_decision_in_the_meeting_is_the_topics_own_deed(
    client_of, planning: PlanningMeeting, proposed: Topic, lin: Member, chen: Member, sun: Member
) -> None:
    line = AgendaLine.objects.get(planning=planning)
    address = reverse("content:line_decide", args=[planning.pk, line.pk])
    assert client_of(chen).post(address, {"deed": "adopt"}).status_code == 422  # not opened yet
    opened(planning, chen, lin)

    assert client_of(sun).post(address, {"deed": "adopt"}).status_code == 404
    assert client_of(lin).post(address, {"deed": "adopt"}).status_code == 403
    client_of(chen).post(address, {"deed": "adopt", "reason": "明前必发"})

    proposed.refresh_from_db()
    assert (proposed.state, proposed.decided_in) == (TopicState.ADOPTED, planning.meeting)
    assert AgendaLine.objects.get(pk=line.pk).outcome == "adopted"
    assert Event.objects.filter(name="content:topic:adopted").count() == 1


def test_two_scribes_do_not_overwrite_each_other(
    client_of, planning: PlanningMeeting, lin: Member, chen: Member
) -> None:
    opened(planning, chen, lin)
    line = AgendaLine.objects.get(planning=planning)
    address = reverse("content:line_words", args=[planning.pk, line.pk])
    wanted = {"headers": {"accept": "application/json"}}
    assert client_of(lin).post(address, {"words": "先拍茶园", "serial": 0}, **wanted).json() == {"serial": 1}

    late = client_of(chen).post(address, {"words": "改到三月", "serial": 0}, **wanted)

    assert late.status_code == 409 and late.json()["words"] == "先拍茶园"
    assert AgendaLine.objects.get(pk=line.pk).words == "先拍茶园"


def test_minutes_are_made_of_the_lines_approved_by_the_leader_and_sent(
    planning: PlanningMeeting, lin: Member, chen: Member, zheng: Member
) -> None:
    planning = opened(planning, chen, lin)
    line = queries.get_line_of(planning, AgendaLine.objects.get().pk)
    actions.decide_line(planning=planning, line=line, deed="adopt", reason="明前必发", by=chen)
    actions.keep_words(planning=planning, line=line, words="林负责拍摄", serial=0, by=lin)

    meeting = actions.compose_minutes(planning=planning, by=chen)
    assert "《蒙顶春茶开采》：采纳（明前必发）。林负责拍摄" in meeting.minutes
    collab.submit_minutes(meeting=meeting, by=chen)
    with pytest.raises(RuleBroken):
        actions.decide_line(planning=planning, line=line, deed="note", by=chen)
    approve(meeting, zheng)

    assert Meeting.objects.get().state == MeetingState.APPROVED
    assert Notice.objects.filter(member=lin, title__contains="纪要已批准").exists()


def test_who_is_not_asked_does_not_find_the_meeting(
    client_of, planning: PlanningMeeting, lin: Member, wu: Member
) -> None:
    assert client_of(lin).get(planning.get_absolute_url()).status_code == 200
    assert client_of(wu).get(planning.get_absolute_url()).status_code == 404


def test_an_idea_becomes_a_topic_and_its_author_is_told(client_of, lin: Member, wu: Member) -> None:
    idea = make_idea(wu)
    address = reverse("content:idea_to_topic", args=[idea.pk])
    assert client_of(wu).post(address, {"unit": testing.unit_of(lin).pk}).status_code == 403

    client_of(lin).post(address, {"unit": testing.unit_of(lin).pk})

    topic = Topic.objects.get()
    assert (topic.origin_kind, topic.origin_id, topic.origin_url) == ("collab.idea", idea.pk, idea.get_absolute_url())
    assert Notice.objects.filter(member=wu, url=topic.get_absolute_url()).exists()


def test_a_verdict_waits_for_the_figure_of_every_arm(draft, lin: Member, chen: Member, wu: Member, account) -> None:
    experiment = make_experiment(make_idea(wu), chen, lin)
    with pytest.raises(BadInput):
        actions.set_arms(experiment=experiment, arms=[actions.Arm("只有一个")], figure="reads", by=lin)
    arms = [actions.Arm("带海拔", draft=draft), actions.Arm("不带", account=account)]
    actions.set_arms(experiment=experiment, arms=arms, figure="open_rate", by=lin)
    collab.measure_experiment(experiment=experiment, result="感觉不错", by=lin)
    with pytest.raises(RuleBroken, match="带海拔"):
        collab.conclude_experiment(experiment=experiment, conclusion="effective", words="数字明显", by=chen)

    actions.measure_arms(experiment=experiment, measured={1: (Decimal("8.2"), 1200), 2: (Decimal("5.1"), None)}, by=lin)
    experiment.refresh_from_db()
    assert "带海拔 8.2（样本 1200）" in experiment.result
    collab.conclude_experiment(experiment=experiment, conclusion="effective", words="数字明显", by=chen)
    assert queries.quarters(lin)[0].concluded == 1


def sheet(*rows: list) -> bytes:
    return write_table("选题", ["选题", "主题与角度", "形式", "计划发布日", "目标账号"], rows)


def test_a_list_is_previewed_and_nothing_is_proposed_before_the_confirmation(
    client_of, lin: Member, sun: Member, account, proposed: Topic
) -> None:
    data = sheet(
        ["冬茶怎么存", "写给新手", "图文", clock.today() + 9 * DAY, account.name],
        ["", "没有标题", "图文", "", ""],
        ["蒙顶春茶开采", "同名", "连环画", "", "没有的号"],
    )
    one = actions.read_topics(data=data, name="十二月.xlsx", by=lin)

    assert (one.wrong_count, Topic.objects.count()) == (2, 1)
    assert one.rows[2]["errors"].keys() == {"form", "accounts"} and "已有同名" in one.rows[2]["warnings"][0]
    with pytest.raises(NotThere):
        queries.get_topic_import_for(sun, one.pk)

    client_of(lin).post(reverse("content:topic_import_deed", args=[one.pk, "confirm"]))
    made = Topic.objects.get(title="冬茶怎么存")
    assert (made.state, list(made.accounts.all())) == (TopicState.PROPOSED, [account])
    with pytest.raises(Stale):
        actions.confirm_topics(one=TopicImport.objects.get(), by=lin)


@pytest.mark.parametrize("key", ["3.3.1.complete", "3.3.1.met", "3.3.1.minutes", "1.3.4.tried", "1.3.4.figures"])
def test_each_probe_notices_its_seeded_violation(cast: object, key: str) -> None:
    days = PROBES[key].window_days

    assert catches_its_violation(PROBES[key], Window(clock.now() - days * DAY, clock.now()))


def test_the_live_page_costs_the_same_for_any_number_of_lines(
    client_of, planning: PlanningMeeting, lin: Member, chen: Member, account
) -> None:
    client, address = client_of(chen), planning.get_absolute_url()

    def cost() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    few = cost()
    for n in range(8):
        testing.make_topic(lin, title=f"选题{n}", accounts=[account], state=TopicState.PROPOSED)
    actions.assemble_agenda(planning=planning, by=chen)

    assert cost() == few <= 22
