"""Digests: what need not be told at once, in one mail."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from masthead.core import clock, jobs
from masthead.notify import rhythm
from masthead.notify.models import Delivery, Notice, Preference
from masthead.notify.queries import preferences as queries
from masthead.notify.registry import KINDS
from masthead.notify.states import Medium
from masthead.trail.guards import silent

LOOK_BACK = dt.timedelta(days=1)
LINES_OF_A_KIND = 5


@silent("a digest repeats notices; its delivery is the log line")
@transaction.atomic
def begin_digests(*, at: dt.datetime | None = None) -> int:
    """Members who never said what they want get the default row, so that their first digest has a moment."""
    moment = at or clock.now()
    rows = [Preference(member=member, digest_from=moment) for member in queries.without_wish()[:500]]
    for row in rows:
        row.digest_due_at = rhythm.next_digest(moment, row.digest, row.digest_hour)
    Preference.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


@silent("a digest repeats notices; its delivery is the log line")
@transaction.atomic
def post_digest(*, wish: Preference, at: dt.datetime | None = None) -> Delivery | None:
    """One mail of what is unread since the last one; nothing when nothing is.

    Races: the conditional update of the due moment lets one worker write it.
    """
    moment = at or clock.now()
    due = rhythm.next_digest(moment, wish.digest, wish.digest_hour)
    mine = Preference.objects.filter(pk=wish.pk, digest_due_at=wish.digest_due_at)
    if not mine.update(digest_due_at=due, digest_from=moment):
        return None
    rows = queries.unread_for_digest(wish, wish.digest_from or moment - LOOK_BACK, moment)
    if not rows or not queries.mail_is_set_up():
        return None
    with override(wish.member.language):
        subject = _("通知摘要：%(n)d 条未读") % {"n": len(rows)}
        text = _words(rows)
    delivery = Delivery.objects.create(
        medium=Medium.MAIL, member=wish.member, subject=subject, text=text, url=reverse("notify:notices"),
        created_at=moment, due_at=moment,
    )  # fmt: skip
    jobs.enqueue("notify.deliver")
    return delivery


def _words(rows: list[Notice]) -> str:
    kinds: dict[str, list[Notice]] = {}
    for row in rows:
        kinds.setdefault(row.kind, []).append(row)
    parts = []
    for kind, notices in sorted(kinds.items(), key=lambda pair: -len(pair[1])):
        label = KINDS[kind].label if kind in KINDS else kind
        lines = [f"{label}{_('（')}{len(notices)}{_('）')}"]
        lines += [f"· {n.title}\n  {settings.BASE_URL}{n.url}" for n in notices[:LINES_OF_A_KIND]]
        if len(notices) > LINES_OF_A_KIND:
            lines.append("· " + _("另有 %(n)d 条") % {"n": len(notices) - LINES_OF_A_KIND})
        parts.append("\n".join(lines))
    return "\n\n".join(parts)
