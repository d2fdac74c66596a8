"""What changed between two versions, in words."""

import difflib
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from masthead.content.documents import plain_text
from masthead.content.models import Revision

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
    """Changes outside the body: title, byline, digest, link, cover, number of pictures."""
    pairs = [
        (_("标题"), before.title, after.title),
        (_("署名"), before.byline, after.byline),
        (_("摘要"), before.digest, after.digest),
        (_("原文链接"), before.source_url, after.source_url),
        (_("封面"), before.cover.name if before.cover else "", after.cover.name if after.cover else ""),
        (_("图片"), _("%d 张") % len(before.pictures), _("%d 张") % len(after.pictures)),
    ]
    found = [FieldChange(label, old, new) for label, old, new in pairs if old != new]
    if before.pictures != after.pictures and len(before.pictures) == len(after.pictures):
        found.append(FieldChange(_("图片"), _("原有图片"), _("有图片被替换或调换了位置")))
    return found


def fact_changes(before: dict[str, Any], after: dict[str, Any]) -> list[FieldChange]:
    """Changes of accounts and window between two rounds of review."""
    labels = (("accounts", _("发布账号")), ("window", _("计划发布时间")))
    return [
        FieldChange(label, before.get(k, ""), after.get(k, ""))
        for k, label in labels
        if before.get(k, "") != after.get(k, "")
    ]
