"""What waits for a reviewer, in the order in which it is best done, and how the reviewers of a department are loaded."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from masthead.approvals import queries as approvals
from masthead.approvals.models import DECIDED, Task, TaskState
from masthead.compliance.models import Check
from masthead.content import errors
from masthead.content.models import Draft
from masthead.content.queries.annotations import open_counts
from masthead.content.queries.facts import RISKS
from masthead.core import clock
from masthead.core.paging import Page, page_of
from masthead.org import queries as org
from masthead.org.models import Member
from masthead.platforms.catalogue import read_catalogue

KIND = "content.draft"
OVERSEE = "content.review.oversee"
PLATFORMS = {entry.key: entry.name for entry in read_catalogue()}
SHOWS = ("open", "late", "decided", "returned")
OLDEST_FIRST = ["opened_at", "pk"]
TONES = {"high": "red", "medium": "amber", "low": "grey"}


@dataclass(frozen=True)
class Waiting:
    """One task as the queue shows it. Findings are None while the version was not checked."""

    task: Task
    draft: Draft | None
    risk: str
    risk_tone: str
    risk_why: str
    platforms: list[str]
    blocking: int | None
    warnings: int | None
    remarks: int
    late: bool


def waiting_page(member: Member, wanted: dict[str, str], cursor: str = "") -> Page[Any]:
    """One page of drafts that wait for the member; five queries whatever the rows."""
    page = page_of(_mine(member, wanted), order=OLDEST_FIRST, cursor=cursor)
    return _page_of_rows(page)


def _mine(member: Member, wanted: dict[str, str]) -> QuerySet[Task]:
    rows = approvals.tasks_of(member).filter(case__subject_kind=KIND)
    if wanted.get("q"):
        rows = rows.filter(case__title__icontains=wanted["q"])
    if wanted.get("risk"):
        rows = rows.filter(case__facts__risk=wanted["risk"])
    if wanted.get("due") == "late":
        rows = rows.filter(step__due_at__lte=clock.now())
    elif wanted.get("due") == "today":
        rows = rows.filter(step__due_at__lt=clock.at_china(clock.today() + dt.timedelta(days=1)))
    return rows


def _page_of_rows(page: Page[Task]) -> Page[Any]:
    """The same page with everything that a row shows, asked once for all of them."""
    tasks = list(page.rows)
    keys = [t.case.subject_id for t in tasks]
    drafts = {d.pk: d for d in Draft.objects.filter(pk__in=keys).select_related("author", "unit")}
    checks = _checks(tasks)
    remarks, now = open_counts(keys), clock.now()
    rows = [_row(t, drafts, checks, remarks, now) for t in tasks]
    return Page(rows, page.next, page.previous)


def _checks(tasks: Iterable[Task]) -> dict[tuple[int, str], Check]:
    """{(draft, hash): newest check of exactly that version}; one query."""
    wanted = {(t.case.subject_id, t.case.content_hash) for t in tasks}
    rows = Check.objects.filter(subject_kind=KIND, subject_id__in={key for key, _hash in wanted})
    return {(c.subject_id, c.content_hash): c for c in rows.order_by("pk") if (c.subject_id, c.content_hash) in wanted}


def _row(
    task: Task,
    drafts: dict[int, Draft],
    checks: dict[tuple[int, str], Check],
    remarks: dict[int, int],
    now: dt.datetime,
) -> Waiting:
    case, facts = task.case, task.case.facts
    check = checks.get((case.subject_id, case.content_hash))
    risk = str(facts.get("risk", ""))
    return Waiting(
        task=task,
        draft=drafts.get(case.subject_id),
        risk=str(dict(RISKS).get(risk, "")),
        risk_tone=TONES.get(risk, "grey"),
        risk_why="；".join(facts.get("risk_reasons", [])),
        platforms=[PLATFORMS.get(key, key) for key in facts.get("platforms", [])],
        blocking=check.blocking if check else None,
        warnings=check.warnings if check else None,
        remarks=remarks.get(case.subject_id, 0),
        late=task.step.due_at is not None and task.step.due_at <= now,
    )


@dataclass(frozen=True)
class Load:
    """One reviewer: how much waits, since when, and what was decided this month. Times are moments, `rate` is percent."""

    member: Member
    open: int
    late: int
    median_since: dt.datetime | None
    oldest: dt.datetime | None
    decided: int
    returned: int

    @property
    def rate(self) -> int | None:
        return round(100 * self.returned / self.decided) if self.decided else None


def tasks_overseen(member: Member) -> QuerySet[Task]:
    """Tasks on drafts of the departments that the member oversees."""
    scope = org.scope_of(member, OVERSEE).as_q(unit="case__unit_id")
    return Task.objects.filter(scope, case__subject_kind=KIND)


def month_start() -> dt.datetime:
    """When this month began in Shanghai."""
    return clock.at_china(clock.today().replace(day=1))


def loads(overseer: Member) -> list[Load]:
    """Everybody who has or had something to review this month, the most loaded first; four queries whatever the rows."""
    rows = tasks_overseen(overseer)
    waiting = rows.filter(state=TaskState.PENDING)
    late = Count("pk", filter=Q(step__due_at__lte=clock.now()))
    open_: dict[int, dict[str, Any]] = {
        r["assignee"]: {**r}
        for r in waiting.order_by().values("assignee").annotate(n=Count("pk"), late=late, oldest=Min("opened_at"))
    }
    middle = _medians(waiting)
    done: dict[int, dict[str, Any]] = {
        r["assignee"]: {**r}
        for r in rows.filter(state__in=DECIDED, decided_at__gte=month_start())
        .order_by()
        .values("assignee")
        .annotate(n=Count("pk"), returned=Count("pk", filter=Q(state=TaskState.RETURNED)))
    }
    people = Member.objects.filter(pk__in=open_.keys() | done.keys()).order_by("name", "pk")
    nothing: dict[str, Any] = {}
    found = []
    for member in people:
        mine, past = open_.get(member.pk, nothing), done.get(member.pk, nothing)
        counts = (mine.get("n", 0), mine.get("late", 0), middle.get(member.pk), mine.get("oldest"))
        found.append(Load(member, *counts, past.get("n", 0), past.get("returned", 0)))
    return sorted(found, key=lambda load: -load.open)


def _medians(waiting: QuerySet[Task]) -> dict[int, dt.datetime]:
    """{member: opening of the task in the middle}, the longer waiting one of two."""
    ranked = waiting.annotate(
        turn=Window(RowNumber(), partition_by=F("assignee_id"), order_by=F("opened_at").asc()),
        of=Window(Count("pk"), partition_by=F("assignee_id")),
    )
    half = ranked.filter(turn=(F("of") + 1) / 2)
    return {pk: opened for pk, opened in half.values_list("assignee_id", "opened_at") if opened}


def get_reviewer_for(member: Member, pk: int) -> Member:
    """Somebody who was ever asked to review in a department that the member oversees. Raises NotThere."""
    found = Member.objects.filter(pk=pk, pk__in=tasks_overseen(member).order_by().values("assignee")).first()
    if found is None:
        raise errors.reviewer_not_there()
    return found


def load_rows(member: Member, whose: Member, show: str, cursor: str = "") -> Page[Any]:
    """The tasks behind one figure of the load page."""
    rows = tasks_overseen(member).filter(assignee=whose)
    rows = rows.select_related("case__requester", "case__unit", "step", "behalf")
    if show in ("decided", "returned"):
        states: Sequence[Any] = [TaskState.RETURNED] if show == "returned" else list(DECIDED)
        rows = rows.filter(state__in=states, decided_at__gte=month_start())
        return _page_of_rows(page_of(rows, order=["-decided_at", "-pk"], cursor=cursor))
    rows = rows.filter(state=TaskState.PENDING)
    if show == "late":
        rows = rows.filter(step__due_at__lte=clock.now())
    return _page_of_rows(page_of(rows, order=OLDEST_FIRST, cursor=cursor))
