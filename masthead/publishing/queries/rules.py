"""The company's figures for scheduling; until somebody sets them, the house's own."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings

from masthead.core import clock
from masthead.publishing.brakes import Late, LatePolicy
from masthead.publishing.models import PublishingRules

STEER = "publishing.engine.steer"
LATE_MINUTES = 120
SLACK = dt.timedelta(minutes=2)  # «now» as typed into a form is a moment ago when it arrives
TYPED = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class Rules:
    """In force now."""

    late: Late
    lead_minutes: int

    @property
    def lead(self) -> dt.timedelta:
        return dt.timedelta(minutes=self.lead_minutes)


def rules_in_force() -> Rules:
    """One query."""
    found = PublishingRules.objects.filter(pk=1).first()
    if found is None:
        return Rules(Late(LatePolicy.LATE, LATE_MINUTES), settings.MOVE_LEAD_MINUTES)
    return Rules(Late(LatePolicy(found.late_policy), found.late_minutes), found.lead_minutes)


def lead_gate(planned_at: dt.datetime, moment: dt.datetime) -> str:
    """'' or why the time is not far enough ahead."""
    lead = rules_in_force().lead
    if planned_at < moment - SLACK:
        return "past"
    return (
        "lead" if lead and planned_at < moment + lead - TYPED else ""
    )  # nothing is added to what was typed: it may be the last day there is


def lead_facts(moment: dt.datetime) -> dict[str, object]:
    """For the words of the refusal: the minutes, and the first time that is far enough."""
    lead = rules_in_force().lead
    first = clock.china(moment + lead + dt.timedelta(minutes=1))
    return {"minutes": int(lead.total_seconds() // 60), "after": f"{first:%m-%d %H:%M}"}


def rules_row() -> PublishingRules | None:
    """Who set them and when; None = nobody yet."""
    return PublishingRules.objects.select_related("changed_by").filter(pk=1).first()
