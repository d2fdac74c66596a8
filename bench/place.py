"""A place of its own for a measurement: folder, database, sandbox, a company with accounts and approved contents that are due."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sandbox.testing import SandboxServer, free_port

ROOT = Path(__file__).resolve().parent.parent
SECRET = "cloudridge-secret"


@dataclass
class Place:
    """Where a measurement runs. `workers` are engine processes started here, in order."""

    data: Path
    sandbox: SandboxServer
    environment: dict[str, str]

    def start_worker(self, *, pause: float = 0.2) -> subprocess.Popen[bytes]:
        """An engine loop of its own process; its log goes to the place's folder."""
        log = (self.data / "workers.log").open("ab")
        command = [sys.executable, "manage.py", "engine_loop", "--pause", str(pause)]
        return subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)


@contextmanager
def place(engine: dict[str, Any], *, database: str = "", **sandbox_settings: object) -> Iterator[Place]:
    """Set everything up in a fresh folder, with Django running in this process; take it down afterwards.

    `database` is the address of an empty PostgreSQL of the caller's own; '' = the embedded database.
    """
    data = Path(tempfile.mkdtemp(prefix="masthead-bench-"))
    server = SandboxServer(data=data / "sandbox", port=free_port())
    server.data.mkdir()
    server.start()
    server.settings(**{"publish_seconds": 0.2, "is_delay": "never", **sandbox_settings})
    changes = {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "MASTHEAD_DATA_DIR": str(data),
        "MASTHEAD_SANDBOX_URL": server.base_url,
        "MASTHEAD_LOG_LEVEL": "ERROR",
        "BENCH_ENGINE": json.dumps(engine),
        "PYTHONPATH": str(ROOT),
    }
    for foreign in ("DATABASE_URL", "BROKER_URL"):
        os.environ.pop(foreign, None)  # never into somebody's real database
    os.environ.update(changes | ({"DATABASE_URL": database} if database else {}))
    try:
        _open_house()
        yield Place(data, server, dict(os.environ))
    finally:
        server.stop()
        shutil.rmtree(data, ignore_errors=True)


@contextmanager
def database_alone() -> Iterator[None]:
    """A fresh folder and database for a measurement that needs no platform; PostgreSQL when DATABASE_URL names one."""
    data = Path(tempfile.mkdtemp(prefix="masthead-bench-"))
    os.environ.update(DJANGO_SETTINGS_MODULE="bench.settings", MASTHEAD_DATA_DIR=str(data), MASTHEAD_LOG_LEVEL="ERROR")
    try:
        _open_house()
        yield
    finally:
        shutil.rmtree(data, ignore_errors=True)


def _open_house() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("vault_init", verbosity=0)


def build_world(where: Place, *, accounts: int, count: int, due_in: float = 0) -> list[str]:
    """`count` approved contents with titles of their own, spread over `accounts` accounts, all due at one moment. Returns the titles."""
    from masthead.accounts.testing import make_connected_account
    from masthead.org.testing import build_cast

    cast = build_cast()
    people, unit = cast.people, cast.units["宣传部"]
    made = []
    for number in range(accounts):
        app_id = f"wx_bench_{number:03d}"
        name = f"云岭茶事{number:03d}"
        where.sandbox.add_app(app_id, SECRET, name=name)
        for path in ("freepublish/submit", "draft/add", "material/add_topic_material"):
            where.sandbox.set_quota(app_id, f"/cgi-bin/{path}", 1_000_000)
        one = make_connected_account(
            unit=unit, administrator=people["wu"], backup=people["he"], name=name, app_id=app_id, secret=SECRET
        )
        made.append(one)
    return _schedule(people["lin"], people["wu"], made, count, due_in)


def _schedule(author: Any, publisher: Any, accounts: list[Any], count: int, due_in: float) -> list[str]:
    """The first of each account is made as people make it, the others are its copies under titles of their own."""
    from datetime import timedelta

    from django.db import transaction

    from masthead.core import clock
    from masthead.publishing.testing import make_approved, make_publication

    seed = secrets.token_hex(2)
    titles = [f"春茶日记 {seed}-{n:05d}" for n in range(count)]
    due = clock.now() + timedelta(seconds=due_in)
    with transaction.atomic():
        for number, account in enumerate(accounts[:count]):
            draft = make_approved(author, account, title=titles[number])
            first = make_publication(draft, account, by=publisher, due_at=due)
            _copies(draft, first, titles[number + len(accounts) :: len(accounts)])
    return titles


def _copies(draft: Any, first: Any, titles: list[str]) -> None:
    """The same content under other titles, approved and scheduled like the first; in bulk, straight into the tables."""
    from masthead.content.models import Draft, Revision
    from masthead.content.queries import seal_hash
    from masthead.publishing.models import Publication

    text, account_id = draft.approved_revision, first.account_id
    bare = {"state": "draft", "approved_hash": "", "revision_id": None, "approved_revision_id": None}
    drafts = Draft.objects.bulk_create([Draft(**(_columns(draft) | bare | {"title": title})) for title in titles])
    through = Draft.accounts.through
    through.objects.bulk_create([through(draft_id=one.pk, account_id=account_id) for one in drafts])
    texts = [Revision(**(_columns(text) | {"title": one.title, "draft_id": one.pk})) for one in drafts]
    for one, revision in zip(drafts, Revision.objects.bulk_create(texts), strict=True):
        one.revision = one.approved_revision = revision
        one.state = "approved"
        one.approved_hash = seal_hash(
            revision, account_ids=[account_id], start=one.window_start, end=one.window_end, declared=one.declared
        )
    Draft.objects.bulk_update(drafts, ["revision", "approved_revision", "state", "approved_hash"], batch_size=100)
    Publication.objects.bulk_create(
        Publication(
            **(
                _columns(first)
                | {"draft_id": one.pk, "revision_id": one.revision_id, "title": one.title}
                | {"content_hash": one.approved_hash}
            )
        )
        for one in drafts
    )


def _columns(row: Any) -> dict[str, Any]:
    """The row's own values, the key left out."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}
