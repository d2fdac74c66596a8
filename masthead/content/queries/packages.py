"""From a version to what a connector takes: the words of an account with their pictures' bytes."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from masthead.accounts.models import Account
from masthead.content import errors
from masthead.content.documents import first_words, inlined_html, labelled_html, labelled_text, pictures_named
from masthead.content.documents.html import alts_of
from masthead.content.models import Asset, Draft, Revision
from masthead.content.queries.labels import labels_of
from masthead.content.queries.sealing import require_seal_as_read
from masthead.content.queries.variants import Words, words_for
from masthead.core.files import queries as files
from masthead.core.models import StoredFile
from masthead.core.rows import lone
from masthead.platforms.catalogue import cover_ratio_of
from masthead.platforms.contract import Form, Picture, Post, Video

OPTIONS_OF_SETTINGS = {
    "comments": {"open": "open", "closed": ""}
}  # settings of a text that overrule the account's options


def picture_of(stored: StoredFile, alt: str = "") -> Picture:
    """The bytes of a stored picture. Raises NotThere when they are gone or changed."""
    return Picture(stored.sha256, stored.mime, stored.name, files.read_bytes(stored), alt)


class Packer:
    """Packages of one version for several accounts: every picture is looked up and read once."""

    def __init__(self, revision: Revision) -> None:
        self.revision = revision
        named = set(revision.pictures) | pictures_named(revision.variants, revision.settings)
        rows = Asset.objects.filter(draft=revision.draft_id, sha256__in=named).select_related("file") if named else ()
        self.files = {a.sha256: a.file for a in rows}
        if revision.cover:
            self.files.setdefault(revision.cover.sha256, revision.cover)
        self.read: dict[str, Picture] = {}
        self.marks = labels_of(revision.draft)

    def picture(self, sha: str, alt: str = "") -> Picture:
        if sha not in self.read:
            self.read[sha] = picture_of(self.files[sha])
        kept = self.read[sha]
        return Picture(kept.sha256, kept.mime, kept.name, kept.data, alt) if alt else kept

    def cover(self, words: Words, platform_key: str) -> Picture | None:
        """The cut of the cover that the platform shows, if somebody made one of this very cover."""
        if not words.cover:
            return None
        cut = words.settings.get("crops", {}).get(cover_ratio_of(platform_key)) if platform_key else None
        sha = cut["file"] if cut and cut.get("of") == words.cover and cut.get("file") in self.files else words.cover
        return self.picture(sha) if sha in self.files else None

    def post(self, account: Account | None = None, marker: str = "") -> Post:
        """The words of an account (None = the master) as a connector takes them. Raises RuleBroken without a cover."""
        revision, words = self.revision, words_for(self.revision, account.pk if account else None)
        cover = self.cover(words, account.platform.key if account else "")
        if cover is None:
            raise errors.incomplete([_("缺少封面图")])
        alts = alts_of(words.html)
        return Post(
            title=words.title, author=words.byline, digest=words.digest or first_words(words.html),
            html=labelled_html(inlined_html(words.html, theme=str(words.settings.get("theme", ""))), self.marks), cover=cover,
            pictures=[self.picture(sha, alts.get(sha, "")) for sha in words.pictures if sha in self.files],
            source_url=words.source_url, link=words.source_url, marker=marker, tags=words.tags,
            text=labelled_text(words.text, self.marks) if words.text else "",
            video=video_of(revision.video) if revision.video else None, form=Form(words.form or Form.ARTICLE),
            options=_options_of(account, words.settings),
        )  # fmt: skip


def video_of(stored: StoredFile) -> Video:
    """A stored video, read in pieces when it is sent."""
    return Video(stored.sha256, stored.mime, stored.name, stored.size_bytes, lambda: files.open_stored(stored))


def package_of(
    revision: Revision, *, account_id: int | None = None, account: Account | None = None, marker: str = ""
) -> Post:
    """The words of a version for an account, with its own where it has any. Raises RuleBroken without a cover.

    `html` is clean, styled inline and names its pictures as asset:SHA256; their bytes travel along.
    """
    if account is None and account_id:
        account = Account.objects.select_related("platform").filter(pk=account_id).first()
    return Packer(revision).post(account, marker)


def packages_for(revision: Revision, accounts: Iterable[Account]) -> list[tuple[Account, Post]]:
    """The package of each account; pictures are read once."""
    packer = Packer(revision)
    return [(account, packer.post(account)) for account in accounts]


def _options_of(account: Account | None, settings: Mapping[str, Any]) -> dict[str, str]:
    """The account's own settings of its connection (some platforms' rules hang on them: a tier, a safe domain), then those of this text."""
    options = dict(account.options or {}) if account else {}
    for name, meaning in OPTIONS_OF_SETTINGS.items():
        if settings.get(name) in meaning:
            options[name] = meaning[settings[name]]
    return options


def approved_package(
    draft_id: int, expected_hash: str, *, account_id: int | None = None, account: Account | None = None
) -> Post:
    """The article exactly as approved. Raises RuleBroken when the draft is not approved, Stale when anything moved since."""
    draft = lone(Draft.objects.select_related("revision__cover", "revision__video").filter(pk=draft_id))
    if draft is None:
        raise errors.draft_not_there()
    require_seal_as_read(draft, expected_hash)
    assert draft.approved_revision_id is not None  # constraint draft_approved_names_its_hash
    revision = draft.revision if draft.revision_id == draft.approved_revision_id else draft.approved_revision
    assert revision is not None
    revision.draft = draft
    return package_of(revision, account_id=account_id, account=account, marker=expected_hash)
