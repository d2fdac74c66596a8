"""The words that one account gets: the master's, except where the account has its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from masthead.accounts.models import Account
from masthead.content.documents import asset_hashes, mark_of
from masthead.content.documents.variants import MASTER
from masthead.content.models import Revision
from masthead.platforms.queries import FORMS

LABELS = {
    "title": _("标题"), "byline": _("署名"), "digest": _("摘要"), "html": _("正文"), "cover": _("封面"), "tags": _("话题"),
    "source_url": _("原文链接"), "text": _("平台文案"), "form": _("发布形式"), "settings": _("设置"),
}  # fmt: skip

ELSEWHERE = {
    "html": _("另写，见下面的预览"),
    "cover": _("另选，见下面的预览"),
    "settings": _("另有设置"),
}  # what no line can show


@dataclass(frozen=True)
class Words:
    """What is said on one account. `cover` is a digest; `pictures` stand in the order of the body."""

    title: str
    byline: str
    digest: str
    html: str
    cover: str
    pictures: list[str]
    tags: list[str]
    source_url: str
    text: str
    form: str
    settings: Mapping[str, Any]


@dataclass(frozen=True)
class Field:
    """How one field of a variant stands to the master: inherited | own | behind (the master was changed since)."""

    name: str
    label: str
    standing: str


def master_fields(revision: Revision) -> dict[str, Any]:
    """The master's fields as variants remember them."""
    return {
        "title": revision.title, "byline": revision.byline, "digest": revision.digest, "html": revision.html,
        "cover": revision.cover.sha256 if revision.cover else "", "tags": list(revision.tags), "source_url": revision.source_url,
    }  # fmt: skip


def words_for(revision: Revision, account_id: int | None) -> Words:
    """The words of an account, or the master's for None."""
    master = master_fields(revision)
    own = revision.variants.get(str(account_id), {}) if account_id else {}
    fields = {name: own.get(name, master[name]) for name in MASTER}
    for name in ("title", "html", "cover"):
        fields[name] = fields[name] or master[name]
    pictures = asset_hashes(own["html"]) if own.get("html") else list(revision.pictures)
    settings = {**revision.settings, **own.get("settings", {})}
    return Words(**fields, pictures=pictures, text=own.get("text", ""), form=own.get("form", ""), settings=settings)


def standing_of(revision: Revision, account_id: int) -> list[Field]:
    """Every field of an account: inherited, its own, or its own and the master has moved since."""
    own, master = revision.variants.get(str(account_id), {}), master_fields(revision)
    marks = own.get("from", {})
    found = []
    for name, label in LABELS.items():
        standing = "own" if name in own else "inherited"
        if standing == "own" and name in MASTER and marks.get(name, "") not in ("", mark_of(master[name])):
            standing = "behind"
        found.append(Field(name, str(label), standing))
    return found


def own_words(own: Mapping[str, Any]) -> dict[str, str]:
    """{name of the field: what the account says instead of the master}, for somebody who reads and does not edit."""
    return {str(label): _told(name, own[name]) for name, label in LABELS.items() if own.get(name)}


def _told(name: str, value: Any) -> str:
    if name in ELSEWHERE:
        return str(ELSEWHERE[name])
    if name == "form":
        return str(FORMS.get(value, value))
    return " ".join(f"#{tag}" for tag in value) if name == "tags" else str(value)


def behind_fields(revision: Revision, accounts: Iterable[Account]) -> dict[str, list[str]]:
    """{account key: names of fields whose master has moved on}; accounts with none are not there."""
    found = {str(a.pk): [f.name for f in standing_of(revision, a.pk) if f.standing == "behind"] for a in accounts}
    return {key: names for key, names in found.items() if names}
