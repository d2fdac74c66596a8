"""Files in an S3-compatible storage: a real server that checks every signature, and what people read when it fails."""

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from boto3.session import Session
from django.core.management import CommandError, call_command

from masthead.core.digest import digest_bytes
from masthead.core.files import actions
from masthead.core.files.queries import read_bytes
from masthead.core.files.s3 import S3Store, StoreDown
from masthead.core.files.uses import MEGABYTE, PNG, TEXT, USES, FileUse
from masthead.core.tests.hostile import picture
from sandbox.testing import free_port

ROOT = Path(__file__).resolve().parents[3]
SERVER = ROOT / "node_modules" / "s3rver" / "bin" / "s3rver.js"
KEY = SECRET = "S3RVER"  # the server's own pair
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    node = shutil.which("node") or str(ROOT / ".boot" / "bin" / "node")
    folder, port = tempfile.mkdtemp(prefix="masthead-s3-"), free_port()
    command = [
        node,
        str(SERVER),
        "-d",
        folder,
        "-p",
        str(port),
        "-a",
        "127.0.0.1",
        "--silent",
        "--configure-bucket",
        "masthead-files",
    ]
    process = subprocess.Popen(command, cwd=folder)
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(10)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def storage(server, settings, monkeypatch, tmp_path):
    """Each test has a prefix of its own, and an empty local folder."""
    settings.FILES_DIR = tmp_path / "disk"
    settings.FILES_S3 = {
        "bucket": "masthead-files", "prefix": f"{tmp_path.name}/", "endpoint": server, "region": "us-east-1", "key_id": KEY, "secret": SECRET,
    }  # fmt: skip
    rule = FileUse("test.any", "", frozenset({TEXT, PNG}), MEGABYTE, lambda user, file: True)
    monkeypatch.setitem(USES._entries, "test.any", rule)
    return settings


def keep(data: bytes = b"\xe7\xac\xac\xe4\xb8\x80\xe6\x9d\xa1", name: str = "条款.txt"):
    return actions.store_bytes(data=data, name=name, use="test.any", stored_by_id=None)


def client():
    return Session().client(
        "s3",
        endpoint_url=S3Store.of_settings().endpoint,
        region_name="us-east-1",
        aws_access_key_id=KEY,
        aws_secret_access_key=SECRET,
    )


def test_a_file_goes_to_the_storage_and_comes_back_and_the_disk_stays_empty(storage):
    data = picture()
    stored = keep(data, "茶园.png")

    assert read_bytes(stored) == data
    assert not storage.FILES_DIR.exists()
    names = [
        o["Key"]
        for o in client().list_objects_v2(Bucket="masthead-files", Prefix=storage.FILES_S3["prefix"])["Contents"]
    ]
    assert names == [S3Store.of_settings().name_of(digest_bytes(data))]


def test_the_same_bytes_lie_there_once(storage):
    keep()
    keep(name="另一个.txt")

    assert len(client().list_objects_v2(Bucket="masthead-files", Prefix=storage.FILES_S3["prefix"])["Contents"]) == 1


def test_the_server_refuses_whoever_signs_with_another_key(storage):
    storage.FILES_S3 = storage.FILES_S3 | {"secret": "wrong"}
    with pytest.raises(StoreDown) as refusal:
        keep(b"tea")

    assert "对象存储" in refusal.value.advice or "SignatureDoesNotMatch" in refusal.value.message
    assert "wrong" not in str(refusal.value)


def test_the_server_refuses_an_address_whose_signature_was_changed_or_whose_time_is_over(storage, server):
    stored = keep()
    wanted = {"Bucket": "masthead-files", "Key": S3Store.of_settings().name_of(stored.sha256)}
    good = client().generate_presigned_url("get_object", Params=wanted, ExpiresIn=60)
    over = client().generate_presigned_url("get_object", Params=wanted, ExpiresIn=1)
    changed = good.replace("Signature=", "Signature=0")
    time.sleep(2)

    assert httpx.get(good).status_code == 200
    assert {httpx.get(address).status_code for address in (changed, over)} == {403}


def test_a_file_that_was_changed_in_the_storage_is_not_handed_out(storage):
    stored = keep()
    client().put_object(Bucket="masthead-files", Key=S3Store.of_settings().name_of(stored.sha256), Body=b"other")

    with pytest.raises(Exception, match="校验值不符"):
        read_bytes(stored)
    with pytest.raises(CommandError):
        call_command("files_verify")


def test_a_storage_that_is_down_says_so_and_nothing_is_kept(storage, django_assert_num_queries):
    storage.FILES_S3 = storage.FILES_S3 | {"endpoint": f"http://127.0.0.1:{free_port()}"}
    with pytest.raises(StoreDown, match="连接不上文件存储"), django_assert_num_queries(0):
        keep()


def test_files_of_the_folder_are_carried_over_and_a_second_run_carries_nothing(storage, capsys):
    wanted = storage.FILES_S3
    storage.FILES_S3 = wanted | {"bucket": ""}
    stored = [keep(text.encode(), f"{text}.txt") for text in ("明前", "雨前", "谷雨")]
    storage.FILES_S3 = wanted
    call_command("files_move")
    call_command("files_move")
    call_command("files_verify")

    assert [read_bytes(one).decode() for one in stored] == ["明前", "雨前", "谷雨"]
    out = capsys.readouterr().out
    assert "搬运 3 个" in out and "搬运 0 个，已在存储中 3 个" in out and "异常 0 个" in out
