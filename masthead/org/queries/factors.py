"""Second factors: who has one, who must, and which grants count without one."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q

from masthead.core import clock
from masthead.org.models import Grant, Member, in_force

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts as a second factor; recovery codes only stand in for one of these."""


@dataclass(frozen=True)
class FactorNeed:
    """`required`: the member holds a sensitive role today; `has`: a second factor is set up."""

    required: bool
    has: bool


def has_factor(member_field: str = "member_id") -> Exists:
    """For a query of grants or members: the member of the row has a second factor."""
    return Exists(Authenticator.objects.filter(user=OuterRef(member_field), type__in=FACTORS))


def grant_counts() -> Q:
    """Grants that give anything: one of a sensitive role counts only while its holder has a second factor."""
    return Q(role__sensitive=False) | Q(has_factor())


def factor_need(member: Member) -> FactorNeed:
    """Must the member have a second factor, and is there one? One query."""
    held = Grant.objects.filter(in_force(clock.today()), member=OuterRef("pk"), role__sensitive=True)
    row = Member.objects.filter(pk=member.pk).values_list(Exists(held), has_factor("pk")).first() or (False, False)
    return FactorNeed(*row)


def members_without_factor() -> list[Member]:
    """Holders of a sensitive role who have not set up a second factor, by name."""
    grants = Grant.objects.filter(in_force(clock.today()), ~Q(has_factor()), role__sensitive=True)
    return list(Member.objects.filter(is_active=True, pk__in=grants.values("member")).order_by("name"))


@dataclass(frozen=True)
class Factors:
    """What a member has set up for the second step."""

    totp: Authenticator | None
    passkeys: list[Authenticator]
    codes_left: int | None

    @property
    def any(self) -> bool:
        """Is there a second factor at all?"""
        return bool(self.totp or self.passkeys)


def factors_of(member: Member) -> Factors:
    """The second factors of a member; one query. `codes_left` is None without recovery codes."""
    rows = list(Authenticator.objects.filter(user=member).order_by("created_at", "pk"))
    of_type = {kind: [row for row in rows if row.type == kind] for kind in Authenticator.Type}
    codes = next(iter(of_type[Authenticator.Type.RECOVERY_CODES]), None)
    totp = next(iter(of_type[Authenticator.Type.TOTP]), None)
    left = len(codes.wrap().get_unused_codes()) if codes else None
    return Factors(totp, of_type[Authenticator.Type.WEBAUTHN], left)
