"""Publications as the search index knows them."""

from collections.abc import Collection, Iterator

from masthead.core.search.registry import Document
from masthead.org.models import Member
from masthead.publishing.models import Publication
from masthead.publishing.queries.publications import publications_visible_to

CHUNK = 500


def publication_documents(pks: Collection[int] | None) -> Iterator[Document]:
    """Publications with account and platform; seen through their own department or through the account's scope."""
    rows = Publication.objects.select_related("account__platform", "unit").defer("remote")
    rows = rows.order_by("pk") if pks is None else rows.filter(pk__in=pks)
    for publication in rows.iterator(chunk_size=CHUNK):
        account = publication.account
        yield Document(
            pk=publication.pk,
            title=publication.title,
            url=str(publication.get_absolute_url()),
            text=f"{account.name} {account.platform.name}",
            note=f"{account.name} · {publication.get_state_display()}",
            at=publication.planned_at,
            unit_ids=[publication.unit_id, account.unit_id],
            account_group_ids=[account.account_group_id] if account.account_group_id else [],
        )


def find_publications(member: Member, pks: Collection[int]) -> set[int]:
    """Those of the publications that the member may open."""
    return set(publications_visible_to(member).filter(pk__in=pks).values_list("pk", flat=True))
