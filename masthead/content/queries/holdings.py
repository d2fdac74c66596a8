"""Topics and drafts that are still open, by person and by department."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from masthead.approvals.models import Task
from masthead.content.models import Draft, Topic
from masthead.content.states import OPEN_DRAFTS, OPEN_TOPICS, DraftState
from masthead.org.models import Member, Unit
from masthead.org.registry import Held


def open_topics() -> QuerySet[Topic]:
    """Topics that still lead to something."""
    return Topic.objects.filter(state__in=OPEN_TOPICS).order_by("pk")


def open_drafts() -> QuerySet[Draft]:
    """Drafts that are written or reviewed; what is approved is sealed with its author."""
    return Draft.objects.filter(state__in=OPEN_DRAFTS).order_by("pk")


def content_held(member: Member) -> list[Held]:
    """What a leaver hands over."""
    return _rows(open_topics().filter(owner=member), open_drafts().filter(author=member))


def content_kept_in(unit: Unit) -> list[Held]:
    """What is open in a department."""
    return _rows(open_topics().filter(unit=unit), open_drafts().filter(unit=unit))


def drafts_judged_by(member: Member, drafts: list[Draft]) -> list[Draft]:
    """Those under review in which the member was asked to decide: a judge never becomes the author."""
    cases = [d.case_id for d in drafts if d.state == DraftState.IN_REVIEW and d.case_id]
    asked = set(Task.objects.filter(case_id__in=cases, assignee=member).values_list("case_id", flat=True))
    return [d for d in drafts if d.case_id in asked and d.state == DraftState.IN_REVIEW]


def _rows(topics: QuerySet[Topic], drafts: QuerySet[Draft]) -> list[Held]:
    return [
        *(Held(t.title, t.get_absolute_url(), f"{_('选题')} · {t.get_state_display()}") for t in topics),
        *(Held(d.title, d.get_absolute_url(), f"{_('稿件')} · {d.get_state_display()}") for d in drafts),
    ]
