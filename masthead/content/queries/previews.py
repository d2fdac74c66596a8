"""A version as readers of one account meet it: its face, its words, how long they may be, and what the platform objects to."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from masthead.accounts.models import Account
from masthead.content import errors
from masthead.content.documents import first_words, labelled_html, labelled_text, plain_text
from masthead.content.models import Draft, Revision
from masthead.content.queries.drafts import assets_of
from masthead.content.queries.frames import address_of, shown_html
from masthead.content.queries.labels import labels_of
from masthead.content.queries.variants import Words, words_for
from masthead.content.queries.wordings import Span, spans_of
from masthead.core.models import StoredFile
from masthead.platforms.catalogue import Face, cover_ratio_of, face_of

Files = dict[str, StoredFile]


@dataclass(frozen=True)
class Shown:
    """A picture of a preview."""

    url: str
    alt: str


def account_of(draft: Draft, key: str) -> Account | None:
    """The draft's account with this key, None for the master. Raises DraftNotThere for an account that the draft does not aim at."""
    if not key:
        return None
    found = next((a for a in draft.accounts.all() if str(a.pk) == key), None)
    if found is None:
        raise errors.draft_not_there()
    return found


def preview_of(revision: Revision, account: Account | None = None) -> dict[str, object]:
    """Context of the frame `content/preview.html`. Two queries."""
    words, files = words_for(revision, account.pk if account else None), assets_of(revision.draft)
    if revision.cover:
        files.setdefault(revision.cover.sha256, revision.cover)
    face = face_of(account.platform.key) if account else Face.ARTICLE
    addresses = {sha: address_of(stored) for sha, stored in files.items()}
    marks = labels_of(revision.draft)
    text = words.text or "\n".join(part for part in (words.title, words.digest or first_words(words.html)) if part)
    return {
        "face": str(face), "account": account, "platform": account.platform if account else None, "words": words,
        "title": words.title, "byline": words.byline, "digest": words.digest or first_words(words.html), "source_url": words.source_url,
        "cover": _cover_url(words, files, account), "ratio": (cover_ratio_of(account.platform.key) if account else "2.35:1").replace(":", "-").replace(".", ""),
        "body": labelled_html(shown_html(words.html, addresses, str(words.settings.get("theme", ""))), marks),
        "pictures": _pictures(words, files), "text": _spans(labelled_text(text, marks), words, account), "plain": plain_text(words.html),
        "video": revision.video, "initial": (account.name if account else words.byline or _("刊"))[:1],
    }  # fmt: skip


def _cover_url(words: Words, files: Files, account: Account | None) -> str:
    ratio = cover_ratio_of(account.platform.key) if account else "2.35:1"
    cut: dict[str, Any] = words.settings.get("crops", {}).get(ratio) or {}
    sha = cut["file"] if cut.get("of") == words.cover and cut.get("file") in files else words.cover
    return address_of(files[sha]) if sha in files else ""


def _pictures(words: Words, files: Files) -> list[Shown]:
    """What a short platform shows: the body's pictures, else the cover."""
    named = [sha for sha in words.pictures if sha in files] or [sha for sha in (words.cover,) if sha in files]
    return [Shown(address_of(files[sha]), files[sha].name) for sha in named]


def _spans(text: str, words: Words, account: Account | None) -> list[Span]:
    tags = [tag for tag in words.tags if f"#{tag}" not in text]
    style = "double" if account and face_of(account.platform.key) == Face.FEED else "single"
    named = " ".join(f"#{tag}#" if style == "double" else f"#{tag}" for tag in tags)
    return spans_of(f"{text} {named}".strip(), double=style == "double")
