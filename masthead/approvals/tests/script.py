"""A case played from a script: `zhou:approve`, `zhou:add-before:wu`, `clock:60`, with `!code` for a deed that must be refused."""

import datetime as dt
from typing import Any

import pytest

from masthead.approvals import actions, engine
from masthead.approvals.models import Case, Origin, Resume, StepRun, StepState, Task, TaskState
from masthead.approvals.registry import SUBJECTS
from masthead.core import clock
from masthead.core.errors import DomainError
from masthead.org import actions as org_actions
from masthead.org import queries as org
from masthead.org.models import Member, Role

ALL = ["true", "legal"]
ADD = {"add-before": Origin.BEFORE, "add-parallel": Origin.PARALLEL, "add-after": Origin.AFTER}
TODAY = clock.today()
# 09:00 in Shanghai on a Monday to come: the grants of the cast begin today
MONDAY = clock.at_china(TODAY + dt.timedelta(days=7 - TODAY.weekday()), 9)


def let_review(cast: Any, *names: str) -> None:
    """These people may decide, company-wide."""
    role = Role.objects.get(key="reviewer")
    for name in names:
        org_actions.grant_role(member=cast.people[name], role=role, by=None)


def table_of(cast: Any, mode: str, names: list[str], **more: Any) -> list[dict[str, Any]]:
    """A flow of one step with these people."""
    ids = [cast.people[name].pk for name in names]
    return [{"name": "审核", "mode": mode, "resolver": {"kind": "members", "ids": ids}, **more}]


class Stage:
    """One case and the people around it."""

    def __init__(self, case: Case, cast: Any) -> None:
        self.case, self.cast = case, cast

    def play(self, line: str) -> None:
        """One line of the script."""
        line, _, code = line.partition("!")
        if not code:
            self._do(line)
            return
        with pytest.raises(DomainError) as refusal:
            self._do(line)
        assert refusal.value.code == code, (line, refusal.value.code, refusal.value.message)

    def _do(self, line: str) -> None:
        name, verb, *rest = line.split(":")
        if name == "clock":
            with clock.travelling(MONDAY + dt.timedelta(minutes=int(verb)) - clock.now() + clock._offset):
                engine.tick()
            return
        member = Member.objects.get(pk=self.cast.people[name].pk)
        if verb == "withdraw":
            actions.withdraw_case(case=Case.objects.get(pk=self.case.pk), by=member, reason="写错了标题")
            return
        self._task_deed(self.task_of(member), member, verb, rest)

    def _task_deed(self, task: Task, member: Member, verb: str, rest: list[str]) -> None:
        seen = {"task": task, "by": member, "hash_seen": self.case.content_hash}
        others = [self.cast.people[n] for n in rest if n in self.cast.people]
        if verb == "approve":
            actions.approve_task(**seen, confirmations=ALL)
        elif verb == "reject":
            actions.reject_task(**seen, comment="不宜发布")
        elif verb == "return":
            resume = Resume(rest[0]) if rest else Resume.REPLAY
            actions.return_task(**seen, comment="请补充来源", resume=resume)
        elif verb == "back":
            resume = Resume(rest[1]) if len(rest) > 1 else Resume.REPLAY
            actions.return_to_step(**seen, place=int(rest[0]), comment="请再看一次", resume=resume)
        elif verb in ADD:
            actions.add_signers(task=task, people=others, how=ADD[verb], by=member, words="请一起看")
        else:
            deed = {"transfer": actions.transfer_task, "delegate": actions.delegate_task}[verb]
            deed(task=task, to=others[0], by=member, words="我不熟悉这块")

    def task_of(self, member: Member) -> Task:
        """The newest task of the person, whatever its state."""
        return (
            Task.objects.filter(case=self.case, assignee=member).select_related("case", "step", "assignee").latest("pk")
        )

    def waiting(self) -> set[str]:
        """Who is asked now, by fixture name."""
        names = {m.pk: key for key, m in self.cast.people.items()}
        rows = Task.objects.filter(case=self.case, state=TaskState.PENDING).values_list("assignee_id", flat=True)
        return {names[pk] for pk in rows}

    def check(self) -> None:
        """What must hold at any moment, whatever was done."""
        self.case.refresh_from_db()
        for member in self.cast.people.values():
            pending = Task.objects.filter(assignee=member, state=TaskState.PENDING).count()
            assert org.counters_of(member).get("approvals.todo", 0) == pending, f"counter of {member}"
        thing = SUBJECTS[self.case.subject_kind].load(self.case.subject_id)
        parties = SUBJECTS[self.case.subject_kind].parties(thing) | {self.case.requester_id}
        decided = Task.objects.filter(case=self.case).exclude(hash_seen="")
        assert not decided.filter(assignee__in=parties).exists(), "a party decided"
        assert not decided.filter(behalf__in=parties).exists(), "somebody decided for a party"
        if self.case.state != "running":
            assert not self.waiting() and not StepRun.objects.filter(case=self.case, state=StepState.ACTIVE).exists()
        else:
            assert self.waiting(), "a running case waits for somebody"
