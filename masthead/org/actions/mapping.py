"""What a provider's claims give and take, at each sign-in. What people gave is never touched."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.org import queries
from masthead.org.actions.grants import grant_role
from masthead.org.actions.positions import take_position
from masthead.org.events import OrgEvent
from masthead.org.models import (
    Grant,
    MappedThing,
    MappingRule,
    Member,
    OutsideIdentity,
    Position,
    RequestState,
    ScopeKind,
    SignInRequest,
    in_force,
)
from masthead.org.providers import Identity, values_of
from masthead.trail import actions as trail
from masthead.trail.guards import guarded


@guarded("2.1")
@transaction.atomic
def apply_claims(
    *, link: OutsideIdentity, identity: Identity, by: Member | None = None, at: dt.datetime | None = None
) -> tuple[int, int]:
    """Give what the rules say and take back what they no longer say; (given, taken). Claims that could not be read change nothing.

    Clause: 2.1.  Events: org:identity:mapped, org:admission:asked, org:role:granted, org:role:ended.
    Races: two sign-ins at once — the unique row for (identity, rule) lets one give.
    """
    moment = at or clock.now()
    rules = list(MappingRule.objects.filter(provider=link.provider, ended_at=None).select_related("role", "unit"))
    readable = [
        rule for rule in rules if rule.claim.split(".")[0] not in identity.unread and rule.claim not in identity.unread
    ]
    due = {rule.pk: rule for rule in readable if rule.value in values_of(identity.claims, rule.claim)}
    unknown = {rule.pk for rule in rules} - {rule.pk for rule in readable}
    held = {
        thing.rule_id: thing
        for thing in MappedThing.objects.filter(identity=link, ended_at=None).select_related("grant", "position")
    }
    taken = [_take_back(thing, moment) for pk, thing in held.items() if pk not in due and pk not in unknown]
    over = SignInRequest.objects.filter(
        provider=link.provider, subject=link.subject, state=RequestState.WAITING, rule__isnull=False
    )
    over.exclude(rule__in=list(due) + list(unknown)).update(state=RequestState.OVER, decided_at=moment)
    given = [rule.pk for pk, rule in due.items() if pk not in held and _give(link, rule, by=by, at=moment)]
    queries.forget_kept_scopes()
    if given or taken:
        facts = {"given": given, "taken": len(taken), "provider": link.provider.key}
        trail.record(OrgEvent.IDENTITY_MAPPED, target=link.member, by=by, data=facts, at=at)
    return len(given), len(taken)


@guarded("2.1")
@transaction.atomic
def give_mapped(*, link: OutsideIdentity, rule: MappingRule, by: Member, at: dt.datetime | None = None) -> MappedThing:
    """Give what a rule says although its role is sensitive: an administrator has said yes.

    Clause: 2.1.  Events: org:role:granted.
    """
    assert rule.role is not None, "only a rule that gives a role waits"
    grant = grant_role(member=link.member, role=rule.role, unit=rule.unit, by=by)
    return MappedThing.objects.create(identity=link, rule=rule, grant=grant, given_at=at or clock.now())


@guarded("2.1")
@transaction.atomic
def take_back_all(*, link: OutsideIdentity, by: Member | None, at: dt.datetime | None = None) -> int:
    """The link is over: everything that came by it goes.  Clause: 2.1.  Events: org:role:ended."""
    moment = at or clock.now()
    things = MappedThing.objects.filter(identity=link, ended_at=None).select_related("grant", "position")
    count = len([_take_back(thing, moment, by=by) for thing in things])
    queries.forget_kept_scopes()
    return count


def _give(link: OutsideIdentity, rule: MappingRule, *, by: Member | None, at: dt.datetime) -> bool:
    """One rule's gift; False when it waits, was refused before, or is held already by other means."""
    if rule.role is not None and rule.role.sensitive:
        _ask_for(link, rule, at)
        return False
    if rule.role is not None:
        if _holds_role(link.member, rule):
            return False
        grant = grant_role(member=link.member, role=rule.role, unit=rule.unit, by=by)
        MappedThing.objects.create(identity=link, rule=rule, grant=grant, given_at=at)
        return True
    there = Position.objects.filter(in_force(clock.today()), member=link.member, unit=rule.unit)
    if rule.unit is None or there.exists():
        return False
    position = take_position(member=link.member, unit=rule.unit, title=rule.title or _("成员"), by=by)
    MappedThing.objects.create(identity=link, rule=rule, position=position, given_at=at)
    return True


def _holds_role(member: Member, rule: MappingRule) -> bool:
    kind = ScopeKind.UNIT if rule.unit_id else ScopeKind.COMPANY
    return Grant.objects.filter(
        in_force(clock.today()), member=member, role=rule.role, scope_kind=kind, unit=rule.unit
    ).exists()


def _ask_for(link: OutsideIdentity, rule: MappingRule, at: dt.datetime) -> None:
    """A sensitive role waits for an administrator; one that was refused is not asked for again."""
    if _holds_role(link.member, rule):
        return
    before = SignInRequest.objects.filter(provider=link.provider, subject=link.subject, rule=rule)
    if before.filter(state__in=[RequestState.WAITING, RequestState.DENIED]).exists():
        return
    asked = SignInRequest.objects.create(
        provider=link.provider, subject=link.subject, name=link.member.name, rule=rule, member=link.member, asked_at=at
    )
    assert rule.role is not None
    trail.record(OrgEvent.ADMISSION_ASKED, target=link.member, data={"request": asked.pk, "role": rule.role.key}, at=at)


def _take_back(thing: MappedThing, at: dt.datetime, *, by: Member | None = None) -> MappedThing:
    """End the grant or position (unless somebody has ended it already) and the mark."""
    day = clock.china(at).date()
    MappedThing.objects.filter(pk=thing.pk, ended_at=None).update(ended_at=at)
    if thing.grant is not None:
        ended = Grant.objects.filter(in_force(day), pk=thing.grant.pk).update(end_on=day - dt.timedelta(days=1))
        if ended:
            trail.record(
                OrgEvent.ROLE_ENDED,
                target=thing.grant.member,
                by=by,
                data={"role": thing.grant.role.key, "mapped": True},
                at=at,
            )
    elif thing.position is not None:
        last = max(thing.position.start_on, day - dt.timedelta(days=1))
        Position.objects.filter(in_force(day), pk=thing.position.pk).update(end_on=last)
    return thing
