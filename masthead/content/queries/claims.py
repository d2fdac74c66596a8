"""Claims of a draft, the register over all drafts, and what is declared."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.content.documents import FoundClaim, find_claims
from masthead.content.models import Claim, ClaimState, Declared, Draft, Revision
from masthead.content.queries.checks import parts_of
from masthead.content.queries.drafts import drafts_visible_to, is_writable, may_write
from masthead.content.queries.labels import labels_of
from masthead.core.errors import NotThere
from masthead.core.models import StoredFile
from masthead.core.paging import Page, page_of
from masthead.org.models import Member

LIVE = (ClaimState.OPEN, ClaimState.SOURCED, ClaimState.DISMISSED)


@dataclass(frozen=True)
class ClaimShare:
    """Claims that need a source and have one. `rate` is None while no text claims anything."""

    sourced: int
    needed: int
    dismissed: int

    @property
    def open(self) -> int:
        return self.needed - self.sourced


def claims_in(revision: Revision) -> list[FoundClaim]:
    """What the machine takes for a claim in the words of a version."""
    return find_claims(parts_of(revision))


def claims_of(draft: Draft) -> list[Claim]:
    """Claims that stand in the draft now, open ones first, in the order of the text otherwise."""
    rows = list(Claim.objects.filter(draft=draft, state__in=LIVE).select_related("source_file", "settled_by"))
    return sorted(rows, key=lambda c: (c.state != ClaimState.OPEN, c.pk))


def open_claims(draft: Draft) -> int:
    """How many claims of the draft still lack a source; one query."""
    return Claim.objects.filter(draft=draft, state=ClaimState.OPEN).count()


def get_claim(draft: Draft, pk: int) -> Claim:
    """A claim of this draft. Raises NotThere."""
    claim = Claim.objects.filter(draft=draft, pk=pk).first()
    if claim is None:
        raise NotThere(_("没有这条论断。"), code="claim_not_there", clause="1.3.2")
    return claim


def register_rows(member: Member, *, state: str = "", kind: str = "", q: str = "") -> QuerySet[Claim]:
    """Claims of the drafts inside the member's scope, narrowed."""
    rows = Claim.objects.filter(draft__in=drafts_visible_to(member)).select_related("draft__unit", "settled_by")
    rows = rows.filter(state=state) if state else rows.exclude(state=ClaimState.GONE)
    if kind:
        rows = rows.filter(kind=kind)
    return rows.filter(quote__icontains=q) if q else rows


def register_page(member: Member, cursor: str = "", **wanted: str) -> Page[Claim]:
    """One page of the register, newest first; two queries whatever the rows."""
    return page_of(register_rows(member, **wanted), order=("-id",), cursor=cursor)


def share_of(member: Member) -> ClaimShare:
    """The figure of clause 1.3.2 over what the member may see; one query."""
    seen = Claim.objects.filter(draft__in=drafts_visible_to(member))
    counted = seen.aggregate(
        sourced=Count("pk", filter=Q(state=ClaimState.SOURCED)),
        open=Count("pk", filter=Q(state=ClaimState.OPEN)),
        dismissed=Count("pk", filter=Q(state=ClaimState.DISMISSED)),
    )
    return ClaimShare(counted["sourced"], counted["sourced"] + counted["open"], counted["dismissed"])


def claims_page(member: Member, draft: Draft) -> dict[str, object]:
    """Everything on the page of a draft's claims."""
    rows = claims_of(draft)
    return {
        "draft": draft,
        "claims": rows,
        "waiting": sum(c.state == ClaimState.OPEN for c in rows),
        "declared": Declared.of(draft.declared) if draft.declared else None,
        "labels": labels_of(draft),
        "writer": may_write(member, draft) and is_writable(draft),
        "crumbs": [
            {"label": _("稿件"), "href": reverse("content:drafts")},
            {"label": draft.title, "href": draft.get_absolute_url()},
        ],
    }


def may_read_claim_proof(user: object, file: StoredFile) -> bool:
    """Who may read the draft may read what its claims rest on."""
    return isinstance(user, Member) and drafts_visible_to(user).filter(claims__source_file=file.pk).exists()
