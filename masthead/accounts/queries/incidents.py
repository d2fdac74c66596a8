"""Reads of lock-downs."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from masthead.accounts.models import Account, Authorisation, Incident
from masthead.accounts.queries.register import READ, accounts_visible_to
from masthead.accounts.states import AccountStatus, AuthorisationState, IncidentState
from masthead.core.errors import NotPermitted, NotThere
from masthead.core.permissions import CAPABILITIES
from masthead.org.models import Member
from masthead.org.queries import may, sits_in_group
from masthead.vault.models import Secret, SecretKind

RELEASE = "accounts.incident.release"
DRILL_DAYS = 180
FREEZE_MOST_SECONDS = 60


def incident_for(member: Member, pk: int, capability: str = READ) -> Incident:
    """The incident of an account in scope: outside it 404, without the capability there 403. The management group is told of each
    lock-down, so its members read every one; what they may do there hangs on their rights as everybody's does.
    """
    rows = Incident.objects.select_related(
        "account__platform", "account__unit", "pressed_by", "unlock_asked_by", "closed_by"
    )
    in_group = capability == READ and sits_in_group(member)
    found = (rows if in_group else rows.filter(account__in=accounts_visible_to(member))).filter(pk=pk).first()
    if found is None:
        raise NotThere(_("没有这个锁定事件，或不在您的权限范围内。"), code="incident_not_there")
    if not in_group and not may_on(member, found.account, capability):
        raise NotPermitted(
            _("您没有「%(what)s」的权限。") % {"what": CAPABILITIES[capability].label},
            code=f"lacks:{capability}",
            clause=CAPABILITIES[capability].clause,
            advice=_("请联系账号管理员。"),
        )
    return found


def may_on(member: Member, account: Account, capability: str) -> bool:
    """Does the member hold the capability over this very account?"""
    return may(member, capability, unit_id=account.unit_id, account_group_id=account.account_group_id)


def open_incident_of(account: Account) -> Incident | None:
    """The lock-down that holds the account now; drills hold nothing."""
    return Incident.objects.filter(account=account, drill=False).exclude(state=IncidentState.CLOSED).first()


def incidents_of(account: Account, most: int = 10) -> list[Incident]:
    """Lock-downs and drills of an account, newest first."""
    return list(Incident.objects.filter(account=account).select_related("pressed_by").order_by("-pk")[:most])


def secrets_to_replace(incident: Incident) -> list[Secret]:
    """Secrets that are still the ones from before the lock-down. A grant that the platform renewed by itself is no new one: it
    takes a person who authorised again."""
    kept = {int(pk): version for pk, version in incident.secrets.items()}
    again = Authorisation.objects.filter(
        account_id=incident.account_id, state=AuthorisationState.DONE, ended_at__gt=incident.pressed_at
    ).exists()
    return [
        secret
        for secret in Secret.objects.filter(pk__in=kept).order_by("pk")
        if secret.version <= kept[secret.pk] or (secret.kind == SecretKind.GRANT and not again)
    ]


def unfinished_incidents(before: dt.datetime, steps: int) -> QuerySet[Incident]:
    """Lock-downs whose process died on the way, by the number of steps that they should have."""
    ids = [
        i.pk
        for i in Incident.objects.exclude(state=IncidentState.CLOSED)
        .filter(pressed_at__lt=before)
        .prefetch_related("steps")
        if len(i.steps.all()) < steps
    ]
    return Incident.objects.filter(pk__in=ids).select_related("account__platform", "account__unit", "pressed_by")


def incidents_since(start: dt.datetime, end: dt.datetime) -> QuerySet[Incident]:
    """Lock-downs and drills pressed in [start, end)."""
    return Incident.objects.filter(pressed_at__gte=start, pressed_at__lt=end).select_related("account").order_by("pk")


def units_with_accounts() -> dict[int, list[Account]]:
    """Departments with the accounts in use for which they answer; one query."""
    found: dict[int, list[Account]] = {}
    rows = Account.objects.exclude(status=AccountStatus.CLOSED).select_related("unit").order_by("unit_id", "pk")
    for account in rows:
        found.setdefault(account.unit_id, []).append(account)
    return found


def last_drilled(unit_id: int) -> Incident | None:
    """The latest drill, or real lock-down, of a department's accounts that was measured."""
    rows = Incident.objects.filter(account__unit_id=unit_id, frozen_seconds__isnull=False)
    return rows.order_by("-pressed_at").first()
