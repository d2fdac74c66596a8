"""From a version to what a connector takes: the article with its pictures' bytes."""

from django.utils.translation import gettext as _

from masthead.accounts.models import Account
from masthead.content import errors
from masthead.content.documents import first_words, inlined_html, labelled_html
from masthead.content.models import Asset, Draft, Revision
from masthead.content.queries.labels import labels_of
from masthead.content.queries.sealing import require_seal
from masthead.core.files import queries as files
from masthead.core.models import StoredFile
from masthead.platforms.contract import Picture, Post


def picture_of(stored: StoredFile) -> Picture:
    """The bytes of a stored picture. Raises NotThere when they are gone or changed."""
    return Picture(stored.sha256, stored.mime, stored.name, files.read_bytes(stored))


def package_of(revision: Revision, *, account_id: int | None = None, marker: str = "") -> Post:
    """The article of a version, with the words of an account's own variant. Raises RuleBroken without a cover.

    `html` is clean, styled inline and names its pictures as asset:SHA256; their bytes travel along.
    """
    if revision.cover is None:
        raise errors.incomplete([_("缺少封面图")])
    found = {
        a.sha256: a.file
        for a in Asset.objects.filter(draft=revision.draft_id, sha256__in=revision.pictures).select_related("file")
    }
    words = revision.variants.get(str(account_id), {}) if account_id else {}
    return Post(
        title=words.get("title") or revision.title,
        author=revision.byline,
        digest=words.get("digest") or revision.digest or first_words(revision.html),
        html=labelled_html(inlined_html(revision.html), labels_of(revision.draft)),
        cover=picture_of(revision.cover),
        pictures=[picture_of(found[sha]) for sha in revision.pictures if sha in found],
        source_url=revision.source_url,
        link=revision.source_url,
        marker=marker,
        options=_options_of(account_id),
    )


def _options_of(account_id: int | None) -> dict[str, str]:
    """The account's own settings of its connection: some platforms' rules hang on them (a tier, a safe domain)."""
    if account_id is None:
        return {}
    return dict(Account.objects.filter(pk=account_id).values_list("options", flat=True).first() or {})


def approved_package(draft_id: int, expected_hash: str, *, account_id: int | None = None) -> Post:
    """The article exactly as approved. Raises RuleBroken when the draft is not approved, Stale when anything moved since."""
    draft = Draft.objects.select_related("approved_revision__cover").filter(pk=draft_id).first()
    if draft is None:
        raise errors.draft_not_there()
    require_seal(draft, expected_hash)
    assert draft.approved_revision is not None  # constraint draft_approved_names_its_hash
    return package_of(draft.approved_revision, account_id=account_id, marker=expected_hash)
