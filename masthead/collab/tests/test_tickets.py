"""Clause 2.2.4: faults and support are solved in their time; the clock stands still while the requester is asked."""

import datetime as dt

import pytest

from masthead.collab import actions, queries, testing
from masthead.collab.models import Ticket, TicketVote
from masthead.collab.states import TicketState
from masthead.collab.tasks import tick
from masthead.core import clock
from masthead.core.errors import BadInput, NotPermitted, RuleBroken
from masthead.notify.models import Notice

S, MONDAY, DAY, HOUR = TicketState, testing.MONDAY, testing.DAY, dt.timedelta(hours=1)


def taken(ticket, he):
    return actions.assign_ticket(ticket=ticket, assignee=he, by=he, at=MONDAY)


def test_the_time_follows_the_priority(lin):
    urgent = testing.make_ticket(lin, priority="urgent", at=MONDAY)

    assert urgent.due_at == MONDAY + 2 * HOUR


def test_only_the_desk_takes_and_is_given_tickets(ticket, he, lin, chen):
    with pytest.raises(NotPermitted):
        actions.assign_ticket(ticket=ticket, assignee=he, by=chen)
    with pytest.raises(BadInput):
        actions.assign_ticket(ticket=ticket, assignee=lin, by=he)
    assert taken(ticket, he).state == S.WORKING
    assert Notice.objects.filter(member=lin, kind="collab.ticket").exists()


def test_a_stopped_clock_does_not_run(ticket, he, lin):
    taken(ticket, he)
    actions.ask_back(ticket=ticket, question="哪个浏览器？", by=he, at=MONDAY + HOUR)
    assert not ticket.is_late(MONDAY + 20 * DAY)
    with pytest.raises(NotPermitted):
        actions.answer_ticket(ticket=ticket, answer="自带的", by=he)
    actions.answer_ticket(ticket=ticket, answer="公司自带的", by=lin, at=MONDAY + HOUR + DAY)

    assert ticket.paused_minutes == 450 and ticket.due_at == queries.later(MONDAY, 450 + 450)
    actions.resolve_ticket(ticket=ticket, resolution="换了缓存", by=he, at=MONDAY + 2 * HOUR + DAY)
    assert ticket.spent_minutes == 120 and not ticket.is_late(MONDAY + 9 * DAY)


def test_a_stopped_clock_reminds_nobody(ticket, he):
    taken(ticket, he)
    actions.ask_back(ticket=ticket, question="哪个浏览器？", by=he, at=MONDAY + HOUR)
    actions.set_priority(ticket=ticket, priority="urgent", reason="发布受影响", by=he)
    with clock.travelling(MONDAY + 5 * DAY - clock.now()):
        tick()

    assert not Notice.objects.filter(member=he, title__contains="超时").exists()


def test_only_who_works_on_it_solves_it_and_says_how(ticket, he, lin):
    taken(ticket, he)
    with pytest.raises(NotPermitted):
        actions.resolve_ticket(ticket=ticket, resolution="好了", by=lin)
    with pytest.raises(BadInput):
        actions.resolve_ticket(ticket=ticket, resolution=" ", by=he)


def test_the_requester_rates_or_opens_it_again_within_seven_days(ticket, he, lin):
    taken(ticket, he)
    actions.resolve_ticket(ticket=ticket, resolution="换了缓存", by=he, at=MONDAY + HOUR)
    actions.reopen_ticket(ticket=ticket, reason="还是转圈", by=lin, at=MONDAY + DAY)
    assert (ticket.state, ticket.reopened) == (S.WORKING, 1)
    actions.resolve_ticket(ticket=ticket, resolution="换了证书", by=he, at=MONDAY + DAY)
    with pytest.raises(RuleBroken) as refused:
        actions.reopen_ticket(ticket=ticket, reason="又坏了", by=lin, at=MONDAY + 9 * DAY)
    assert refused.value.code == "reopen_too_late"
    with pytest.raises(BadInput):
        actions.rate_ticket(ticket=ticket, score=6, words="", by=lin)
    assert actions.rate_ticket(ticket=ticket, score=5, words="很快", by=lin).state == S.CLOSED


