"""A database as it looks after years: 100,000 rows behind every list, written in bulk (the benchmark measures pages, not actions)."""

import datetime as dt
from collections.abc import Callable
from time import perf_counter, thread_time
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Model
from django.utils import timezone

from masthead.accounts.models import Account
from masthead.accounts.testing import make_connected_account
from masthead.analytics import actions as analytics
from masthead.analytics.models import ContentTotal
from masthead.approvals.actions import publish_flow
from masthead.approvals.models import Case, CaseState, FlowVersion, StepRun, StepState, Task, TaskState
from masthead.compliance.testing import rules_in_force
from masthead.content.models import Draft, Revision, Topic
from masthead.content.states import DraftState, TopicState
from masthead.notify.models import Notice
from masthead.org.models import Counter
from masthead.org.testing import Cast, build_cast
from masthead.publishing.models import Publication
from masthead.publishing.states import PublicationState
from masthead.rulebook import actions as rulebook
from masthead.trail.actions import event_digest
from masthead.trail.models import Event

FLOW = [{"name": "内容审核", "mode": "any", "resolver": {"kind": "role", "role": "reviewer"}}]


def bulk(model: type[Model], count: int, make: Callable[[int], Model]) -> None:
    """`count` rows made by `make(n)`, n from 1: one statement for all, as bulk_create would take minutes."""
    fields = [f for f in model._meta.concrete_fields if not f.primary_key or make(1).pk is not None]
    table, columns = connection.ops.quote_name(model._meta.db_table), ", ".join(connection.ops.quote_name(f.column) for f in fields)

    def values(n: int) -> list[Any]:
        row = make(n)
        return [f.get_db_prep_save(getattr(row, f.attname), connection) for f in fields]

    rows = (values(n) for n in range(1, count + 1))
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({', '.join(['%s'] * len(fields))})", list(rows))


def fill(rows: int) -> Cast:
    """The company with `rows` topics, drafts, publications, cases, notices and events."""
    cast = build_cast()
    rules_in_force()
    rulebook.adopt_template(by=None)
    analytics.sync_metrics(by=None)
    people, unit = cast.people, cast.units["宣传部"]
    account = make_connected_account(unit=unit, administrator=people["he"], backup=people["wu"])
    flow = publish_flow(key="content.draft", name="内容发布审核", steps=FLOW, by=None)
    now = timezone.now()
    _contents(cast, rows, now)
    _publications(cast, account, rows, now)
    _cases(cast, flow, rows, now)
    _letters(cast, rows, now)
    return cast


def _contents(cast: Cast, rows: int, now: dt.datetime) -> None:
    lin, unit, states = cast.people["lin"], cast.units["宣传部"], [DraftState.DRAFT, DraftState.RETURNED]
    bulk(Topic, rows, lambda n: Topic(
        pk=n, title=f"选题 {n} 蒙顶春茶", theme="主题", unit=unit, owner=lin, planned_on=(now - dt.timedelta(hours=n % 20000)).date(),
        state=TopicState.ADOPTED, proposed_by=lin, proposed_at=now,
    ))  # fmt: skip
    bulk(Draft, rows, lambda n: Draft(
        pk=n, topic_id=n, unit=unit, title=f"稿件 {n} 茶园手记", author=lin, state=states[n % 2], started_at=now,
        updated_at=now - dt.timedelta(minutes=n),
    ))  # fmt: skip
    bulk(Revision, rows, lambda n: Revision(
        pk=n, draft_id=n, number=1, title=f"稿件 {n} 茶园手记", html="<p>海拔一千二百米的茶园开始采摘。</p>", content_hash=f"{n:064x}", saved_by=lin, saved_at=now,
    ))  # fmt: skip
    Draft.objects.update(revision_id=F("pk"))


def _publications(cast: Cast, account: Account, rows: int, now: dt.datetime) -> None:
    unit, wu = cast.units["宣传部"], cast.people["wu"]

    def one(n: int) -> Publication:
        at = now - dt.timedelta(minutes=20 * (n - 40))
        state = PublicationState.PUBLISHED if at < now else PublicationState.SCHEDULED
        return Publication(
            pk=n, draft_id=n, revision_id=n, account=account, unit=unit, title=f"稿件 {n} 茶园手记", content_hash=f"{n:064x}",
            window_start=at - dt.timedelta(hours=1), window_end=at + dt.timedelta(hours=3), planned_at=at, due_at=at, next_try_at=at,
            state=state, scheduled_by=wu, scheduled_at=at, published_at=at if at < now else None, accepted_at=at if at < now else None,
        )  # fmt: skip

    bulk(Publication, rows, one)
    bulk(ContentTotal, rows, lambda n: ContentTotal(publication_id=n, account=account, unit=unit, read_users=n * 7 % 9973, as_of=now))


def _cases(cast: Cast, flow: FlowVersion, rows: int, now: dt.datetime) -> None:
    lin, zhou, unit = cast.people["lin"], cast.people["zhou"], cast.units["宣传部"]
    bulk(Case, rows, lambda n: Case(
        pk=n, flow=flow, subject_kind="content.draft", subject_id=n, title=f"稿件 {n} 茶园手记", content_hash=f"{n:064x}", requester=lin,
        unit=unit, state=CaseState.RUNNING, opened_at=now,
    ))  # fmt: skip
    bulk(StepRun, rows, lambda n: StepRun(pk=n, case_id=n, number=1, name="内容审核", mode="any", resolver={}, state=StepState.ACTIVE))
    bulk(Task, rows, lambda n: Task(
        pk=n, step_id=n, case_id=n, assignee=zhou, state=TaskState.PENDING, opened_at=now - dt.timedelta(minutes=n)
    ))  # fmt: skip
    Counter.objects.create(member=zhou, key="approvals.todo", value=rows)


def _letters(cast: Cast, rows: int, now: dt.datetime) -> None:
    lin = cast.people["lin"]
    bulk(Notice, rows, lambda n: Notice(
        member=lin, kind="approvals.result", title=f"已通过：稿件 {n}", url="/", created_at=now - dt.timedelta(minutes=n)
    ))  # fmt: skip
    Counter.objects.create(member=lin, key="notify.unread", value=rows)

    def event(n: int) -> Event:
        row = Event(
            at=now, name="content:draft:started", clause="3.3.1", actor_kind="org.member", actor_id=lin.pk, actor_name=lin.name,
            target_kind="content.draft", target_id=n, target_name=f"稿件 {n}", data={},
        )  # fmt: skip
        row.digest = event_digest(row)
        return row

    bulk(Event, rows, event)


def seconds_of(deed: Callable[[], object]) -> tuple[float, float]:
    """Wall time and processor time of one call."""
    began, used = perf_counter(), thread_time()
    deed()
    return perf_counter() - began, thread_time() - used
