"""What `org` shows on the workbench: who acts for whom today, and what the administrator should see to."""

from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.workbench import Card, CardItem
from masthead.org import queries
from masthead.org.models import Member

LATE_MONTH = 11  # the State Council publishes the next year in November


def absence_card(member: Member) -> Card | None:
    """Running and coming delegations of the member; silent when there are none. One query."""
    rows = queries.absences_running(member)
    if not rows:
        return None
    url = reverse("org:absences")
    items = [
        CardItem(
            _("您委托 %(name)s 代办") % {"name": a.delegate.name}
            if a.member_id == member.pk
            else _("您为 %(name)s 代办") % {"name": a.member.name},
            url,
            _("%(a)s 至 %(b)s") % {"a": f"{a.start_on:%m-%d}", "b": f"{a.end_on:%m-%d}"},
        )
        for a in rows[:5]
    ]
    return Card(_("缺勤委托"), len(rows), items, url=url, kind="schedule", icon="user-check")


def upkeep_card(_member: Member) -> Card | None:
    """What the organisation lacks: seats, heads, next year's calendar. Silent when all is well."""
    today = clock.today()
    items = [CardItem(lack, reverse("org:group"), _("条款 2.1")) for lack in queries.lacks_of_group(today)]
    year = today.year + 1 if today.month >= LATE_MONTH else today.year
    if not queries.is_published(year):
        url = f"{reverse('org:calendar')}?year={year}"
        items.append(CardItem(_("%(year)d 年工作日历未公布，暂按周一至周五计算") % {"year": year}, url))
    if not items:
        return None
    return Card(_("组织待办"), len(items), items, url=reverse("org:units"), icon="hierarchy")
