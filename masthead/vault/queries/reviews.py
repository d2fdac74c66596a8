"""Reads of access reviews: who can get at what today, and how far the review of a quarter is."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.errors import NotThere
from masthead.org.models import Member
from masthead.org.queries import active_members, who_may
from masthead.vault.custody import CUSTODY, Custody
from masthead.vault.models import AccessBlock, Checkout, Reveal, ReviewCampaign, ReviewEntry, Secret
from masthead.vault.queries.custody import ASK
from masthead.vault.states import OPEN, Decision

DECIDE = "vault.review.decide"
REVIEW_TERM = 14  # days
ROLE, OPEN_NOW, SEEN = "role", "open", "seen"
Ways = list[dict[str, str]]


@dataclass
class Access:
    """By what one person gets at the secrets of one owner."""

    owner_kind: str
    owner_id: int
    owner_label: str
    ways: Ways = field(default_factory=list)


def quarter_of(day: dt.date) -> str:
    """`2026Q4`."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def accesses_today() -> Iterator[tuple[int, Access]]:
    """(member key, access) for every owner with secrets: custodians, roles that reach it, what is checked out, what was ever seen."""
    everybody = {m.pk: m for m in active_members()}
    for entry in CUSTODY.values():
        kept = Secret.objects.filter(owner_kind=entry.owner_kind, owner_id__in=list(entry.owners()))
        labels = dict(kept.values_list("owner_id", "label"))
        outside = _seen_and_open(entry.owner_kind)
        able: dict[int | None, set[int]] = {}
        for owner_id, label in sorted(labels.items()):
            unit_id = entry.unit_id(owner_id)
            if unit_id not in able:
                able[unit_id] = who_may(everybody.values(), ASK, unit_id=unit_id)
            yield from _of_owner(entry, owner_id, label, able[unit_id], outside.get(owner_id, {}), everybody)


def _of_owner(
    entry: Custody, owner_id: int, label: str, able: set[int], outside: dict[int, Ways], everybody: dict[int, Member]
) -> Iterator[tuple[int, Access]]:
    ways: dict[int, Ways] = {}
    for pk, words in entry.custodians(owner_id).items():
        ways.setdefault(pk, []).append({"kind": "custodian", "words": str(words)})
    for pk in able:
        ways.setdefault(pk, []).append({"kind": ROLE, "words": str(_("角色权限"))})
    for pk, more in outside.items():
        ways.setdefault(pk, []).extend(more)
    for pk in sorted(ways):
        if pk in everybody:
            yield pk, Access(entry.owner_kind, owner_id, label, ways[pk])


def _seen_and_open(owner_kind: str) -> dict[int, dict[int, Ways]]:
    """{owner: {member: ways}} of check-outs now open and of looks ever taken; two queries."""
    found: dict[int, dict[int, Ways]] = {}
    rows = Checkout.objects.filter(secret__owner_kind=owner_kind, state__in=OPEN)
    sources = (
        (rows.values_list("secret__owner_id", "requester_id"), {"kind": OPEN_NOW, "words": str(_("正在领用"))}),
        (
            Reveal.objects.filter(secret__owner_kind=owner_kind).values_list("secret__owner_id", "member_id"),
            {"kind": SEEN, "words": str(_("看过凭据"))},
        ),
    )
    for pairs, way in sources:
        for owner_id, member_id in set(pairs):
            found.setdefault(owner_id, {}).setdefault(member_id, []).append(way)
    return found


def campaigns() -> QuerySet[ReviewCampaign]:
    """Newest first, with how many entries there are and how many wait."""
    return ReviewCampaign.objects.annotate(
        entries_count=Count("entries"),
        done_count=Count("entries", filter=~Q(entries__decision="")),
        revoked_count=Count("entries", filter=Q(entries__decision=Decision.REVOKE)),
    ).order_by("-opened_at", "-pk")


@dataclass(frozen=True)
class Progress:
    """How far a review is."""

    entries: int
    done: int
    revoked: int


def progress_of(campaign: ReviewCampaign) -> Progress:
    """Of a campaign that `campaigns` gave, without a further query."""
    counted = vars(campaign)
    return Progress(counted["entries_count"], counted["done_count"], counted["revoked_count"])


def get_campaign(pk: int) -> ReviewCampaign:
    """Raises NotThere."""
    found = campaigns().filter(pk=pk).first()
    if found is None:
        raise NotThere(_("没有这次权限复核。"), code="review_not_there")
    return found


def campaign_of(day: dt.date) -> ReviewCampaign | None:
    """The review of the day's quarter."""
    return campaigns().filter(quarter=quarter_of(day)).first()


def entries_of(campaign: ReviewCampaign, *, view: str = "", text: str = "") -> QuerySet[ReviewEntry]:
    """`open` entries, `changed` ones, `keep`, `revoke`, or all; filtered by a person's or an owner's name."""
    rows = ReviewEntry.objects.filter(campaign=campaign).select_related("member", "decided_by", "campaign")
    if view == "open":
        rows = rows.filter(decision="")
    elif view == "changed":
        rows = rows.filter(unchanged=False)
    elif view in Decision.values:
        rows = rows.filter(decision=view)
    return rows.filter(Q(member__name__icontains=text) | Q(owner_label__icontains=text)) if text else rows


def entries_by_key(campaign: ReviewCampaign, pks: list[int]) -> list[ReviewEntry]:
    """These entries of the campaign."""
    return list(entries_of(campaign).filter(pk__in=pks).order_by("pk"))


def campaigns_run_out(at: dt.datetime) -> list[ReviewCampaign]:
    """Past their day and not closed."""
    return list(ReviewCampaign.objects.filter(closed_at=None, due_at__lte=at))


def campaigns_to_remind(at: dt.datetime) -> list[ReviewCampaign]:
    """Three days before the end, once."""
    soon = at + dt.timedelta(days=3)
    return list(ReviewCampaign.objects.filter(closed_at=None, reminded_at=None, due_at__lte=soon, due_at__gt=at))


def reviewers() -> list[Member]:
    """Who may decide."""
    everybody = list(active_members())
    able = who_may(everybody, DECIDE)
    return [m for m in everybody if m.pk in able]


def blocks_in_force() -> QuerySet[AccessBlock]:
    """What was revoked and not granted again, newest first."""
    return AccessBlock.objects.filter(lifted_at=None).select_related("member", "set_by").order_by("-since", "-pk")


def is_review_due(at: dt.datetime) -> bool:
    """Are there secrets and no review of this quarter yet?"""
    day = clock.china(at).date()
    quarter = quarter_of(day)
    return Secret.objects.filter(owner_kind__in=list(CUSTODY)).exists() and not (
        ReviewCampaign.objects.filter(quarter=quarter).exists()
    )


def may_open_review() -> bool:
    """Has this quarter's review not begun?"""
    return not ReviewCampaign.objects.filter(quarter=quarter_of(clock.today())).exists()
