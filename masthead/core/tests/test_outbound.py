"""The door out: what it refuses, by which reason, and that it connects only where it judged."""

import gzip
import ipaddress
import socket
import threading
import time
from contextlib import contextmanager

import pytest

from masthead.core import outbound
from masthead.core.outbound import network
from masthead.core.outbound.addresses import is_public

HOSTILE = [
    ("http://hooks.example.com/x", "scheme"),
    ("ftp://hooks.example.com/x", "scheme"),
    ("file:///etc/passwd", "scheme"),
    ("gopher://hooks.example.com:70/_x", "scheme"),
    ("javascript:alert(1)", "form"),
    ("//hooks.example.com/x", "form"),
    ("", "form"),
    ("https:/hooks.example.com", "form"),
    ("https://hooks.example.com/ x", "form"),
    ("https://hooks.example.com\t/x", "form"),
    ("https://hooks.example.com\r\nHost: evil/x", "form"),
    ("https://hooks.example.com\\@127.0.0.1/", "form"),
    ("https:\\\\127.0.0.1/", "form"),
    ("https://①②⑦.⓪.⓪.①/", "form"),
    ("https://１２７.０.０.１/", "form"),
    ("https://ｌocalhost/", "form"),
    ("https://hooks.example。com/", "form"),
    ("https://hooks.example.com/" + "a" * 2000, "form"),
    ("https://hooks.example.com/#@127.0.0.1/", "fragment"),
    ("https://hooks.example.com#@127.0.0.1/", "fragment"),
    ("https://user@hooks.example.com/", "userinfo"),
    ("https://user:secret@hooks.example.com/", "userinfo"),
    ("https://hooks.example.com@10.0.0.1/", "userinfo"),
    ("https://hooks.example.com:443@10.0.0.1:80/", "userinfo"),
    ("https://2130706433/", "host"),
    ("https://017700000001/", "host"),
    ("https://0177.0.0.1/", "host"),
    ("https://0x7f.1/", "host"),
    ("https://0x7f000001/", "host"),
    ("https://127.1/", "host"),
    ("https://127.0.1/", "host"),
    ("https://127.0.0.1./", "host"),
    ("https://hooks.example.com./", "host"),
    ("https://hooks..example.com/", "host"),
    ("https://%31%32%37.0.0.1/", "host"),
    ("https://127.0.0.1%00.example.com/", "host"),
    ("https://[fe80::1%25eth0]/", "host"),
    ("https://[::ffff:127.0.0.1/", "host"),
    ("https:///path", "host"),
    ("https://hooks_a.example.com/", "host"),
    ("https://-a.example.com/", "host"),
    ("https://hooks.example.com:/", "host"),
    ("https://hooks.example.com:0443/", "host"),
    ("https://hooks.example.com:22/", "port"),
    ("https://hooks.example.com:6379/", "port"),
    ("https://hooks.example.com:99999/", "port"),
    ("https://10.0.0.1/", "address"),
    ("https://172.16.3.4/", "address"),
    ("https://192.168.1.1/", "address"),
    ("https://169.254.169.254/latest/meta-data/", "address"),
    ("https://100.100.100.200/latest/meta-data/", "address"),
    ("https://0.0.0.0/", "address"),
    ("https://255.255.255.255/", "address"),
    ("https://224.0.0.1/", "address"),
    ("https://240.0.0.1/", "address"),
    ("https://192.0.0.192/", "address"),
    ("https://198.18.0.1/", "address"),
    ("https://[::]/", "address"),
    ("https://[::ffff:10.0.0.1]/", "address"),
    ("https://[::ffff:169.254.169.254]/", "address"),
    ("https://[::127.0.0.1]/", "address"),
    ("https://[64:ff9b::a00:1]/", "address"),
    ("https://[2002:a00:1::1]/", "address"),
    ("https://[2001:0:a00:1::1]/", "address"),
    ("https://[fd00:ec2::254]/", "address"),
    ("https://[fe80::1]/", "address"),
    ("https://[fec0::1]/", "address"),
    ("https://[ff02::1]/", "address"),
    ("https://[2001:db8::1]/", "address"),
    ("https://localhost/", "address"),
    ("https://127.0.0.1/", "address"),
    ("https://[::1]/", "address"),
    ("https://redis/", "address"),
    ("https://metadata.google.internal/", "address"),
    ("https://anything.localhost/", "address"),
]


@pytest.fixture
def _as_in_production(settings):
    settings.ALLOW_LOOPBACK_TARGETS = False


@pytest.mark.usefixtures("_as_in_production")
@pytest.mark.parametrize(("url", "reason"), HOSTILE)
def test_it_refuses_hostile_addresses(url, reason, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: pytest.fail("a refused address is not looked up"))
    for deed in (outbound.check, lambda u: outbound.send("GET", u)):
        with pytest.raises(outbound.Refused) as refused:
            deed(url)
        assert refused.value.code == f"outbound_{reason}", url


@pytest.mark.usefixtures("_as_in_production")
@pytest.mark.parametrize(
    "url",
    [
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a-b",
        "https://xn--fiq228c.example:8443/a%20b",
        "HTTPS://OPEN.feishu.cn",
    ],
)
def test_it_takes_plain_public_addresses(url):
    outbound.check(url)


def test_nat64_of_a_public_address_is_public():
    assert is_public(ipaddress.ip_address("64:ff9b::808:808"))
    assert is_public(ipaddress.ip_address("2606:4700::1111"))


def answers(*addresses):
    return [(socket.AF_INET6 if ":" in a else socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, 443)) for a in addresses]


