"""Two people wrote at once: what each changed, paragraph by paragraph, with a proposal. Nothing is decided here."""

from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from masthead.content.documents import asset_hashes, clean_html, plain_text
from masthead.content.documents.blocks import blocks_of, changes_of
from masthead.content.models import Draft, Revision
from masthead.content.queries.drafts import media_of
from masthead.content.queries.variants import LABELS, master_fields

LINES = ("title", "byline", "digest", "source_url")


@dataclass(frozen=True)
class Side:
    """Blocks of one side: as HTML to be put together again, as words to be read."""

    html: list[str]
    text: str
    pictures: list[str]


@dataclass(frozen=True)
class Chunk:
    """A stretch of the two texts. `same` = equal on both sides; `choice` = mine | theirs | both is only proposed; `clash` = both changed it."""

    mine: Side
    theirs: Side
    same: bool = False
    choice: str = "mine"
    clash: bool = False


def merge_of(draft: Draft, words: dict[str, Any], base_number: int) -> dict[str, Any]:
    """The newest version beside the writer's words: fields that differ and chunks of the body."""
    newest = draft.revision
    assert newest is not None
    base = draft.revisions.filter(number=base_number).first() or Revision(html="")
    mine = clean_html(str(words.get("html", "")))
    theirs = master_fields(newest)
    fields: list[dict[str, Any]] = [
        {"name": name, "label": str(LABELS[name]), "mine": str(words.get(name, "")), "theirs": theirs[name]}
        for name in LINES
        if str(words.get(name, "")).strip() != theirs[name]
    ]
    film = newest.video
    if (words.get("video") or None) != newest.video_id:
        mine_film = media_of(draft).get(int(words.get("video") or 0))
        moved = base.video_id == (words.get("video") or None)
        fields.append({
            "name": "video", "label": _("视频"), "mine": mine_film.name if mine_film else "", "theirs": film.name if film else "",
            "value": newest.video_id, "choice": "theirs" if moved else "mine",
        })  # fmt: skip
    return {
        "number": newest.number, "who": newest.saved_by.name if newest.saved_by else "", "fields": fields,
        "chunks": [asdict(chunk) for chunk in chunks_of(base.html, mine, newest.html)],
        "theirs": {"variants": newest.variants, "settings": newest.settings, "tags": newest.tags, "cover": newest.cover_id,
            "film": {"id": film.pk, "name": film.name} if film else None,
        },
    }  # fmt: skip


def chunks_of(base: str, mine: str, theirs: str) -> list[Chunk]:
    """Both texts in order. Where only one side moved away from the base its words are proposed; where both did, the writer's own."""
    old, first, second = set(blocks_of(base)), blocks_of(mine), blocks_of(theirs)
    found = []
    for tag, i1, i2, j1, j2 in changes_of(first, second):
        left, right = first[i1:i2], second[j1:j2]
        if tag == "equal":
            found.append(Chunk(_side(left), _side(right), same=True))
            continue
        mine_new, theirs_new = [b for b in left if b not in old], [b for b in right if b not in old]
        choice = "both" if mine_new and theirs_new and not (set(left) | set(right)) & old else "mine"
        if not mine_new and theirs_new:
            choice = "theirs"
        elif not mine_new and not theirs_new:
            choice = "theirs" if not right else "mine"
        found.append(Chunk(_side(left), _side(right), choice=choice, clash=bool(mine_new and theirs_new)))
    return found


def _side(blocks: list[str]) -> Side:
    html = "".join(blocks)
    return Side(blocks, plain_text(html), asset_hashes(html))
