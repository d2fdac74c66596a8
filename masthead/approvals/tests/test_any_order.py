"""Whatever people and the clock do, in whatever order: what must never happen does not. Clause 3.3.2."""

import collections
import datetime as dt
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from masthead.approvals import actions, engine
from masthead.approvals.blueprint import needed
from masthead.approvals.models import Case, CaseState, Origin, Resume, StepRun, StepState, Task, TaskState
from masthead.approvals.tests.conftest import Heard, flow, opened
from masthead.approvals.tests.script import ALL, MONDAY, let_review
from masthead.core import clock
from masthead.core.errors import DomainError
from masthead.org.models import Counter, Member, Unit

DECIDERS = ("zhou", "chen", "sun", "wu", "zheng")
EVERYBODY = (*DECIDERS, "lin", "he", "outsider")  # the requester, an author with every right, somebody without any
FINAL = (CaseState.APPROVED, CaseState.REJECTED, CaseState.WITHDRAWN)
who = st.sampled_from(EVERYBODY)
RARELY = st.sampled_from([False, False, True])
resumes = st.sampled_from([Resume.REPLAY, Resume.DIRECT])
one_step = st.fixed_dictionaries(
    {
        "mode": st.sampled_from(["seq", "all", "any", "vote"]),
        "names": st.lists(st.sampled_from(DECIDERS), min_size=1, max_size=3, unique=True),
        "votes": st.integers(1, 3),
        "distinct": st.booleans(),
        "due": st.sampled_from([None, 4]),
    }
)


