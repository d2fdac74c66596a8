"""A password that an administrator gave is for one sign-in only."""

import datetime as dt

from django.db import transaction

from masthead.core import clock
from masthead.org.models import EndedWhy, Member, PasswordDuty, SignIn
from masthead.trail.guards import silent


@silent("the password event that goes with it is on the trail")
@transaction.atomic
def expect_new_password(*, member: Member, by: Member | None, at: dt.datetime | None = None) -> None:
    """From now on the member must choose an own password before anything else; nothing for a password of one's own.
    The sessions that ran under the old one are over by themselves (their hash no longer fits); their rows say so too."""
    if by is not None and by.pk != member.pk:
        moment = at or clock.now()
        PasswordDuty.objects.update_or_create(member=member, defaults={"since": moment})
        running = SignIn.objects.filter(member=member, ended_at=None)
        running.update(ended_at=moment, ended_why=EndedWhy.PASSWORD, session_key="")
    else:
        PasswordDuty.objects.filter(member=member).delete()
