"""What every test may use: the fixed cast, a signed-in client, and walls (no network, no leftovers in cache or language)."""

import re
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from masthead.org.models import Member, Unit
    from masthead.org.testing import Cast

pytest_plugins = ["sandbox.testing"]
LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")


class NetworkBlocked(OSError):
    """A test tried to leave the machine."""


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Only loopback and Unix sockets are open (HOUSE rule 35)."""
    patch = pytest.MonkeyPatch()
    for name in ("connect", "connect_ex"):
        patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
    look_up = socket.getaddrinfo

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        _require_loopback(host)
        return look_up(host, *args, **kwargs)

    patch.setattr(socket, "getaddrinfo", getaddrinfo)
    yield
    patch.undo()


def _guarded(original: Callable[..., Any]) -> Callable[..., Any]:
    def connect(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            _require_loopback(address[0])
        return original(self, address)

    return connect


def _require_loopback(host: Any) -> None:
    text = host.decode() if isinstance(host, bytes) else str(host or "localhost")
    if not text.startswith(LOOPBACK):
        raise NetworkBlocked(f"tests must not reach {text}: use the sandbox on 127.0.0.1")


@pytest.fixture(autouse=True, scope="session")
def _own_cache(request: pytest.FixtureRequest) -> None:
    """Each test worker has a Redis database of its own: clearing it between tests must not open another worker's locks."""
    from django.conf import settings
    from django.core.cache import caches

    cache, worker = settings.CACHES["default"], getattr(request.config, "workerinput", {}).get("workerid", "gw0")
    if cache["BACKEND"].endswith("RedisCache"):
        own = re.sub(r"(/|db=)\d+$", rf"\g<1>{2 + int(worker.removeprefix('gw'))}", cache["LOCATION"])
        assert own != cache["LOCATION"], f"no database number in {own}: the test workers would share one cache"
        cache["LOCATION"] = own
        if list(caches.all(initialized_only=True)):
            del caches["default"]  # opened while the apps were loaded, on the shared database


@pytest.fixture(autouse=True, scope="session")
def _kept_by_deeds_not_by_the_clock() -> Iterator[None]:
    """What was read about capabilities is kept until a deed changes it: a test that counts queries must not count those of a slow machine."""
    from masthead.org.queries import scopes

    patch = pytest.MonkeyPatch()
    patch.setattr(scopes, "KEPT_SECONDS", 3600.0)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Threads (a live server's, a second worker's) may still hold a connection at the end; PostgreSQL drops no database that is in use."""
    yield
    from django.db import connection

    if connection.vendor != "postgresql":
        return
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True)
def _clean_desk() -> Iterator[None]:
    """Rate limits, cached figures and the language of the test before are gone."""
    from django.conf import settings
    from django.core.cache import cache
    from django.utils import translation

    cache.clear()
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True, scope="session")
def _flush_past_triggers() -> Iterator[None]:
    """A transactional test is flushed by DELETE, which the trail's triggers refuse: set them aside for the flush only."""
    from django.db import connection

    patch = pytest.MonkeyPatch()
    ops = type(connection.ops)
    flush = ops.execute_sql_flush

    def execute_sql_flush(self: Any, sql_list: list[str]) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                triggers = cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
                for name, _ in triggers:
                    cursor.execute(f'DROP TRIGGER "{name}"')
                flush(self, sql_list)
                for _, sql in triggers:
                    cursor.execute(sql)
            else:
                cursor.execute("SET session_replication_role = replica")
                flush(self, sql_list)
                cursor.execute("SET session_replication_role = DEFAULT")

    patch.setattr(ops, "execute_sql_flush", execute_sql_flush)
    yield
    patch.undo()


@pytest.fixture
def files_dir(settings: Any, tmp_path: Path) -> Path:
    """An empty file store for tests that count files (others share the process's own temporary one)."""
    settings.FILES_DIR = tmp_path / "files"
    settings.FILES_DIR.mkdir()
    return settings.FILES_DIR


@pytest.fixture
def cast(db: None) -> "Cast":
    """云岭茶业有限公司 with everybody in it."""
    from masthead.org.testing import build_cast

    return build_cast()


@pytest.fixture
def company(cast: "Cast") -> "Unit":
    return cast.company


@pytest.fixture
def units(cast: "Cast") -> "dict[str, Unit]":
    """Departments by name: 总经理办公室, 宣传部, 市场部, 技术部, 审计部."""
    return cast.units


@pytest.fixture
def lin(cast: "Cast") -> "Member":
    """林知夏, 内容编辑 of 宣传部."""
    return cast.people["lin"]


@pytest.fixture
def zhou(cast: "Cast") -> "Member":
    """周明远, 内容审核 of 宣传部, the first reviewer."""
    return cast.people["zhou"]


@pytest.fixture
def chen(cast: "Cast") -> "Member":
    """陈立群, head of 宣传部."""
    return cast.people["chen"]


@pytest.fixture
def zheng(cast: "Cast") -> "Member":
    """郑国安, leader of the management group."""
    return cast.people["zheng"]


@pytest.fixture
def wu(cast: "Cast") -> "Member":
    """吴晓舟, publisher of 宣传部."""
    return cast.people["wu"]


@pytest.fixture
def he(cast: "Cast") -> "Member":
    """何静怡, account and system administrator."""
    return cast.people["he"]


@pytest.fixture
def sun(cast: "Cast") -> "Member":
    """孙博文, editor and head of 市场部: out of scope for everything of 宣传部."""
    return cast.people["sun"]


@pytest.fixture
def auditor(cast: "Cast") -> "Member":
    """沈严, 审计."""
    return cast.people["auditor"]


@pytest.fixture
def outsider(cast: "Cast") -> "Member":
    """钱一凡, a member without any role."""
    return cast.people["outsider"]


@pytest.fixture
def client_of(db: None) -> "Callable[..., Client]":
    """`client_of(lin)` is a browser in which Lin is signed in; `client_of(lin, htmx=True)` asks as HTMX does."""
    from django.test import Client

    from masthead.org.testing import sign_in

    def signed_in(member: "Member", *, htmx: bool = False) -> "Client":
        client = Client(headers={"HX-Request": "true"} if htmx else None)
        return sign_in(client, member)

    return signed_in
