"""Who keeps an owner's secrets, who may ask for them, and who has lost that."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from masthead.core.errors import NotThere
from masthead.org.models import Member
from masthead.org.queries import may
from masthead.vault.custody import CUSTODY, Custody
from masthead.vault.models import AccessBlock, Secret
from masthead.vault.modes import USABLE

ASK = "vault.checkout.ask"
APPROVE = "vault.checkout.approve"
READ_ALL = "vault.access.read"


def custody_of(secret: Secret) -> Custody | None:
    """What the owner's room says of it; None for owners that nobody declared."""
    return next((entry for entry in CUSTODY.values() if entry.owner_kind == secret.owner_kind), None)


def is_core(secret: Secret) -> bool:
    """Does it belong to a core owner now?"""
    entry = custody_of(secret)
    return bool(entry and entry.is_core(secret.owner_id))


def custodians_of(secret: Secret) -> dict[int, str]:
    """{member key: what they are for the owner}."""
    entry = custody_of(secret)
    return {pk: str(words) for pk, words in entry.custodians(secret.owner_id).items()} if entry else {}


def unit_of(secret: Secret) -> int | None:
    """The department whose head approves."""
    entry = custody_of(secret)
    return entry.unit_id(secret.owner_id) if entry else None


def owner_url(secret: Secret) -> str:
    """Where the owner's page is; '' when nobody says."""
    entry = custody_of(secret)
    return entry.url(secret.owner_id) if entry else ""


def owned(member: Member, capability: str, *, custodian: bool, prefix: str = "") -> Q:
    """Secrets of owners inside the member's scope of the capability or, with `custodian`, whose custodian the member is."""
    found = Q(pk__in=[])
    for entry in CUSTODY.values():
        inside = Q(**{f"{prefix}owner_id__in": entry.visible_to(member, capability)})
        if custodian:
            inside |= Q(**{f"{prefix}owner_id__in": entry.held_by(member)})
        found |= Q(**{f"{prefix}owner_kind": entry.owner_kind}) & inside
    return found


def secrets_to_ask_for(member: Member) -> QuerySet[Secret]:
    """What the member may ask to check out, by owner and kind; what was revoked in a review is left out."""
    rows = Secret.objects.filter(owned(member, ASK, custodian=True)).filter(kind__in=USABLE)
    for kind, pk in blocks_of(member).values_list("owner_kind", "owner_id"):
        rows = rows.exclude(owner_kind=kind, owner_id=pk)
    return rows.order_by("label", "kind", "pk")


def get_secret_to_ask_for(member: Member, pk: int) -> Secret:
    """A secret that the member may know of. Raises NotThere; whether it may be asked for is the action's to say."""
    found = Secret.objects.filter(owned(member, ASK, custodian=True), pk=pk).first()
    if found is None:
        raise NotThere(_("没有这份凭据，或不在您的权限范围内。"), code="secret_not_there")
    return found


def may_ask(member: Member, secret: Secret) -> bool:
    """Is the member a custodian of the owner, or does the capability reach it?"""
    return Secret.objects.filter(owned(member, ASK, custodian=True), pk=secret.pk).exists()


def blocks_of(member: Member) -> QuerySet[AccessBlock]:
    """What was revoked and not granted again."""
    return AccessBlock.objects.filter(member=member, lifted_at=None)


def block_on(member: Member, secret: Secret) -> AccessBlock | None:
    """The revocation that keeps the member from this secret."""
    return blocks_of(member).filter(owner_kind=secret.owner_kind, owner_id=secret.owner_id).first()


def get_block(pk: int) -> AccessBlock:
    """A revocation in force. Raises NotThere."""
    found = AccessBlock.objects.select_related("member").filter(pk=pk, lifted_at=None).first()
    if found is None:
        raise NotThere(_("没有这条收回记录，或权限已恢复。"), code="block_not_there")
    return found


def may_approve(member: Member, secret: Secret) -> bool:
    """May the member decide on check-outs of this owner?"""
    return may(member, APPROVE, unit_id=unit_of(secret))


@dataclass(frozen=True)
class Owner:
    """An owner by name, for the panel on its page."""

    kind: str
    pk: int
    label: str


def get_owner_for(member: Member, kind: str, pk: int) -> Owner:
    """Raises NotThere outside of the member's scope."""
    entry = CUSTODY[kind]
    if not entry.visible_to(member, entry.reads).filter(pk=pk).exists():
        raise NotThere(_("没有这个账号，或不在您的权限范围内。"), code="owner_not_there")
    return Owner(kind, pk, entry.label(pk))


def may_ask_of(member: Member, kind: str, pk: int) -> bool:
    """Is there anything of this owner that the member may ask for?"""
    return secrets_to_ask_for(member).filter(owner_kind=kind, owner_id=pk).exists()


def keepers_of(secret: Secret) -> list[tuple[Member, str]]:
    """The custodians with what they are for the owner."""
    words = custodians_of(secret)
    people = Member.objects.in_bulk(words)
    return [(people[pk], word) for pk, word in words.items() if pk in people]


def get_secret_for(member: Member, pk: int) -> Secret:
    """For who oversees access. Raises NotThere."""
    found = Secret.objects.filter(pk=pk).first() if may(member, READ_ALL) else None
    if found is None:
        raise NotThere(_("没有这份凭据。"), code="secret_not_there")
    return found
