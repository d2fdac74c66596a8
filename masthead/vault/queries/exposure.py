"""Everything a person ever saw, and everybody who ever saw a secret. Codes of a seed do not count: they are worthless after a minute."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max, Min, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.org.models import Member
from masthead.org.registry import Held
from masthead.vault.models import Reveal, Secret
from masthead.vault.states import Mode


@dataclass(frozen=True)
class Sight:
    """One person and one secret: since which version, last when, and whether it was replaced after the last look."""

    member: Member
    secret: Secret
    first_version: int
    last_version: int
    first_at: dt.datetime
    last_at: dt.datetime

    @property
    def still_known(self) -> bool:
        """Does what the person saw still open the account?"""
        return self.secret.version <= self.last_version


def sights(*, members: Iterable[int] | None = None, secrets: Iterable[int] | None = None) -> list[Sight]:
    """All sights of these people or of these secrets, the newest first; three queries."""
    rows = Reveal.objects.exclude(mode=Mode.CODE)
    if members is not None:
        rows = rows.filter(member_id__in=list(members))
    if secrets is not None:
        rows = rows.filter(secret_id__in=list(secrets))
    found = list(
        rows.order_by()
        .values("member_id", "secret_id")
        .annotate(v0=Min("version"), v1=Max("version"), t0=Min("at"), t1=Max("at"))
        .order_by("-t1")
    )
    people = Member.objects.in_bulk({r["member_id"] for r in found})
    things = Secret.objects.in_bulk({r["secret_id"] for r in found})
    return [Sight(people[r["member_id"]], things[r["secret_id"]], r["v0"], r["v1"], r["t0"], r["t1"]) for r in found]


def still_known_to(member: Member) -> list[Sight]:
    """What the person saw and nobody has replaced since."""
    return [sight for sight in sights(members=[member.pk]) if sight.still_known]


def exposed_members() -> QuerySet[Member]:
    """Everybody who ever saw anything, by name."""
    return Member.objects.filter(pk__in=Reveal.objects.exclude(mode=Mode.CODE).values("member")).order_by("name", "pk")


def exposed_secrets() -> QuerySet[Secret]:
    """Every secret that anybody ever saw."""
    return Secret.objects.filter(pk__in=Reveal.objects.exclude(mode=Mode.CODE).values("secret")).order_by("label", "pk")


def reveals_of(secret: Secret) -> list[Reveal]:
    """Who looked at it when, and for what; newest first."""
    rows = Reveal.objects.filter(secret=secret).select_related("member", "checkout")
    return list(rows.order_by("-at", "-pk")[:200])


def exposure_url(member: Member) -> str:
    """Where everything that the person ever saw is listed."""
    return reverse("vault:exposure_member", args=[member.pk])


def sights_held(member: Member) -> list[Held]:
    """For the list of what keeps a leaver here: each needs a replacement after the last look."""
    url = exposure_url(member)
    return [
        Held(str(s.secret), url, _("看过第 %(n)d 版，之后没有更换") % {"n": s.last_version})
        for s in still_known_to(member)
    ]
