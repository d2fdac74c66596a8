"""Hot topics out of what strangers send: RSS, Atom, JSON. Bytes in, plain words out; nothing of the sender's markup survives. Pure."""

import datetime as dt
import hashlib
import io
import json
import re
import unicodedata
from calendar import timegm
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import feedparser  # type: ignore[import-untyped]
from django.utils.translation import gettext as _

from masthead.content.documents import plain_text
from masthead.core.errors import BadInput

MOST_ITEMS, MOST_BYTES = 200, 1024 * 1024
TITLE_MOST, SUMMARY_MOST, URL_MOST, TAGS_MOST, HEAT_MOST = 160, 600, 1000, 8, 10**15
ENTITY = re.compile(rb"<!\s*(ENTITY|ATTLIST|ELEMENT|NOTATION)", re.IGNORECASE)
HEAT_NAMES = ("heat", "hot", "hot_value", "score", "热度", "_heat")


@dataclass
class HotItem:
    """One hot topic as plain words."""

    title: str
    url: str = ""
    summary: str = ""
    told_at: dt.datetime | None = None
    heat: int | None = None
    tags: list[str] = field(default_factory=list)


def fingerprint_of(title: str) -> str:
    """The same for one title in different dress: letters and digits only."""
    bare = "".join(c for c in unicodedata.normalize("NFKC", title).lower() if c.isalnum())
    return hashlib.sha256((bare or title).encode()).hexdigest()


def read_feed(data: bytes) -> list[HotItem]:
    """Items of an RSS or Atom feed. Raises BadInput for what is none, and for a document that defines entities of its own."""
    _require_small(data)
    if ENTITY.search(data.replace(b"\0", b"")):
        raise _refused(_("订阅内容带有自定义实体，可能是攻击，没有读取。"))
    # Always a stream: given bare bytes the library would also take them for the name of a local file.
    found = feedparser.parse(io.BytesIO(data), resolve_relative_uris=False, sanitize_html=True)
    if not found.get("version"):
        raise _refused(_("这不是 RSS 或 Atom 订阅。"))
    return [item for item in (_from_entry(entry) for entry in found.entries[:MOST_ITEMS]) if item.title]


def read_json(data: bytes) -> list[HotItem]:
    """Items of a JSON feed, or of a plain list of objects with a title. Raises BadInput."""
    _require_small(data)
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        raise _refused(_("这不是 JSON 订阅。")) from None
    rows = found
    if isinstance(found, Mapping):
        rows = next((found[name] for name in ("items", "data", "list") if isinstance(found.get(name), list)), None)
    if not isinstance(rows, list):
        raise _refused(_("JSON 里没有条目列表（items）。"))
    made = [_from_object(row) for row in rows[:MOST_ITEMS] if isinstance(row, Mapping)]
    return [item for item in made if item.title]


def words(value: Any, most: int) -> str:
    """Plain text of what may be markup: tags gone, blanks folded, cut."""
    text = plain_text(str(value)[: most * 20]) if isinstance(value, str) else ""
    text = "".join(c for c in text if c == "\n" or unicodedata.category(c)[0] != "C")
    return re.sub(r"\s+", " ", text).strip()[:most]


def link(value: Any) -> str:
    """A web address, or nothing: other schemes could run scripts."""
    text = value.strip() if isinstance(value, str) else ""
    plain = re.fullmatch(r"https?://[^\s\"'<>\\]+", text, re.IGNORECASE)
    return text if plain and len(text) <= URL_MOST else ""


def tag_list(values: Any) -> list[str]:
    """At most eight short tags, each once."""
    found = [words(v, 20) for v in values if isinstance(v, str)] if isinstance(values, Sequence) else []
    return list(dict.fromkeys(t for t in found if t))[:TAGS_MOST]


def tag_line(tags: Sequence[str]) -> str:
    """Tags as one line in which each stands between bars."""
    return f"|{'|'.join(tags)}|" if tags else ""


def heat_of(value: Any) -> int | None:
    """1234, "12.3万"."""
    if isinstance(value, bool) or value is None:
        return None
    shape = re.match(r"(\d{1,15})(?:\.(\d))?\s*(万|亿)?", str(value).replace(",", "").strip())
    if shape is None:
        return None
    number = float(f"{shape[1]}.{shape[2] or 0}") * {"万": 10**4, "亿": 10**8}.get(shape[3] or "", 1)
    return min(int(number), HEAT_MOST)


def _from_entry(entry: Mapping[str, Any]) -> HotItem:
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    tags = [tag.get("term") or "" for tag in entry.get("tags") or [] if isinstance(tag, Mapping)]
    return HotItem(
        words(entry.get("title", ""), TITLE_MOST), link(entry.get("link", "")), words(entry.get("summary", ""), SUMMARY_MOST),
        _moment(parsed), None, tag_list(tags),
    )  # fmt: skip


def _moment(parsed: Any) -> dt.datetime | None:
    try:
        return dt.datetime.fromtimestamp(timegm(parsed), tz=dt.UTC) if parsed else None
    except (ValueError, OverflowError, TypeError, OSError):
        return None


def _from_object(row: Mapping[str, Any]) -> HotItem:
    told = row.get("date_published") or row.get("published_at") or ""
    try:
        moment = dt.datetime.fromisoformat(told) if isinstance(told, str) and told else None
    except ValueError:
        moment = None
    heat = next((heat_of(row[name]) for name in HEAT_NAMES if name in row), None)
    text = row.get("content_text") or row.get("summary") or row.get("content_html") or row.get("desc") or ""
    return HotItem(
        words(row.get("title") or row.get("name") or "", TITLE_MOST), link(row.get("url") or row.get("link") or ""),
        words(text, SUMMARY_MOST), moment if moment and moment.tzinfo else None, heat, tag_list(row.get("tags") or []),
    )  # fmt: skip


def _require_small(data: bytes) -> None:
    if len(data) > MOST_BYTES:
        raise _refused(_("订阅内容超过 1 MB，没有读取。"))


def _refused(message: str) -> BadInput:
    return BadInput(message, code="hot_feed", clause="3.3.1", advice=_("请核对订阅地址和格式。"))
