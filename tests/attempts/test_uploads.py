"""Files that are not what they say, or that would hurt whoever opens them; and other people's files."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from PIL import Image

from masthead.content.models import Asset, Draft
from masthead.content.testing import picture_bytes
from masthead.core.files.queries import read_bytes
from masthead.core.models import StoredFile
from masthead.org.models import Member
from sandbox.testing import CallbackCatcher
from tests.attempts import forms
from tests.attempts.proof import browser, nothing_changes, refused

PNG = picture_bytes()
EXE = b"MZ\x90\x00\x03" + b"\0" * 55 + b"\x80\0\0\0" + b"\0" * 64 + b"PE\0\0" + b"\0" * 400
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
SCRIPT = b"alert(document.cookie)"


def gif_script() -> bytes:
    """A GIF that is a script as well: its width reads as the start of a comment, its own comment closes it."""
    out = io.BytesIO()
    Image.new("P", (0x2A2F, 1)).save(out, "GIF", comment=b"*/=1;" + SCRIPT + b";/*")
    return out.getvalue() + b"*/=1;" + SCRIPT


def huge_png() -> bytes:
    """60 million pixels in a few kilobytes."""
    out = io.BytesIO()
    Image.new("1", (10_000, 6_000)).save(out, "PNG", optimize=True)
    return out.getvalue()


HOSTILE_PICTURES: dict[str, tuple[str, bytes]] = {
    "a program named as a picture": ("茶园.jpg", EXE),
    "a page named as a picture": ("茶园.png", b"<!doctype html><script>alert(1)</script>"),
    "an SVG with a script": ("茶园.svg", SVG),
    "an SVG named as a picture": ("茶园.png", SVG),
    "a shell script": ("茶园.jpg", b"#!/bin/sh\nid\n"),
    "a Word file": ("茶园.png", b"PK\x03\x04" + b"\0" * 100),
    "sixty million pixels": ("茶园.png", huge_png()),
    "a picture that breaks off": ("茶园.png", PNG[: len(PNG) // 2]),
    "nothing but a picture's first bytes": ("茶园.png", PNG[:16]),
    "an empty file": ("茶园.png", b""),
    "eleven megabytes": ("茶园.png", PNG + b"\0" * 11 * 1024 * 1024),
    "a JPEG with an archive behind it": ("茶园.jpg", picture_bytes(kind="JPEG") + b"PK\x03\x04" + SCRIPT),
    "a PNG with a page behind it": ("茶园.png", PNG + b"<script>" + SCRIPT + b"</script>"),
    "a second ending that runs": ("茶园.php.png", PNG),
    "a TIFF": ("茶园.jpg", picture_bytes(kind="TIFF")),
}


def upload(member: Member, draft: Draft, name: str, data: bytes, kind: str = "image/jpeg") -> Any:
    file = SimpleUploadedFile(name, data, content_type=kind)
    return browser(member).post(reverse("content:picture_upload", args=[draft.pk]), {"picture": file})


@pytest.fixture
def draft(draft_in: Callable[[str], Draft]) -> Draft:
    return draft_in("draft")


def kept(folder: Path) -> list[Path]:
    return [p for p in folder.rglob("*") if p.is_file()]


@pytest.mark.parametrize("what", HOSTILE_PICTURES)
def test_what_is_no_harmless_picture_is_not_taken(lin: Member, draft: Draft, files_dir: Path, what: str) -> None:
    name, data = HOSTILE_PICTURES[what]

    answer = refused(lambda: upload(lin, draft, name, data), status=422, by=lin)

    assert answer.json()["advice"], "it says what to do instead"
    assert kept(files_dir) == []


def carried() -> dict[str, bytes]:
    """Pictures that carry something along."""
    exif, comment = Image.Exif(), io.BytesIO()
    exif[0x010E], exif[0x8825] = "<script>alert(1)</script>", {1: "N", 2: (30.0, 3.0, 0.0)}
    Image.new("RGB", (60, 40), "green").save(comment, "JPEG", exif=exif, comment=SCRIPT)
    return {
        "a GIF that is a script": gif_script(),
        "a JPEG with a place, a comment and a film behind it": comment.getvalue() + b"\0\0\0\x18ftypmp42" + SCRIPT,
        "a moving GIF with a comment": moving_gif(),
    }


def moving_gif() -> bytes:
    out = io.BytesIO()
    first, second = Image.new("P", (20, 20), 1), Image.new("P", (20, 20), 2)
    first.save(out, "GIF", save_all=True, append_images=[second], comment=SCRIPT, duration=100)
    return out.getvalue()


@pytest.mark.parametrize("what", carried())
def test_a_picture_is_drawn_anew_and_carries_nothing_along(
    lin: Member, draft: Draft, files_dir: Path, what: str
) -> None:
    assert upload(lin, draft, "茶园.gif", carried()[what]).status_code == 201

    stored = Asset.objects.filter(draft=draft).latest("pk").file
    data = read_bytes(stored)
    assert SCRIPT not in data and b"<script" not in data and b"PK\x03\x04" not in data
    assert not Image.open(io.BytesIO(data)).getexif()


def test_a_picture_is_served_as_a_picture_and_as_nothing_else(lin: Member, draft: Draft, files_dir: Path) -> None:
    upload(lin, draft, "../../etc/passwd.gif", gif_script(), "text/html")
    stored = Asset.objects.filter(draft=draft).latest("pk").file

    answer = browser(lin).get(reverse("files:download", args=[stored.pk]))

    assert answer.headers["Content-Type"] == "image/gif"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert stored.name == "passwd.gif" and ".." not in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    "name", ['a"\r\nSet-Cookie: x=1.png', "a\x00.png", "../" * 40 + "b.png", "长" * 400 + ".png", ""]
)
def test_a_hostile_file_name_reaches_neither_disk_nor_header(
    lin: Member, draft: Draft, files_dir: Path, name: str
) -> None:
    answer = upload(lin, draft, name or "x", PNG)

    assert answer.status_code == 201
    stored = Asset.objects.filter(draft=draft).latest("pk").file
    served = browser(lin).get(reverse("files:download", args=[stored.pk]))
    assert "Set-Cookie" not in served.headers and "\n" not in served.headers["Content-Disposition"]
    assert all(files_dir in p.parents and len(p.name) == 64 for p in kept(files_dir))


def word(**parts: bytes) -> bytes:
    """A real Word file, some of its parts replaced (`document`, `rels`) or added."""
    document = Document()
    document.add_paragraph("三月十二日，茶园开始采摘。")
    document.add_picture(io.BytesIO(PNG))
    plain, out = io.BytesIO(), io.BytesIO()
    document.save(plain)
    names: dict[str, str] = {"document": "word/document.xml", "rels": "word/_rels/document.xml.rels"}
    replaced = {names.get(key, key): content for key, content in parts.items()}
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, replaced.pop(name, b"") or source.read(name))
        for name, content in replaced.items():
            target.writestr(name, content)
    return out.getvalue()


def linked_picture(target: str) -> bytes:
    """The picture is not in the file but somewhere else: the importer is asked to fetch it."""
    with zipfile.ZipFile(io.BytesIO(word())) as source:
        rels = source.read("word/_rels/document.xml.rels").decode()
        text = source.read("word/document.xml").decode()
    rels = rels.replace('Target="media/image1.png"', f'Target="{target}" TargetMode="External"')
    return word(rels=rels.encode(), document=text.replace("r:embed=", "r:link=").encode())


BILLION = '<!DOCTYPE a [<!ENTITY a "茶茶茶茶茶茶茶茶茶茶">' + "".join(
    f'<!ENTITY {y} "{f"&{x};" * 10}">' for x, y in zip("abcdefg", "bcdefgh", strict=True)
)
HOSTILE_WORD: dict[str, bytes] = {
    "an outside entity": word(document=b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'),
    "an outside type definition": word(rels=b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd"><a/>'),
    "an entity bomb": word(document=(BILLION + "]><a>&h;</a>").encode()),
    "an archive bomb": word(**{"word/media/filler.bin": b"\0" * 30_000_000}),
    "half a file": word()[: len(word()) // 2],
    "an old .doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "a program": EXE,
    "a spreadsheet": b"PK\x03\x04" + b"\0" * 64,
    "nothing": b"PK\x03\x04",
}


@pytest.mark.parametrize("what", HOSTILE_WORD)
def test_a_hostile_or_broken_word_file_changes_nothing(lin: Member, draft: Draft, files_dir: Path, what: str) -> None:
    file = SimpleUploadedFile("蒙顶春茶.docx", HOSTILE_WORD[what])

    answer = refused(
        lambda: browser(lin).post(reverse("content:word_import", args=[draft.pk]), {"word": file}), status=422, by=lin
    )

    assert "root:" not in answer.content.decode(), "nothing of the server's own files is shown"


@pytest.mark.parametrize("what", ["an archive bomb", "half a file", "an outside entity"])
def test_a_draft_does_not_begin_with_a_hostile_word_file(lin: Member, scene: Any, files_dir: Path, what: str) -> None:
    form: dict[str, Any] = {
        "topic": scene.things["topic"][0],
        "word": SimpleUploadedFile("蒙顶春茶.docx", HOSTILE_WORD[what]),
    }

    refused(lambda: browser(lin).post(reverse("content:draft_new"), form), status=422, by=lin)


@pytest.mark.parametrize("where", ["file:///etc/passwd", "/etc/passwd", "the network"])
def test_a_word_file_makes_the_server_fetch_nothing(
    lin: Member, draft: Draft, files_dir: Path, callback_catcher: CallbackCatcher, where: str
) -> None:
    """A linked picture is left out with a remark; neither the server's disk nor its network is asked."""
    data = linked_picture(callback_catcher.url if where == "the network" else where)
    before = Asset.objects.filter(draft=draft).count()

    answer = browser(lin).post(
        reverse("content:word_import", args=[draft.pk]), {"word": SimpleUploadedFile("茶.docx", data)}, follow=True
    )

    assert callback_catcher.received == []
    assert Asset.objects.filter(draft=draft).count() == before
    assert "root:" not in answer.content.decode() and "链接到外部的图片" in answer.content.decode()


