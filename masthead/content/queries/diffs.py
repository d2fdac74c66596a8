"""What changed between two versions, in words."""

import difflib
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from masthead.content.documents import plain_text
from masthead.content.documents.blocks import marked_changes
from masthead.content.models import Draft, Revision
from masthead.content.queries.drafts import current_number, get_revision_of
from masthead.content.queries.frames import addresses_of, shown_html
from masthead.content.queries.variants import LABELS, words_for

UNCHANGED_SHOWN = 2


@dataclass(frozen=True)
class DiffRow:
    """`kind` = same | add | del | gap (unchanged lines left out)."""

    kind: str
    text: str


@dataclass(frozen=True)
class FieldChange:
    label: str
    before: str
    after: str


def text_diff(before: Revision, after: Revision) -> list[DiffRow]:
    """Line by line, with two unchanged lines around each change. Empty when the body did not change."""
    old, new = plain_text(before.html).splitlines(), plain_text(after.html).splitlines()
    rows: list[DiffRow] = []
    for group in difflib.SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(UNCHANGED_SHOWN):
        if rows:
            rows.append(DiffRow("gap", "…"))
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                rows += [DiffRow("same", line) for line in old[i1:i2]]
                continue
            rows += [DiffRow("del", line) for line in old[i1:i2]]
            rows += [DiffRow("add", line) for line in new[j1:j2]]
    return rows


def field_changes(before: Revision, after: Revision) -> list[FieldChange]:
    """Changes outside the body: title, byline, digest, link, cover, topics, number of pictures, and what accounts have of their own."""
    pairs = [
        (_("标题"), before.title, after.title),
        (_("署名"), before.byline, after.byline),
        (_("摘要"), before.digest, after.digest),
        (_("原文链接"), before.source_url, after.source_url),
        (_("封面"), before.cover.name if before.cover else "", after.cover.name if after.cover else ""),
        (_("话题"), _("、").join(before.tags), _("、").join(after.tags)),
        (_("首评"), str(before.settings.get("first_comment", "")), str(after.settings.get("first_comment", ""))),
        (_("图片"), _("%d 张") % len(before.pictures), _("%d 张") % len(after.pictures)),
    ]
    found = [FieldChange(label, old, new) for label, old, new in pairs if old != new]
    if before.pictures != after.pictures and len(before.pictures) == len(after.pictures):
        found.append(FieldChange(_("图片"), _("原有图片"), _("有图片被替换或调换了位置")))
    return found + variant_changes(before, after)


def variant_changes(before: Revision, after: Revision) -> list[FieldChange]:
    """What an account has of its own now and had before, field by field; '' = it follows the master."""
    keys = sorted(set(before.variants) | set(after.variants))
    names = {str(a.pk): a.name for a in after.draft.accounts.all()} if keys else {}
    found = []
    for key in keys:
        old, new = before.variants.get(key, {}), after.variants.get(key, {})
        for field, label in LABELS.items():
            if old.get(field) != new.get(field):
                said = [_said(field, words) for words in (old, new)]
                found.append(FieldChange(f"{names.get(key, key)} · {label}", *said))
    return found


def _said(field: str, words: dict[str, Any]) -> str:
    """A field of a variant in words."""
    if field not in words:
        return _("沿用主稿")
    value = words[field]
    if field == "html":
        return _("另写的正文，%d 字") % len(plain_text(value))
    if field == "tags":
        return _("、").join(value)
    return _("另选的封面") if field == "cover" else str(value) if field != "settings" else _("单独设置")


def marked_body(draft: Draft, before: str, after: str, theme: str = "") -> str:
    """Two bodies in one, with what came and what went marked, for a frame."""
    marked = "".join(change.html for change in marked_changes(before, after))
    return shown_html(marked, addresses_of(draft), theme)


def difference_of(draft: Draft, older: str, newer: str, account_key: str = "") -> dict[str, Any]:
    """Context of the frame that shows two versions in one; with an account, as that account got them; the newest
    two unless numbers are given. Raises NotThere.
    """
    new_number = int(newer) if newer.isdigit() else current_number(draft)
    old_number = int(older) if older.isdigit() else max(new_number - 1, 1)
    before, after = get_revision_of(draft, old_number), get_revision_of(draft, new_number)
    account = int(account_key) if account_key.isdigit() else None
    old, new = words_for(before, account), words_for(after, account)
    body = marked_body(draft, old.html, new.html, str(new.settings.get("theme", "")))
    return {"body": body, "title": new.title, "same": old.html == new.html}


def fact_changes(before: dict[str, Any], after: dict[str, Any]) -> list[FieldChange]:
    """Changes of accounts and window between two rounds of review."""
    labels = (("accounts", _("发布账号")), ("window", _("计划发布时间")))
    return [
        FieldChange(label, before.get(k, ""), after.get(k, ""))
        for k, label in labels
        if before.get(k, "") != after.get(k, "")
    ]