class AnyOrder(RuleBasedStateMachine):
    """One thing that is handed in again and again; its case is played with by everybody."""

    world: ClassVar[tuple[Unit, Heard, Any]]

    def __init__(self) -> None:
        super().__init__()
        unit, self.heard, self.cast = self.world
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.unit = Unit.objects.get(pk=unit.pk)
        self.heard.calls.clear()
        self.moment, self.ended = MONDAY, dict[int, str]()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    @initialize(steps=st.lists(one_step, min_size=1, max_size=3))
    def begin(self, steps: list[dict[str, Any]]) -> None:
        flow([self._step(number, step) for number, step in enumerate(steps)])
        self._try(lambda: opened(self.unit, self._member("lin")))

    def _step(self, number: int, step: dict[str, Any]) -> dict[str, Any]:
        ids = [self.cast.people[n].pk for n in step["names"]]
        made = {"name": f"节点{number}", "mode": step["mode"], "resolver": {"kind": "members", "ids": ids}}
        if step["mode"] == "vote":
            made["quorum"] = {"kind": "count", "value": min(step["votes"], len(ids))}
        return made | {"distinct": step["distinct"]} | ({"due_hours": step["due"]} if step["due"] else {})

    # --- what people do ------------------------------------------------------------------------------------------

    @rule(name=who)
    def approve(self, name: str) -> None:
        self._decide(name, lambda seen: actions.approve_task(**seen, confirmations=ALL))

    @rule(times=st.integers(1, 4))
    def those_who_are_asked_approve(self, times: int) -> None:
        names = {m.pk: key for key, m in self.cast.people.items()}
        for _turn in range(times):
            if task := Task.objects.filter(state=TaskState.PENDING).order_by("pk").first():
                self.approve(names[task.assignee_id])

    @rule(times=st.integers(2, 4), changed=st.booleans())
    def it_is_handed_in_and_approved(self, times: int, changed: bool) -> None:
        self.hand_in_again(changed)
        self.those_who_are_asked_approve(times)

    @rule(name=who, surely=RARELY)
    def reject(self, name: str, surely: bool) -> None:
        if surely:
            self._decide(name, lambda seen: actions.reject_task(**seen, comment="不宜发布"))

    @rule(name=who, resume=resumes, surely=RARELY)
    def send_back(self, name: str, resume: Resume, surely: bool) -> None:
        if surely:
            self._decide(name, lambda seen: actions.return_task(**seen, comment="请补充来源", resume=resume))

    @rule(name=who, place=st.integers(0, 2), resume=resumes)
    def send_back_to_a_step(self, name: str, place: int, resume: Resume) -> None:
        self._decide(
            name, lambda seen: actions.return_to_step(**seen, place=place, comment="请再看一次", resume=resume)
        )

    @rule(name=who, other=who, how=st.sampled_from([Origin.BEFORE, Origin.PARALLEL, Origin.AFTER]))
    def add_a_signer(self, name: str, other: str, how: Origin) -> None:
        people = [self._member(other)]
        self._move(name, lambda task, by: actions.add_signers(task=task, people=people, how=how, by=by))

    @rule(name=who, other=who)
    def transfer(self, name: str, other: str) -> None:
        self._move(name, lambda task, by: actions.transfer_task(task=task, to=self._member(other), by=by))

    @rule(name=who, other=who)
    def delegate(self, name: str, other: str) -> None:
        self._move(name, lambda task, by: actions.delegate_task(task=task, to=self._member(other), by=by))

    @rule(other=who)
    def hand_over(self, other: str) -> None:
        task = Task.objects.select_related("case", "step").filter(state=TaskState.PENDING).order_by("pk").first()
        if task:
            self._try(lambda: actions.hand_over_task(task=task, to=self._member(other), by=None, words="长期不在"))

    @rule(name=who, surely=RARELY)
    def withdraw(self, name: str, surely: bool) -> None:
        if surely and (case := self._case()) is not None:
            self._try(lambda: actions.withdraw_case(case=case, by=self._member(name), reason="写错了标题"))

    @rule(changed=st.booleans())
    def hand_in_again(self, changed: bool) -> None:
        if changed and not Case.objects.filter(state=CaseState.RUNNING).exists():
            self.unit.name += "部"
            self.unit.save(update_fields=["name"])
        self._try(lambda: opened(self.unit, self._member("lin")))

    @rule(hours=st.integers(1, 9))
    def time_passes(self, hours: int) -> None:
        self.moment += dt.timedelta(hours=hours)
        before = self._approvals()
        with clock.travelling(self.moment - clock.now() + clock._offset):
            engine.tick()
        assert self._approvals() == before, "the clock never approves"

    # --- what must hold ------------------------------------------------------------------------------------------

    @invariant()
    def at_most_one_case_runs(self) -> None:
        assert Case.objects.filter(state=CaseState.RUNNING).count() <= 1

    @invariant()
    def an_end_is_an_end(self) -> None:
        for case in Case.objects.filter(state__in=FINAL):
            assert self.ended.setdefault(case.pk, case.state) == case.state
        for pk, state in self.ended.items():
            assert Case.objects.get(pk=pk).state == state

    @invariant()
    def counters_equal_open_tasks(self) -> None:
        kept = dict(Counter.objects.filter(key="approvals.todo", value__gt=0).values_list("member_id", "value"))
        pending = Task.objects.filter(state=TaskState.PENDING).values_list("assignee_id", flat=True)
        assert kept == dict(collections.Counter(pending))

    @invariant()
    def no_party_ever_decides(self) -> None:
        parties = [self.cast.people["lin"].pk, *self.heard.parties, self.cast.people["outsider"].pk]
        decided = Task.objects.exclude(hash_seen="")
        assert not decided.filter(assignee__in=parties).exists() and not decided.filter(behalf__in=parties).exists()

    @invariant()
    def a_running_case_waits_for_somebody_and_an_ended_one_for_nobody(self) -> None:
        for case in Case.objects.all():
            running = case.state == CaseState.RUNNING
            assert Task.objects.filter(case=case, state=TaskState.PENDING).exists() == running
            assert StepRun.objects.filter(case=case, state=StepState.ACTIVE).count() == int(running)

    @invariant()
    def an_approved_case_has_the_people_that_its_flow_asks_for(self) -> None:
        assert self.heard.calls.count("approved") == Case.objects.filter(state=CaseState.APPROVED).count()
        for case in Case.objects.filter(state=CaseState.APPROVED):
            runs = StepRun.objects.filter(case=case, superseded=False, number__gt=(case.round - 1) * 100)
            assert {run.place for run in runs} == set(range(len(case.flow.steps)))
            elsewhere: set[int] = set()
            for run in runs.order_by("number"):
                elsewhere |= self._check_step(case, run, elsewhere)

    def _check_step(self, case: Case, run: StepRun, elsewhere: set[int]) -> set[int]:
        assert run.state == StepState.APPROVED
        approvals = list(Task.objects.filter(step=run, state=TaskState.APPROVED))
        people = [t.assignee_id for t in approvals]
        assert len(people) == len(set(people)) and all(t.hash_seen == case.content_hash for t in approvals)
        lines = (
            Task.objects.filter(step=run, origin__in=[Origin.NAMED, Origin.MERGED]).values("line").distinct().count()
        )
        principals = [t for t in approvals if not t.added]
        wanted = {"any": 1, "vote": needed(run.quorum, lines)}.get(run.mode, lines)
        if not any(t.origin == Origin.CARRIED for t in approvals):
            assert len(principals) >= wanted, (run.mode, wanted, principals)
        if run.distinct:
            assert not elsewhere & set(people), "one person, two steps of separate duties"
        return set(people)

    # --- inner -------------------------------------------------------------------------------------------------

    def _member(self, name: str) -> Member:
        return Member.objects.get(pk=self.cast.people[name].pk)

    def _case(self) -> Case | None:
        return Case.objects.order_by("-pk").first()

    def _approvals(self) -> int:
        return Task.objects.filter(state=TaskState.APPROVED).count()

    def _try(self, deed: Any) -> None:
        try:
            with transaction.atomic():
                deed()
        except DomainError:
            return

    def _decide(self, name: str, deed: Any) -> None:
        case = self._case()
        if case is not None:
            self._move(name, lambda task, by: deed({"task": task, "by": by, "hash_seen": case.content_hash}))

    def _move(self, name: str, deed: Any) -> None:
        member = self._member(name)
        task = Task.objects.filter(assignee=member).select_related("case", "step", "assignee", "behalf").last()
        if task is not None:
            self._try(lambda: deed(task, member))


@pytest.mark.django_db
def test_whatever_is_done_in_whatever_order(press: Unit, heard: Heard, cast: Any) -> None:
    let_review(cast, "chen", "sun", "wu", "he")
    heard.parties.add(cast.people["he"].pk)
    AnyOrder.world = (press, heard, cast)

    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        AnyOrder,
        settings=settings(
            max_examples=25, stateful_step_count=20, deadline=None, derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
