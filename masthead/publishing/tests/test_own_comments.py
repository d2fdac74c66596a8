"""First comment and corrections: approved words, said once below the post; nobody publishes a note alone."""

import datetime as dt

import pytest

from masthead.accounts import queries as accounts_queries
from masthead.content import queries as content_queries
from masthead.content.models import Draft, Revision, Topic
from masthead.content.states import TopicState
from masthead.core import clock
from masthead.core.errors import BadInput, NotPermitted, RuleBroken, Stale
from masthead.notify.models import Notice
from masthead.platforms.registry import connector_for
from masthead.publishing import actions, engine, queries
from masthead.publishing.after_states import CommentState, CorrectionState
from masthead.publishing.models import Correction, OwnComment, SideCall
from masthead.publishing.states import PublicationState
from masthead.publishing.testing import look_now, schedule_now, send_out, with_first_comment
from masthead.publishing.tests.conftest import FIRST

pytestmark = pytest.mark.django_db
S, C = PublicationState, CommentState
NOTE = "更正：文中「海拔 1,200 米」应为「1,100 米」，特此致歉。"


def say_first(publication) -> OwnComment:
    look_now(publication)
    comment = OwnComment.objects.get(publication=publication)
    engine.say(comment.pk)
    comment.refresh_from_db()
    return comment


def again(comment: OwnComment) -> OwnComment:
    OwnComment.objects.filter(pk=comment.pk).update(next_try_at=clock.now(), lease_until=clock.now())
    engine.say(comment.pk)
    comment.refresh_from_db()
    return comment


def shown(platform, publication) -> list[str]:
    rows = platform.http.get(
        f"{platform.url_of('wordpress')}/wp-json/wp/v2/comments", params={"post": publication.remote["post_id"]}
    ).json()
    return [row["content"]["rendered"] for row in rows]


def test_the_first_comment_is_said_once_after_the_confirmation(site_out, platform):
    comment = say_first(site_out)
    engine.say(comment.pk)
    look_now(site_out)

    assert (comment.state, comment.text, site_out.state) == (C.DONE, FIRST, S.PUBLISHED)
    assert comment.remote_key
    assert len(shown(platform, site_out)) == 1
    assert site_out.attempts.count() == len(set(site_out.attempts.values_list("stage", flat=True)))


def test_the_first_comment_is_part_of_the_seal_and_of_what_is_checked(approved):
    before = approved.approved_hash
    sealed = with_first_comment(approved, FIRST)

    assert sealed.approved_hash != before
    parts = content_queries.parts_of(Revision.objects.get(pk=sealed.approved_revision_id))
    assert parts["first_comment"] == FIRST


def test_a_process_that_died_after_saying_it_does_not_say_it_twice(site_out, platform):
    look_now(site_out)
    comment = OwnComment.objects.get(publication=site_out)
    actions.begin_comment(comment_id=comment.pk)
    channel = accounts_queries.channel_of(site_out.account)
    key = connector_for("wordpress").comment_below(channel, dict(site_out.remote), comment.text, comment.key)

    assert again(comment).state == C.DONE
    assert comment.remote_key == key
    assert len(shown(platform, site_out)) == 1


def test_a_doubt_that_is_too_old_for_the_platforms_memory_goes_to_a_person(site_out, platform, he):
    look_now(site_out)
    comment = OwnComment.objects.get(publication=site_out)
    actions.begin_comment(comment_id=comment.pk)
    SideCall.objects.update(started_at=clock.now() - dt.timedelta(hours=2))

    assert again(comment).state == C.HANDED
    assert shown(platform, site_out) == []
    assert Notice.objects.filter(kind="publishing.comment", member=he).exists()