def test_what_nobody_objects_to_is_closed_after_seven_days(ticket, he):
    taken(ticket, he)
    actions.resolve_ticket(ticket=ticket, resolution="换了缓存", by=he, at=MONDAY)
    with clock.travelling(MONDAY + 6 * DAY - clock.now()):
        tick()
    assert Ticket.objects.get().state == S.RESOLVED
    with clock.travelling(MONDAY + 8 * DAY - clock.now()):
        tick()
    assert Ticket.objects.get().state == S.CLOSED


def test_the_desk_is_reminded_before_the_time_and_past_it(ticket, he):
    for minutes in (390, 485):
        with clock.travelling(queries.later(MONDAY, minutes) - clock.now()):
            tick()
            tick()

    assert Notice.objects.filter(member=he, title__contains="即将超时").count() == 1
    assert Notice.objects.filter(member=he, kind="collab.overdue").count() == 1


def test_an_opened_again_ticket_is_reminded_of_again(ticket, he, lin):
    with clock.travelling(queries.later(MONDAY, 485) - clock.now()):
        tick()
        tick()
    ticket.refresh_from_db()
    taken(ticket, he)
    actions.resolve_ticket(ticket=ticket, resolution="换了缓存", by=he, at=MONDAY + 2 * DAY)
    actions.reopen_ticket(ticket=ticket, reason="还是转圈", by=lin, at=MONDAY + 3 * DAY)
    with clock.travelling(ticket.due_at + HOUR - clock.now()):
        tick()

    assert Notice.objects.filter(member=he, kind="collab.overdue").count() == 2


def test_another_priority_counts_the_time_anew_from_the_opening(ticket, he):
    actions.set_priority(ticket=ticket, priority="urgent", reason="发布受影响", by=he)

    assert ticket.due_at == queries.later(MONDAY, 120) and ticket.nudge_at == queries.later(MONDAY, 96)


def test_a_feature_is_voted_on_and_decided_by_another_than_its_requester(lin, chen, he, zhou):
    wish = testing.make_ticket(lin, kind="feature", title="封面裁切记住比例")
    actions.vote_for_ticket(ticket=wish, by=zhou)
    with pytest.raises(RuleBroken):
        actions.vote_for_ticket(ticket=wish, by=zhou)
    with pytest.raises(BadInput):
        actions.assign_ticket(ticket=wish, assignee=he, by=he)
    actions.decide_feature(ticket=wish, decision="adopted", reason="省时间", by=chen)

    assert wish.state == S.WORKING and wish.votes == 1 and not wish.is_late(clock.now() + 90 * DAY)
    with pytest.raises(RuleBroken):
        actions.vote_for_ticket(ticket=wish, by=lin)


def test_who_asked_for_a_feature_does_not_decide_on_it(chen):
    own = testing.make_ticket(chen, kind="feature")

    with pytest.raises(NotPermitted):
        actions.decide_feature(ticket=own, decision="adopted", reason="要", by=chen)


def test_a_vote_taken_back_twice_counts_once(lin, zhou):
    wish = testing.make_ticket(lin, kind="feature")
    actions.vote_for_ticket(ticket=wish, by=zhou)
    actions.take_back_ticket_vote(ticket=wish, by=zhou)
    actions.take_back_ticket_vote(ticket=wish, by=zhou)

    assert wish.votes == 0 and not TicketVote.objects.exists()


def test_turnaround_tells_the_median_and_the_nine_in_ten(lin, he):
    start = queries.later(clock.now() - 10 * DAY, 1)
    for minutes in (30, 60, 90, 600):
        row = testing.make_ticket(lin, at=start)
        actions.assign_ticket(ticket=row, assignee=he, by=he, at=start)
        actions.resolve_ticket(ticket=row, resolution="好", by=he, at=queries.later(start, minutes))
    found = queries.turnaround(he)

    assert (found.p50, found.p90) == (60, 600) and (found.on_time.good, found.on_time.all) == (3, 4)


def test_faults_of_a_department_are_for_it_and_the_desk_features_for_everybody(ticket, lin, sun, zhou, he):
    wish = testing.make_ticket(lin, kind="feature")

    assert list(queries.tickets_visible_to(sun)) == [wish]
    for member in (zhou, he):
        assert queries.tickets_visible_to(member).count() == 2
