"""Notices of what ends: one per thing and step, to the custodians and the head of the department."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from masthead.accounts import queries
from masthead.accounts.models import ExpiryNotice
from masthead.accounts.queries import Due
from masthead.core import clock
from masthead.notify import actions as notify
from masthead.org import queries as org
from masthead.trail.guards import silent


@silent("a notice repeats a date that is on the trail itself")
@transaction.atomic
def tell_of_ending(*, due: Due, at: dt.datetime | None = None) -> bool:
    """Tell administrator, backup and head that a thing ends, once per step; True when this call told them.

    Clause: 3.2.1.  Races: of two that tell the same step, the unique constraint lets one through.
    A step that was missed while the system stood still is not made up for: only the nearest one is told.
    """
    step = queries.step_of(due.days)
    if step is None:
        return False
    try:
        with transaction.atomic():
            ExpiryNotice.objects.create(
                account=due.account, thing=due.ending.thing, ends_on=due.ending.ends_on, step=step, sent_at=at or clock.now()
            )  # fmt: skip
    except IntegrityError:
        return False
    words = {"name": due.account.name, "what": due.ending.what, "when": due.words}
    heads = [head.pk for head in org.heads_of(due.account.unit_id)]
    notify.tell(
        kind="accounts.expiry",
        members={due.account.administrator_id, due.account.backup_id, *heads},
        title=_("账号「%(name)s」的%(what)s%(when)s") % words,
        url=due.account.get_absolute_url(),
        body=_("到期日 %(day)s。请及时办理续期，并更新登记。") % {"day": due.ending.ends_on},
        clause="3.2.1",
        at=at,
        urgent=due.days <= 1,
    )
    return True


def tell_of_endings(*, at: dt.datetime | None = None) -> int:
    """Go through everything that ends; how many notices were sent."""
    return sum(tell_of_ending(due=due, at=at) for due in queries.all_dues())
