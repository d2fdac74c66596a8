"""Drafts as people look for them, and who may do what with one."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from masthead.accounts.models import Account
from masthead.content import errors
from masthead.content.models import Asset, Draft, Revision, WorkingCopy
from masthead.content.queries.scopes import draft_scope, require_in_unit
from masthead.content.states import WRITABLE, DraftState
from masthead.core.models import StoredFile
from masthead.core.paging import Page, page_of
from masthead.org import queries as org
from masthead.org.models import Member

ORDER = ("-updated_at", "-id")
WITH_PLATFORM = Prefetch("accounts", queryset=Account.objects.select_related("platform"))


@dataclass(frozen=True)
class DraftFilter:
    """What the list is narrowed to; empty values do not narrow."""

    q: str = ""
    state: str = ""
    unit_id: int | None = None
    author_id: int | None = None


def drafts_visible_to(member: Member) -> QuerySet[Draft]:
    """Drafts inside the member's scope of content.draft.read."""
    return Draft.objects.filter(draft_scope(member, "content.draft.read"))


def draft_rows(member: Member, wanted: DraftFilter) -> QuerySet[Draft]:
    """Drafts that the member may see, narrowed."""
    rows = drafts_visible_to(member).select_related("author", "unit", "topic").prefetch_related("accounts")
    exact = {"state": wanted.state, "unit_id": wanted.unit_id, "author_id": wanted.author_id}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.q:
        rows = rows.filter(title__icontains=wanted.q)
    return rows


def draft_page(member: Member, wanted: DraftFilter, cursor: str = "") -> Page[Draft]:
    """One page of drafts, last changed first; two queries whatever the rows, no count."""
    return page_of(draft_rows(member, wanted), order=ORDER, cursor=cursor)


def get_draft_for(member: Member, pk: int, capability: str = "content.draft.read") -> Draft:
    """A draft inside the member's scope. Raises NotThere out of scope, NotPermitted without the capability in its unit.

    For content.draft.write and content.draft.submit the member must also be the author, a co-author or the topic's owner,
    or decide on topics of the unit: nobody changes another person's text by knowing its number.
    """
    rows = drafts_visible_to(member).select_related(
        "author", "unit", "topic", "revision__cover", "revision__saved_by", "revision__video"
    )
    draft = rows.prefetch_related(WITH_PLATFORM, "coauthors").filter(pk=pk).first()
    if draft is None:
        raise errors.draft_not_there()
    if capability != "content.draft.read":
        require_in_unit(member, capability, draft.unit_id)
    if capability in ("content.draft.write", "content.draft.submit") and not is_writer(member, draft):
        raise errors.not_your_text(draft.author.name)
    return _knowing_itself(draft)


def load_draft(pk: int) -> Draft:
    """A draft for an engine that has checked its asker already. Raises NotThere."""
    rows = Draft.objects.select_related("author", "unit", "topic", "revision__cover", "revision__video")
    draft = rows.filter(pk=pk).first()
    if draft is None:
        raise errors.draft_not_there()
    return _knowing_itself(draft)


def _knowing_itself(draft: Draft) -> Draft:
    """Its version need not ask whose it is."""
    if draft.revision is not None:
        draft.revision.draft = draft
    return draft


def accounts_with_platforms(draft: Draft) -> list[Account]:
    """Accounts of the draft with their platforms; no query where they were read with it."""
    kept = "accounts" in getattr(draft, "_prefetched_objects_cache", {})
    return list(draft.accounts.all() if kept else draft.accounts.select_related("platform"))


def is_writer(member: Member, draft: Draft) -> bool:
    """Author, co-author, owner of the topic, or one who decides on topics of the unit."""
    if member.pk in (draft.author_id, draft.topic.owner_id) or member.pk in {m.pk for m in draft.coauthors.all()}:
        return True
    return org.may(member, "content.topic.decide", unit_id=draft.unit_id)


def may_write(member: Member, draft: Draft) -> bool:
    """May the member change this text at all (whatever its state)?"""
    return org.may(member, "content.draft.write", unit_id=draft.unit_id) and is_writer(member, draft)


def may_submit(member: Member, draft: Draft) -> bool:
    """May the member hand this text to review?"""
    return org.may(member, "content.draft.submit", unit_id=draft.unit_id) and is_writer(member, draft)


def is_writable(draft: Draft) -> bool:
    """Is the draft in a state in which text may change without further ado?"""
    return draft.state in WRITABLE


