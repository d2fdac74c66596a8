"""Files that come in pieces: exact offsets, one owner, resumed after anything, and nothing that lies."""

import base64
import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from masthead.content import actions, queries, testing
from masthead.content.models import Material, Upload, UploadState
from masthead.core import clock
from masthead.core.errors import TooMany
from masthead.core.files import pieces
from masthead.org.models import Member

pytestmark = pytest.mark.django_db
PICTURE = testing.scene("seagreen")
TUS = {"Tus-Resumable": "1.0.0"}


@pytest.fixture
def client(client_of, lin: Member) -> Client:
    return client_of(lin)


def create(client: Client, length: int, name: str = "茶园.png") -> Any:
    named = f"filename {base64.b64encode(name.encode()).decode()}"
    return client.post(
        reverse("content:uploads"), headers={**TUS, "Upload-Length": str(length), "Upload-Metadata": named}
    )


def send(client: Client, address: str, offset: int, data: bytes, **headers: str) -> Any:
    return client.generic(
        "PATCH", address, data, content_type="application/offset+octet-stream",
        headers={**TUS, "Upload-Offset": str(offset), **headers},
    )  # fmt: skip


def offset_of(client: Client, address: str) -> str:
    return client.head(address, headers=TUS)["Upload-Offset"]


def test_a_file_comes_in_pieces_and_goes_on_where_it_stopped(client: Client, lin: Member, files_dir: Path) -> None:
    made = create(client, len(PICTURE))
    address, half = made["Location"], len(PICTURE) // 2

    assert made.status_code == 201 and made["Upload-Expires"]
    assert send(client, address, 0, PICTURE[:half])["Upload-Offset"] == str(half)
    assert offset_of(client, address) == str(half)  # a browser that was restarted asks first
    assert send(client, address, half, PICTURE[half:]).status_code == 204

    upload = queries.uploads_of(lin).get()
    assert (upload.state, upload.kind, upload.name) == (UploadState.WHOLE, "picture", "茶园.png")
    assert upload.sha256 == hashlib.sha256(PICTURE).hexdigest()


def test_the_server_says_what_it_speaks(client: Client) -> None:
    answer = client.options(reverse("content:uploads"))

    assert set(answer["Tus-Extension"].split(",")) == {"creation", "termination", "expiration", "checksum"}
    assert client.post(reverse("content:uploads"), headers={"Upload-Length": "5"}).status_code == 412
    assert client.post(reverse("content:uploads"), headers=TUS).status_code == 400


@pytest.mark.parametrize("offset", ["1", str(len(PICTURE)), "x", ""])
def test_a_wrong_offset_changes_nothing(client: Client, offset: str, files_dir: Path) -> None:
    address = create(client, len(PICTURE))["Location"]

    answer = client.generic(
        "PATCH",
        address,
        b"abc",
        content_type="application/offset+octet-stream",
        headers={**TUS, "Upload-Offset": offset},
    )

    assert answer.status_code == (409 if offset.isdigit() else 400)
    assert offset_of(client, address) == "0"


def test_what_is_longer_than_announced_ends_the_upload(client: Client, lin: Member, files_dir: Path) -> None:
    address = create(client, 10)["Location"]

    assert send(client, address, 0, b"x" * 11).status_code == 422
    assert not queries.uploads_of(lin).exists()


def test_somebody_elses_upload_does_not_exist(client: Client, client_of, chen: Member, files_dir: Path) -> None:
    address = create(client, 10)["Location"]
    other = client_of(chen)

    assert send(other, address, 0, b"x" * 10).status_code == 404
    assert other.head(address, headers=TUS).status_code == 404
    assert other.delete(address, headers=TUS).status_code == 404
    assert (
        other.head(reverse("content:upload", args=["../../etc/passwd".replace("/", "x")]), headers=TUS).status_code
        == 404
    )
    assert offset_of(client, address) == "0"


def test_a_sum_that_is_wrong_counts_for_nothing(client: Client, files_dir: Path) -> None:
    address = create(client, 10)["Location"]
    right = base64.b64encode(hashlib.sha1(b"x" * 10, usedforsecurity=False).digest()).decode()

    wrong = send(client, address, 0, b"y" * 10, **{"Upload-Checksum": f"sha1 {right}"})
    assert (wrong.status_code, offset_of(client, address)) == (460, "0")
    assert send(client, address, 0, b"x" * 10, **{"Upload-Checksum": f"sha1 {right}"}).status_code == 204


