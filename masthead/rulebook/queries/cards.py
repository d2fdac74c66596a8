"""What waits on the workbench: texts to sign, findings to put right."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.workbench import Card, CardItem
from masthead.org.models import Member
from masthead.org.registry import Held
from masthead.rulebook.queries.exceptions import findings
from masthead.rulebook.queries.signing import versions_to_sign
from masthead.rulebook.states import FindingState

ROWS = 5


def to_sign(member: Member) -> Card | None:
    """Texts that wait for the member's signature; silent when there are none."""
    rows = versions_to_sign(member)
    if not rows:
        return None
    items = [
        CardItem(
            str(_("第 %(n)s 版 %(title)s") % {"n": v.number, "title": v.document.title}),
            reverse("rulebook:read", args=[v.pk]),
            sub=_("阅读、答题、签名，约十分钟"),
            when=clock.at_china(v.sign_by) if v.sign_by else None,
        )
        for v in rows
    ]
    return Card(_("制度阅读确认"), len(items), items, url=items[0].url, icon="signature")


def my_findings(member: Member) -> Card | None:
    """Findings that the member must put right; silent when there are none."""
    rows = list(findings(state=FindingState.OPEN, mine=member.pk).order_by("due_on", "pk")[: ROWS + 1])
    if not rows:
        return None
    items = [CardItem(r.name, r.get_absolute_url(), r.reason, _day(r.due_on), r.state) for r in rows[:ROWS]]
    return Card(_("待整改的问题"), len(rows), items, url=f"{reverse('rulebook:findings')}?mine=1", icon="flag")


def findings_held(member: Member) -> list[Held]:
    """Open findings that the member must put right, for the list of what a leaver hands over."""
    rows = findings(state=FindingState.OPEN, mine=member.pk).order_by("pk")
    return [Held(r.name, r.get_absolute_url(), r.clause_key) for r in rows]


def _day(day: dt.date | None) -> dt.datetime | None:
    return clock.at_china(day) if day else None
