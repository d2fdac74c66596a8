"""The words of one account where they differ from the master: shape, cleaning, and whether the master moved since.

{"title": …, "html": …, "from": {"title": mark of the master's title when this one was written}}. A field that is not there is inherited.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from masthead.content.documents.html import asset_hashes, clean_html
from masthead.content.limits import BODY_TAKEN
from masthead.core.digest import digest_of
from masthead.core.errors import BadInput
from masthead.platforms.packages import Form

LINES = {"title": 120, "byline": 40, "digest": 240, "source_url": 1000}
TEXT_MOST, TAG_MOST, TAGS_MOST = 5000, 64, 30
MASTER = ("title", "byline", "digest", "html", "cover", "tags", "source_url")
FIELDS = (*MASTER, "text", "form", "settings")
NEVER_EMPTY = {
    "title",
    "html",
    "cover",
    "form",
    "text",
    "settings",
}  # empty = inherited; other fields may be emptied on purpose
DIGEST = re.compile(r"^[0-9a-f]{64}$")
Variant = dict[str, Any]


def mark_of(value: Any) -> str:
    """What a variant remembers of the master's field it was written from."""
    return digest_of({"value": value})[:16]


def clean_tags(given: Any) -> list[str]:
    """Topics without signs and blanks, each once."""
    if not isinstance(given, list | tuple):
        return []
    words = (re.sub(r"[\s#＃]+", "", str(tag))[:TAG_MOST] for tag in given)
    return list(dict.fromkeys(word for word in words if word))[:TAGS_MOST]


def clean_settings(given: Any) -> dict[str, Any]:
    """Only what was chosen: off and empty are not there, so that an old version keeps its hash. Raises BadInput for something huge."""
    if not isinstance(given, Mapping):
        return {}
    kept = {
        str(key)[:20]: _plain(value) for key, value in sorted(given.items()) if value not in (None, False, "", [], {})
    }
    if len(str(kept)) > 4000:
        raise BadInput(_("设置内容过长。"), code="settings_too_long", clause="3.3.1")
    return kept


def _plain(value: Any) -> Any:
    """Without broken numbers: a digest has no form for them."""
    if isinstance(value, float):
        return round(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def clean_variants(given: Any, master: Mapping[str, Any]) -> dict[str, Variant]:
    """All variants in their one form; empty ones are gone. Raises BadInput for a body that is too long."""
    if not isinstance(given, Mapping):
        return {}
    cleaned = {str(key): _cleaned(words, master) for key, words in given.items() if isinstance(words, Mapping)}
    return {key: cleaned[key] for key in sorted(cleaned) if cleaned[key]}


def _cleaned(given: Mapping[str, Any], master: Mapping[str, Any]) -> Variant:
    found: Variant = {}
    for name in FIELDS:
        if name not in given or given[name] is None:
            continue
        value = _value(name, given[name])
        if value or name not in NEVER_EMPTY:
            found[name] = value
    marks = given.get("from")
    known = marks if isinstance(marks, Mapping) else {}
    if any(name in MASTER for name in found):
        found["from"] = {
            name: str(known.get(name) or mark_of(master.get(name)))[:16] for name in found if name in MASTER
        }
    return found


def _value(name: str, given: Any) -> Any:
    if name in LINES:
        return re.sub(r"\s+", " ", str(given)).strip()[: LINES[name]]
    if name == "html":
        return _body(str(given))
    if name == "text":
        return str(given).replace("\r\n", "\n").strip()[:TEXT_MOST]
    if name == "tags":
        return clean_tags(given)
    if name == "cover":
        return str(given) if DIGEST.match(str(given)) else ""
    if name == "form":
        return str(given) if str(given) in set(Form) else ""
    return clean_settings(given)


def _body(html: str) -> str:
    if len(html) > BODY_TAKEN:
        message = _("正文超过 %(most)d 万字符，无法保存。") % {"most": BODY_TAKEN // 10_000}
        raise BadInput(message, code="body_too_long", clause="3.3.2", advice=_("请删减或拆成多篇。"))
    return clean_html(html)


def pictures_named(variants: Mapping[str, Variant], settings: Mapping[str, Any] | None = None) -> set[str]:
    """Digests of all pictures that variants and crops name."""
    found = {sha for words in variants.values() for sha in asset_hashes(words.get("html", ""))}
    found |= {words["cover"] for words in variants.values() if words.get("cover")}
    for chosen in (settings or {}, *(words.get("settings", {}) for words in variants.values())):
        crops = chosen.get("crops", {})
        found |= {str(crop.get("file", "")) for crop in crops.values() if isinstance(crop, Mapping)}
    return found - {""}
