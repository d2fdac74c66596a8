"""What the platform accepts as an article, and what it makes of the HTML."""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

import nh3

from sandbox.gateway import Call
from sandbox.store import Json
from sandbox.wechat import media
from sandbox.wechat.errors import Refused

ARTICLES_MAX = 8
AUTHOR_MAX = 16
DIGEST_MAX = 128
DIGEST_FROM_BODY = 54
CONTENT_CHARS = 20_000
CONTENT_BYTES = 1024 * 1024
URL_BYTES = 1024
PICTURES_MAX = 20

_ESCAPED = re.compile(rb'"(?:title|author)"\s*:\s*"(?:[^"\\]|\\[^u])*\\u[0-9a-fA-F]{4}')
_CROP = re.compile(r"^(?:0(?:\.\d{1,6})?|1(?:\.0{1,6})?)(?:_(?:0(?:\.\d{1,6})?|1(?:\.0{1,6})?)){3}$")
_TAGS = nh3.ALLOWED_TAGS | {
    "section", "mpvoice", "mpprofile", "font", "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline",
    "polygon", "text", "tspan", "foreignobject", "animate", "animatetransform",
} - {"style"}  # fmt: skip
_EVERYWHERE = {
    "style",
    "class",
    "align",
    "width",
    "height",
    "title",
    "lang",
    "dir",
    "id",
    "fill",
    "stroke",
    "viewbox",
}
_ATTRIBUTES = {
    "*": _EVERYWHERE,
    "a": {"href", "target"},
    "img": {"src", "alt"},
    "td": {"colspan", "rowspan", "valign"},
    "th": {"colspan", "rowspan", "valign", "scope"},
    "font": {"color", "size", "face"},
    "path": {"d"},
}


def refuse_escapes(raw: bytes) -> None:
    r"""Titles and authors must come as raw UTF-8; `\uXXXX` is refused, as the platform does."""
    if _ESCAPED.search(raw):
        raise Refused(40033)


def accept_article(call: Call, given: object, *, alone: bool) -> Json:
    """Check one article against the documented limits; the form in which the platform keeps it."""
    if not isinstance(given, dict):
        raise Refused(47001)
    kind = given.get("article_type") or "news"
    if kind not in ("news", "newspic"):
        raise Refused(40035)
    title, author, digest = (_text(given, name).strip() for name in ("title", "author", "digest"))
    _check_words(call, title, author, digest)
    source_url = _text(given, "content_source_url")
    if len(source_url.encode()) > URL_BYTES:
        raise Refused(45005)
    content = accept_content(call, _text(given, "content"), plain=kind == "newspic")
    article: Json = {
        "article_type": kind, "title": title, "author": author, "content": content,
        "digest": (digest or plain_text(content)[:DIGEST_FROM_BODY]) if alone else "",
        "content_source_url": source_url,
        "need_open_comment": _flag(given, "need_open_comment"),
        "only_fans_can_comment": _flag(given, "only_fans_can_comment"),
    }  # fmt: skip
    return {**article, **_pictures(call, given, kind), **_crops(given)}


def _check_words(call: Call, title: str, author: str, digest: str) -> None:
    if not title:
        raise Refused(44003)
    if len(title) > call.world.settings.title_limit:
        raise Refused(45003)
    if len(author) > AUTHOR_MAX:
        raise Refused(45110)
    if len(digest) > DIGEST_MAX:
        raise Refused(45004)


def _pictures(call: Call, given: Json, kind: str) -> Json:
    """The cover of an article, or the pictures of a picture post (the first is the cover)."""
    if kind == "news":
        row = media.find_picture(call, given.get("thumb_media_id"))
        return {"thumb_media_id": row["media_id"], "image_key": row["image_key"]}
    info = given.get("image_info")
    listed = info.get("image_list") if isinstance(info, dict) else None
    if not isinstance(listed, list) or not listed or len(listed) > PICTURES_MAX:
        raise Refused(40035)
    rows = [media.find_picture(call, item.get("image_media_id") if isinstance(item, dict) else None) for item in listed]
    kept: Json = {
        "thumb_media_id": rows[0]["media_id"],
        "image_key": rows[0]["image_key"],
        "image_keys": [row["image_key"] for row in rows],
        "image_info": {"image_list": [{"image_media_id": row["media_id"]} for row in rows]},
    }
    return {**kept, "cover_info": given["cover_info"]} if isinstance(given.get("cover_info"), dict) else kept


def _crops(given: Json) -> Json:
    crops = {name: given[name] for name in ("pic_crop_235_1", "pic_crop_1_1") if given.get(name)}
    if any(not isinstance(crop, str) or not _CROP.match(crop) for crop in crops.values()):
        raise Refused(40035)
    return crops


def accept_content(call: Call, content: str, *, plain: bool) -> str:
    """Length counts the whole HTML string; scripts vanish; foreign picture addresses are stripped silently."""
    if not content.strip():
        raise Refused(44004)
    if len(content) >= CONTENT_CHARS or len(content.encode()) >= CONTENT_BYTES:
        raise Refused(45002)
    if content.rfind("<") > content.rfind(">"):
        raise Refused(45166)
    if plain:
        return nh3.clean(content, tags={"a", "br", "mp-common-product"}, attributes={"a": {"href"}}, link_rel=None)
    cleaned: str = nh3.clean(
        content,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        generic_attribute_prefixes={"data-"},
        clean_content_tags={"script", "style", "iframe", "object"},
        attribute_filter=lambda tag, name, value: _filter(call, tag, name, value),
        url_schemes={"http", "https", "tel", "weixin"},
        link_rel=None,
    )
    return cleaned


def _filter(call: Call, tag: str, name: str, value: str) -> str | None:
    if tag == "img" and name in ("src", "data-src"):
        return value if is_own_picture(call, value) else None
    if tag == "a" and name == "href" and value.startswith(("http://", "https://")) and not urlsplit(value).netloc:
        return None
    return value


def is_own_picture(call: Call, url: str) -> bool:
    """Only pictures that were uploaded here; the real picture host is accepted by name."""
    parts = urlsplit(url)
    if parts.hostname in ("mmbiz.qpic.cn", "mmbiz.qlogo.cn"):
        return True
    prefix = urlsplit(call.base_url)
    if parts.netloc != prefix.netloc or not parts.path.startswith(f"{prefix.path}/mmbiz/"):
        return False
    key = parts.path.removeprefix(f"{prefix.path}/mmbiz/").split("/")[0]
    return call.world.store.row("SELECT 1 FROM images WHERE key = ?", key) is not None


def plain_text(content: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", "", content))).strip()


def told(article: Json, *, base_url: str, url: str, content: bool = True) -> Json:
    """An article as draft/get and freepublish/* tell it: never more than the platform shows."""
    hidden = {"image_key", "image_keys"} | (set() if content else {"content"})
    shown = {name: value for name, value in article.items() if name not in hidden}
    cover = media.image_url(base_url, str(article.get("image_key", "")))
    return {**shown, "thumb_url": cover, "show_cover_pic": 0, "url": url}


def _text(given: Json, name: str) -> str:
    value = given.get(name, "")
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Refused(47001)
    return value


def _flag(given: Json, name: str) -> int:
    return 1 if given.get(name) in (1, "1", True) else 0
