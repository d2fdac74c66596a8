"""Pages: they open for those in scope, keep their query budget, and say the next step."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from masthead.content import actions, testing
from masthead.content.models import Draft, Topic
from masthead.content.states import DraftState, TopicState
from masthead.core import clock
from masthead.core.errors import NotPermitted, RuleBroken
from masthead.org.models import Member


def many(lin: Member, account, count: int) -> None:
    topic = testing.make_topic(lin, accounts=[account])
    moment = clock.now()
    for n in range(count):
        draft = Draft.objects.create(
            topic=topic,
            unit=topic.unit,
            title=f"春茶稿件{n}",
            author=lin,
            started_at=moment,
            updated_at=moment - dt.timedelta(minutes=n),
        )
        draft.accounts.add(account)
        testing.make_topic(lin, title=f"选题{n}", accounts=[account], state=TopicState.PROPOSED)


def queries_of(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


@pytest.mark.parametrize(
    "address",
    ["/content/drafts/", "/content/topics/", "/content/topics/?view=board", "/content/drafts/?state=draft&q=春"],
)
def test_lists_cost_the_same_for_any_number_of_rows(client_of, lin: Member, account, address: str) -> None:
    many(lin, account, 2)
    few = queries_of(client_of(lin), address)
    many(lin, account, 30)

    assert (
        queries_of(client_of(lin), address) == few <= 20
        if "board" in address
        else queries_of(client_of(lin), address) == few <= 15
    )


def test_the_list_counts_nothing(client_of, lin: Member, account) -> None:
    many(lin, account, 3)
    with CaptureQueriesContext(connection) as seen:
        client_of(lin).get("/content/drafts/")

    assert not [q for q in seen.captured_queries if "COUNT(" in q["sql"] and "content_draft" in q["sql"]]


def test_the_second_page_follows_by_cursor(client_of, lin: Member, account) -> None:
    many(lin, account, 30)
    client = client_of(lin)
    first = client.get("/content/drafts/").context["page"]

    second = client.get(f"/content/drafts/?cursor={first.next}").context["page"]

    assert len(first.rows) == 25 and not {d.pk for d in first.rows} & {d.pk for d in second.rows}


def test_the_detail_page_stays_in_its_budget(client_of, draft: Draft, lin: Member, chen: Member, reviewable) -> None:
    for n in range(6):
        testing.save_text(draft, chen if n % 2 else lin, title=f"第{n}稿")

    assert queries_of(client_of(lin), draft.get_absolute_url()) <= 15
    assert queries_of(client_of(lin), reverse("content:draft_edit", args=[draft.pk])) <= 15
    assert queries_of(client_of(lin), reverse("content:draft_submit", args=[draft.pk])) <= 17


def test_nothing_of_another_department_is_listed_or_opened(
    client_of, draft: Draft, sun: Member, outsider: Member
) -> None:
    client = client_of(sun)

    assert list(client.get("/content/drafts/").context["page"].rows) == []
    for name in ("draft", "revisions", "draft_edit", "draft_submit", "draft_release", "draft_preview"):
        assert client.get(reverse(f"content:{name}", args=[draft.pk])).status_code == 404
    assert client_of(outsider).get("/content/drafts/").status_code == 403


@pytest.mark.parametrize(
    "name",
    [
        "draft",
        "draft_edit",
        "draft_submit",
        "draft_release",
        "draft_coauthors",
        "word_import",
        "revisions",
        "draft_preview",
        "draft_review",
        "draft_path",
    ],
)
def test_every_page_of_a_draft_opens_for_its_author(
    client_of, draft: Draft, lin: Member, reviewable, name: str
) -> None:
    assert client_of(lin).get(reverse(f"content:{name}", args=[draft.pk])).status_code == 200


def test_each_person_sees_one_next_step(client_of, draft: Draft, lin: Member, zhou: Member, reviewable) -> None:
    def step(member: Member) -> str:
        return client_of(member).get(draft.get_absolute_url()).context["step"].label

    assert (step(lin), step(zhou)) == ("提交审核", "")
    actions.submit_draft(draft=draft, by=lin)
    assert (step(lin), step(zhou)) == ("撤回", "去审核")


def test_withdrawing_brings_the_draft_back(client_of, draft: Draft, lin: Member, reviewable, fresh) -> None:
    client = client_of(lin)
    client.post(reverse("content:draft_submit", args=[draft.pk]))

    client.post(reverse("content:draft_withdraw", args=[draft.pk]), {"reason": "标题写错了"})

    assert fresh(draft).state == DraftState.DRAFT
    assert fresh(draft).rounds.get().outcome == "withdrawn"


def test_a_topic_goes_from_proposal_to_draft(client_of, lin: Member, chen: Member, account) -> None:
    client = client_of(lin)
    words = {
        "title": "普洱仓储",
        "theme": "干仓与湿仓",
        "form": "article",
        "source": "business",
        "planned_on": "2027-03-12",
    }
    client.post(
        reverse("content:topic_new"),
        words | {"unit": testing.unit_of(lin).pk, "owner": lin.pk, "accounts": [account.pk]},
    )
    topic = Topic.objects.get()
    assert client.post(reverse("content:topic_adopt", args=[topic.pk])).status_code == 403

    client_of(chen).post(reverse("content:topic_adopt", args=[topic.pk]))
    client.post(reverse("content:draft_new"), {"topic": topic.pk})

    draft = Draft.objects.get()
    assert Topic.objects.get().state == TopicState.IN_PROGRESS
    assert clock.china(draft.window_start).isoformat() == "2027-03-12T09:00:00+08:00"


def test_a_topic_cannot_be_proposed_for_another_department_or_account(
    lin: Member, sun: Member, foreign_account
) -> None:
    words = {
        "title": "x",
        "theme": "x",
        "form": "article",
        "source": "hot",
        "owner": lin,
        "planned_on": clock.today(),
        "by": lin,
    }

    with pytest.raises(NotPermitted):
        actions.propose_topic(**words, unit=testing.unit_of(sun))
    with pytest.raises(NotPermitted, match="云岭优选"):
        actions.propose_topic(**words, unit=testing.unit_of(lin), accounts=[foreign_account])


def test_dropping_a_topic_needs_a_reason(client_of, lin: Member, chen: Member) -> None:
    topic = testing.make_topic(lin)
    client = client_of(chen)
    assert client.post(reverse("content:topic_drop", args=[topic.pk]), {"reason": ""}).status_code == 422

    client.post(reverse("content:topic_drop", args=[topic.pk]), {"reason": "热点已过"})

    assert Topic.objects.get().state == TopicState.DROPPED
    with pytest.raises(RuleBroken):
        actions.start_draft(topic=topic, by=lin)


def test_release_form_answers_htmx_with_its_fragment(client_of, draft: Draft, lin: Member, account) -> None:
    plan = {"accounts": [account.pk], "window_start": "2027-03-12T09:00", "window_end": "2027-03-12T08:00"}
    client, address = client_of(lin, htmx=True), reverse("content:draft_release", args=[draft.pk])
    assert client.post(address, plan).status_code == 422

    answer = client.post(address, plan | {"window_end": "2027-03-12T18:00"})

    assert answer.status_code == 200 and b"<html" not in answer.content
    assert "content:draft:release_arranged" in answer.headers["HX-Trigger"]


def test_workbench_cards_show_what_waits(draft: Draft, lin: Member, chen: Member) -> None:
    from masthead.content.queries import my_drafts, returned_to_me

    assert [i.title for i in my_drafts(lin).items] == [draft.title]
    assert returned_to_me(lin) is None and my_drafts(chen).count == 0
