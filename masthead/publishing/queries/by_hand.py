"""Tasks in a person's hands: who is in charge, what lies ready, what waits for a second look."""

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet

from masthead.core.files import queries as files
from masthead.core.models import StoredFile
from masthead.org import queries as org_queries
from masthead.org.models import Member
from masthead.publishing import errors, plausibility
from masthead.publishing.limits import limits, seconds
from masthead.publishing.models import KitOpening, Proof, Publication
from masthead.publishing.queries.brakes import under_a_pause
from masthead.publishing.queries.engine import HAND_MODES
from masthead.publishing.queries.publications import get_publication_for, may_handle, publications_visible_to
from masthead.publishing.states import BY_HAND, ProofState, PublicationState

KIT = "publishing.kit.use"
LOOK = "publishing.proof.judge"
WITH_KIT = frozenset({PublicationState.SCHEDULED, *BY_HAND})
PRINT_DAYS = 180  # so far back a screenshot is compared by its looks; the very same file is always known


def in_charge(publication: Publication) -> list[int]:
    """Who is told: the operator that was named, else the account's administrator and its backup."""
    if publication.operator_id:
        return [publication.operator_id]
    return [publication.account.administrator_id, publication.account.backup_id]


def has_kit(publication: Publication) -> bool:
    """Is it published by a person, and not over yet?"""
    return publication.state in WITH_KIT and (publication.by_hand or publication.account.publishes_by_hand)


def get_task_for(member: Member, pk: int) -> Publication:
    """A publication that the member may publish by hand. Raises NotThere, NotPermitted, RuleBroken where the system sends."""
    found = get_publication_for(member, pk, KIT)
    if not has_kit(found):
        raise errors.refusal("not_handed" if found.by_hand else "not_by_hand")
    return found


def may_take(member: Member, publication: Publication) -> bool:
    """May the member be the one who publishes it?"""
    return may_handle(member, KIT, publication)


def operators_for(publication: Publication) -> list[Member]:
    """Who can be named as operator."""
    everybody = {m.pk: m for m in org_queries.active_members()}
    able = org_queries.who_may(everybody.values(), KIT, unit_id=publication.unit_id)
    return sorted((everybody[pk] for pk in able), key=lambda m: (m.name, m.pk))


def judges_of(publication: Publication, *, besides: int) -> list[int]:
    """Who may take the second look, the one who published left out."""
    able = org_queries.who_may(org_queries.active_members(), LOOK, unit_id=publication.unit_id)
    return sorted(able - {besides, publication.operator_id or 0})


def may_look(member: Member, publication: Publication, proof: Proof | None) -> bool:
    """May the member take the second look at this proof? Neither who gave it nor who was named to publish."""
    if proof is None or member.pk in (proof.given_by_id, publication.operator_id):
        return False
    return may_handle(member, LOOK, publication)


def proofs_of(publication: Publication) -> list[Proof]:
    """All proofs of a publication, newest first."""
    rows = Proof.objects.filter(publication=publication).select_related("given_by", "looked_by", "screenshot")
    return list(rows.order_by("-no"))


def waiting_proof(publication: Publication) -> Proof | None:
    """The one that waits for a second look."""
    rows = Proof.objects.filter(publication=publication, state=ProofState.WAITING)
    return rows.select_related("given_by", "screenshot").first()


def has_opened(publication: Publication, member: Member) -> bool:
    return KitOpening.objects.filter(publication=publication, member=member).exists()


def openings_of(publication: Publication) -> list[KitOpening]:
    """Who opened the kit, first ones first."""
    return list(KitOpening.objects.filter(publication=publication).select_related("member").order_by("first_at")[:20])


def link_is_used(key: str, publication: Publication) -> bool:
    """Does the link prove another publication already?"""
    used = Proof.objects.filter(link_key=key).exclude(state=ProofState.RETURNED).exclude(publication=publication)
    return used.exists()


def picture_is_used(stored: StoredFile, publication: Publication) -> bool:
    """The very same bytes as the proof of another publication."""
    return Proof.objects.filter(screenshot__sha256=stored.sha256).exclude(publication=publication).exists()


def prints_besides(publication: Publication, at: dt.datetime) -> list[str]:
    """Prints of the screenshots of other publications, half a year back."""
    rows = Proof.objects.filter(given_at__gte=at - dt.timedelta(days=PRINT_DAYS)).exclude(publication=publication)
    return list(rows.exclude(picture_print="").values_list("picture_print", flat=True)[:20_000])


def screenshot_bytes(stored: StoredFile) -> bytes:
    return files.read_bytes(stored)


def may_read_screenshot(user: Any, file: StoredFile) -> bool:
    """Whoever sees the publication sees its proofs."""
    if not isinstance(user, Member):
        return False
    used = Proof.objects.filter(screenshot=file).values("publication_id")
    return publications_visible_to(user).filter(pk__in=used).exists()


def to_hand_over(at: dt.datetime) -> QuerySet[Publication]:
    """Scheduled for accounts that a person serves, near enough to their time."""
    return Publication.objects.filter(
        state=PublicationState.SCHEDULED, account__publish_mode__in=HAND_MODES,
        due_at__lte=at + seconds(limits().lead_seconds), window_end__gte=at,
    ).exclude(under_a_pause())  # fmt: skip


def to_remind(at: dt.datetime) -> QuerySet[Publication]:
    """Nobody is asked to publish what is paused."""
    return Publication.objects.filter(state=PublicationState.HANDED, remind_at__lte=at).exclude(under_a_pause())


def is_mine(member: Member) -> Q:
    """Tasks that wait for this very person: named, or in charge of the account while nobody is named."""
    of_account = Q(account__administrator=member) | Q(account__backup=member)
    return Q(operator=member) | Q(operator=None) & of_account


def overdue_tasks(at: dt.datetime) -> Q:
    return Q(state=PublicationState.HANDED, due_at__lt=at)


def link_of_proof(proof_id: int) -> str:
    """The link of a proof, '' when there is none."""
    return Proof.objects.filter(pk=proof_id).values_list("link", flat=True).first() or ""


def key_of_link(link: str) -> str:
    """What of a link names the post, for rooms above that meet the same link elsewhere; '' for no link at all."""
    return plausibility.link_key(link) if plausibility.is_link(link) else ""
