"""Text: versions, pictures, Word files, and the keystrokes between two versions."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.content import errors
from masthead.content.actions.claims import register_claims
from masthead.content.actions.drafts import (
    _locked_draft,
    _require_changeable,
    _require_writer,
    _void_approval,
    start_draft,
)
from masthead.content.documents import (
    asset_hashes,
    clean_html,
    clean_settings,
    clean_tags,
    clean_variants,
    import_document,
    pictures_named,
)
from masthead.content.events import ContentEvent
from masthead.content.limits import BODY_TAKEN
from masthead.content.models import Asset, Draft, Origin, Revision, Topic, WorkingCopy
from masthead.content.queries import current_number, is_writable, master_fields, words_hash
from masthead.content.states import DraftState
from masthead.core import clock
from masthead.core.digest import digest_bytes
from masthead.core.errors import BadInput
from masthead.core.files import actions as files
from masthead.core.files.uses import DOCX
from masthead.core.models import StoredFile
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent


@guarded("3.3.2")
@transaction.atomic
def save_revision(
    *,
    draft: Draft,
    title: str,
    byline: str,
    digest: str,
    html: str,
    cover: StoredFile | None,
    expected_revision: int,
    by: Member | None,
    source_url: str = "",
    variants: Mapping[str, Mapping[str, Any]] | None = None,
    tags: Sequence[str] | None = None,
    settings: Mapping[str, Any] | None = None,
    video: StoredFile | None = None,
    origin: str = Origin.EDITOR,
    source_file: StoredFile | None = None,
    at: dt.datetime | None = None,
) -> Revision:
    """Save the text as a new, immutable version. An edit of an approved draft voids its approval; the same text again saves nothing.

    `expected_revision`: the version that the writer started from (0 = none). Variants, topics and settings that are None stay as they were.
    Clause: 3.3.2.  Raises: NotPermitted, RuleBroken while in review, Stale when somebody saved first, BadInput for a foreign picture.
    Events: content:revision:saved, content:draft:approval_voided.
    Races: the row of the draft is held, so of two savers the second one meets a moved number.
    """
    held = _locked_draft(draft)
    _require_writer(by, held)
    _require_changeable(held)
    if current_number(held) != expected_revision:
        last = held.revision.saved_by if held.revision else None
        raise errors.other_revision(last.name if last else _("系统"), current_number(held))
    revision = Revision(
        draft=held, number=expected_revision + 1, title=_one_line(title)[:120], byline=_one_line(byline)[:40],
        digest=_one_line(digest)[:240], html=_cleaned(html), cover=cover, source_url=source_url.strip(), video=video,
        source_file=source_file, origin=origin, saved_by=by, saved_at=at or clock.now(),
    )  # fmt: skip
    revision.pictures = asset_hashes(revision.html)
    _take_variants(revision, held.revision, variants, tags, settings)
    _require_own_pictures(held, revision)
    revision.content_hash = words_hash(revision)
    if held.revision is None or held.revision.content_hash != revision.content_hash:
        _keep(held, revision, by)
    if by is not None:
        WorkingCopy.objects.filter(draft=held, member=by).delete()
    return _as_it_is(draft)


@guarded("3.3.1")
@transaction.atomic
def import_word(
    *, draft: Draft, data: bytes, name: str, by: Member, expected_revision: int | None = None
) -> tuple[Revision, list[str]]:
    """Replace the text by that of a Word file with its pictures; returns the version and remarks for the person.

    Clause: 3.3.1.  Raises: BadInput for a file that cannot be read (nothing is kept of it), and all that save_revision raises.
    Events: content:word:imported, content:revision:saved.
    """
    held = _locked_draft(draft)
    _require_writer(by, held)
    _require_changeable(held)
    source = files.store_bytes(data=data, name=name, use="content.word", stored_by_id=by.pk)
    document = import_document(data)
    html, before = document.html, held.revision
    for picture, label in document.pictures:
        asset = add_picture(draft=held, data=picture, name=label, by=by)
        html = html.replace(f"asset:{digest_bytes(picture)}", f"asset:{asset.sha256}")
    trail.record(
        ContentEvent.WORD_IMPORTED,
        target=held,
        by=by,
        reason=source.name,
        data={"file": source.sha256, "pictures": len(document.pictures)},
    )
    revision = save_revision(
        draft=draft, title=document.title, byline=before.byline if before else by.name, digest=before.digest if before else "", html=html,
        cover=before.cover if before else _first_cover(held), expected_revision=current_number(held) if expected_revision is None else expected_revision,
        source_url=before.source_url if before else "", video=before.video if before else None,
        origin=Origin.WORD if source.mime == DOCX else Origin.MARKDOWN, source_file=source, by=by,
    )  # fmt: skip
    return revision, document.notes


@guarded("3.3.1")
@transaction.atomic
def start_draft_from_word(*, topic: Topic, data: bytes, name: str, by: Member) -> tuple[Draft, list[str]]:
    """Begin a draft whose first version is a Word file; a file that cannot be read begins nothing.

    Clause: 3.3.1.  Raises: as start_draft and import_word.  Events: content:draft:started, content:word:imported.
    """
    draft = start_draft(topic=topic, by=by)
    _revision, notes = import_word(draft=draft, data=data, name=name, by=by)
    trail.record(ContentEvent.WORD_IMPORTED, target=topic, by=by, reason=name[:200])
    return draft, notes


@guarded("3.3.2")
@transaction.atomic
def add_picture(*, draft: Draft, data: bytes, name: str, by: Member, at: dt.datetime | None = None) -> Asset:
    """Take a picture in for a draft: type by content, drawn anew without metadata. The same picture again gives the same asset.

    Clause: 3.3.2.  Raises: NotPermitted, RuleBroken while in review, BadInput (type, size, unreadable).  Events: content:picture:added.
    """
    held = _locked_draft(draft)
    _require_writer(by, held)
    _require_changeable(held)
    stored = files.store_bytes(data=data, name=name, use="content.picture", stored_by_id=by.pk)
    asset, fresh = Asset.objects.get_or_create(
        draft=draft, sha256=stored.sha256, defaults={"file": stored, "added_by": by, "added_at": at or clock.now()}
    )
    if fresh:
        trail.record(
            ContentEvent.PICTURE_ADDED, target=draft, by=by, reason=stored.name, data={"sha256": stored.sha256}
        )
    return asset


@silent("keystrokes are no deed; the version that is saved from them is on the trail")
@guarded("3.3.2")
@transaction.atomic
def keep_working_copy(
    *,
    draft: Draft,
    body: Mapping[str, Any],
    base_revision: int,
    serial: int,
    window: str,
    by: Member,
    at: dt.datetime | None = None,
) -> WorkingCopy:
    """Keep a member's unsaved words. It touches no version and nobody else's words.

    Clause: 3.3.2.  Raises: NotPermitted, RuleBroken while in review or approved, Stale when another window of the same member wrote.
    """
    held = _locked_draft(draft)
    _require_writer(by, held)
    if held.state == DraftState.APPROVED:
        raise errors.would_void()
    if not is_writable(held):
        raise errors.not_writable(held.get_state_display())
    _require_size(str(body.get("html", "")))
    copy = WorkingCopy.objects.select_for_update().filter(draft=held, member=by).first()
    if copy is None:
        copy = WorkingCopy(draft=held, member=by, serial=0)
    elif window not in (copy.window, "") and serial != copy.serial:
        raise errors.other_window()
    copy.body, copy.base_revision, copy.window = dict(body), base_revision, window[:32]
    copy.serial, copy.updated_at = copy.serial + 1, at or clock.now()
    copy.save()
    return copy


@silent("only unsaved words of the member's own go")
@guarded("3.3.2")
@transaction.atomic
def discard_working_copy(*, draft: Draft, by: Member) -> int:
    """Throw the member's own unsaved words away; returns how many copies there were (0 or 1).  Clause: 3.3.2."""
    return WorkingCopy.objects.filter(draft=draft, member=by).delete()[0]


