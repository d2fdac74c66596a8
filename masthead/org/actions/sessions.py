"""Signing in and out leaves a mark. allauth's hooks in adapters.py call these."""

from django.db import transaction

from masthead.org.events import OrgEvent
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded


@guarded("2.1")
@transaction.atomic
def note_sign_in(*, member: Member, by: Member) -> None:
    """A member signed in.  Clause: 2.1.  Events: org:session:signed_in."""
    trail.record(OrgEvent.SIGNED_IN, target=member, by=by)


@guarded("2.1")
@transaction.atomic
def note_sign_out(*, member: Member, by: Member) -> None:
    """A member signed out.  Clause: 2.1.  Events: org:session:signed_out."""
    trail.record(OrgEvent.SIGNED_OUT, target=member, by=by)


@guarded("2.2.4")
@transaction.atomic
def note_sign_in_refused(*, username: str, why: str, by: Member | None = None) -> None:
    """Somebody could not sign in; only the first letters of the name are kept, never what was typed as password.

    Clause: 2.2.4.  Events: org:session:sign_in_refused.
    """
    member = Member.objects.filter(username=username.strip().lower()).first()
    trail.record(OrgEvent.SIGN_IN_REFUSED, target=member, by=by, reason=why, data={"name": username[:3] + "…"})


@guarded("2.1")
@transaction.atomic
def note_second_factor_change(*, member: Member, by: Member, what: str) -> None:
    """A second factor was added or removed.  Clause: 2.1.  Events: org:member:second_factor_changed."""
    trail.record(OrgEvent.SECOND_FACTOR_CHANGED, target=member, by=by, reason=what)