def test_scripts_inside_a_word_file_do_not_arrive(lin: Member, draft: Draft, files_dir: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(word())) as source:
        rels = source.read("word/_rels/document.xml.rels").decode()
        text = source.read("word/document.xml").decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    rels = rels.replace(
        "</Relationships>",
        f'<Relationship Id="rX" Type="{kind}" Target="javascript:alert(1)" TargetMode="External"/></Relationships>',
    )
    link = (
        '<w:hyperlink r:id="rX"><w:r><w:t>点这里 &lt;script&gt;alert(1)&lt;/script&gt;</w:t></w:r></w:hyperlink></w:p>'
    )
    data = word(rels=rels.encode(), document=text.replace("</w:p>", link, 1).encode())

    answer = browser(lin).post(
        reverse("content:word_import", args=[draft.pk]), {"word": SimpleUploadedFile("茶.docx", data)}
    )

    assert answer.status_code == 302
    html = Draft.objects.select_related("revision").get(pk=draft.pk).revision.html  # type: ignore[union-attr]
    assert "点这里" in html and "javascript:" not in html and "<script" not in html


Asker = Callable[[str], Any]


@pytest.mark.parametrize("who", ["sun", "outsider", "he"])
def test_a_picture_of_another_department_is_not_there(request: pytest.FixtureRequest, scene: Any, who: str) -> None:
    member = request.getfixturevalue(who)

    refused(
        lambda: browser(member).get(reverse("files:download", args=scene.things["picture"])),
        status=404,
        code="file_not_there",
    )


