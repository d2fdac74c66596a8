"""Remarks on the text: they hold on to their words, must be answered where a reviewer says so, and a suggestion is taken over with one click."""

import pytest
from django.urls import reverse

from masthead.approvals import actions as approvals
from masthead.approvals.models import Task
from masthead.content import actions, queries, testing
from masthead.content.actions import Remark
from masthead.content.documents import Hold, plain_text
from masthead.content.models import Annotation, AnnotationState, Draft, WorkingCopy
from masthead.core.errors import BadInput, NotPermitted, RuleBroken, Stale
from masthead.org.models import Member

HX = {"headers": {"HX-Request": "true"}}
S = AnnotationState


def remark_on(draft: Draft, by: Member, quote: str = "宁可等", **more) -> Annotation:
    draft = Draft.objects.select_related("revision").get(pk=draft.pk)
    at = plain_text(draft.revision.html).index(quote)
    body = more.pop("body", "请补充来源")
    return actions.annotate(revision=draft.revision, remark=Remark("body", at, at + len(quote), body, **more), by=by)


def returned(draft: Draft, lin: Member, zhou: Member) -> None:
    actions.submit_draft(draft=draft, by=lin)
    task = Task.objects.get(case__subject_id=draft.pk, assignee=zhou, state="pending")
    approvals.return_task(task=task, by=zhou, hash_seen=task.case.content_hash, comment="请看批注")
    draft.refresh_from_db()


def test_a_must_of_a_reviewer_is_answered_before_the_next_handing_in(
    draft: Draft, lin: Member, zhou: Member, reviewable, fresh
) -> None:
    must, own = remark_on(draft, zhou, blocking=True), remark_on(draft, lin, "倒春寒", blocking=True)
    assert (must.blocking, own.blocking) == (True, False)

    with pytest.raises(RuleBroken, match="1 条必须处理的批注没有答复"):
        actions.submit_draft(draft=fresh(draft), by=lin)
    actions.reply_to(annotation=must, body="来源是茶园日志", by=lin)

    must.refresh_from_db()
    assert must.state == S.ANSWERED
    actions.submit_draft(draft=fresh(draft), by=lin)
    with pytest.raises(NotPermitted):
        actions.settle_annotation(annotation=must, to=S.RESOLVED, by=lin)
    actions.settle_annotation(annotation=must, to=S.RESOLVED, by=zhou)
    actions.settle_annotation(annotation=must, to=S.OPEN, by=zhou)
    assert must.state == S.OPEN


def test_a_remark_follows_its_words_through_versions_and_is_never_lost(draft: Draft, lin: Member, zhou: Member) -> None:
    remark_on(draft, zhou, "宁可等")
    holds = []
    for html in (
        testing.BODY.replace("海拔一千二百米的", ""),
        testing.BODY.replace("宁可等", "宁可再等"),
        "<p>整篇重写，另起炉灶。</p>",
    ):
        testing.save_text(draft, lin, html=html)
        draft.refresh_from_db()
        (thread,) = queries.threads_of(zhou, draft, draft.revision)
        holds.append((thread.found.hold, thread.found.changed))

    assert holds == [(Hold.MOVED, False), (Hold.MOVED, True), (Hold.ORPHANED, False)]
    assert Annotation.objects.get().quote == "宁可等"


def test_a_suggestion_is_taken_over_with_one_click_and_makes_a_version(
    client_of, draft: Draft, lin: Member, zhou: Member, reviewable, fresh
) -> None:
    returned(draft, lin, zhou)
    suggestion = remark_on(draft, zhou, "放慢了脚步", replacement="<b>晚出</b>三天")
    before = fresh(draft).revision

    answer = client_of(lin).post(reverse("content:annotation_deed", args=[suggestion.pk]), {"deed": "accept"}, **HX)

    suggestion.refresh_from_db()
    now = Draft.objects.select_related("revision").get(pk=draft.pk).revision
    assert answer.status_code == 200 and 'id="review-text"' in answer.content.decode()
    assert (suggestion.state, suggestion.made_revision_id, now.number) == (S.ACCEPTED, now.pk, before.number + 1)
    assert "让芽头<b>晚出</b>三天。" in plain_text(now.html)
    assert (now.title, now.cover_id, now.digest) == (before.title, before.cover_id, before.digest)
    with pytest.raises(Stale):
        actions.accept_suggestion(annotation=suggestion, by=lin)


def test_a_suggestion_whose_words_are_gone_is_refused_clearly_and_stays_open(
    draft: Draft, lin: Member, zhou: Member, chen: Member
) -> None:
    suggestion = remark_on(draft, zhou, "放慢了脚步", replacement="晚出三天")
    testing.save_text(draft, lin, html=testing.BODY.replace("放慢了脚步", "停下了脚步"))

    with pytest.raises(Stale, match="已经改动"):
        actions.accept_suggestion(annotation=suggestion, by=lin)
    with pytest.raises(NotPermitted):
        actions.accept_suggestion(annotation=suggestion, by=zhou)
    with pytest.raises(BadInput):
        actions.settle_annotation(annotation=suggestion, to=S.DECLINED, by=lin, reason=" ")
    actions.settle_annotation(annotation=suggestion, to=S.DECLINED, by=lin, reason="原文已经改过")

    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.settled_by) == (S.DECLINED, lin)


