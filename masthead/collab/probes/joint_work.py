"""Clauses 1.3.4, 1.3.5 and 2.2.4: experiments end with a conclusion, requests with an answer, tickets with a solution."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.collab.probes import seeds
from masthead.collab.queries import probing
from masthead.core import clock
from masthead.trail.probes import Verdict, Window, probe

DAYS_TO_CONCLUDE = 14


@probe(
    "1.3.4.concluded",
    clause="1.3.4",
    title=gettext_lazy("实验结束后两周内由他人下结论"),
    why=gettext_lazy("没有结论的实验白做，自己给自己下的结论不算数。"),
    seed=seeds.experiment_without_conclusion,
    window_days=92,
    weight=2,
)
def experiment_concluded(window: Window) -> Iterator[Verdict]:
    """Every experiment that was concluded, or that was over two weeks ago."""
    limit = dt.timedelta(days=DAYS_TO_CONCLUDE)
    for row in probing.experiments_over(window.start, window.end, limit):
        apart = bool(row.concluded_by_id) and row.concluded_by_id not in (row.owner_id, row.idea.proposer_id)
        in_time = row.concluded_at is not None and clock.china(row.concluded_at).date() <= row.end_on + limit
        passed = bool(row.result) and apart and in_time
        reason = _("有实测结果，由他人按时下结论") if passed else _("结束两周后还没有他人下的结论，或没有实测结果")
        facts = {"end_on": row.end_on.isoformat(), "conclusion": row.conclusion}
        yield Verdict("collab.experiment", row.pk, row.idea.title, passed, reason, row.idea.get_absolute_url(), facts)


@probe(
    "1.3.5.answered",
    clause="1.3.5",
    title=gettext_lazy("协作请求在时限内答复"),
    why=gettext_lazy("请求没有人答复，提出的部门就只能等。"),
    seed=seeds.request_without_answer,
    window_days=30,
    weight=3,
)
def request_answered(window: Window) -> Iterator[Verdict]:
    """Every request whose answer was due; the time is office time."""
    for row in probing.requests_due(window.start, window.end):
        passed = row.answered_at is not None and row.answered_at <= row.answer_due_at
        reason = _("按时答复") if passed else (_("答复晚于时限") if row.answered_at else _("超过时限仍未答复"))
        facts = {"due": row.answer_due_at.isoformat(), "minutes": row.target_minutes}
        yield Verdict("collab.crossrequest", row.pk, row.title, passed, reason, row.get_absolute_url(), facts)


@probe(
    "2.2.4.solved",
    clause="2.2.4",
    title=gettext_lazy("技术工单在时限内解决"),
    why=gettext_lazy("故障拖着不修，发布和数据都会停。"),
    seed=seeds.ticket_past_its_time,
    window_days=30,
    weight=3,
)
def ticket_solved(window: Window) -> Iterator[Verdict]:
    """Every fault or support ticket whose time ran out or that was solved; stopped clocks are left out."""
    for row in probing.tickets_due(window.start, window.end):
        if row.resolved_at is None and row.due_at >= window.end:
            continue
        passed = row.resolved_at is not None and row.resolved_at <= row.due_at
        reason = _("按时解决") if passed else (_("解决晚于时限") if row.resolved_at else _("超过时限仍未解决"))
        facts = {"priority": row.priority, "minutes": row.spent_minutes}
        yield Verdict("collab.ticket", row.pk, row.title, passed, reason, row.get_absolute_url(), facts)
