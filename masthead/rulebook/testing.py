"""Builders for tests of this room and the rooms above: an amendment that may be proposed, a member who has signed."""

import datetime as dt
from typing import Any

from masthead.approvals import actions as approvals
from masthead.approvals import queries as approval_queries
from masthead.approvals.models import Case
from masthead.core import clock
from masthead.core.digest import digest_of
from masthead.org.models import Member
from masthead.rulebook import actions, queries
from masthead.rulebook.models import AuditPack, BoardSnapshot, Finding, PolicyVersion, Signature

REASON = "阅读确认期限改为十日，与新员工入职流程一致。"


def make_draft(
    by: Member, *, key: str = "1.2", text: str = "本制度适用于全部新媒体账号。十日内完成阅读确认。"
) -> PolicyVersion:
    """A draft with one clause changed."""
    version = actions.start_amendment(by=by)
    place = queries.get_place(version, key)
    actions.edit_clause(clause=place, title=place.title, text=text, expected_revision=place.revision, by=by)
    return PolicyVersion.objects.get(pk=version.pk)


def confirm_all(version: PolicyVersion, by: Member) -> None:
    """Every touched binding looked at."""
    tokens = [b.token for b in queries.unconfirmed(version)]
    if tokens:
        actions.confirm_bindings(version=version, tokens=tokens, note="逐项核对过", by=by)


def propose(version: PolicyVersion, by: Member, *, ahead: int = 3, significance: str = "major") -> Case:
    """Handed to the leader, in force in `ahead` days."""
    confirm_all(version, by)
    version = queries.load_version(version.pk)
    return actions.propose_amendment(
        version=version, effective_on=clock.today() + dt.timedelta(days=ahead), significance=significance, sign_days=15, reason=REASON, by=by
    )  # fmt: skip


def approve(case: Case, leader: Member) -> None:
    """The leader says yes to what the page shows."""
    task = approval_queries.open_task_of(leader, case)
    assert task is not None
    asked = ["changes", "effective"] if case.subject_kind == actions.AMENDMENT else ["measure"]
    approvals.approve_task(task=task, by=leader, hash_seen=case.content_hash, confirmations=asked)


def right_answers(version: PolicyVersion) -> dict[int, int]:
    """The quiz as one who has read answers it."""
    return {q.pk: q.answer for q in queries.questions_of(version)}


def sign(version: PolicyVersion, by: Member) -> Signature:
    """Read, answered, signed."""
    actions.open_reading(version=version, by=by)
    actions.answer_quiz(version=version, answers=right_answers(version), by=by)
    return actions.sign_version(version=version, typed_name=by.name, by=by)


def make_finding(*, clause_key: str = "1.2", name: str = "宣传部 周明远") -> Finding:
    """An object that failed, as a run would have kept it."""
    return Finding.objects.create(
        probe_key="1.2.signed", clause_key=clause_key, kind="org.member", object_id=1, name=name, reason="期限已过，还没有确认",
        opened_at=clock.now(),
    )  # fmt: skip


def life_of(chen: Member, policy: PolicyVersion) -> dict[str, list[Any]]:
    """One of each thing of this room that an address can name, begun by a head of department."""
    draft = make_draft(chen)
    today = clock.today()
    exception = actions.ask_exception(
        clause_key="3.3.1", reason="新平台尚未开放接口。", measure="由专人每日手工核对。", starts_on=today, expires_on=today + dt.timedelta(days=30), by=chen
    )  # fmt: skip
    month = today.replace(day=1) - dt.timedelta(days=1)
    body = {"month": f"{month:%Y-%m}", "version": 1, "score": "90", "coverage": "80", "clauses": []}
    snapshot = BoardSnapshot.objects.create(
        month=month.replace(day=1), version=policy, body=body, digest=digest_of(body), taken_at=clock.now()
    )
    return {
        "policy_version": [policy.pk],
        "draft_version": [draft.pk],
        "place": [draft.pk, "1.1"],
        "question": [draft.pk, queries.questions_of(draft)[0].pk],
        "signature": [sign(policy, chen).pk],
        "finding": [make_finding().pk],
        "exception": [exception.pk],
        "snapshot": [snapshot.pk],
        "interpretation": [actions.ask_interpretation(clause_key="1.2", question="外包人员算不算？", by=chen).pk],
        "pack": [AuditPack.objects.create(since=today, until=today, ordered_by=chen, ordered_at=clock.now()).pk],
    }
