"""The embedded broker starts, keeps what it was told and is not fooled by a dead socket."""

import signal
import socket
import subprocess
import tempfile
from pathlib import Path

import pytest
import redis

from masthead.config.embedded import LONGEST_SOCKET_PATH, embedded_broker_url, redis_url, valkey_socket
from tools import valkey


@pytest.fixture
def folder():
    with tempfile.TemporaryDirectory(prefix="mh-") as name:
        yield Path(name)


def start(folder, binary):
    unix_socket = valkey_socket(folder)
    valkey.prepare_folder(unix_socket, folder / "valkey")
    process = subprocess.Popen(valkey.command(binary, unix_socket, folder / "valkey"), stdout=subprocess.DEVNULL)
    assert valkey.wait_until_it_answers(unix_socket)
    return process, redis.Redis.from_url(redis_url(embedded_broker_url(folder), database=1))


@pytest.mark.parametrize("machine_first", [False, True])
def test_what_was_written_survives_kill_minus_nine(folder, machine_first):
    binary = valkey.server_binary(machine_first=machine_first)
    process, client = start(folder, binary)
    client.set("post", "waiting")
    client.execute_command("WAITAOF", 1, 0, 2000) if not machine_first else client.bgrewriteaof()
    client.close()

    process.send_signal(signal.SIGKILL)
    process.wait()
    assert valkey_socket(folder).exists(), "a killed server leaves its socket behind"
    process, client = start(folder, binary)

    assert client.get("post") == b"waiting"
    client.close()
    process.terminate()
    process.wait()


def test_a_long_data_path_gets_a_short_socket():
    long = Path("/srv") / ("x" * LONGEST_SOCKET_PATH)

    assert len(str(valkey_socket(long))) <= LONGEST_SOCKET_PATH
    assert valkey_socket(long) == valkey_socket(long)
    assert valkey_socket(long) != valkey_socket(long / "other")


def test_a_file_that_is_no_server_does_not_answer(folder):
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / "dead.sock"))

    assert not valkey.answers(folder / "dead.sock")
