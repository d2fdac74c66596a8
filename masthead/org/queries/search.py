"""Members as the search index knows them."""

from collections.abc import Collection, Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.search.registry import Document
from masthead.org.models import Member, Position, in_force
from masthead.org.queries.members import members_visible_to

CHUNK = 500


def member_documents(pks: Collection[int] | None) -> Iterator[Document]:
    """Members with their positions of today; two queries a chunk."""
    rows = Member.objects.order_by("pk") if pks is None else Member.objects.filter(pk__in=pks)
    today = Position.objects.filter(in_force(clock.today())).select_related("unit")
    places: dict[int, list[Position]] = {}
    for position in today if pks is None else today.filter(member__in=pks):
        places.setdefault(position.member_id, []).append(position)
    for member in rows.iterator(chunk_size=CHUNK):
        held = places.get(member.pk, [])
        yield Document(
            pk=member.pk,
            title=member.name,
            url=reverse("org:member", args=[member.pk]),
            text=" ".join([member.username, *(f"{p.unit.name} {p.title}" for p in held)]),
            note=_("、").join(f"{p.unit.name} {p.title}" for p in held) or ("" if member.is_active else _("已离职")),
            unit_ids=[p.unit_id for p in held],
            member_ids=[member.pk],
        )


def find_members(reader: Member, pks: Collection[int]) -> set[int]:
    """Those of the members that the reader may open."""
    return set(members_visible_to(reader).filter(pk__in=pks).values_list("pk", flat=True))
