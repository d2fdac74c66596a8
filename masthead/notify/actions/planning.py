"""Which messages leave the house for a notice: rows written in the deed's own transaction, sent after it."""

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.core import jobs
from masthead.notify import quiet
from masthead.notify.models import Delivery, Notice, Preference
from masthead.notify.queries import channels as channel_queries
from masthead.notify.queries import preferences as preference_queries
from masthead.notify.states import MailMode, Medium
from masthead.org.models import Member
from masthead.trail.guards import silent

NAMES_SHOWN = 5


@silent("a delivery repeats a deed that is on the trail itself")
@transaction.atomic(savepoint=False)
def plan_deliveries(*, notices: list[Notice], people: dict[int, Member], urgent: bool) -> list[Delivery]:
    """One row a robot for the lot, one row for each member who wants this kind by mail at once. `people` are those of the notices, by key."""
    kind = notices[0].kind
    rows = _robot_rows(notices, kind, people, urgent=urgent) + _mail_rows(notices, kind, people, urgent=urgent)
    if rows:
        Delivery.objects.bulk_create(rows)
        jobs.enqueue("notify.deliver")
    return rows


def _row(notice: Notice, hours: quiet.Quiet, *, urgent: bool, **more: object) -> Delivery:
    due = notice.created_at if urgent else quiet.free_at(notice.created_at, hours)
    fields = {"subject": notice.title, "text": notice.body, "url": notice.url, **more}
    return Delivery(
        notice=notice, urgent=urgent, created_at=notice.created_at, due_at=due, held=due > notice.created_at, **fields
    )


def _robot_rows(notices: list[Notice], kind: str, people: dict[int, Member], *, urgent: bool) -> list[Delivery]:
    robots = channel_queries.robots_for(kind, list(people))
    if not robots:
        return []
    first = notices[0]
    names = [m.name for m in people.values()]
    shown = _("、").join(names[:NAMES_SHOWN])
    to = _("致：%(names)s") % {"names": shown}
    if len(names) > NAMES_SHOWN:
        to = _("致：%(names)s 等 %(count)d 人") % {"names": shown, "count": len(names)}
    text = f"{to}\n{first.body}".strip()
    return [
        _row(first, quiet.of_robot(robot), urgent=urgent, medium=Medium.ROBOT, robot=robot, text=text)
        for robot in robots
    ]


def _mail_rows(notices: list[Notice], kind: str, people: dict[int, Member], *, urgent: bool) -> list[Delivery]:
    with_mail = {pk for pk, member in people.items() if member.email}
    if not with_mail or not preference_queries.mail_is_set_up():
        return []
    wishes = preference_queries.preferences_of(with_mail)
    return [
        _row(n, quiet.of_member(wishes[n.member_id]), urgent=urgent, medium=Medium.MAIL, member_id=n.member_id)
        for n in notices
        if n.member_id in with_mail and _at_once(wishes[n.member_id], kind, urgent=urgent)
    ]


def _at_once(wish: Preference, kind: str, *, urgent: bool) -> bool:
    mode = preference_queries.mode_of(wish, kind)
    return mode == MailMode.NOW or (urgent and mode == MailMode.DIGEST)
