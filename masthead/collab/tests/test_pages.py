"""Pages: they open for those in scope, keep their budget, lose nothing that was typed, answer HTMX with the fragment."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from masthead.collab import actions, queries, testing
from masthead.collab.models import Comment, CrossRequest, Decision, Idea, Meeting, Ticket
from masthead.core import clock

LISTS = ["ideas", "requests", "tickets", "meetings", "decisions", "mentions"]


def cost(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def many(cast, count: int) -> None:
    """Rows behind every list."""
    lin, chen, zheng, zhou, sun = (cast.people[n] for n in ("lin", "chen", "zheng", "zhou", "sun"))
    now = clock.now()
    for n in range(count):
        testing.make_idea(lin, title=f"创意{n}")
        testing.make_ticket(lin, title=f"工单{n}")
        request = testing.make_request(lin, cast.units["技术部"], title=f"请求{n}")
        minute = now + n * testing.DAY
        actions.add_comment(
            kind="collab.crossrequest", target_id=request.pk, body="@周明远 看", by=zhou if n % 2 else lin, at=minute
        )
        meeting = testing.make_meeting(chen, title=f"例会{n}")
        testing.hand_in(testing.hold(meeting, chen, chen, sun), chen, lin)
        testing.approve(meeting, zheng)


@pytest.mark.parametrize("name", LISTS)
def test_lists_cost_the_same_for_any_number_of_rows(client_of, cast, zhou, name):
    many(cast, 2)
    few = cost(client_of(zhou), reverse(f"collab:{name}"))
    many(cast, 8)

    assert cost(client_of(zhou), reverse(f"collab:{name}")) == few <= 15


def test_the_second_page_follows_by_cursor(client_of, lin):
    for n in range(30):
        testing.make_idea(lin, title=f"创意{n}")
    client = client_of(lin)
    first = client.get(reverse("collab:ideas")).context["page"]
    second = client.get(f"{reverse('collab:ideas')}?cursor={first.next}").context["page"]

    assert len(first.rows) == 25 and len(second.rows) == 5


@pytest.mark.parametrize("person", ["lin", "he", "zheng", "chen"])
def test_details_stay_in_their_budget(client_of, cast, request_, ticket, idea, decision, person):
    client = client_of(cast.people[person])
    for thing in (request_, ticket, idea, decision, decision.meeting):
        assert cost(client, thing.get_absolute_url()) <= 15, thing


def test_an_empty_list_says_what_to_do(client_of, lin):
    for name in ("ideas", "requests", "tickets", "meetings"):
        assert "empty__title" in client_of(lin).get(reverse(f"collab:{name}")).content.decode()


def test_filters_narrow_and_a_wrong_value_does_not_break(client_of, lin, idea):
    client = client_of(lin)

    assert not client.get(f"{reverse('collab:ideas')}?state=shelved").context["page"].rows
    assert client.get(f"{reverse('collab:ideas')}?state=nonsense&q=海拔").context["page"].rows == [idea]


def test_a_new_thing_is_made_and_shown(client_of, lin, chen, units):
    client = client_of(lin)
    idea = client.post(reverse("collab:idea_new"), {"title": "写海拔", "text": "试试"})
    ticket = {"kind": "fault", "category": "system", "priority": "low", "title": "慢", "text": "打开慢"}
    request = {"title": "主图", "to_unit": units["技术部"].pk, "kind": "design", "text": "要两张"}
    meeting = {"title": "例会", "start_at": "2030-01-07T10:00", "place": "三楼", "agenda": "一\n二\n"}

    assert idea.headers["Location"] == Idea.objects.get().get_absolute_url()
    assert (
        client.post(reverse("collab:ticket_new"), ticket).headers["Location"] == Ticket.objects.get().get_absolute_url()
    )
    assert client.post(reverse("collab:request_new"), request).status_code == 302 and CrossRequest.objects.exists()
    assert client_of(chen).post(reverse("collab:meeting_new"), meeting).status_code == 302
    assert Meeting.objects.get().agenda.count() == 2


def test_what_is_refused_keeps_what_was_typed(client_of, lin, chen, units):
    client = client_of(lin)
    past = {"title": "例会甲", "start_at": "2020-01-07T10:00", "place": "三楼", "agenda": "一"}

    answer = client_of(chen).post(reverse("collab:meeting_new"), past)
    assert answer.status_code == 422 and "例会甲" in answer.content.decode() and "已经过去" in answer.content.decode()
    answer = client.post(reverse("collab:idea_new"), {"title": "只有标题", "text": ""})
    assert answer.status_code == 422 and "只有标题" in answer.content.decode()


def deed(kind, thing, word):
    return reverse(f"collab:{kind}_deed", args=[thing.pk, word])


def test_a_deed_with_words_loses_none_of_them(client_of, he, lin, request_):
    actions.take_request(request=request_, words="", by=he)
    actions.add_request_task(request=request_, title="选图", owner=lin, due_on=clock.today(), by=he)
    answer = client_of(he).post(deed("request", request_, "finish"), {"reason": "都在素材库"})

    assert answer.status_code == 422 and "都在素材库" in answer.content.decode() and "未完成" in answer.content.decode()


def test_htmx_gets_the_form_alone(client_of, he, request_):
    page = client_of(he, htmx=True).post(deed("request", request_, "decline"), {"reason": ""})

    assert page.status_code == 422 and "<html" not in page.content.decode() and 'id="ask"' in page.content.decode()


def test_the_deeds_of_a_request_over_http(client_of, he, lin, zhou, sun, outsider, request_):
    take = deed("request", request_, "take")
    assert client_of(sun).post(take, {}).status_code == 404
    assert client_of(outsider).post(take, {}).status_code == 403
    assert client_of(zhou).post(take, {}).status_code == 403
    assert client_of(he).post(take, {"reason": "周三"}).status_code == 302
    assert client_of(he).get(deed("request", request_, "nonsense")).status_code == 404
    assert client_of(he).post(deed("request", request_, "start")).status_code == 302
    task = {"title": "选图", "owner": lin.pk, "due_on": "2030-01-07"}
    assert client_of(he).post(deed("request", request_, "task"), task).status_code == 302
    done = reverse("collab:task_done", args=[request_.pk, request_.tasks.get().pk])
    assert client_of(zhou).post(done).status_code == 403 and client_of(lin).post(done).status_code == 302
    assert client_of(he).post(deed("request", request_, "finish"), {"reason": "给了"}).status_code == 302


def test_the_deeds_of_a_ticket_over_http(client_of, he, lin, zhou, sun, ticket):
    assert client_of(sun).post(deed("ticket", ticket, "take")).status_code == 404
    assert client_of(zhou).post(deed("ticket", ticket, "take")).status_code == 403
    assert client_of(he).post(deed("ticket", ticket, "take")).status_code == 302
    words = {"ask_back": "哪台？", "resolve": "好了"}
    assert client_of(he).post(deed("ticket", ticket, "ask_back"), {"reason": words["ask_back"]}).status_code == 302
    assert client_of(lin).post(deed("ticket", ticket, "answer"), {"reason": "三楼那台"}).status_code == 302
    assert (
        client_of(he).post(deed("ticket", ticket, "priority"), {"priority": "urgent", "reason": "急"}).status_code
        == 302
    )
    assert client_of(he).post(deed("ticket", ticket, "assign"), {"assignee": he.pk}).status_code == 302
    assert client_of(he).post(deed("ticket", ticket, "resolve"), {"reason": words["resolve"]}).status_code == 302
    assert client_of(lin).post(deed("ticket", ticket, "rate"), {"score": 4, "words": "行"}).status_code == 302
    assert Ticket.objects.get().score == 4


def test_the_deeds_of_an_idea_over_http(client_of, idea, lin, chen, zheng, wu, sun):
    assert client_of(wu).post(deed("idea", idea, "vote")).status_code == 302
    assert client_of(wu).post(deed("idea", idea, "unvote")).status_code == 302
    assert client_of(lin).post(deed("idea", idea, "discuss"), {"reason": "好"}).status_code == 403
    assert client_of(sun).post(deed("idea", idea, "discuss"), {"reason": "好"}).status_code == 403
    assert client_of(chen).post(deed("idea", idea, "discuss"), {"reason": "好"}).status_code == 302
    today = clock.today().isoformat()
    adopt = {
        "hypothesis": "高",
        "variants": "甲乙",
        "metric": "打开率",
        "owner": wu.pk,
        "start_on": today,
        "end_on": today,
    }
    assert client_of(chen).post(deed("idea", idea, "adopt"), adopt).status_code == 302
    assert client_of(wu).post(deed("idea", idea, "measure"), {"result": "5.1"}).status_code == 302
    assert (
        client_of(zheng).post(deed("idea", idea, "conclude"), {"conclusion": "effective", "words": "高"}).status_code
        == 302
    )
    assert "有效" in client_of(lin).get(idea.get_absolute_url()).content.decode()


def test_a_meeting_from_call_to_decision_over_http(client_of, chen, sun, zheng, lin, outsider):
    start = clock.now()
    meeting = testing.make_meeting(chen, start_at=start, at=start - testing.DAY)
    assert client_of(lin).get(meeting.get_absolute_url()).status_code == 404
    assert client_of(outsider).get(meeting.get_absolute_url()).status_code == 403
    assert client_of(chen).post(deed("meeting", meeting, "agenda"), {"title": "加一项"}).status_code == 302
    item = meeting.agenda.get(number=3)
    assert client_of(chen).post(reverse("collab:agenda_remove", args=[meeting.pk, item.pk])).status_code == 302
    for member in (chen, zheng):
        assert client_of(member).post(deed("meeting", meeting, "sign")).status_code == 302
    assert client_of(sun).post(deed("meeting", meeting, "excuse"), {"reason": "出差"}).status_code == 302
    assert client_of(chen).post(deed("meeting", meeting, "hold")).status_code == 302
    assert client_of(chen).post(deed("meeting", meeting, "minutes"), {"minutes": "同意"}).status_code == 302
    given = {"text": "做成", "owner": lin.pk, "due_on": "2030-01-07"}
    for _ in range(2):
        assert client_of(chen).post(deed("meeting", meeting, "decision"), given).status_code == 302
    spare = Decision.objects.latest("pk")
    assert client_of(chen).post(reverse("collab:decision_remove", args=[meeting.pk, spare.pk])).status_code == 302
    assert client_of(chen).post(deed("meeting", meeting, "submit")).status_code == 302
    meeting.refresh_from_db()
    case = client_of(zheng).get(f"/approvals/cases/{meeting.case_id}/")
    assert case.status_code == 200 and "做成" in case.content.decode()
    (decision,) = testing.approve(meeting, zheng)
    assert client_of(lin).post(deed("decision", decision, "report"), {"progress": 100, "note": "好"}).status_code == 302
    assert client_of(lin).post(deed("decision", decision, "confirm")).status_code == 403
    assert client_of(chen).post(deed("decision", decision, "confirm")).status_code == 302


def test_the_next_step_is_one_verb(client_of, he, lin, zhou, request_, idea, chen, sun, zheng):
    def step(member, thing):
        found = client_of(member).get(thing.get_absolute_url()).context["step"]
        return str(found.label) if found else ""

    assert step(he, request_) == "受理" and step(zhou, request_) == ""
    meeting = testing.hand_in(testing.hold(testing.make_meeting(chen), chen, chen, sun), chen, lin)
    assert [step(m, meeting) for m in (zheng, chen, sun)] == ["去批准", "查看审批", ""]
    assert step(zhou, idea) == "投一票" and step(chen, idea) == "记录讨论意见"


def test_a_discussion_is_a_panel_for_htmx_and_a_page_without(client_of, request_, lin, sun):
    address = reverse("collab:comments_collab_crossrequest", args=[request_.pk])
    panel = client_of(lin, htmx=True).post(address, {"body": "头像要换"})

    assert panel.status_code == 200 and "<html" not in panel.content.decode() and "头像要换" in panel.content.decode()
    assert panel.headers["HX-Trigger"] == "collab:comment:added"
    assert client_of(lin).post(address, {"body": "还有简介"}).status_code == 302
    assert "<html" in client_of(lin).get(address).content.decode()
    assert (
        client_of(sun).get(address).status_code == 404
        and client_of(sun).post(address, {"body": "x"}).status_code == 404
    )


def test_a_refused_reply_stays_in_its_box(client_of, request_, lin):
    address = reverse("collab:comments_collab_crossrequest", args=[request_.pk])
    client = client_of(lin, htmx=True)
    client.post(address, {"body": "头像要换"})
    answer = client.post(address, {"body": "@孙博文 看", "parent": Comment.objects.get().pk})

    assert (
        answer.status_code == 422
        and "@孙博文 看" in answer.content.decode()
        and 'thread__answer" open' in answer.content.decode()
    )


def test_a_comment_is_edited_withdrawn_settled_over_http(client_of, request_, lin, zhou, sun):
    comment = actions.add_comment(kind="collab.crossrequest", target_id=request_.pk, body="头像要换", by=lin)
    edit = reverse("collab:comment_edit", args=[comment.pk])
    assert client_of(sun).get(edit).status_code == 404
    assert client_of(zhou).post(edit, {"body": "改别人的"}).status_code == 403
    assert client_of(lin).post(edit, {"body": "头像和简介"}).status_code == 302
    go = client_of(zhou).get(reverse("collab:comment_go", args=[comment.pk]))
    assert go.headers["Location"].endswith(f"#comment-{comment.pk}")
    for word in ("resolve", "reopen"):
        assert client_of(zhou).post(reverse("collab:comment_deed", args=[comment.pk, word])).status_code == 302
    withdraw = reverse("collab:comment_deed", args=[comment.pk, "withdraw"])
    assert client_of(zhou).post(withdraw).status_code == 403
    panel = client_of(lin, htmx=True).post(withdraw)
    assert "已撤回" in panel.content.decode() and "头像" not in panel.content.decode()


def test_a_long_discussion_costs_what_a_short_one_costs(client_of, request_, lin, chen):
    address = reverse("collab:comments_collab_crossrequest", args=[request_.pk])
    say = {"kind": "collab.crossrequest", "target_id": request_.pk}
    for n in range(2):
        first = actions.add_comment(body=f"第{n}条", by=lin, at=clock.now() + n * testing.DAY, **say)
        actions.add_comment(body="答", by=chen, parent=first, at=clock.now() + n * testing.DAY, **say)
    few = cost(client_of(lin), address)
    for n in range(2, 20):
        first = actions.add_comment(body=f"第{n}条", by=lin, at=clock.now() + n * testing.DAY, **say)
        actions.edit_comment(comment=first, body=f"第{n}条改", by=lin)

    assert cost(client_of(lin), address) == few <= 15


def test_the_picker_answers_with_names(client_of, request_, lin, sun):
    address = reverse("collab:people", args=["collab_crossrequest", request_.pk])

    assert "周明远" in client_of(lin).get(f"{address}?q=周").content.decode()
    assert client_of(sun).get(address).status_code == 404


def test_target_times_are_changed_on_their_page(client_of, zheng, chen):
    page = reverse("collab:targets")
    assert client_of(chen).get(page).status_code == 403
    assert client_of(zheng).post(page, {"area": "ticket", "key": "urgent", "hours": "1.5"}).status_code == 302
    assert client_of(zheng).post(page, {"area": "ticket", "key": "urgent", "hours": "很久"}).status_code == 422

    assert queries.target_minutes("ticket", "urgent") == 90


def test_the_workbench_shows_what_waits(client_of, request_, ticket, decision, he, lin):
    assert (
        "春茶节主视觉" in client_of(he).get("/").content.decode()
        and "上传图片失败" in client_of(he).get("/").content.decode()
    )
    assert decision.text in client_of(lin).get("/").content.decode()


def test_the_leader_sees_disputes_on_the_workbench(client_of, request_, he, lin, zheng):
    assert request_.get_absolute_url() not in client_of(zheng).get("/").content.decode()
    actions.decline_request(request=request_, reason="排满", by=he)
    actions.ask_leader(request=request_, reason="急", by=lin)

    home = client_of(zheng).get("/").content.decode()
    assert request_.get_absolute_url() in home
