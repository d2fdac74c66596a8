"""Files in an S3-compatible storage: a server that recomputes every signature, and what people read when it fails."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
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

BUCKET = "masthead-files"
EVERYTHING = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Server:
    """Where it answers, and the one pair of keys that it knows."""

    address: str
    key_id: str
    secret: str

    def client(self, service: str = "s3") -> object:
        return Session().client(
            service,
            endpoint_url=self.address,
            region_name="us-east-1",
            aws_access_key_id=self.key_id,
            aws_secret_access_key=self.secret,
        )


def _checks_signatures(address: str, *, after: int) -> None:
    """From how many calls on the server wants a signature."""
    httpx.post(f"{address}/moto-api/reset-auth", content=str(after).encode()).raise_for_status()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    port, folder = free_port(), tempfile.mkdtemp(prefix="masthead-s3-")
    quiet = os.environ | {"AWS_ACCESS_KEY_ID": "-", "AWS_SECRET_ACCESS_KEY": "-"}  # it asks nobody outside
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with (Path(folder) / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=quiet, stdout=log, stderr=log)
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield _with_one_user(f"http://127.0.0.1:{port}")
    process.terminate()
    process.wait(10)
    shutil.rmtree(folder, ignore_errors=True)


def _with_one_user(address: str) -> Server:
    _checks_signatures(address, after=1000)
    iam = Server(address, "-", "-").client("iam")
    iam.create_user(UserName="masthead")
    iam.put_user_policy(UserName="masthead", PolicyName="files", PolicyDocument=json.dumps(EVERYTHING))
    pair = iam.create_access_key(UserName="masthead")["AccessKey"]
    known = Server(address, pair["AccessKeyId"], pair["SecretAccessKey"])
    known.client().create_bucket(Bucket=BUCKET)
    _checks_signatures(address, after=0)
    return known


@pytest.fixture(autouse=True)
def storage(server, settings, monkeypatch, tmp_path):
    """Each test has a prefix of its own, and an empty local folder."""
    settings.FILES_DIR = tmp_path / "disk"
    settings.FILES_S3 = {
        "bucket": BUCKET, "prefix": f"{tmp_path.name}/", "endpoint": server.address, "region": "us-east-1",
        "key_id": server.key_id, "secret": server.secret,
    }  # fmt: skip
    rule = FileUse("test.any", "", frozenset({TEXT, PNG}), MEGABYTE, lambda user, file: True)
    monkeypatch.setitem(USES._entries, "test.any", rule)
    return settings


def keep(data: bytes = b"\xe7\xac\xac\xe4\xb8\x80\xe6\x9d\xa1", name: str = "条款.txt"):
    return actions.store_bytes(data=data, name=name, use="test.any", stored_by_id=None)


def test_a_file_goes_to_the_storage_and_comes_back_and_the_disk_stays_empty(storage, server):
    data = picture()
    stored = keep(data, "茶园.png")

    assert read_bytes(stored) == data
    assert not storage.FILES_DIR.exists()
    names = [
        o["Key"] for o in server.client().list_objects_v2(Bucket=BUCKET, Prefix=storage.FILES_S3["prefix"])["Contents"]
    ]
    assert names == [S3Store.of_settings().name_of(digest_bytes(data))]


def test_the_same_bytes_lie_there_once(storage, server):
    keep()
    keep(name="另一个.txt")

    assert len(server.client().list_objects_v2(Bucket=BUCKET, Prefix=storage.FILES_S3["prefix"])["Contents"]) == 1


@pytest.mark.parametrize(("key_id", "secret"), [("", "wrong"), ("AKIANOBODYKNOWSME00", "")])
def test_the_server_refuses_whoever_signs_with_another_key(storage, key_id, secret):
    storage.FILES_S3 = storage.FILES_S3 | {k: v for k, v in (("key_id", key_id), ("secret", secret)) if v}
    with pytest.raises(StoreDown) as refusal:
        keep(b"tea")

    assert "地址、桶名和密钥" in refusal.value.advice
    assert not secret or secret not in str(refusal.value)


def test_the_server_refuses_an_address_without_a_signature(storage, server):
    stored = keep()
    name = S3Store.of_settings().name_of(stored.sha256)

    assert httpx.get(f"{server.address}/{BUCKET}/{name}").status_code == 403


def test_a_file_that_was_changed_in_the_storage_is_not_handed_out(storage, server):
    stored = keep()
    server.client().put_object(Bucket=BUCKET, Key=S3Store.of_settings().name_of(stored.sha256), Body=b"other")

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
