"""A database as it looks after years: 100,000 rows behind every list, written in bulk (the benchmark measures pages, not actions)."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter, thread_time
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from masthead.accounts.models import Account
from masthead.accounts.testing import make_account, make_connected_account
from masthead.analytics import actions as analytics
from masthead.analytics.models import ContentTotal
from masthead.approvals.actions import publish_flow
from masthead.approvals.models import Case, CaseState, FlowVersion, StepRun, StepState, Task, TaskState
from masthead.compliance.models import Check, Finding, RuleSet
from masthead.compliance.testing import rules_in_force
from masthead.content.models import Annotation, Draft, ReviewRound, Revision, Topic
from masthead.content.queries import content_hash
from masthead.content.states import DraftState, TopicState
from masthead.notify.models import Notice
from masthead.org.models import Counter
from masthead.org.testing import Cast, build_cast
from masthead.publishing.models import Publication
from masthead.publishing.states import PublicationState
from masthead.rulebook import actions as rulebook
from masthead.rulebook.models import ClauseState, ProbeResult, ProbeRun
from masthead.trail.models import Event
from masthead.trail.probes import PROBES

FLOW = [{"name": "内容审核", "mode": "any", "resolver": {"kind": "role", "role": "reviewer"}}]
HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)
APART = 4 * HOUR  # between two publications: six a day, as a busy company has
COMPOSED = 501  # the draft that is opened in the composer
AHEAD = 60  # publications that are still to come
DAYS_OF_STATES = 365
Change = Callable[[int], dict[str, Any]]


@dataclass(frozen=True)
class Company:
    """Whom and what the rows belong to."""

    cast: Cast
    account: Account
    flow: FlowVersion
    now: dt.datetime


def fill(rows: int) -> Company:
    """The company with `rows` topics, drafts, publications, cases, notices and events."""
    company = found()
    add(company, range(1, rows + 1))
    make_whole(min(500, rows))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # an old database knows its own figures
    return company


def make_whole(number: int) -> None:
    """Give one draft in review its real seal, so that its review page is the one that a reviewer decides on."""
    draft = Draft.objects.get(pk=number)
    sealed = content_hash(draft)
    Draft.objects.filter(pk=number).update(state=DraftState.IN_REVIEW, case_id=number)
    Case.objects.filter(pk=number).update(content_hash=sealed)
    ReviewRound.objects.filter(pk=number).update(content_hash=sealed)
    Check.objects.filter(pk=number).update(content_hash=sealed)


def found() -> Company:
    """The cast, an account, rules, the policy and a review flow."""
    cast = build_cast()
    rules_in_force()
    rulebook.adopt_template(by=None)
    analytics.sync_metrics(by=None)
    people = cast.people
    account = make_connected_account(unit=cast.units["宣传部"], administrator=people["he"], backup=people["wu"])
    flow = publish_flow(key="content.draft", name="内容发布审核", steps=FLOW, by=None)
    return Company(cast, account, flow, timezone.now())


def add(company: Company, numbers: range) -> None:
    """Rows with these keys, behind every list."""
    with transaction.atomic():
        _contents(company, numbers)
        _publications(company, numbers)
        _cases(company, numbers)
        _letters(company, numbers)


def copies(model: Model, numbers: range, change: Change) -> None:
    """`model` once for each number, with the columns that `change(number)` names; one statement, as bulk_create would take minutes."""
    fields = [f for f in model._meta.concrete_fields if not f.generated and (not f.primary_key or model.pk is not None)]
    place = {f.attname: at for at, f in enumerate(fields)}
    plain = [f.get_db_prep_save(getattr(model, f.attname), connection) for f in fields]

    def row(n: int) -> list[Any]:
        values = plain.copy()
        for name, value in change(n).items():
            field = fields[place[name]]
            values[place[name]] = value if isinstance(value, int | str) else field.get_db_prep_save(value, connection)
        return values

    quote = connection.ops.quote_name
    table, columns = quote(model._meta.db_table), ", ".join(quote(str(f.column)) for f in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for n in numbers:
                    copy.write_row(row(n))
        else:
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", [row(n) for n in numbers])


def _contents(company: Company, numbers: range) -> None:
    lin, unit, now = company.cast.people["lin"], company.cast.units["宣传部"], company.now
    states = (DraftState.DRAFT.value, DraftState.RETURNED.value)
    topic = Topic(
        pk=0, theme="主题", unit=unit, owner=lin, planned_on=now.date(), state=TopicState.ADOPTED, proposed_by=lin, proposed_at=now
    )  # fmt: skip
    copies(topic, numbers, lambda n: {
        "id": n, "title": f"选题 {n} 蒙顶春茶", "planned_on": (now - n % 20000 * HOUR).date(),
    })  # fmt: skip
    draft = Draft(pk=0, revision_id=0, topic_id=0, unit=unit, author=lin, started_at=now, updated_at=now)
    copies(draft, numbers, lambda n: {
        "id": n, "topic_id": n, "revision_id": n, "title": f"稿件 {n} 茶园手记", "state": states[n % 2], "updated_at": now - n * MINUTE,
    })  # fmt: skip
    revision = Revision(
        pk=0, draft_id=0, number=1, html="<p>海拔一千二百米的茶园开始采摘。</p>", saved_by=lin, saved_at=now
    )
    aims = Draft.accounts.through(draft_id=0, account_id=company.account.pk)
    copies(aims, numbers, lambda n: {"draft_id": n})
    more = _composed(company) if COMPOSED in numbers else {}
    copies(revision, numbers, lambda n: {
        "id": n, "draft_id": n, "title": f"稿件 {n} 茶园手记", "content_hash": f"{n:064x}", **(more if n == COMPOSED else {}),
    })  # fmt: skip
    _reviews(company, numbers)


def _reviews(company: Company, numbers: range) -> None:
    """A round, a check with one remark of the machine, and a reviewer's remark behind every draft."""
    lin, zhou, now = company.cast.people["lin"], company.cast.people["zhou"], company.now
    round_ = ReviewRound(pk=0, draft_id=0, number=1, revision_id=0, submitted_by=lin, submitted_at=now)
    copies(round_, numbers, lambda n: {
        "id": n, "draft_id": n, "revision_id": n, "case_id": n, "content_hash": f"{n:064x}"
    })  # fmt: skip
    check = Check(
        pk=0,
        subject_kind="content.draft",
        subject_id=0,
        rule_set=RuleSet.objects.get(in_force=True),
        blocking=0,
        warnings=1,
        checked_at=now,
    )
    copies(check, numbers, lambda n: {"id": n, "subject_id": n, "content_hash": f"{n:064x}"})
    finding = Finding(
        pk=0,
        check_run_id=0,
        rule="promotion",
        label="促销",
        severity="warn",
        part="body",
        start=2,
        end=6,
        excerpt="一千二百",
        message="请核对",
    )
    copies(finding, numbers, lambda n: {"id": n, "check_run_id": n})
    remark = Annotation(
        pk=0, draft_id=0, revision_id=0, part="body", start=8, end=10, quote="茶园", body="请写明是哪一片", author=zhou, made_at=now
    )  # fmt: skip
    copies(remark, numbers, lambda n: {"id": n, "draft_id": n, "revision_id": n})


