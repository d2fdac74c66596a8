"""A password that an administrator gave is for one sign-in only."""

import datetime as dt

from django.db import transaction

from masthead.core import clock
from masthead.org.models import Member, PasswordDuty
from masthead.trail.guards import silent


@silent("the password event that goes with it is on the trail")
@transaction.atomic
def expect_new_password(*, member: Member, by: Member | None, at: dt.datetime | None = None) -> None:
    """From now on the member must choose an own password before anything else; nothing for a password of one's own."""
    if by is not None and by.pk != member.pk:
        PasswordDuty.objects.update_or_create(member=member, defaults={"since": at or clock.now()})
    else:
        PasswordDuty.objects.filter(member=member).delete()
