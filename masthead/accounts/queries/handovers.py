"""What somebody administers or ever saw, and the lists on which it is handed over."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.accounts.models import Account, Duty, Handover, HandoverItem
from masthead.accounts.queries.register import OWNER_KIND, accounts_held_by, accounts_in_use, accounts_visible_to
from masthead.accounts.states import HandoverState
from masthead.core.errors import NotThere
from masthead.org.models import Member
from masthead.org.queries import scope_of
from masthead.org.registry import Held
from masthead.trail.models import Event, Outcome
from masthead.vault.models import Secret, SecretVersion

MANAGE = "accounts.account.manage"
SECRETS_OF = Secret._meta.label_lower


def last_seen_secrets(member: Member) -> dict[int, dt.datetime]:
    """{secret: when the member last stored or handled it}: versions they stored, and every deed of theirs on a secret; two queries."""
    seen: dict[int, dt.datetime] = {}
    stored = SecretVersion.objects.filter(stored_by=member).order_by().values_list("secret").annotate(Max("stored_at"))
    deeds = Event.objects.filter(
        actor_kind=member._meta.label_lower, actor_id=member.pk, target_kind=SECRETS_OF, outcome=Outcome.DONE
    )
    for rows in (stored, deeds.order_by().values_list("target_id").annotate(Max("at"))):
        for pk, moment in rows:
            seen[pk] = max(seen.get(pk, moment), moment)
    return seen


def accounts_with_seen_secrets(member: Member) -> list[Account]:
    """Accounts in use with a secret that the member saw and that nobody else has replaced since: as many queries as sources."""
    seen = last_seen_secrets(member)
    secrets = Secret.objects.filter(pk__in=seen, owner_kind=OWNER_KIND)
    risky = {s.owner_id for s in secrets if s.replaced_at <= seen[s.pk]}
    return list(accounts_in_use().filter(pk__in=risky).select_related("platform", "unit")) if risky else []


def duties_of(member: Member) -> list[tuple[Account, Duty]]:
    """One list of everything: administered, stood in for, seen."""
    held = list(accounts_held_by(member).select_related("unit"))
    found = [(a, Duty.ADMINISTRATOR if a.administrator_id == member.pk else Duty.BACKUP) for a in held]
    names = {a.pk for a in held}
    return found + [(a, Duty.SAW) for a in accounts_with_seen_secrets(member) if a.pk not in names]


def open_handover_of(member: Member) -> Handover | None:
    """The member's list, if one is open."""
    return Handover.objects.filter(member=member, state=HandoverState.OPEN).first()


def handover_items_held(member: Member) -> list[Held]:
    """What keeps the member here: items of the open list that nobody has acknowledged yet."""
    rows = HandoverItem.objects.filter(
        handover__member=member, handover__state=HandoverState.OPEN, acknowledged_at=None
    ).select_related("account", "handover", "receiver")
    return [
        Held(
            f"{i.account.name} · {i.get_duty_display()}",
            i.handover.get_absolute_url(),
            _("待 %(name)s 接收确认") % {"name": i.receiver.name} if i.receiver else _("待指定接收人"),
        )
        for i in rows
    ]


def secrets_still_known(member: Member) -> list[Held]:
    """Accounts whose secrets the member saw and nobody has replaced since: gone is only who knows nothing any more."""
    where = reverse("accounts:handovers")
    return [Held(a.name, where, _("凭据待他人更换")) for a in accounts_with_seen_secrets(member)]


def handovers_visible_to(member: Member) -> "QuerySet[Handover]":
    """One's own, those in which one receives something, and those about accounts that one manages; open ones first."""
    seen = Q(member=member) | Q(items__receiver=member) | Q(begun_by=member)
    if not scope_of(member, MANAGE).empty:
        seen |= Q(items__account__in=accounts_visible_to(member, MANAGE).order_by())
    keys = Handover.objects.filter(seen).order_by().values("pk")
    counted = Handover.objects.filter(pk__in=keys).select_related("member", "begun_by")
    return counted.annotate(
        all_count=Count("items"), done_count=Count("items", filter=Q(items__acknowledged_at__isnull=False))
    ).order_by("-state", "-pk")


def get_handover_for(member: Member, pk: int) -> Handover:
    """Raises NotThere for one that is not the member's business."""
    found = handovers_visible_to(member).filter(pk=pk).first()
    if found is None:
        raise NotThere(_("没有这份交接清单，或不在您的权限范围内。"), code="handover_not_there")
    return found


def items_of(handover: Handover) -> list[HandoverItem]:
    """Its accounts; one query."""
    rows = handover.items.select_related("account", "account__platform", "receiver", "evidence")
    return list(rows.order_by("pk"))


def get_item_for(member: Member, pk: int) -> HandoverItem:
    """One account of a list that is the member's business. Raises NotThere."""
    rows = HandoverItem.objects.select_related("account", "account__platform", "receiver", "handover__member")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotThere(_("没有这项交接，或不在您的权限范围内。"), code="handover_not_there")
    get_handover_for(member, found.handover_id)
    return found


def secrets_not_rotated(item: HandoverItem) -> list[str]:
    """Secrets of the account that the giver still knows, by kind: older than the hand-over, or replaced by the giver in person."""
    rows, seen = (
        Secret.objects.filter(owner_kind=OWNER_KIND, owner_id=item.account_id),
        last_seen_secrets(item.handover.member),
    )
    known = [s for s in rows if s.replaced_at <= max(item.handover.begun_at, seen.get(s.pk, item.handover.begun_at))]
    return [str(s.get_kind_display()) for s in known]


@dataclass(frozen=True)
class ItemDeeds:
    """What the reader may do with an item now."""

    item: HandoverItem
    may_hand: bool
    may_acknowledge: bool


def deeds_of(member: Member, items: list[HandoverItem], *, manages: bool, giver_id: int) -> list[ItemDeeds]:
    """The giver and who manages accounts hand over; only the receiver acknowledges."""
    return [
        ItemDeeds(
            item,
            item.acknowledged_at is None and (manages or member.pk in (giver_id, item.receiver_id)),
            item.acknowledged_at is None and item.receiver_id == member.pk and not item.open_steps,
        )
        for item in items
    ]


def late_handovers(*, before: dt.datetime) -> "QuerySet[Handover]":
    """Lists whose person has left and that are still open."""
    return Handover.objects.filter(state=HandoverState.OPEN, begun_at__lt=before).select_related("member")
