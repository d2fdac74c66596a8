"""Badges of the side bar say how much is in one's hands."""

from masthead.collab import actions
from masthead.core import clock
from masthead.org.queries import counters_of


def test_a_request_in_hand_counts_until_it_is_handed_over(request_, he, lin):
    actions.take_request(request=request_, words="", by=he)
    task = actions.add_request_task(request=request_, title="选图", owner=lin, due_on=clock.today(), by=he)
    assert counters_of(he)["collab.requests"] == counters_of(lin)["collab.requests"] == 1
    actions.finish_request_task(request=request_, task_id=task.pk, by=lin)
    actions.finish_request(request=request_, result="给了", by=he)

    assert counters_of(he)["collab.requests"] == counters_of(lin)["collab.requests"] == 0


def test_a_withdrawn_request_empties_every_hand(request_, he, lin):
    actions.take_request(request=request_, words="", by=he)
    actions.add_request_task(request=request_, title="选图", owner=lin, due_on=clock.today(), by=he)
    actions.withdraw_request(request=request_, reason="", by=lin)

    assert counters_of(he)["collab.requests"] == counters_of(lin)["collab.requests"] == 0


def test_a_ticket_counts_for_who_works_on_it(ticket, he, lin):
    actions.assign_ticket(ticket=ticket, assignee=he, by=he)
    assert counters_of(he)["collab.tickets"] == 1
    actions.resolve_ticket(ticket=ticket, resolution="好", by=he)
    assert counters_of(he)["collab.tickets"] == 0
    actions.reopen_ticket(ticket=ticket, reason="没好", by=lin)

    assert counters_of(he)["collab.tickets"] == 1


def test_a_decision_counts_from_its_number_to_its_end(decision, lin, chen, zheng):
    assert counters_of(lin)["collab.decisions"] == 1
    actions.report_decision(decision=decision, progress=100, note="好", by=lin)
    actions.confirm_decision(decision=decision, by=chen)

    assert counters_of(lin)["collab.decisions"] == 0
