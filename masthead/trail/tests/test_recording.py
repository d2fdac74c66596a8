"""Deeds and refusals on the trail."""

import pytest
from django.db import transaction

from masthead.core.errors import FaultKind, PlatformFault, RuleBroken
from masthead.trail import actions, guards, queries
from masthead.trail.models import Event, Outcome
from masthead.trail.registry import GUARDS
from masthead.trail.tests.conftest import TeaEvent


@guards.guarded("3.3.2")
@transaction.atomic
def brew_tea(*, by=None, target=None, fault=None):
    """Brew tea.  Events: tea:leaf:picked."""
    actions.record(TeaEvent.PICKED, target=target, by=by)
    if fault:
        raise fault


@guards.guarded("3.3.1")
@transaction.atomic
def serve_tea(*, by=None, fault=None):
    """Serve tea, which brews it first.  Events: tea:leaf:picked."""
    brew_tea(by=by, fault=fault)


@pytest.mark.django_db(transaction=True)
def test_an_event_cannot_be_recorded_outside_the_deeds_transaction():
    with pytest.raises(RuntimeError, match="inside the transaction"):
        actions.record(TeaEvent.PICKED)


def test_an_event_without_wording_is_refused(pick):
    with pytest.raises(KeyError, match="tea:leaf:lost"), transaction.atomic():
        actions.record("tea:leaf:lost")


@pytest.mark.django_db(transaction=True)
def test_a_refusal_survives_the_rollback_and_the_deed_does_not():
    with pytest.raises(RuleBroken):
        brew_tea(fault=RuleBroken("水没有开。", code="cold_water", clause="3.3.3"))

    kept = Event.objects.get()
    assert (kept.outcome, kept.name) == (Outcome.REFUSED, "refused:trail.tests.test_recording.brew_tea")
    assert (kept.clause, kept.code, kept.reason) == ("3.3.3", "cold_water", "水没有开。")


@pytest.mark.django_db(transaction=True)
def test_a_refusal_inside_a_larger_deed_is_kept_once_under_the_outer_one():
    with pytest.raises(RuleBroken):
        serve_tea(fault=RuleBroken("水没有开。"))

    assert [e.name for e in Event.objects.all()] == ["refused:trail.tests.test_recording.serve_tea"]
    assert Event.objects.get().clause == "3.3.1"


@pytest.mark.django_db(transaction=True)
def test_a_platform_fault_is_no_refusal():
    with pytest.raises(PlatformFault):
        brew_tea(fault=PlatformFault("超时", kind=FaultKind.NOT_SENT))

    assert not Event.objects.exists()


def test_secrets_never_reach_the_trail(pick):
    event = pick(data={"app_secret": "s3", "nested": {"AccessToken": "t", "name": "云岭茶事"}, "count": 1})

    assert event.data == {"app_secret": "***", "nested": {"AccessToken": "***", "name": "云岭茶事"}, "count": 1}


def test_a_guard_knows_the_events_of_its_action():
    assert GUARDS["trail.tests.test_recording.brew_tea"].events == ("tea:leaf:picked",)


def test_refusals_are_counted_by_guard_and_clause(pick):
    now = pick().at
    actions.record_refusal(action="trail.tests.test_recording.brew_tea", clause="3.3.2", code="x", message="不行")
    window = {"since": now.replace(year=2000), "until": now.replace(year=2100)}

    assert queries.refusals_by_guard(clause="3.3.2", **window) == {"trail.tests.test_recording.brew_tea": 1}
    assert queries.counts_by_clause(**window) == {
        "3.3.1": {"done": 1, "refused": 0},
        "3.3.2": {"done": 0, "refused": 1},
    }
