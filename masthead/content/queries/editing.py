"""What the editor opens with: the member's own unsaved words if there are any, else the current version."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from masthead.content.documents import asset_hashes, clean_html, clean_settings, clean_tags, clean_variants
from masthead.content.models import Asset, Draft, Revision
from masthead.content.queries.checks import Report, report_on
from masthead.content.queries.drafts import current_number, media_of, working_copy_of
from masthead.content.queries.frames import address_of
from masthead.content.queries.previews import account_of, preview_of
from masthead.content.queries.variants import master_fields
from masthead.core.models import StoredFile
from masthead.org.models import Member


@dataclass(frozen=True)
class EditorText:
    """`restored` = these are unsaved words; `behind` = somebody saved a version after the one they started from."""

    title: str
    byline: str
    digest: str
    html: str
    cover_id: int | None
    source_url: str
    base_revision: int
    tags: list[str] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)
    variants: dict[str, Any] = field(default_factory=dict)
    video_id: int | None = None
    serial: int = 0
    window: str = ""
    restored_at: dt.datetime | None = None
    behind: bool = False

    def as_initial(self) -> dict[str, Any]:
        """Initial values of the editor's form."""
        return {
            "title": self.title,
            "byline": self.byline,
            "digest": self.digest,
            "html": self.html,
            "cover": self.cover_id,
            "source_url": self.source_url,
            "tags": self.tags,
            "settings": self.settings,
            "variants": self.variants,
            "video": self.video_id,
            "expected_revision": self.base_revision,
        }


def editor_text(member: Member, draft: Draft) -> EditorText:
    """The words the member goes on with; one query beyond the draft."""
    copy = working_copy_of(member, draft)
    number = current_number(draft)
    if copy is not None:
        body = copy.body
        return EditorText(
            title=str(body.get("title", "")), byline=str(body.get("byline", "")), digest=str(body.get("digest", "")),
            html=str(body.get("html", "")), cover_id=body.get("cover"), source_url=str(body.get("source_url", "")),
            **_later_fields(draft, body),
            base_revision=copy.base_revision, serial=copy.serial, window=copy.window, restored_at=copy.updated_at, behind=copy.base_revision != number,
        )  # fmt: skip
    now = draft.revision
    if now is None:
        return EditorText(draft.title, member.name, "", "", None, "", 0)
    return EditorText(
        now.title, now.byline, now.digest, now.html, now.cover_id, now.source_url, number, tags=list(now.tags),
        settings=dict(now.settings), variants=dict(now.variants), video_id=now.video_id,
    )  # fmt: skip


def _later_fields(draft: Draft, body: dict[str, Any]) -> dict[str, Any]:
    """Fields that a working copy of an older browser window did not have stand as in the version."""
    now = draft.revision or Revision()
    return {
        "tags": body.get("tags", now.tags), "settings": body.get("settings", now.settings),
        "variants": body.get("variants", now.variants), "video_id": body.get("video", now.video_id),
    }  # fmt: skip


def as_revision(draft: Draft, words: dict[str, Any]) -> Revision:
    """An unsaved version with the words of a form or a working copy, for previews and checks; its HTML is clean."""
    html = clean_html(str(words.get("html", "")))
    from_assets = media_of(draft)
    cover: StoredFile | None = from_assets.get(int(words.get("cover") or 0))
    revision = Revision(
        draft=draft, number=0, title=str(words.get("title", "")), byline=str(words.get("byline", "")), digest=str(words.get("digest", "")),
        html=html, cover=cover, pictures=asset_hashes(html), source_url=str(words.get("source_url", "")),
        tags=clean_tags(words.get("tags") or []), settings=clean_settings(words.get("settings") or {}),
        video=from_assets.get(int(words.get("video") or 0)),
    )  # fmt: skip
    revision.variants = clean_variants(words.get("variants") or {}, master_fields(revision))
    return revision


def preview_context(member: Member, draft: Draft, account_key: str = "") -> dict[str, object]:
    """Context of the preview frame for the member's own words, or the current version, as one account shows them ('' = the master)."""
    text = editor_text(member, draft)
    return preview_of(as_revision(draft, text.as_initial()), account_of(draft, account_key))


def live_report(draft: Draft, words: dict[str, Any]) -> Report:
    """Check words that are not saved yet."""
    return report_on(draft, as_revision(draft, words))


def pictures_of(draft: Draft) -> list[dict[str, Any]]:
    """The draft's pictures for the cover picker and the editor: key, digest, address, name, size. Cuts belong to their picture and are not listed."""
    rows = (
        Asset.objects.filter(draft=draft, cut_from="", file__mime__startswith="image/")
        .select_related("file")
        .order_by("pk")
    )
    return [_shown(a.file) for a in rows]


def videos_of(draft: Draft) -> list[dict[str, Any]]:
    """The draft's videos, as the library put them in."""
    rows = Asset.objects.filter(draft=draft, file__mime__startswith="video/").select_related("file").order_by("pk")
    return [{"id": a.file_id, "name": a.file.name, "bytes": a.file.size_bytes} for a in rows]


def _shown(stored: StoredFile) -> dict[str, Any]:
    return {
        "id": stored.pk, "sha256": stored.sha256, "url": address_of(stored), "name": stored.name, "width": stored.width_px,
        "height": stored.height_px,
    }  # fmt: skip
