"""Clause 3.3.3: what somebody scheduled goes out as planned after they left; the list names it, nothing is handed over."""

from masthead.org import actions as org_actions
from masthead.org import queries as org
from masthead.publishing.models import Publication
from masthead.publishing.states import PublicationState


def test_a_leaver_is_told_what_still_goes_out(due, wu):
    (duty,) = [d for d in org.holdings_of(wu) if d.key == "publishing.planned"]

    assert duty.ends
    assert [item.title for item in duty.items] == [due.title]


def test_the_release_stays_scheduled(due, wu, lin, he):
    org_actions.let_member_leave(member=wu, by=he, reason="合同到期", successor=lin)

    assert Publication.objects.get(pk=due.pk).state == PublicationState.SCHEDULED
