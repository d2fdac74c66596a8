"""Keeping what a post looked like: its link, its page, its picture, and what people bring. Nothing here changes the publication."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.errors import BadInput
from masthead.core.files import actions as files
from masthead.core.files.texts import decoded
from masthead.core.models import StoredFile
from masthead.org.models import Member
from masthead.publishing import errors, queries
from masthead.publishing.after_states import EvidenceKind, Occasion
from masthead.publishing.events import AfterEvent
from masthead.publishing.models import Evidence, Publication
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent

PICTURE_USE, PAGE_USE = "publishing.evidence_picture", "publishing.evidence_page"


@dataclass(frozen=True)
class Page:
    """What was fetched from behind a link; empty parts could not be had."""

    url: str
    title: str = ""
    html: bytes = b""
    picture: bytes = b""


@dataclass(frozen=True)
class Piece:
    """One thing to keep. `sha256` is filled for a link, which has no file."""

    kind: EvidenceKind
    url: str = ""
    title: str = ""
    note: str = ""
    data: bytes = b""
    name: str = ""


@silent("the look that it belongs to records it, with the digests")
@transaction.atomic
def keep_page(
    *, publication: Publication, page: Page, words: str, occasion: Occasion, at: dt.datetime | None = None
) -> list[Evidence]:
    """Keep link, page and picture as they were found, and the words that the platform gave back.

    What cannot be kept (a page that is no text, a picture that is none) is left out: evidence is never made up.
    Clause: 3.3.3.
    """
    moment = at or clock.now()
    url, title = page.url, page.title
    pieces = [Piece(EvidenceKind.LINK, url, title)] if url else []
    if text := decoded(page.html):
        saved = _saved(url, text, moment)
        pieces.append(Piece(EvidenceKind.TEXT, url, title, _("网页存档"), data=saved, name="page.txt"))
    if words:
        told = _("平台给出的标题和正文")
        pieces.append(Piece(EvidenceKind.TEXT, title=title, note=told, data=words.encode(), name="words.txt"))
    if page.picture:
        pieces.append(Piece(EvidenceKind.PICTURE, url, title, _("网页自带的图片"), data=page.picture, name="picture"))
    return [row for piece in pieces if (row := _keep(publication, piece, occasion, None, moment))]


def _saved(url: str, text: str, moment: dt.datetime) -> bytes:
    """The page's source as plain text: headed by where and when, so that nobody's browser takes it for a page."""
    head = _("网页存档 %(url)s 保存于 %(when)s") % {
        "url": url,
        "when": clock.china(moment).isoformat(timespec="seconds"),
    }
    return f"{head}\n\n{text}".encode()


@guarded("3.3.3")
@transaction.atomic
def keep_portrait(
    *, publication: Publication, data: bytes, occasion: Occasion, note: str, at: dt.datetime | None = None
) -> Evidence | None:
    """Keep the picture that a browser drew of the live page.  Clause: 3.3.3.  Events: publishing:evidence:kept."""
    moment = at or clock.now()
    piece = Piece(EvidenceKind.PICTURE, publication.article_url, note=note, data=data, name="portrait.png")
    row = _keep(publication, piece, occasion, None, moment)
    if row is not None:
        told = {"occasion": occasion.value, "digests": [row.sha256]}
        trail.record(
            AfterEvent.EVIDENCE_KEPT, target=publication, version=publication.content_hash, data=told, at=moment
        )
    return row


@guarded("3.3.3")
@transaction.atomic
def add_evidence(
    *, publication: Publication, data: bytes, name: str, note: str, by: Member, at: dt.datetime | None = None
) -> Evidence:
    """A person adds a screenshot of the live post.

    Clause: 3.3.3.  Raises: BadInput for what is no picture, NotPermitted, RuleBroken while nothing is out.
    Events: publishing:evidence:added.
    """
    moment = at or clock.now()
    if publication.state not in queries.OUT:
        raise errors.refusal("not_out")
    if not queries.may_take(by, publication):
        raise errors.not_permitted("out_of_reach")
    row = add_picture(
        publication=publication, data=data, name=name, note=note, occasion=Occasion.ADDED, by=by, at=moment
    )
    told = {"digests": [row.sha256]}
    trail.record(
        AfterEvent.EVIDENCE_ADDED, target=publication, by=by, version=publication.content_hash, data=told, at=moment
    )
    return row


def _keep(
    publication: Publication, piece: Piece, occasion: Occasion, by: Member | None, moment: dt.datetime
) -> Evidence | None:
    """None for bytes that the house does not take."""
    try:
        return _insert(publication, piece, occasion, by, moment)
    except BadInput:
        return None


def _insert(
    publication: Publication, piece: Piece, occasion: Occasion, by: Member | None, moment: dt.datetime
) -> Evidence:
    stored: StoredFile | None = None
    url, title = piece.url[:1000], piece.title[:300]
    if piece.kind != EvidenceKind.LINK:
        use = PICTURE_USE if piece.kind == EvidenceKind.PICTURE else PAGE_USE
        stored = files.store_bytes(data=piece.data, name=piece.name, use=use, stored_by_id=by.pk if by else None)
    return Evidence.objects.create(
        publication=publication, kind=piece.kind, occasion=occasion, url=url, title=title, file=stored, note=piece.note[:300],
        sha256=stored.sha256 if stored else queries.link_digest(url, title, moment), taken_at=moment, taken_by=by,
    )  # fmt: skip


@silent("the deed that it belongs to records it")
@transaction.atomic
def add_picture(
    *, publication: Publication, data: bytes, name: str, note: str, occasion: Occasion, by: Member, at: dt.datetime
) -> Evidence:
    """A person's picture, kept like every file (sniffed, drawn anew). The caller has asked who may, and records the deed.

    Clause: 3.3.3.  Raises: BadInput at the field for an empty or foreign file.  Events: none of its own.
    """
    if not data:
        raise errors.bad_input("evidence_picture", "screenshot")
    piece = Piece(
        EvidenceKind.PICTURE, publication.article_url, note=note.strip(), data=data, name=name or "screenshot"
    )
    return _insert(publication, piece, occasion, by, at)
