"""The rulebook's life at 云岭茶业: read and signed by most, one amendment on the leader's desk, one exception, one finding being put right."""

import datetime as dt

from masthead.approvals import actions as approvals
from masthead.approvals import queries as approval_queries
from masthead.core import clock, jobs
from masthead.rulebook import actions, queries
from masthead.rulebook.states import FindingState
from masthead.web.demo.people import fresh
from masthead.web.demo.script import Script

SIGNED = (
    ("zhengzz", -15, 9, 40),
    ("chenzg", -15, 10, 5),
    ("linbj", -14, 14, 20),
    ("zhoush", -13, 9, 15),
    ("hezh", -12, 16, 45),
    ("shenji", -9, 11, 30),
)
OLD, NEW = "十五日内完成阅读确认", "十日内完成阅读确认"
REASON = "新员工入职培训为期十日，阅读确认期限与其一致；受托机构人员同样适用。"


def tell(script: Script) -> None:
    """Put the deeds on the script."""
    script.at(-16, 10, 0, actions.keep_time)
    for username, day, hour, minute in SIGNED:
        script.at(day, hour, minute, lambda name=username: _sign(name))  # type: ignore[misc]
    for day in range(-14, 0):
        script.at(day, 23, 30, _nightly_check)
    script.at(-11, 15, 0, _ask_meaning)
    script.at(-10, 9, 30, _answer_meaning)
    script.at(-8, 10, 0, _ask_exception)
    script.at(-8, 16, 20, _approve_exception)
    script.at(-2, 14, 0, _propose)
    script.at(-1, 9, 20, _plan_finding)


def _nightly_check() -> None:
    """As the workers would: the trail is sealed, then the board looks."""
    jobs.run_now("trail.seal")
    actions.run_probes()


def _sign(username: str) -> None:
    version, by = queries.policy_in_force(), fresh(username)
    assert version is not None
    actions.open_reading(version=version, by=by)
    answers = {q.pk: q.answer for q in queries.questions_of(version)}
    if username == "linbj":  # one who had to read a clause again
        first = min(answers)
        actions.answer_quiz(version=version, answers=answers | {first: (answers[first] + 1) % 3}, by=by)
    actions.answer_quiz(version=version, answers=answers, by=by)
    actions.sign_version(version=version, typed_name=by.name, by=by)


def _ask_meaning() -> None:
    actions.ask_interpretation(
        clause_key="3.3.3", question="节假日提前排好的稿件，当天还要不要再核对一次版式？", by=fresh("wufb")
    )


def _answer_meaning() -> None:
    row = queries.interpretations().filter(answered_at=None).order_by("pk").first()
    assert row is not None
    answer = "要。发布前核对由当班发布专员负责，节假日由值班人员核对，记录在发布任务上。"
    actions.answer_interpretation(interpretation=row, answer=answer, by=fresh("zhengzz"))


def _ask_exception() -> None:
    today = clock.today()
    actions.ask_exception(
        clause_key="2.2.2", reason="竞品监测工具的采购流程还没有走完，十一月的竞品周报暂停。", measure="市场部每周一在例会上口头汇报，会议纪要留存。",
        starts_on=today, expires_on=today + dt.timedelta(days=45), by=fresh("sunsc"),
    )  # fmt: skip


def _approve_exception() -> None:
    row = queries.all_exceptions().order_by("-pk").first()
    assert row is not None
    case, leader = approval_queries.latest_case(actions.EXCEPTION, row.pk), fresh("zhengzz")
    assert case is not None
    task = approval_queries.open_task_of(leader, case)
    assert task is not None
    approvals.approve_task(task=task, by=leader, hash_seen=case.content_hash, confirmations=["measure"])


def _propose() -> None:
    """A head of department amends two clauses and hands them to the leader."""
    by = fresh("chenzg")
    version = actions.start_amendment(by=by)
    scope = queries.get_place(version, "1.2")
    text = scope.text.replace(OLD, NEW).replace("十五日内", "十日内")
    actions.edit_clause(clause=scope, title=scope.title, text=text, expected_revision=0, by=by)
    actions.add_clause(
        version=queries.load_version(version.pk), after=queries.get_place(version, "3.3.2"), title="人工智能生成内容",
        text="使用人工智能工具生成或者改写的文字、图片、音视频，应当在送审时说明，并按规定添加标识。未说明的，审核人应当退回。", expected_edits=0, by=by,
    )  # fmt: skip
    version = queries.load_version(version.pk)
    tokens = [b.token for b in queries.unconfirmed(version)]
    actions.confirm_bindings(version=version, tokens=tokens, note="期限改动后提醒自动按新期限计算", by=by)
    actions.propose_amendment(
        version=queries.load_version(version.pk), effective_on=clock.today() + dt.timedelta(days=12), significance="minor", sign_days=10,
        reason=REASON, by=by,
    )  # fmt: skip


def _plan_finding() -> None:
    """The open finding of a publication that the platform refused gets an owner and a day."""
    row = queries.findings(state=FindingState.OPEN, clause="3.3.3").order_by("pk").first()
    if row is not None:
        actions.plan_correction(
            finding=row, owner=fresh("chenzg"), due_on=clock.today() + dt.timedelta(days=7), cause="送审前没有对照平台规则逐条核对促销措辞。",
            action="修改后重新送审；排期前由发布专员对照平台规则核对一遍。", by=fresh("hezh"),
        )  # fmt: skip
