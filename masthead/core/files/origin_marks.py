"""The implicit mark of AI-made media (GB 45438-2025, field AIGC): read from pictures, kept and written when they are drawn anew.

《人工智能生成合成内容标识办法》 Art 10: nobody may delete, alter or hide it. What is kept is the known keys with short plain
values, written anew: a mark is no place to carry other things along.
"""

import json
import re
import struct
import zlib
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape, unescape

from masthead.core.files.uses import JPEG, PNG, WEBP

KEYS = (
    "Label", "ContentProducer", "ProduceID", "ReservedCode1", "ContentPropagator", "PropagateID", "ReservedCode2",
)  # fmt: skip
LONGEST = 200
Mark = dict[str, str]
SEARCHED = 4 * 1024 * 1024
NAMED = re.compile(r"AIGC\s*(?:=\s*([\"'])(?P<attribute>.*?)\1|>(?P<element>[^<]*)<)", re.DOTALL)
BARE = re.compile(r'\{\s*"AIGC"\s*:\s*\{[^{}]{0,2000}\}\s*\}')
XMP = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
    'xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/"><TC260:AIGC>{}</TC260:AIGC></rdf:Description></rdf:RDF></x:xmpmeta>'
    '<?xpacket end="w"?>'
)


def clean(value: Any) -> Mark:
    """The known keys of a mark, or {}: `value` is the object itself or one that wraps it as {"AIGC": …}."""
    inner = value.get("AIGC", value) if isinstance(value, Mapping) else {}
    if not isinstance(inner, Mapping) or str(inner.get("Label", "")) not in ("1", "2", "3"):
        return {}
    return {
        key: "".join(c for c in str(inner.get(key, "")) if c.isprintable() and c not in "<>")[:LONGEST] for key in KEYS
    }


def parsed(text: str) -> Mark:
    """A mark written as JSON, or {}."""
    try:
        return clean(json.loads(text))
    except (ValueError, RecursionError):
        return {}


def as_text(mark: Mark) -> str:
    """The JSON of the standard."""
    return json.dumps({"AIGC": mark}, ensure_ascii=False)


def read(data: bytes, mime: str) -> Mark:
    """The mark of a picture, or {}: from a PNG's text, XMP, or the user comment of EXIF."""
    if mime == PNG:
        for keyword, text in _png_texts(data):
            found = parsed(text) if keyword == "AIGC" else _in_xmp(text)
            if found:
                return found
        return {}
    if mime not in (JPEG, WEBP):
        return {}
    text = data[:SEARCHED].decode("utf-8", "ignore")
    return _in_xmp(text) or _bare(text) or _bare(data[:SEARCHED].decode("utf-16-be", "ignore"))


def write(data: bytes, mime: str, mark: Mark) -> bytes:
    """The picture with the mark in its data; other kinds come back as they are."""
    if not mark:
        return data
    if mime == PNG:
        body = b"AIGC\x00\x00\x00\x00\x00" + as_text(mark).encode()
        return data[:33] + _png_chunk(b"iTXt", body) + data[33:]
    if mime == JPEG:
        body = b"http://ns.adobe.com/xap/1.0/\x00" + _xmp(mark)
        place = 4 + struct.unpack(">H", data[4:6])[0] if data[2:4] == b"\xff\xe0" else 2  # behind the JFIF head
        return data[:place] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + data[place:]
    return data


def xmp_of(mark: Mark) -> bytes:
    """XMP for writers that take it whole (WebP)."""
    return _xmp(mark) if mark else b""


def _xmp(mark: Mark) -> bytes:
    return XMP.format(escape(as_text(mark))).encode()


def _in_xmp(text: str) -> Mark:
    for found in NAMED.finditer(text):
        inner = found["attribute"] if found["attribute"] is not None else found["element"]
        if inner and (mark := parsed(unescape(inner, {"&quot;": '"', "&apos;": "'"}))):
            return mark
    return {}


def _bare(text: str) -> Mark:
    found = BARE.search(text)
    return parsed(found[0]) if found else {}


def _png_texts(data: bytes) -> list[tuple[str, str]]:
    """(keyword, text) of the iTXt and tEXt chunks; packed ones up to a limit."""
    found, place = [], 8
    while place + 8 <= len(data):
        (length,), kind = struct.unpack(">I", data[place : place + 4]), data[place + 4 : place + 8]
        body = data[place + 8 : place + 8 + length]
        if kind in (b"iTXt", b"tEXt"):
            keyword, _zero, rest = body.partition(b"\x00")
            found.append((keyword.decode("latin-1"), _png_text(rest, wide=kind == b"iTXt")))
        if kind == b"IEND":
            break
        place += 12 + length
    return found


def _png_text(rest: bytes, *, wide: bool) -> str:
    if not wide:
        return rest.decode("latin-1")
    packed, text = rest[:1] == b"\x01", rest[2:].split(b"\x00", 2)[-1]
    if packed:
        try:
            text = zlib.decompressobj().decompress(text, 1 << 20)
        except zlib.error:
            return ""
    return text.decode("utf-8", "replace")


def _png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