def _composed(company: Company) -> dict[str, Any]:
    """What the draft that the composer is measured with has more: a long text for three accounts, each with words of its own."""
    people, unit = company.cast.people, company.cast.units["宣传部"]
    accounts = [company.account]
    for name, platform in (("云岭茶事（短）", "weibo"), ("云岭茶事（笔记）", "xiaohongshu")):
        accounts.append(
            make_account(unit=unit, administrator=people["he"], backup=people["wu"], name=name, platform=platform)
        )
    Draft.objects.get(pk=COMPOSED).accounts.set(accounts)
    body = "".join(f"<h2>第{n}节</h2><p>{'海拔一千二百米的茶园开始采摘。' * 12}</p>" for n in range(1, 21))
    own = {
        "title": "短标题",
        "text": "一升水、六克茶、三分钟 #煮茶#",
        "digest": "另写的摘要",
        "tags": ["煮茶"],
        "html": body,
    }
    return {
        "html": body,
        "digest": "摘要",
        "tags": ["春茶"],
        "variants": {str(account.pk): own for account in accounts},
    }


def _publications(company: Company, numbers: range) -> None:
    unit, wu, account, now = company.cast.units["宣传部"], company.cast.people["wu"], company.account, company.now
    model = Publication(
        pk=0, draft_id=0, revision_id=0, account=account, unit=unit, window_start=now, window_end=now, planned_at=now, due_at=now,
        next_try_at=now, scheduled_by=wu, scheduled_at=now,
    )  # fmt: skip

    def one(n: int) -> dict[str, Any]:
        at = now - APART * (n - AHEAD)
        out = at if at < now else None
        state = PublicationState.PUBLISHED if out else PublicationState.SCHEDULED
        return {
            "id": n, "draft_id": n, "revision_id": n, "title": f"稿件 {n} 茶园手记", "content_hash": f"{n:064x}", "state": state.value,
            "window_start": at - HOUR, "window_end": at + 3 * HOUR, "planned_at": at, "due_at": at, "next_try_at": at,
            "scheduled_at": at - HOUR, "published_at": out, "accepted_at": out,
        }  # fmt: skip

    copies(model, numbers, one)
    total = ContentTotal(publication_id=0, account=account, unit=unit, as_of=now)
    copies(total, numbers, lambda n: {"publication_id": n, "read_users": n * 7 % 9973})


