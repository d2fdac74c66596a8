"""Clause 3.3.1: what a leaver was writing is written on by somebody who may; who judges a text never becomes its author."""

import pytest

from masthead.content import actions, testing
from masthead.content.models import Draft, Topic
from masthead.content.states import TopicState
from masthead.core.errors import NotPermitted, RuleBroken
from masthead.org import actions as org_actions
from masthead.org.models import Member
from masthead.org.testing import give_role
from masthead.trail.models import Event

WHY = "合同到期"


@pytest.fixture
def heir(wu, units):
    """吴晓舟 with the right to write in 宣传部."""
    give_role(wu, "editor", unit=units["宣传部"])
    return wu


def test_open_topics_and_drafts_keep_their_writer_here(draft, he, lin):
    with pytest.raises(RuleBroken) as refused:
        org_actions.let_member_leave(member=lin, by=he, reason=WHY)

    assert refused.value.code == "duties_left"
    assert "选题与稿件 2" in refused.value.message


def test_the_successor_writes_on_and_the_trail_names_both(draft, he, lin, heir):
    draft.coauthors.set([heir])

    org_actions.let_member_leave(member=lin, by=he, reason=WHY, successor=heir)

    now = Draft.objects.get(pk=draft.pk)
    assert (now.author, now.topic.owner) == (heir, heir)
    assert not now.coauthors.exists()
    assert Event.objects.filter(name="content:draft:handed_over", target_id=draft.pk).count() == 1
    assert Event.objects.filter(name="content:topic:handed_over", target_id=draft.topic_id).count() == 1
    testing.save_text(now, heir)


def test_a_successor_without_the_right_to_write_there_is_refused(draft, he, lin, sun):
    with pytest.raises(RuleBroken) as refused:
        org_actions.let_member_leave(member=lin, by=he, reason=WHY, successor=sun)

    assert refused.value.code == "successor_cannot_take"
    assert Member.objects.get(pk=lin.pk).is_active
    assert Draft.objects.get(pk=draft.pk).author == lin


def test_who_reviews_a_draft_does_not_become_its_author(draft, reviewable, he, lin, zhou, units):
    give_role(zhou, "editor", unit=units["宣传部"])
    actions.submit_draft(draft=draft, by=lin)

    with pytest.raises(RuleBroken) as refused:
        org_actions.let_member_leave(member=lin, by=he, reason=WHY, successor=zhou)

    assert "不能同时成为作者" in refused.value.message


def test_finished_and_approved_things_keep_nobody_here(approved, he, lin):
    Topic.objects.filter(pk=approved.topic_id).update(state=TopicState.DONE)

    org_actions.let_member_leave(member=lin, by=he, reason=WHY)

    assert Draft.objects.get(pk=approved.pk).author == lin


def test_a_writer_does_not_hand_over_a_colleagues_texts(draft, lin, heir, chen):
    with pytest.raises(NotPermitted):
        actions.hand_over_content(member=lin, to=heir, by=chen)


def test_a_department_with_open_content_is_not_dissolved(draft, he, units):
    with pytest.raises(RuleBroken) as refused:
        org_actions.close_unit(unit=units["宣传部"], by=he, reason="并入市场部")

    assert "未完成的选题与稿件 2" in refused.value.message
