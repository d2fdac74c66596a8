"""Experiments with what they compare, by quarter."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from masthead.collab import queries as collab
from masthead.collab.models import Experiment
from masthead.content import errors
from masthead.content.models import ExperimentArm
from masthead.core import clock
from masthead.core.paging import Page, page_of
from masthead.org.models import Member

ORDER = ("-start_on", "-id")


@dataclass(frozen=True)
class Quarter:
    """What was tried in a quarter."""

    label: str
    value: str
    run: int
    concluded: int
    effective: int


def arms_of(experiment: Experiment) -> list[ExperimentArm]:
    """What is compared, in order; one query."""
    rows = ExperimentArm.objects.filter(experiment=experiment).select_related("draft", "account")
    return list(rows.order_by("number"))


def require_figures(experiment: Experiment) -> None:
    """A verdict rests on figures: raise RuleBroken while an arm has none. Experiments told in words only pass."""
    missing = [arm.name for arm in arms_of(experiment) if arm.measured is None]
    if missing:
        raise errors.arms_not_measured("、".join(missing))


def experiments_page(member: Member, quarter: str = "", cursor: str = "") -> Page[Experiment]:
    """One page of experiments that ran in the quarter (2026Q4), newest first; arms come with `arms_by_experiment`."""
    ideas = collab.ideas_visible_to(member).order_by().values("pk")
    rows = Experiment.objects.filter(idea__in=ideas).select_related("idea__proposer", "owner", "concluded_by")
    span = _span(quarter)
    if span:
        rows = rows.filter(start_on__lt=span[1], end_on__gte=span[0])
    return page_of(rows, order=ORDER, cursor=cursor)


def arms_by_experiment(rows: list[Experiment]) -> dict[int, list[ExperimentArm]]:
    """The arms of a page of experiments; one query."""
    found: dict[int, list[ExperimentArm]] = {row.pk: [] for row in rows}
    arms = ExperimentArm.objects.filter(experiment__in=list(found)).select_related("draft", "account")
    for arm in arms.order_by("experiment", "number"):
        found[arm.experiment_id].append(arm)
    return found


def quarters(member: Member, most: int = 4) -> list[Quarter]:
    """Run and concluded by quarter, this one first; one query."""
    day, found = clock.today(), list[Quarter]()
    ideas = collab.ideas_visible_to(member).order_by().values("pk")
    earliest = day - dt.timedelta(days=92 * (most + 1))
    rows = list(
        Experiment.objects.filter(
            Q(end_on__gte=earliest) | Q(concluded_at__gte=clock.at_china(earliest, 0)), idea__in=ideas
        )
    )
    for _n in range(most):
        first, following = collab.quarter_of(day)
        done = [r for r in rows if r.concluded_at and first <= clock.china(r.concluded_at).date() < following]
        run = sum(r.start_on < following and r.end_on >= first for r in rows)
        number = (first.month + 2) // 3
        found.append(
            Quarter(
                _("%(year)s 年第 %(n)s 季度") % {"year": first.year, "n": number},
                f"{first.year}Q{number}",
                run,
                len(done),
                sum(r.conclusion == "effective" for r in done),
            )
        )
        day = first - dt.timedelta(days=1)
    return found


def _span(quarter: str) -> tuple[dt.date, dt.date] | None:
    year, _q, number = quarter.partition("Q")
    if not (year.isdecimal() and number in ("1", "2", "3", "4") and len(year) == 4):
        return None
    return collab.quarter_of(dt.date(int(year), 3 * int(number), 1))