@pytest.mark.usefixtures("_as_in_production")
@pytest.mark.parametrize(
    "bad", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "::ffff:10.0.0.1", "fd00:ec2::254", "64:ff9b::7f00:1"]
)
def test_one_bad_address_among_good_ones_refuses_the_name(bad, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: answers("93.184.216.34", bad))
    monkeypatch.setattr(socket, "create_connection", lambda *a, **k: pytest.fail("nothing may be connected"))
    with pytest.raises(outbound.Refused) as refused:
        outbound.send("GET", "https://hooks.example.com/")
    assert refused.value.code == "outbound_address"


@pytest.mark.usefixtures("_as_in_production")
def test_a_name_that_changes_its_mind_is_asked_once_and_the_judged_address_is_called(monkeypatch):
    asked, connected = [], []

    def rebinding(host, *a, **k):
        asked.append(host)
        return answers("93.184.216.34" if len(asked) == 1 else "127.0.0.1")

    def connect(address, *a, **k):
        connected.append(address)
        raise OSError("closed")

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(outbound.Fault) as fault:
        outbound.send("GET", "https://hooks.example.com/")
    assert asked == ["hooks.example.com"]
    assert connected == [("93.184.216.34", 443)]
    assert not fault.value.sent


def _whole(line: socket.socket) -> bytes:
    """The request with its body: the two may come in pieces."""
    read = line.recv(65536)
    while b"\r\n\r\n" in read:
        head, _, body = read.partition(b"\r\n\r\n")
        wanted = next(
            (int(h.split(b":")[1]) for h in head.split(b"\r\n") if h.lower().startswith(b"content-length:")), 0
        )
        if len(body) >= wanted or not (more := line.recv(65536)):
            break
        read += more
    return read


@contextmanager
def server(reply: bytes, *, drip: float = 0):
    """A server of one connection that answers `reply`; gives its address and what it read."""
    listening, got = socket.create_server(("127.0.0.1", 0)), []

    def serve():
        try:
            line, _ = listening.accept()
        except OSError:
            return
        with line:
            got.append(_whole(line))
            try:
                for piece in [reply[i : i + 1] for i in range(len(reply))] if drip else [reply]:
                    line.sendall(piece)
                    time.sleep(drip)
            except OSError:
                pass

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", got
    finally:
        listening.close()


def http(body: bytes, *, status: str = "200 OK", more: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{more}\r\n".encode() + body


def test_it_calls_and_answers():
    with server(http(b'{"errcode":0}', more="X-Id: 7\r\n")) as (url, got):
        reply = outbound.send("post", f"{url}/robot?key=1", json={"text": "春茶"}, headers={"X-Sign": "a"})
    assert (reply.status, reply.body, reply.headers["x-id"]) == (200, b'{"errcode":0}', "7")
    assert got[0].startswith(b"POST /robot?key=1 HTTP/1.1\r\nHost: 127.0.0.1:")
    assert '{"text":"春茶"}'.encode() in got[0]


def test_a_loopback_exception_opens_no_other_private_address(settings):
    settings.ALLOW_LOOPBACK_TARGETS = True
    for url in ("http://10.0.0.1/", "http://192.168.0.1/", "http://hooks.example.com/", "http://[::ffff:127.0.0.1]/"):
        with pytest.raises(outbound.Refused):
            outbound.check(url)


def test_a_name_that_leads_to_loopback_is_refused_even_in_development(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: answers("127.0.0.1"))
    with pytest.raises(outbound.Refused):
        outbound.send("GET", "https://hooks.example.com/")


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
def test_a_redirect_is_refused_and_not_followed(status):
    with server(http(b"", status=status, more="Location: http://169.254.169.254/\r\n")) as (url, got):
        with pytest.raises(outbound.Refused) as refused:
            outbound.send("POST", url, json={})
        assert refused.value.code == "outbound_redirect"
        assert len(got) == 1


def test_a_large_answer_is_dropped_at_the_limit():
    with server(http(b"a" * (outbound.BODY_MOST + 1))) as (url, _), pytest.raises(outbound.Fault) as fault:
        outbound.send("GET", url)
    assert fault.value.code == "outbound_too_large"
    assert not fault.value.retryable


def test_a_packed_bomb_is_dropped_at_the_limit():
    bomb = gzip.compress(b"\0" * (200 * 1024 * 1024), 1)
    with (
        server(http(bomb[:900_000], more="Content-Encoding: gzip\r\n")) as (url, _),
        pytest.raises(outbound.Fault) as fault,
    ):
        outbound.send("GET", url)
    assert fault.value.code == "outbound_too_large"


def test_a_drip_of_single_bytes_ends_with_the_deadline():
    began = time.monotonic()
    with server(http(b"a" * 500), drip=0.05) as (url, _), pytest.raises(outbound.Fault) as fault:
        outbound.send("GET", url, timeout=0.5)
    assert time.monotonic() - began < 2
    assert fault.value.code == "outbound_time"
    assert fault.value.sent


def test_a_look_up_that_hangs_ends_with_the_deadline(monkeypatch):
    monkeypatch.setattr(network, "_ask", lambda *a: time.sleep(3))
    with pytest.raises(outbound.Fault) as fault:
        outbound.send("GET", "https://hooks.example.com/", timeout=0.3)
    assert fault.value.code == "outbound_no_such_name"


@pytest.mark.parametrize(
    "headers", [{"Host": "evil"}, {"X-A": "a\r\nX-B: b"}, {"X A": "1"}, {"Transfer-Encoding": "chunked"}, {"X-A": "茶"}]
)
def test_headers_that_bend_the_request_are_refused(headers):
    with pytest.raises(outbound.Refused) as refused:
        outbound.send("GET", "http://127.0.0.1:9/", headers=headers)
    assert refused.value.code == "outbound_header"


def test_the_proxy_of_the_environment_is_not_asked(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    with server(http(b"ok")) as (url, _):
        assert outbound.send("GET", url).body == b"ok"