def test_where_the_platform_has_no_call_a_person_says_it_and_the_kit_tells(platform, approved, account, wu, quick):
    post = send_out(schedule_now(with_first_comment(approved, FIRST), account, by=wu))
    comment = say_first(post)
    assert (comment.state, post.state) == (C.HANDED, S.PUBLISHED)

    actions.note_comment_said(publication=post, comment=comment, by=wu)
    comment.refresh_from_db()
    assert (comment.state, comment.done_by) == (C.DONE, wu)
    page = queries.kit_page(post)
    assert any("首评" in line.text for line in page.lines)
    assert page.fields[-1].text == FIRST


def test_a_refused_comment_never_touches_the_publication(site_out, platform):
    platform.set_fault("http_500", "wp-json/wp/v2/comments", count=9)
    comment = say_first(site_out)

    assert comment.state in (C.UNKNOWN, C.WAITING)
    site_out.refresh_from_db()
    assert site_out.state == S.PUBLISHED


def test_a_correction_is_said_only_after_another_person_read_these_very_words(site_out, platform, wu, chen):
    note = actions.ask_correction(publication=site_out, text=NOTE, way="comment", by=wu)
    assert note.state == CorrectionState.ASKED
    assert Notice.objects.filter(kind="publishing.correction", member=chen).exists()

    with pytest.raises(Stale):
        actions.approve_correction(publication=site_out, number=1, hash_seen="0" * 64, by=chen)
    actions.approve_correction(publication=site_out, number=1, hash_seen=note.text_hash, by=chen)
    comment = OwnComment.objects.get(publication=site_out, kind="correction")
    engine.say(comment.pk)

    assert any("1,100" in text for text in shown(platform, site_out))
    with pytest.raises(RuleBroken):
        actions.approve_correction(publication=site_out, number=1, hash_seen=note.text_hash, by=chen)


def test_nobody_approves_a_correction_of_their_own_nor_without_the_right(site_out, chen, wu):
    note = actions.ask_correction(publication=site_out, text=NOTE, way="comment", by=chen)

    with pytest.raises(NotPermitted, match="自己"):
        actions.approve_correction(publication=site_out, number=1, hash_seen=note.text_hash, by=chen)
    with pytest.raises(NotPermitted):
        actions.approve_correction(publication=site_out, number=1, hash_seen=note.text_hash, by=wu)
    assert not OwnComment.objects.filter(kind="correction").exists()


def test_a_refused_correction_says_nothing_and_names_why(site_out, wu, chen):
    actions.ask_correction(publication=site_out, text=NOTE, way="comment", by=wu)
    actions.refuse_correction(publication=site_out, number=1, reason="数字仍不对，请核实", by=chen)

    assert Correction.objects.get().state == CorrectionState.REFUSED
    assert not OwnComment.objects.filter(kind="correction").exists()
    assert Notice.objects.filter(kind="publishing.correction", member=wu, body="数字仍不对，请核实").exists()


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("错", "comment"),
        ("字" * 301, "comment"),
        (NOTE, "letter"),
        ("本茶是全国第一，最好喝的茶，包治百病。", "comment"),
    ],
)
def test_a_correction_with_bad_words_is_refused_at_its_field(site_out, wu, text, way):
    with pytest.raises(BadInput):
        actions.ask_correction(publication=site_out, text=text, way=way, by=wu)
    assert not Correction.objects.exists()


def test_a_correction_of_its_own_is_a_draft_that_goes_through_review(out, lin, wu):
    Topic.objects.filter(pk=out.draft.topic_id).update(state=TopicState.IN_PROGRESS)
    note = actions.ask_correction(publication=out, text=NOTE, way="draft", by=lin)

    draft = Draft.objects.select_related("revision").get(pk=note.draft_id)
    assert (note.state, draft.state) == (CorrectionState.DRAFTED, "draft")
    assert draft.title.startswith("更正：")
    assert "1,100" in draft.revision.html and out.article_url.split("?")[0] in draft.revision.html
    assert list(draft.accounts.values_list("pk", flat=True)) == [out.account_id]
    with pytest.raises(BadInput, match="没有发评论的接口"):
        actions.ask_correction(publication=out, text=NOTE, way="comment", by=lin)
