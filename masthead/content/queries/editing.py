"""What the editor opens with: the member's own unsaved words if there are any, else the current version."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from masthead.content.documents import asset_hashes, clean_html
from masthead.content.models import Draft, Revision
from masthead.content.queries.checks import Report, report_on
from masthead.content.queries.drafts import assets_of, current_number, working_copy_of
from masthead.content.queries.frames import address_of, article_of
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
    serial: int = 0
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
            base_revision=copy.base_revision, serial=copy.serial, restored_at=copy.updated_at, behind=copy.base_revision != number,
        )  # fmt: skip
    now = draft.revision
    if now is None:
        return EditorText(draft.title, member.name, "", "", None, "", 0)
    return EditorText(now.title, now.byline, now.digest, now.html, now.cover_id, now.source_url, number)


def as_revision(draft: Draft, words: dict[str, Any]) -> Revision:
    """An unsaved version with the words of a form or a working copy, for previews and checks; its HTML is clean."""
    html = clean_html(str(words.get("html", "")))
    from_assets = {f.pk: f for f in assets_of(draft).values()}
    cover: StoredFile | None = from_assets.get(int(words.get("cover") or 0))
    return Revision(
        draft=draft, number=0, title=str(words.get("title", "")), byline=str(words.get("byline", "")), digest=str(words.get("digest", "")),
        html=html, cover=cover, pictures=asset_hashes(html), source_url=str(words.get("source_url", "")),
    )  # fmt: skip


def preview_context(member: Member, draft: Draft) -> dict[str, object]:
    """Context of the article frame for the member's own words, or the current version."""
    text = editor_text(member, draft)
    return article_of(as_revision(draft, text.as_initial()))


def live_report(draft: Draft, words: dict[str, Any]) -> Report:
    """Check words that are not saved yet."""
    return report_on(draft, as_revision(draft, words))


def pictures_of(draft: Draft) -> list[dict[str, Any]]:
    """The draft's pictures for the cover picker and the editor: key, digest, address, name, size."""
    return [
        {"id": f.pk, "sha256": sha, "url": address_of(f), "name": f.name, "width": f.width_px, "height": f.height_px}
        for sha, f in assets_of(draft).items()
    ]
