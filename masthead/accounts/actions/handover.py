"""Accounts pass from somebody who leaves to a successor."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.accounts.actions.handovers import begin_handover
from masthead.accounts.events import AccountEvent
from masthead.accounts.models import Account, Cause, Duty, HandoverItem
from masthead.accounts.queries import accounts_held_by
from masthead.core import clock
from masthead.core.errors import Stale
from masthead.org import queries as org
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

CLAUSE = "3.2.1"
DUTIES = ("administrator", "backup")


@guarded("3.2.1")
@transaction.atomic
def hand_over_accounts(*, member: Member, to: Member, by: Member, at: dt.datetime | None = None) -> int:
    """The successor becomes administrator or backup of whatever the leaver held; how many accounts changed.

    A list goes with it: the successor still has to tick phone, mailbox, password and platform, and to acknowledge.

    Clause: 3.2.1.  Raises: NotPermitted, BadInput (successor gone), RuleBroken where the successor is the other one of the two, Stale.
    Events: accounts:account:changed.  Races: each row changes only while the leaver still stands there.
    """
    org.require_hand_over(by=by, to=to, clause=CLAUSE)
    held = list(accounts_held_by(member))
    both = [a.name for a in held if to.pk in (a.administrator_id, a.backup_id)]
    if both:
        raise org.cannot_take(to, both, why=_("管理员和备岗须是两个人。"), clause=CLAUSE)
    for account in held:
        duty = next(name for name in DUTIES if getattr(account, f"{name}_id") == member.pk)
        if Account.objects.filter(pk=account.pk, **{duty: member}).update(**{duty: to}) != 1:
            raise Stale(_("账号刚刚被修改，请重试。"), code="account_raced", clause=CLAUSE)
        trail.record(
            AccountEvent.CHANGED, target=account, by=by, before={duty: member.pk}, after={duty: to.pk},
            data={"changed": [duty]}, reason=_("离职交接"), at=at,
        )  # fmt: skip
    if held:
        duties = [(a, Duty.ADMINISTRATOR if a.administrator_id == member.pk else Duty.BACKUP) for a in held]
        begun = begin_handover(member=member, cause=Cause.LEAVING, by=by, note=_("离职交接"), duties=duties, at=at)
        HandoverItem.objects.filter(handover=begun, acknowledged_at=None, receiver=None).update(
            receiver=to, handed_at=at or clock.now()
        )
    return len(held)
