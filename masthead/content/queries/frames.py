"""Article HTML for a browser: picture references become download addresses of this house."""

import re

from django.urls import reverse

from masthead.content.documents import inlined_html, labelled_html
from masthead.content.models import Draft, Revision
from masthead.content.queries.drafts import assets_of
from masthead.content.queries.labels import labels_of
from masthead.core.models import StoredFile

ASSET_SOURCE = re.compile(r'src="asset:([0-9a-f]{64})"')


def addresses_of(draft: Draft) -> dict[str, str]:
    """{SHA-256: download address} of the draft's pictures; one query."""
    return {sha: address_of(stored) for sha, stored in assets_of(draft).items()}


def address_of(stored: StoredFile) -> str:
    """Where a browser fetches the picture."""
    return reverse("files:download", args=[stored.pk])


def shown_html(html: str, addresses: dict[str, str], theme: str = "") -> str:
    """The styled article with picture addresses; a picture that is not among them shows nothing."""
    styled = inlined_html(html, theme)
    return ASSET_SOURCE.sub(lambda m: f'src="{addresses.get(m.group(1), "")}"', styled)


def article_of(revision: Revision) -> dict[str, object]:
    """Context of the article frame: what a reader would see of this version."""
    return {
        "title": revision.title,
        "byline": revision.byline,
        "digest": revision.digest,
        "cover": address_of(revision.cover) if revision.cover else "",
        "body": labelled_html(
            shown_html(revision.html, addresses_of(revision.draft), str(revision.settings.get("theme", ""))),
            labels_of(revision.draft),
        ),
        "source_url": revision.source_url,
    }
