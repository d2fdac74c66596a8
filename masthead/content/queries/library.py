"""Materials as people look for them: scope, filters, full-text search, folders."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from masthead.content import library_errors as errors
from masthead.content.models import Material, MaterialFolder, MaterialGram, MaterialTag
from masthead.core import clock
from masthead.core.paging import Page, page_of
from masthead.core.search.grams import IS_HAN, LONGEST_WORD, RUN, plain, terms
from masthead.core.search.registry import Document
from masthead.org import queries as org
from masthead.org.models import Member

READ, KEEP = "content.material.read", "content.material.keep"
ORDER = ("-id",)
PAGE = 48
SOON_DAYS = 30
COMMON = 2000  # a token that stands in more materials than this is asked row by row, newest first


@dataclass(frozen=True)
class MaterialFilter:
    """What the library is narrowed to; empty values do not narrow. `rights` = ok | soon | over | missing; `folder` a key or "none"."""

    q: str = ""
    kind: str = ""
    folder: str = ""
    tag: str = ""
    unit_id: int | None = None
    rights: str = ""
    ai: str = ""
    archived: bool = False

    @property
    def empty(self) -> bool:
        return all(not getattr(self, f.name) for f in fields(self))


def material_scope(member: Member, capability: str = READ) -> Q:
    """Materials of the member's departments, and those that are shared with all."""
    own = org.scope_of(member, capability).as_q(unit="unit_id")
    return own | Q(shared=True) if capability == READ else own


def materials_visible_to(member: Member) -> QuerySet[Material]:
    """Materials that the member may see."""
    return Material.objects.filter(material_scope(member))


def get_material_for(member: Member, pk: int, capability: str = READ) -> Material:
    """A material inside the member's scope. Raises NotThere out of scope, NotPermitted where it is kept by others."""
    rows = materials_visible_to(member).select_related("unit", "folder", "version__file", "added_by")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise errors.material_not_there()
    if capability != READ and not org.may(member, capability, unit_id=found.unit_id):
        raise errors.not_your_department()
    return found


def may_keep(member: Member, material: Material) -> bool:
    """May the member change this material?"""
    return org.may(member, KEEP, unit_id=material.unit_id)


def materials_to_change(member: Member, pks: Collection[int]) -> list[Material]:
    """Those of the materials that the member may change, for deeds on many at once."""
    return list(Material.objects.filter(material_scope(member, KEEP), pk__in=pks).order_by("pk"))


def material_rows(member: Member, wanted: MaterialFilter) -> QuerySet[Material]:
    """Materials that the member may see, narrowed."""
    rows = materials_visible_to(member).select_related("unit", "version__file")
    rows = rows.filter(archived_at__isnull=not wanted.archived)
    exact = {"kind": wanted.kind, "unit_id": wanted.unit_id, "ai": wanted.ai}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.folder:
        rows = rows.filter(folder=None) if wanted.folder == "none" else rows.filter(folder__in=_below(wanted.folder))
    if wanted.tag:
        rows = rows.filter(Exists(MaterialTag.objects.filter(material=OuterRef("pk"), name=wanted.tag)))
    if wanted.rights:
        rows = rows.filter(_by_rights(wanted.rights, clock.today()))
    return found_by(rows, wanted.q)


def found_by(rows: QuerySet[Material], question: str) -> QuerySet[Material]:
    """Materials whose words hold every pair of characters and every word of the question; the last letters of a word may be missing.

    Rare tokens give the rows; common ones are asked row by row, newest first, which fills a page soon.
    """
    wanted = terms(question)
    if question.strip() and not wanted:
        return rows.none()
    for gram in {gram for term in wanted for gram in term.grams}:
        held = MaterialGram.objects.filter(gram=gram)
        if held.values("pk")[: COMMON + 1].count() > COMMON:
            rows = rows.filter(Exists(held.filter(material=OuterRef("pk"))))
        else:
            rows = rows.filter(pk__in=held.values("material_id"))
    return rows


def tokens_in(text: str) -> set[str]:
    """What the index keeps of a text: characters and pairs of Chinese, beginnings of words, so that every look-up is exact."""
    found: set[str] = set()
    for run in RUN.findall(plain(text)):
        if IS_HAN.match(run):
            found.update(run)
            found.update(run[i : i + 2] for i in range(len(run) - 1))
        else:
            word = run[:LONGEST_WORD]
            found.update(word[:length] for length in range(1, len(word) + 1))
    return found


