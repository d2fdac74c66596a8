"""Clause 8.5: a finding keeps somebody who puts it right, also when that person leaves."""

import pytest

from masthead.core.errors import NotPermitted, RuleBroken
from masthead.org import actions as org_actions
from masthead.rulebook import actions
from masthead.rulebook.models import Finding
from masthead.rulebook.states import FindingState
from masthead.rulebook.testing import make_finding
from masthead.trail.models import Event


@pytest.fixture
def finding(wu):
    row = make_finding()
    Finding.objects.filter(pk=row.pk).update(owner=wu)
    return row


def test_an_open_finding_keeps_its_owner_here(finding, he, wu):
    with pytest.raises(RuleBroken) as refused:
        org_actions.let_member_leave(member=wu, by=he, reason="合同到期")
    assert "待整改的问题 1" in refused.value.message


def test_the_successor_puts_it_right(finding, he, wu, lin):
    org_actions.let_member_leave(member=wu, by=he, reason="合同到期", successor=lin)

    assert Finding.objects.get(pk=finding.pk).owner == lin
    assert Event.objects.get(name="rulebook:finding:planned").data["from"] == "吴晓舟"


def test_a_closed_finding_keeps_nobody_here(finding, he, wu):
    Finding.objects.filter(pk=finding.pk).update(state=FindingState.CLOSED)

    org_actions.let_member_leave(member=wu, by=he, reason="合同到期")

    assert Finding.objects.get(pk=finding.pk).owner == wu


def test_only_who_manages_the_organisation_hands_over(finding, wu, lin, chen):
    with pytest.raises(NotPermitted):
        actions.hand_over_findings(member=wu, to=lin, by=chen)
