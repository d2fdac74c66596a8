"""Whatever the designer accepts the engine can run to an end: every sound drawing is published, a case opened and decided."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from masthead.approvals import actions, blueprint, queries
from masthead.approvals.models import Case, CaseState, Task, TaskState
from masthead.approvals.tests.script import let_review
from masthead.approvals.tests.test_flow_forms import drawn_steps
from masthead.core.errors import RuleBroken

KEY = "test.unit"
NOBODY = {"nobody_may_decide", "no_step_applies"}


def with_people(step, cast):
    """The drawing with members of the cast in place of its numbers."""
    people = [cast.people[name].pk for name in ("zhou", "chen", "sun")]

    def real(resolver):
        if resolver is None:
            return None
        if resolver["kind"] == "member":
            return {"kind": "member", "id": people[resolver["id"] - 1]}
        return (
            {**resolver, "ids": [people[n - 1] for n in resolver["ids"]]} if resolver["kind"] == "members" else resolver
        )

    asked = {"resolver": real(step["resolver"]), "escalate_to": real(step["escalate_to"])}
    return {**step, **asked, "cc": [real(r) for r in step["cc"]]}


def decide_all(case):
    """Everybody who is asked says yes, until nobody is asked any more."""
    for _turn in range(80):
        task = (
            Task.objects.filter(case=case, state=TaskState.PENDING).select_related("assignee", "case", "step").first()
        )
        if task is None:
            break
        actions.approve_task(
            task=task, by=task.assignee, hash_seen=task.case.content_hash, confirmations=["true", "legal"]
        )
    return Case.objects.get(pk=case.pk).state


def walked_through(steps, unit, by):
    """How a case ends under these steps, or the code with which the engine says that nobody could decide."""
    actions.publish_flow(key=KEY, name="试", steps=steps, by=None)
    try:
        return decide_all(actions.open_case(kind=KEY, subject=unit, by=by))
    except RuleBroken as refusal:
        return refusal.code


@given(
    steps=st.lists(drawn_steps(), min_size=1, max_size=4),
    fee=st.integers(0, 10**6),
    kind=st.sampled_from(["news", "ad"]),
)
@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_every_sound_drawing_can_be_walked_to_its_end(press, cast, lin, heard, steps, fee, kind):
    steps = [with_people(step, cast) for step in steps]
    assume(not blueprint.problems(steps, queries.facts_of_flow(KEY)))
    heard.facts = {"fee": fee, "kind": kind}
    with transaction.atomic():
        let_review(cast, "zhou", "chen", "sun")
        end = walked_through(steps, press, lin)
        transaction.set_rollback(True)

    assert end == CaseState.APPROVED or end in NOBODY


@given(steps=st.lists(drawn_steps(), min_size=1, max_size=4), fee=st.integers(0, 10**6))
@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_the_trial_names_the_same_first_people_as_the_engine_asks(press, cast, lin, heard, steps, fee):
    steps = [with_people(step, cast) for step in steps]
    assume(not blueprint.problems(steps, queries.facts_of_flow(KEY)))
    heard.facts = {"fee": fee, "kind": "news"}
    with transaction.atomic():
        let_review(cast, "zhou", "chen", "sun")
        foretold = queries.try_out(
            steps, queries.Imagined(queries.subjects_of_flow(KEY)[0], lin, press.pk, heard.facts)
        )
        actions.publish_flow(key=KEY, name="试", steps=steps, by=None)
        first = next((step for step in foretold if step.state != "skipped"), None)
        if first is None or first.state == "stuck":
            with pytest.raises(RuleBroken):
                actions.open_case(kind=KEY, subject=press, by=lin)
        else:
            case = actions.open_case(kind=KEY, subject=press, by=lin)
            asked = Task.objects.filter(case=case, step__number=first.number)
            assert {t.assignee_id for t in asked} == {m.pk for m in first.path.people}
        transaction.set_rollback(True)