def test_unsaved_words_and_a_running_review_keep_a_suggestion_waiting(
    draft: Draft, lin: Member, zhou: Member, reviewable, fresh
) -> None:
    suggestion = remark_on(draft, zhou, "放慢了脚步", replacement="晚出三天")
    actions.keep_working_copy(
        draft=draft, body={"html": "<p>写到一半</p>"}, base_revision=1, serial=0, window="w", by=lin
    )
    with pytest.raises(RuleBroken, match="还没有存为版本"):
        actions.accept_suggestion(annotation=suggestion, by=lin)
    assert WorkingCopy.objects.get().body["html"] == "<p>写到一半</p>"

    actions.discard_working_copy(draft=draft, by=lin)
    actions.submit_draft(draft=fresh(draft), by=lin)
    with pytest.raises(RuleBroken):
        actions.accept_suggestion(annotation=suggestion, by=lin)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"quote": "没有这几个字", "body": "x"}, "quote"),
        ({"quote": "的", "body": "多次出现"}, "quote"),
        ({"quote": "宁可等", "body": ""}, "body"),
        ({"quote": "宁可等", "part": "html", "body": "x"}, "part"),
    ],
)
def test_a_remark_that_cannot_be_placed_comes_back_with_the_words_typed(
    client_of, draft: Draft, zhou: Member, given: dict, why: str
) -> None:
    data = {"part": "body", "kind": "comment"} | given

    answer = client_of(zhou).post(reverse("content:annotations", args=[draft.pk]), data, **HX)

    assert answer.status_code == 422 and why in answer.context["form"].errors
    assert given["quote"] in answer.content.decode()
    assert not Annotation.objects.exists()


def test_the_page_takes_a_remark_without_scripts_and_hides_the_draft_from_others(
    client_of, draft: Draft, zhou: Member, wu: Member, sun: Member
) -> None:
    url = reverse("content:annotations", args=[draft.pk])
    words = {"part": "title", "quote": "单芽", "kind": "suggestion", "replacement": "一芽", "body": ""}

    assert client_of(zhou).post(url, words).status_code == 302
    page = client_of(zhou).get(url).content.decode()
    assert "<del>单芽</del><ins>一芽</ins>" in page
    assert client_of(wu).post(url, words).status_code == 403  # reads, neither writes nor reviews
    assert client_of(sun).get(url).status_code == 404
    deed = reverse("content:annotation_deed", args=[Annotation.objects.get().pk])
    assert client_of(sun).post(deed, {"deed": "resolve"}).status_code == 404
    assert client_of(zhou).post(deed, {"deed": "resolve"}, **HX).status_code == 200


HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


def test_hostile_words_in_a_remark_stay_words_wherever_they_are_shown(
    client_of, draft: Draft, lin: Member, zhou: Member, reviewable
) -> None:
    remark = remark_on(draft, zhou, "宁可等", body=HOSTILE)
    remark_on(draft, zhou, "倒春寒", body=HOSTILE, replacement=HOSTILE)
    actions.reply_to(annotation=remark, body=HOSTILE, by=lin)
    actions.submit_draft(draft=draft, by=lin)
    draft.refresh_from_db()
    pages = (reverse("content:annotations", args=[draft.pk]), reverse("approvals:case", args=[draft.case_id]))

    for url in pages:
        text = client_of(zhou).get(url).content.decode()
        assert "<script>alert" not in text and "<img src=x" not in text
        assert "&lt;script&gt;alert(1)" in text


def test_a_suggestion_that_is_taken_over_leaves_everything_else_as_it_was(
    draft: Draft, lin: Member, zhou: Member, account, tmp_path
) -> None:
    film = testing.make_film(draft, lin, tmp_path / "a.mp4")
    now = draft.revision
    words = {"title": now.title, "byline": now.byline, "digest": now.digest, "html": now.html, "cover": now.cover}
    before = actions.save_revision(
        draft=draft, by=lin, expected_revision=now.number, video=film.file, tags=["春茶"], settings={"theme": "tea"},
        variants={str(account.pk): {"title": "短标题", "text": "#春茶 开采了"}}, **words,
    )  # fmt: skip
    suggestion = remark_on(draft, zhou, "倒春寒", replacement="低温")

    after = actions.accept_suggestion(annotation=suggestion, by=lin)

    changed = {k for k, v in queries.words_payload(after).items() if v != queries.words_payload(before)[k]}
    assert (changed, after.number, "低温" in after.html) == ({"html"}, before.number + 1, True)