def _cases(company: Company, numbers: range) -> None:
    lin, zhou, now = company.cast.people["lin"], company.cast.people["zhou"], company.now
    case = Case(
        pk=0, flow=company.flow, subject_kind="content.draft", subject_id=0, requester=lin, unit=company.cast.units["宣传部"],
        state=CaseState.RUNNING, opened_at=now, facts={"risk": "medium", "platforms": ["wechat_oa"], "risk_reasons": ["有 3 处须说明"]},
    )  # fmt: skip
    copies(case, numbers, lambda n: {
        "id": n, "subject_id": n, "title": f"稿件 {n} 茶园手记", "content_hash": f"{n:064x}"
    })  # fmt: skip
    step = StepRun(pk=0, case_id=0, number=1, name="内容审核", mode="any", resolver={}, state=StepState.ACTIVE)
    copies(step, numbers, lambda n: {"id": n, "case_id": n})
    task = Task(pk=0, step_id=0, case_id=0, assignee=zhou, state=TaskState.PENDING, opened_at=now)
    copies(task, numbers, lambda n: {"id": n, "step_id": n, "case_id": n, "opened_at": now - n * MINUTE})
    run = ProbeRun(
        probe_key="", clause_key="3.3.2", window_start=now, window_end=now, started_at=now, finished_at=now, ran_ok=True, pass_n=1
    )  # fmt: skip
    probes = list(PROBES)
    copies(run, numbers, lambda n: {"probe_key": probes[n % len(probes)], "finished_at": now - n * MINUTE})
    _board(company, numbers)
    Counter.objects.update_or_create(member=zhou, key="approvals.todo", defaults={"value": numbers.stop - 1})


def _board(company: Company, numbers: range) -> None:
    """A year of clause states, and results behind the newest run."""
    now, clauses = company.now, sorted({probe.clause for probe in PROBES.values()})
    year = range(numbers.start, min(numbers.stop, DAYS_OF_STATES * len(clauses)))
    kept = ClauseState(clause_key="", on=now, state="met", score_numerator=3, score_denominator=3, noted_at=now)
    copies(kept, year, lambda n: {
        "clause_key": clauses[n % len(clauses)], "on": (now - dt.timedelta(days=n // len(clauses))).date()
    })  # fmt: skip
    newest = ProbeRun.objects.latest("pk")
    copies(ProbeResult(run=newest, rank=1, kind="content.draft", object_id=0), numbers, lambda n: {
        "object_id": n, "name": f"稿件 {n} 茶园手记"
    })  # fmt: skip


def _letters(company: Company, numbers: range) -> None:
    lin, now = company.cast.people["lin"], company.now
    notice = Notice(member=lin, kind="approvals.result", url="/", created_at=now)
    copies(notice, numbers, lambda n: {
        "title": f"已通过：稿件 {n}", "created_at": now - n * MINUTE, "read_at": None if n % 5 else now
    })  # fmt: skip
    unread = Notice.objects.filter(member=lin, read_at=None).count()
    Counter.objects.update_or_create(member=lin, key="notify.unread", defaults={"value": unread})
    event = Event(
        at=now, name="content:draft:started", clause="3.3.1", actor_kind="org.member", actor_id=lin.pk, actor_name=lin.name,
        target_kind="content.draft", data={},
    )  # fmt: skip
    copies(
        event,
        numbers,
        lambda n: {"at": now - n * 5 * MINUTE, "target_id": n, "target_name": f"稿件 {n}", "digest": f"{n:064x}"},
    )


def seconds_of(deed: Callable[[], object]) -> tuple[float, float]:
    """Wall time and processor time of one call."""
    began, used = perf_counter(), thread_time()
    deed()
    return perf_counter() - began, thread_time() - used