def test_only_one_request_writes_at_a_time(client: Client, lin: Member, files_dir: Path) -> None:
    address = create(client, 10)["Location"]

    with pieces.held(queries.uploads_of(lin).get().key):
        assert send(client, address, 0, b"x" * 5).status_code == 423
    assert send(client, address, 0, b"x" * 5).status_code == 204


def test_a_connection_that_breaks_keeps_what_arrived(lin: Member, files_dir: Path) -> None:
    upload, parts = actions.begin_upload(name="a.png", length=100, by=lin), iter([b"x" * 30])

    def read(_most: int) -> bytes:
        try:
            return next(parts)
        except StopIteration:
            raise OSError("connection reset") from None

    assert actions.take_piece(upload=upload, offset=0, read=read, by=lin).offset == 30
    with pieces.path_of(upload.key).open("ab") as out:
        out.write(b"never noted")  # a crash between writing and noting
    rest = io.BytesIO(b"y" * 70)
    actions.take_piece(upload=upload, offset=30, read=rest.read, by=lin)
    assert upload.offset == 100


LIES: dict[str, tuple[str, bytes]] = {
    "a program named as a film": ("茶园.mp4", b"MZ\x90\x00\x03" + b"\0" * 400),
    "a page named as a picture": ("茶园.png", b"<!doctype html><script>alert(1)</script>"),
    "a film that breaks off": ("茶园.mp4", b"\x00\x00\x00\x18ftypmp42" + b"\0" * 2000),
    "a list of addresses named as a film": ("茶园.mp4", b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1/secret\n"),
    "a description with an address": ("茶园.webm", b"\x1aE\xdf\xa3" + b"http://127.0.0.1/" * 40),
    "a picture with an archive behind it": ("茶园.png", PICTURE + b"PK\x03\x04" + b"x" * 50),
    "a name that runs": ("茶园.php.png", PICTURE),
    "half a picture": ("茶园.png", PICTURE[: len(PICTURE) // 2]),
}


@pytest.mark.parametrize("what", LIES)
def test_what_lies_about_itself_is_refused_with_a_reason_and_leaves_nothing(
    lin: Member, files_dir: Path, what: str
) -> None:
    name, data = LIES[what]

    upload = testing.make_upload(lin, data, name)

    assert upload.state == UploadState.REFUSED and "请" in upload.refusal, upload.refusal
    assert [p for p in files_dir.rglob("*") if p.is_file()] == []
    assert not queries.whole_uploads(lin, [upload.key])


def test_nobody_fills_the_disk_with_what_is_never_registered(
    lin: Member, files_dir: Path, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    for _n in range(4):
        actions.begin_upload(name="a.mp4", length=actions.uploads.MOST_BYTES, by=lin)
    with pytest.raises(TooMany):
        actions.begin_upload(name="a.mp4", length=1, by=lin)

    assert actions.forget_old_uploads() == 0
    with clock.travelling(actions.uploads.LIFE * 1.1), django_capture_on_commit_callbacks(execute=True):
        assert actions.forget_old_uploads() == 4
    assert not Upload.objects.exists() and not list((files_dir / ".arriving").iterdir())


def test_two_uploads_of_one_file_become_one_material(client: Client, lin: Member, files_dir: Path) -> None:
    one, two = (testing.make_upload(lin, PICTURE, f"{n}.png") for n in "ab")
    given = {
        "unit": testing.unit_of(lin).pk,
        "ai": "none",
        "licence": "own",
        "tags": "茶园，春",
        "source": "",
        "licensor": "",
    }

    first = client.post(reverse("content:upload_register"), {**given, "upload": [one.key], f"name_{one.key}": "晨雾"})
    second = client.post(reverse("content:upload_register"), {**given, "upload": [two.key]})

    assert (first.status_code, second.status_code) == (302, 422)
    material = Material.objects.get()
    assert (material.name, material.tags, material.cleared) == ("晨雾", ["茶园", "春"], True)


def test_the_plain_form_does_without_scripts(client: Client, files_dir: Path) -> None:
    file = io.BytesIO(PICTURE)
    file.name = "茶园.png"
    client.post(reverse("content:upload_plain"), {"files": [file]})

    page = client.get(reverse("content:material_upload")).content.decode()
    assert "茶园.png" in page and 'name="upload"' in page
    queue = client.get(reverse("content:upload_queue"), headers={"HX-Request": "true"}).content.decode()
    assert "茶园.png" in queue and "<html" not in queue
    key = Upload.objects.get().key
    client.post(reverse("content:upload_drop", args=[key]))
    assert not Upload.objects.exists()