def _keep(held: Draft, revision: Revision, by: Member | None) -> None:
    old = held.revision.content_hash if held.revision else ""
    if held.state == DraftState.APPROVED:
        _void_approval(held, by, _("正文有修改"))
    revision.save()
    Draft.objects.filter(pk=held.pk).update(
        revision=revision, title=revision.title or held.title, updated_at=revision.saved_at
    )
    held.revision = revision
    register_claims(draft=held, by=by, at=revision.saved_at)
    trail.record(
        ContentEvent.REVISION_SAVED, target=held, by=by, version=str(revision.number), before=old, after=revision.content_hash,
        data={"origin": revision.origin},
    )  # fmt: skip


def _take_variants(
    revision: Revision,
    before: Revision | None,
    variants: Mapping[str, Mapping[str, Any]] | None,
    tags: Sequence[str] | None,
    settings: Mapping[str, Any] | None,
) -> None:
    """What accounts get of their own, in its clean form; None = as before."""
    old = before or Revision()
    revision.tags = list(old.tags) if tags is None else clean_tags(list(tags))
    revision.settings = dict(old.settings) if settings is None else clean_settings(settings)
    if variants is None:
        revision.variants = dict(old.variants)
    else:
        revision.variants = clean_variants(variants, master_fields(revision))


def _as_it_is(draft: Draft) -> Revision:
    """The version that the draft has now."""
    draft.refresh_from_db()
    assert draft.revision is not None
    return draft.revision


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _require_size(html: str) -> None:
    if len(html) > BODY_TAKEN:
        message = _("正文超过 %(most)d 万字符，无法保存。") % {"most": BODY_TAKEN // 10_000}
        raise BadInput(
            message, code="body_too_long", clause="3.3.2", advice=_("请删减或拆成多篇。"), fields={"html": [message]}
        )


def _cleaned(html: str) -> str:
    _require_size(html)
    return clean_html(html)


def _require_own_pictures(draft: Draft, revision: Revision) -> None:
    """Pictures and cover must have been handed in for this very draft: a digest alone opens nobody's files."""
    wanted = set(revision.pictures) | pictures_named(revision.variants, revision.settings)
    wanted |= {stored.sha256 for stored in (revision.cover, revision.video) if stored}
    known = set(Asset.objects.filter(draft=draft, sha256__in=wanted).values_list("sha256", flat=True))
    if wanted - known:
        raise errors.foreign_picture()


def _first_cover(draft: Draft) -> StoredFile | None:
    """The first picture of a fresh import serves as cover until somebody chooses another."""
    first = Asset.objects.filter(draft=draft).select_related("file").order_by("pk").first()
    return first.file if first else None
