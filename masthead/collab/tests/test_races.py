"""Races on real connections: one vote, one owner, one number, one reminder."""

import pytest

from masthead.collab import actions, testing
from masthead.collab.models import CrossRequest, Decision, Idea, IdeaVote
from masthead.core.testing import at_once
from masthead.trail.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


def test_four_clicks_of_one_member_are_one_vote(lin, zhou):
    idea = testing.make_idea(lin)
    found = at_once(*[lambda: actions.vote_for_idea(idea=Idea.objects.get(pk=idea.pk), by=zhou)] * 4)

    assert sorted(found) == ["done", "voted_already", "voted_already", "voted_already"]
    assert Idea.objects.get().votes == IdeaVote.objects.count() == 1


def test_four_members_at_once_are_four_votes(lin, cast):
    idea = testing.make_idea(lin)
    voters = [cast.people[n] for n in ("zhou", "chen", "wu", "sun")]
    deeds = [lambda m=m: actions.vote_for_idea(idea=Idea.objects.get(pk=idea.pk), by=m) for m in voters]

    assert at_once(*deeds) == ["done"] * 4 and Idea.objects.get().votes == 4


def test_an_answer_and_a_refusal_at_once_are_one_of_them(lin, he, units):
    request = testing.make_request(lin, units["技术部"])
    mine, other = (CrossRequest.objects.get(pk=request.pk) for _ in range(2))
    found = at_once(
        *[
            lambda: actions.take_request(request=mine, words="", by=he),
            lambda: actions.decline_request(request=other, reason="排满", by=he),
        ]
    )

    assert sorted(found) == ["done", "request_raced"]
    assert Event.objects.filter(name__in=["collab:request:taken", "collab:request:declined"]).count() == 1


def test_two_ticks_remind_once(lin, units):
    request = testing.make_request(lin, units["技术部"], at=testing.MONDAY - 30 * testing.DAY)
    rows = [CrossRequest.objects.get(pk=request.pk) for _ in range(3)]
    at_once(*[lambda r=r: actions.nudge_request(request=r) for r in rows])

    assert Event.objects.filter(name="collab:request:nudged").count() == 1


def test_two_approvals_at_once_never_give_one_number_twice(chen, sun, zheng, lin):
    meetings = []
    for n in range(2):
        meeting = testing.make_meeting(chen, title=f"例会{n}")
        meetings.append(testing.hand_in(testing.hold(meeting, chen, chen, sun), chen, lin))
    found = at_once(*[lambda m=m: testing.approve(m, zheng) for m in meetings])

    assert found == ["done", "done"]
    assert sorted(Decision.objects.values_list("number", flat=True)) == [1, 2]