def material_page(member: Member, wanted: MaterialFilter, cursor: str = "", size: int = PAGE) -> Page[Material]:
    """One page, newest first, without a count."""
    return page_of(material_rows(member, wanted), order=ORDER, cursor=cursor, size=size)


def _by_rights(state: str, today: dt.date) -> Q:
    soon = today + dt.timedelta(days=SOON_DAYS)
    return {
        "missing": Q(cleared=False),
        "over": Q(cleared=True, rights_until__lt=today),
        "soon": Q(cleared=True, rights_until__gte=today, rights_until__lte=soon),
        "ok": Q(cleared=True) & (Q(rights_until=None) | Q(rights_until__gte=today)),
    }.get(state, Q(pk=None))


def _below(folder: str) -> list[int]:
    """A folder and all below it; trees are small."""
    if not folder.isdigit():
        return []
    parents = dict(MaterialFolder.objects.values_list("pk", "parent_id"))
    wanted, grown = {int(folder)}, True
    while grown:
        more = {pk for pk, parent in parents.items() if parent in wanted} - wanted
        grown, wanted = bool(more), wanted | more
    return sorted(wanted)


@dataclass(frozen=True)
class FolderLine:
    """One line of the tree. `number` counts what lies directly inside and is not archived."""

    folder: MaterialFolder
    depth: int
    number: int


def folders_visible_to(member: Member, capability: str = READ) -> QuerySet[MaterialFolder]:
    """Folders of the member's departments, and shared ones."""
    return MaterialFolder.objects.filter(material_scope(member, capability))


def folder_tree(member: Member) -> list[FolderLine]:
    """The folders as a tree, those of the same department together; two queries."""
    numbers = dict(
        materials_visible_to(member).filter(archived_at=None).exclude(folder=None).order_by().values_list("folder")
        .annotate(n=Count("pk"))
    )  # fmt: skip
    rows = list(folders_visible_to(member).select_related("unit").order_by("-shared", "unit__order", "unit_id", "name"))
    keys = {row.pk for row in rows}

    def below(parent: int | None) -> list[MaterialFolder]:
        return [r for r in rows if (r.parent_id if r.parent_id in keys else None) == parent]

    def walk(parent: int | None, depth: int) -> Iterator[FolderLine]:
        for row in below(parent):
            yield FolderLine(row, depth, numbers.get(row.pk, 0))
            yield from walk(row.pk, depth + 1)

    return list(walk(None, 0))


def get_folder_for(member: Member, pk: int, capability: str = READ) -> MaterialFolder:
    """A folder inside the member's scope of a capability. Raises NotThere."""
    found = folders_visible_to(member, capability).select_related("unit").filter(pk=pk).first()
    if found is None:
        raise errors.folder_not_there()
    return found


def known_tags(member: Member, most: int = 60) -> list[str]:
    """The tags in use, the most used first."""
    rows = MaterialTag.objects.filter(material__in=materials_visible_to(member).order_by().values("pk"))
    return [name for name, _n in rows.values_list("name").annotate(n=Count("pk")).order_by("-n", "name")[:most]]


def words_of_material(material: Material) -> str:
    """What the library's own index knows of a material."""
    return " ".join([material.name, material.note, material.source, *material.tags])


def material_documents(pks: Collection[int] | None) -> Iterator[Document]:
    """Materials as the global search knows them; a shared one lies inside every department."""
    rows = Material.objects.filter(archived_at=None).select_related("unit")
    rows = rows.order_by("pk") if pks is None else rows.filter(pk__in=pks)
    everywhere = [u.pk for u in org.units_tree()]
    for material in rows.iterator(chunk_size=500):
        yield Document(
            pk=material.pk, title=material.name, url=material.get_absolute_url(), text=words_of_material(material),
            note=f"{material.unit.name} · {material.get_kind_display()}", at=material.added_at,
            unit_ids=everywhere if material.shared else [material.unit_id],
        )  # fmt: skip


def find_materials(member: Member, pks: Collection[int]) -> set[int]:
    """Those of the materials that the member may read."""
    return set(materials_visible_to(member).filter(pk__in=pks).values_list("pk", flat=True))
