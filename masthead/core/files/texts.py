"""Plain text files (.txt, .md, .csv): really text, and no page or program under another name."""

import re

ENCODINGS = ("utf-8-sig", "gb18030", "utf-16", "big5")
ACTIVE = re.compile(r"(?is)^\s*(<\?php|<!doctype|<html|<script|<svg|<\?xml|#!|<%|@echo off)")
CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def decoded(data: bytes) -> str | None:
    """The text, or None when it is no text in an encoding that is used in China."""
    order = ENCODINGS if data[:2] not in (b"\xff\xfe", b"\xfe\xff") else ("utf-16",)
    for encoding in order:
        if encoding == "utf-16" and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            continue
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not CONTROL.search(text):
            return text
    return None


def is_text(data: bytes) -> bool:
    """Text, and none that a browser or a computer would run."""
    text = decoded(data)
    return text is not None and not ACTIVE.search(text)