def test_a_stranger_is_led_to_the_sign_in_page(scene: Any) -> None:
    answer = browser().get(reverse("files:download", args=scene.things["picture"]))

    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/auth/login/")


def test_the_word_original_is_private_and_never_shown_inside_a_page(lin: Member, sun: Member, draft: Draft) -> None:
    browser(lin).post(reverse("content:word_import", args=[draft.pk]), {"word": SimpleUploadedFile("茶.docx", word())})
    stored = StoredFile.objects.filter(use="content.word").latest("pk")
    address = reverse("files:download", args=[stored.pk])

    refused(lambda: browser(sun).get(address), status=404)
    assert browser(lin).get(address).headers["Content-Disposition"].startswith("attachment")


def test_a_digest_opens_nobodys_picture(lin: Member, sun: Member, foreign: Any, draft: Draft) -> None:
    """Who knows the SHA-256 or the number of a picture of another draft cannot put it into the own text to read it there."""
    from masthead.content.testing import make_ready_draft

    mine = make_ready_draft(sun, accounts=[foreign], title="市场部的稿件")
    theirs = Asset.objects.filter(draft=draft).latest("pk")
    address = reverse("content:draft_save", args=[mine.pk])
    assert mine.revision
    by_digest = forms.text(mine, html=f'<p><img src="asset:{"a" * 64}"></p><p>茶</p>')
    by_number = forms.text(
        mine,
        cover=StoredFile.objects.create(
            sha256="b" * 64, size_bytes=1, mime="image/png", name="x", use="content.picture"
        ).pk,
    )

    refused(lambda: browser(sun).post(address, by_digest), status=422, code="foreign_picture", by=sun)
    with nothing_changes():
        assert browser(sun).post(address, by_number).status_code == 422
        assert browser(sun).post(address, forms.text(mine, cover=theirs.file_id)).status_code == 422
