"""Each probe notices its violation, leaves nothing behind, and passes what is right."""

import datetime as dt

import pytest

from masthead.core import clock
from masthead.trail.probes import Window, catches_its_violation
from masthead.vault import access_probes, actions
from masthead.vault.models import BreakGlass, Reveal, ReviewCampaign, ReviewEntry
from masthead.vault.testing import make_granted

pytestmark = pytest.mark.django_db
PROBES = [
    access_probes.reveals_have_reason_and_approval,
    access_probes.reveals_at_a_human_pace,
    access_probes.access_reviewed,
    access_probes.break_glass_reviewed,
]


def window() -> Window:
    return Window(clock.now() - dt.timedelta(days=90), clock.now() + dt.timedelta(seconds=1))


@pytest.mark.parametrize("probe", PROBES, ids=lambda p: p.key)
def test_the_probe_notices_its_violation_and_leaves_nothing_behind(probe):
    assert catches_its_violation(probe, window())
    assert not (Reveal.objects.exists() or ReviewCampaign.objects.exists() or BreakGlass.objects.exists())


def test_an_approved_look_passes_and_one_of_a_core_account_with_one_approval_fails(wu, chen, password):
    checkout = make_granted(password, wu, chen)
    actions.reveal_secret(checkout=checkout, factor_shown=True, by=wu)
    examine = access_probes.reveals_have_reason_and_approval.examine
    assert [v.passed for v in examine(window())] == [True]

    type(checkout).objects.update(core=True)

    assert [(v.passed, v.reason) for v in examine(window())] == [(False, "批准人数不足：需要 2 人")]


def test_a_review_under_way_is_no_fault_until_its_day(password, he):
    campaign = actions.open_review(by=he)
    examine = access_probes.access_reviewed.examine
    assert [v.passed for v in examine(window())] == [True]

    ReviewCampaign.objects.update(due_at=clock.now() - dt.timedelta(hours=1))

    assert [v.passed for v in examine(window())] == [False] and ReviewEntry.objects.filter(campaign=campaign).exists()


def test_an_emergency_fails_until_it_is_reviewed_and_for_ever_when_late(wu, chen, zheng, password):
    glass = actions.ask_break_glass(secret=password, purpose="账号正在被盗用", by=wu)
    actions.confirm_break_glass(glass=glass, factor_shown=True, by=chen)
    examine = access_probes.break_glass_reviewed.examine
    assert [v.passed for v in examine(window())] == [False]

    actions.review_break_glass(glass=glass, findings="确属紧急，凭据已经更换。", by=zheng)
    assert [v.passed for v in examine(window())] == [True]

    BreakGlass.objects.update(review_due_at=clock.now() - dt.timedelta(days=1))
    assert [v.passed for v in examine(window())] == [False]