def authors_of(draft: Draft) -> set[int]:
    """Keys of all who started the draft, saved a version of it, or chose its accounts or window: none of them may review it.

    Accounts and window are sealed together with the words, so whoever chose them took part in what is approved.
    """
    savers = draft.revisions.exclude(saved_by=None).order_by().values_list("saved_by_id")
    arrangers = Draft.arrangers.through.objects.filter(draft_id=draft.pk).values_list("member_id")
    return {draft.author_id, *(pk for (pk,) in savers.union(arrangers) if pk is not None)}


def people_of(draft: Draft) -> list[Member]:
    """Author first, then co-authors and others who saved a version."""
    savers = draft.revisions.exclude(saved_by=None).order_by().values("saved_by_id")
    named = [draft.author_id, *(m.pk for m in draft.coauthors.all())]
    found = {m.pk: m for m in Member.objects.filter(Q(pk__in=named) | Q(pk__in=savers))}
    return [found.pop(draft.author_id), *found.values()]


def revisions_of(draft: Draft) -> QuerySet[Revision]:
    """All versions, newest first, without their text."""
    return draft.revisions.select_related("saved_by").defer("html").order_by("-number")


def get_revision_for(member: Member, pk: int) -> Revision:
    """A version of a draft that the member may see. Raises NotThere."""
    revision = Revision.objects.select_related("draft__unit", "saved_by", "cover").filter(pk=pk).first()
    if revision is None or not drafts_visible_to(member).filter(pk=revision.draft_id).exists():
        raise errors.revision_not_there()
    return revision


def get_revision_of(draft: Draft, number: int) -> Revision:
    """A version of the draft by its number. Raises NotThere."""
    revision = draft.revisions.select_related("saved_by", "cover").filter(number=number).first()
    if revision is None:
        raise errors.revision_not_there()
    return revision


def assets_of(draft: Draft) -> dict[str, StoredFile]:
    """{SHA-256: file} of the pictures of a draft; one query."""
    pictures = Asset.objects.filter(draft=draft, file__mime__startswith="image/")
    return {a.sha256: a.file for a in pictures.select_related("file").order_by("pk")}


def media_of(draft: Draft) -> dict[int, StoredFile]:
    """{key: file} of all pictures and films of a draft; one query."""
    return {a.file_id: a.file for a in Asset.objects.filter(draft=draft).select_related("file").order_by("pk")}


def films_of(draft: Draft) -> dict[str, StoredFile]:
    """{SHA-256: file} of the films that the draft took over from the library; one query."""
    films = Asset.objects.filter(draft=draft, file__mime__startswith="video/")
    return {a.sha256: a.file for a in films.select_related("file").order_by("pk")}


def working_copy_of(member: Member, draft: Draft) -> WorkingCopy | None:
    """The member's own unsaved words, or None."""
    return WorkingCopy.objects.filter(draft=draft, member=member).first()


def is_behind(draft: Draft, base_revision: int) -> bool:
    """Did somebody save a version after the one that the writer started from?"""
    return current_number(draft) != base_revision


def current_number(draft: Draft) -> int:
    """Number of the current version; 0 while there is none."""
    return draft.revision.number if draft.revision else 0


def may_read_picture(user: Any, file: StoredFile) -> bool:
    """A picture belongs to drafts; who may see one of them may see the picture."""
    if not isinstance(user, Member):
        return False
    used = Asset.objects.filter(file=file).values("draft_id")
    return drafts_visible_to(user).filter(pk__in=used).exists()


def may_read_word(user: Any, file: StoredFile) -> bool:
    """A Word file belongs to the version that came from it."""
    if not isinstance(user, Member):
        return False
    used = Revision.objects.filter(source_file=file).values("draft_id")
    return drafts_visible_to(user).filter(pk__in=used).exists()


def drafts_of_author(member: Member, states: list[DraftState], *, most: int) -> list[Draft]:
    """The member's own drafts, of each state the `most` that changed last; one query, each state straight from its index."""
    mine = [Draft.objects.filter(author=member, state=state).order_by(*ORDER)[:most] for state in states]
    first, *others = [Draft.objects.filter(pk__in=rows.values("pk")).order_by().values("pk") for rows in mine]
    return list(Draft.objects.filter(pk__in=first.union(*others)).select_related("topic").order_by(*ORDER))
