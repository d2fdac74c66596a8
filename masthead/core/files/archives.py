"""Office files are archives: what must not be inside, found before anything of them is opened."""

import io
import re
import zipfile
import zlib
from collections import Counter
from typing import IO

MOST_ENTRIES = 5000
MOST_UNPACKED_BYTES = 200 * 1024 * 1024
MOST_RATIO = 200
ALWAYS_ALLOWED_BYTES = 20 * 1024 * 1024
PART = re.compile(r"(?i)\.(xml|rels|vml)$")
MACROS = re.compile(
    r"(?i)(^|/)(vbaproject(signature)?\.bin|vbadata\.xml|macros?/|activex/|.*\.(exe|dll|js|vbs|hta|scr|bat))$|(^|/)activex/"
)
EMBEDDED = re.compile(r"(?i)(^|/)embeddings/.+\.(exe|js|docm|xlsm|pptm|zip|html?)$")
PACKAGE = "Ole10Native".encode("utf-16-le")
"""The stream of an OLE object that wraps any file (formulas and charts have others)."""
OUTSIDE = re.compile(rb'<Relationship\b(?=[^>]*TargetMode\s*=\s*["\']External["\'])[^>]*>', re.IGNORECASE)
HARMLESS = re.compile(rb'relationships/(hyperlink|image)["\']', re.IGNORECASE)
"""Links are followed by a person; linked pictures are left out of what is read."""
FETCHED = re.compile(
    rb'Target\s*=\s*["\']\s*(https?:|ftp:|mhtml:|ldap:|ms-|javascript:|\\\\|//|file:/*(?![/\\]*[a-z](:|%3a)))',
    re.IGNORECASE,
)
DECLARATION = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
BROKEN = (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError, EOFError, OSError, KeyError)


def names_in(data: bytes) -> set[str]:
    """The names in the directory; empty when it is no readable archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {info.filename for info in archive.infolist()}
    except BROKEN:
        return set()


def is_bomb(data: bytes) -> bool:
    """Would unpacking exceed the limits? The directory is not believed: overlapping entries are counted, contents unpacked up to the limit."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            most = min(MOST_UNPACKED_BYTES, max(ALWAYS_ALLOWED_BYTES, MOST_RATIO * len(data)))
            if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > most or _overlap(entries):
                return True
            left = most
            for entry in entries:
                with archive.open(entry) as part:
                    left -= _length(part, left)
                if left < 0:
                    return True
    except BROKEN:
        return False
    return False


def problem_with(data: bytes) -> str:
    """'' or the sort of problem inside an Office file.

    Call it after `is_bomb`: it unpacks every part.  `broken`, `tail` (something before or behind the archive), `path` (a name that
    leads out of it), `twice` (one name for two parts), `locked` (a password), `macro`, `embedded` (a program or another archive),
    `entity` (XML that expands or fetches), `outside` (a template or object fetched from elsewhere when it is opened).
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if archive.testzip() is not None:  # a size or sum that lies
                return "broken"
            return _around(data, archive) or _by_names(entries) or _by_parts(archive, entries)
    except BROKEN:
        return "broken"


def _around(data: bytes, archive: zipfile.ZipFile) -> str:
    end = data.rfind(b"PK\x05\x06")
    if (
        data[:4] != b"PK\x03\x04"
        or end < 0
        or len(data) != end + 22 + len(archive.comment)
        or len(archive.comment) > 256
    ):
        return "tail"
    return ""


def _by_names(entries: list[zipfile.ZipInfo]) -> str:
    names = [entry.filename for entry in entries]
    if any(n.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", n) or ":" in n or "\x00" in n for n in names):
        return "path"
    if max(Counter(name.lower() for name in names).values(), default=0) > 1:
        return "twice"
    if any(entry.flag_bits & 1 for entry in entries):
        return "locked"
    if any(MACROS.search(name) for name in names):
        return "macro"
    return "embedded" if any(EMBEDDED.search(name) for name in names) else ""


def _by_parts(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> str:
    for entry in entries:
        if "embeddings/" in entry.filename.lower() and PACKAGE in archive.read(entry):
            return "embedded"
        if not PART.search(entry.filename):
            continue
        text = _as_utf8(archive.read(entry))
        if DECLARATION.search(text):
            return "entity"
        if entry.filename == "[Content_Types].xml" and b"macroenabled" in text.lower():
            return "macro"
        if entry.filename.lower().endswith(".rels") and _fetches(text):
            return "outside"
    return ""


def _fetches(relations: bytes) -> bool:
    """Does a part of the document come from elsewhere when it is opened (template, object, frame)? A template on the author's disk does not."""
    return any(FETCHED.search(one) and not HARMLESS.search(one) for one in OUTSIDE.findall(relations))


def _as_utf8(part: bytes) -> bytes:
    """XML may come in UTF-16, where a plain search would find nothing."""
    if part[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return part.decode("utf-16", "replace").encode()
    if part[:4] in (b"<\x00?\x00", b"<\x00!\x00"):
        return part.decode("utf-16-le", "replace").encode()
    return part.decode("utf-16-be", "replace").encode() if part[:4] in (b"\x00<\x00?", b"\x00<\x00!") else part


def _overlap(entries: list[zipfile.ZipInfo]) -> bool:
    """Do two entries use the same bytes? (A kilobyte can then unpack to petabytes, layer by layer within the ratio.)"""
    end = 0
    for entry in sorted(entries, key=lambda e: e.header_offset):
        if entry.header_offset < end:
            return True
        end = entry.header_offset + 30 + entry.compress_size
    return False


def _length(part: IO[bytes], most: int) -> int:
    """Unpacked length, or just more than `most`."""
    length = 0
    while chunk := part.read(1 << 16):
        length += len(chunk)
        if length > most:
            break
    return length
