"""The clauses in force as the search index knows them; everybody may read the rulebook."""

from collections.abc import Collection, Iterator

from masthead.core.search.registry import Document
from masthead.org import queries as org
from masthead.org.models import Member
from masthead.rulebook.models import Clause
from masthead.rulebook.states import VersionState


def clause_documents(pks: Collection[int] | None) -> Iterator[Document]:
    """Clauses of the version in force."""
    rows = (
        Clause.objects.filter(version__state=VersionState.IN_FORCE).select_related("version__document").order_by("pk")
    )
    for clause in rows if pks is None else rows.filter(pk__in=pks):
        yield Document(
            pk=clause.pk,
            title=f"{clause.number} {clause.title}".strip(),
            url=clause.get_absolute_url(),
            text=clause.text,
            note=clause.version.document.title,
        )


def find_clauses(member: Member, pks: Collection[int]) -> set[int]:
    """Clauses in force, for those who may read the rulebook."""
    if not org.may(member, "rulebook.board.read"):
        return set()
    rows = Clause.objects.filter(pk__in=pks, version__state=VersionState.IN_FORCE)
    return set(rows.values_list("pk", flat=True))
