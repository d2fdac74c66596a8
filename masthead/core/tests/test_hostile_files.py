"""Whoever hands in a file that hurts reads why it was not taken and what to do; nothing of it is kept."""

import io
from pathlib import Path

import pytest
from PIL import Image

from masthead.core.errors import BadInput
from masthead.core.files import actions, pictures
from masthead.core.files.queries import read_bytes
from masthead.core.files.uses import DOCX, GIF, JPEG, MEGABYTE, PDF, PNG, TEXT, USES, WEBP, XLSX, FileUse
from masthead.core.models import StoredFile
from masthead.core.tests import hostile

pytestmark = pytest.mark.django_db
PICTURES, DOCUMENTS = hostile.pictures(), hostile.documents()


@pytest.fixture(autouse=True)
def uses(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = {
        "test.picture": FileUse(
            "test.picture", "", frozenset({PNG, JPEG, GIF, WEBP}), 10 * MEGABYTE, lambda u, f: True, reencode=True
        ),
        "test.paper": FileUse("test.paper", "", frozenset({DOCX, XLSX, PDF, TEXT}), 20 * MEGABYTE, lambda u, f: True),
    }
    for key, use in taken.items():
        monkeypatch.setitem(USES._entries, key, use)


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    settings.FILES_DIR = tmp_path
    return tmp_path


def keep(name: str, data: bytes, use: str) -> StoredFile:
    return actions.store_bytes(data=data, name=name, use=use, stored_by_id=None)


@pytest.mark.parametrize("what", [*PICTURES, *DOCUMENTS])
def test_a_file_that_hurts_is_refused_with_its_reason_and_leaves_nothing(what, folder):
    name, data, code = (PICTURES | DOCUMENTS)[what]
    with pytest.raises(BadInput) as refusal:
        keep(name, data, "test.picture" if what in PICTURES else "test.paper")

    assert refusal.value.code == code, f"{what}: {refusal.value.message}"
    assert refusal.value.advice, "a refusal says what to do now"
    assert [p for p in folder.rglob("*") if p.is_file()] == []
    assert not StoredFile.objects.exists()


def harmless() -> dict[str, tuple[str, bytes, str]]:
    link = {hostile.RELS: hostile.relation("hyperlink", "https://yunling.example/")}
    own = {hostile.RELS: hostile.relation("attachedTemplate", "file:///C:\\Users\\lin\\Normal.dotm")}
    noise = bytes(range(256)) * 40
    return {
        "a Word file": ("管理办法.docx", hostile.word(), DOCX),
        "a Word file with a link": ("管理办法.docx", hostile.with_parts(hostile.word(), link), DOCX),
        "a template on the author's disk": ("管理办法.docx", hostile.with_parts(hostile.word(), own), DOCX),
        "a formula": ("管理办法.docx", hostile.with_parts(hostile.word(), {"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0" + noise}), DOCX),
        "much alike text": ("管理办法.docx", hostile.with_parts(hostile.word(), {"word/notes.xml": b"<a>" + b"tea " * 2_000_000 + b"</a>"}), DOCX),
        "a PDF": ("执照.pdf", hostile.pdf(), PDF),
        "a PDF with letters by chance": ("执照.pdf", hostile.pdf() + b"2 0 obj<<>>stream\n/JS (\nendstream\n%%EOF", PDF),
        "an invoice with its data": ("发票.pdf", hostile.pdf(b"/Names<</EmbeddedFiles<</Names[]>>>>"), PDF),
        "text of an old computer": ("名单.txt", "第一条 新媒体账号".encode("gb18030"), TEXT),
        "text with marks": ("名单.txt", "第一条 <重要> 新媒体账号 & 其他".encode(), TEXT),
    }  # fmt: skip


@pytest.mark.parametrize("what", harmless())
def test_an_ordinary_document_is_taken(what, folder):
    name, data, mime = harmless()[what]

    stored = keep(name, data, "test.paper")

    assert (stored.mime, stored.name, read_bytes(stored)) == (mime, name, data)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_place_camera_and_words_are_stripped_from_a_picture(kind, folder):
    exif = Image.Exif()
    exif[0x010E], exif[0x010F] = "内部资料", "手机"
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 3.0, 0.0), 3: "E", 4: (103.0, 6.0, 0.0)})
    data = hostile.picture(kind, exif=exif)
    assert Image.open(io.BytesIO(data)).getexif().get_ifd(0x8825), "the sample has a place"

    kept = read_bytes(keep("茶园.jpg", data, "test.picture"))

    found = Image.open(io.BytesIO(kept)).getexif()
    assert not found and not found.get_ifd(0x8825)
    assert b"GPS" not in kept and "手机".encode() not in kept


def test_a_photo_taken_sideways_is_kept_upright(folder):
    exif = Image.Exif()
    exif[0x0112] = 6
    stored = keep("竖拍.jpg", hostile.picture("JPEG", size=(80, 40), exif=exif), "test.picture")

    assert (stored.width_px, stored.height_px) == (40, 80)


def test_a_moving_photo_of_a_telephone_loses_its_film(folder):
    stored = keep("动态照片.jpg", hostile.picture("JPEG") + b"\0\0\0\x18ftypmp42" + b"\0" * 5000, "test.picture")

    assert b"ftypmp42" not in read_bytes(stored)


@pytest.mark.parametrize("mime", [PNG, JPEG, GIF, WEBP])
def test_the_end_of_a_picture_is_found(mime):
    data = hostile.picture(pictures.FORMATS[mime])

    assert pictures.stowaway(data, mime) == ""
    assert pictures.stowaway(data + b"<script>", mime) == "script"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/茶园.png", "茶园.png"),
        ("C:\\桌面\\春茶.PNG", "春茶.png"),
        ("con.png", "_con.png"),
        ("   .png", "file.png"),
        ("茶\r\nSet-Cookie: a.png", "茶Set-Cookie a.png"),
        ("长" * 400 + ".png", "长" * 150 + ".png"),
        ("2026.11.23 版.png", "2026.11.23 版.png"),
    ],
)
def test_a_name_is_kept_in_a_form_that_every_system_takes(given, kept, folder):
    assert keep(given, hostile.picture(), "test.picture").name == kept


def test_a_picture_whose_ending_is_another_picture_type_is_taken_under_its_true_one(folder):
    assert keep("微信图片.jpg", hostile.picture("PNG"), "test.picture").name == "微信图片.png"
