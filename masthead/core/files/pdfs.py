"""PDF files: no programs in them, nothing that starts by itself. Attached files are allowed: electronic invoices carry their data so."""

import re
import zlib

MOST_UNPACKED_BYTES = 200 * 1024 * 1024
STREAM = re.compile(rb"stream\r?\n")
ESCAPED = re.compile(rb"#([0-9a-fA-F]{2})")
ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|RichMedia|ImportData|SubmitForm|GoToE)\b")
BODY = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
FOREIGN = (b"PK\x03\x04", b"<html", b"<script", b"<?php", b"MZ\x90\x00", b"\x7fELF")


def problem_with(data: bytes) -> str:
    """'' or the sort of problem: `head` (does not begin as a PDF), `tail` (another file behind it), `locked`, `bomb`, `active`.

    Names written with #xx escapes and names inside packed object streams are read too.
    """
    if data[:5] != b"%PDF-":
        return "head"
    end = data.rfind(b"%%EOF")
    if end < 0 or any(mark in data[end:].lower() for mark in (m.lower() for m in FOREIGN)):
        return "tail"
    if re.search(rb"/Encrypt\b", data[max(0, end - 4096) :]):
        return "locked"
    if ACTIVE.search(_plain(BODY.sub(b"", data))):
        return "active"
    return _inside_streams(data)


def _plain(text: bytes) -> bytes:
    return ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), text)


def _inside_streams(data: bytes) -> str:
    left = MOST_UNPACKED_BYTES
    for found in STREAM.finditer(data):
        head = data[max(0, found.start() - 400) : found.start()]
        if b"FlateDecode" not in head:
            continue
        reader = zlib.decompressobj()
        try:
            text = reader.decompress(data[found.end() :], left)
        except zlib.error:
            continue
        left -= len(text)
        if left <= 0:
            return "bomb"
        if b"/ObjStm" in head[head.rfind(b"obj") :] and ACTIVE.search(_plain(text)):
            return "active"
    return ""
