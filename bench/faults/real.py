"""The campaign in small on the real Bluesky and WordPress servers: the worker is killed at about 20 sent, several rounds, counted at the servers."""

import json
import os
import random
import secrets
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from bench.faults.accounts import BY_KEY, Opened
from bench.faults.contents import Wanted, plan
from bench.faults.house import House, house

# Waits in small, but a «no» is trusted only when the longest call is surely over: PHP on a busy machine takes its time.
ENGINE = {
    "lease_seconds": 10, "backoff_seconds": [1, 2, 4, 8, 8, 8], "throttle_seconds": 5, "poll_seconds": [0.5, 1, 2, 4],
    "look_seconds": [1, 2, 4], "look_gap_seconds": 3, "no_trust_seconds": 65, "threads": 4, "batch": 8, "run_seconds": 5,
    "loss_limit": 100,
}  # fmt: skip
KILL_AT = (20, 55, 90)  # sent so many; a little earlier or later by chance
PATIENCE_SECONDS = 900
MARK = "春茶日记"


@dataclass
class Server:
    """A real server with our account on it. `cut`: lose the answer of a call that publishes."""

    platform: str
    opened: Opened
    url: str
    proxy: Any
    pattern: str
    who: str

    def marks(self) -> list[str]:
        """Of every post that stands there."""
        words = self._bluesky() if self.platform == "bluesky" else self._wordpress()
        return [text[text.find(MARK) :][:16] for text in words if MARK in text]

    def _bluesky(self) -> Iterator[str]:
        cursor: dict[str, str] = {}
        while True:
            asked = {"repo": self.who, "collection": "app.bsky.feed.post", "limit": "100", **cursor}
            told = httpx.get(
                f"{self.url}/xrpc/com.atproto.repo.listRecords", params=asked, trust_env=False, timeout=60
            ).json()
            yield from (row["value"]["text"] for row in told["records"])
            if not told.get("cursor") or not told["records"]:
                return
            cursor = {"cursor": told["cursor"]}

    def _wordpress(self) -> Iterator[str]:
        page = 1
        while True:
            asked = {"rest_route": "/wp/v2/posts", "per_page": 100, "page": page, "_fields": "title"}
            answer = httpx.get(f"{self.url}/", params=asked, trust_env=False, timeout=120)  # type: ignore[arg-type]
            if answer.status_code == 400:
                return
            yield from (row["title"]["rendered"] for row in answer.raise_for_status().json())
            page += 1


def main(*, rounds: int, count: int, seed: int) -> int:
    from tools import real_platforms

    os.environ["MASTHEAD_REAL_DIR"] = str(real_platforms.folder())
    real_platforms.prepare()
    print(f"seed {seed}: {rounds} rounds of {count} posts, half Bluesky, half WordPress", flush=True)
    good, lines = True, []
    with (
        house(database="sqlite", settings={"BENCH_ENGINE": json.dumps(ENGINE)}, sandbox=False) as where,
        _servers(where) as (servers, people),
    ):
        chance = random.Random(seed)
        for number in range(1, rounds + 1):
            line, fine = _round(where, servers, people, number=number, count=count, chance=chance)
            print(line, flush=True)
            lines.append(line)
            good = good and fine
    return 0 if good else 1


def _round(
    where: House, servers: Sequence[Server], people: Any, *, number: int, count: int, chance: random.Random
) -> tuple[str, bool]:  # fmt: skip
    """Plan, send, kill, wait, count."""
    from masthead.publishing.models import Publication

    wanted = plan(
        [server.opened for server in servers], author=people["lin"], publisher=people["wu"], count=count,
        seed=chance.randrange(100_000),
    )  # fmt: skip
    begun, kills, moments = (
        time.monotonic(),
        0,
        [moment + chance.randint(-3, 3) for moment in KILL_AT if moment < count],
    )
    rows = Publication.objects.filter(title__in=[one.mark for one in wanted])
    for server in servers:
        for _ in range(3):
            server.proxy.cut(server.pattern, after=chance.random() < 0.7)
    where.open(workers=1, web=False)
    while time.monotonic() - begun < PATIENCE_SECONDS:
        time.sleep(0.2)
        where.look_after()
        states = Counter(rows.values_list("state", flat=True))
        sent = states["published"] + states["accepted"]
        if kills < len(moments) and sent >= moments[kills]:
            where.kill("worker")
            kills += 1
        if states["published"] + states["failed"] == count:
            break
    where.close()
    return _counted(servers, wanted, states, number=number, kills=kills, seconds=time.monotonic() - begun)


def _counted(
    servers: Sequence[Server], wanted: Sequence[Wanted], states: Counter[str], *, number: int, kills: int, seconds: float
) -> tuple[str, bool]:  # fmt: skip
    told, duplicates, missing = [], 0, 0
    for server in servers:
        there = Counter(server.marks())
        mine = [one.mark for one in wanted if one.platform == server.platform]
        twice, lost = sum(max(0, there[mark] - 1) for mark in mine), sum(there[mark] == 0 for mark in mine)
        duplicates, missing = duplicates + twice, missing + lost
        told.append(
            f"{server.platform}: {len(mine) - lost} of {len(mine)} there, {twice} twice, {server.proxy.cuts} calls cut so far"
        )
    unknown = states["unknown"]
    line = (
        f"round {number}: {'; '.join(told)}; kills {kills}; {seconds:.0f} s\n"
        f"published {len(wanted) - missing} duplicates {duplicates} lost {missing} unknown {unknown}"
    )
    return line, not (duplicates or missing or unknown) and states["published"] == len(wanted)


@contextmanager
def _servers(where: House) -> Iterator[tuple[list[Server], Any]]:
    """Both servers with our accounts, each behind a way that can be cut."""
    from masthead.org.testing import build_cast
    from tests.real import servers
    from tests.real.cutting_proxy import CuttingProxy

    cast = build_cast()
    folder = where.data / "real"
    for name in ("pds", "wp"):
        (folder / name).mkdir(parents=True)
    with ExitStack() as stack:
        pds = stack.enter_context(servers.bluesky(folder / "pds"))
        site = stack.enter_context(servers.wordpress(folder / "wp"))
        to_pds, to_site = stack.enter_context(CuttingProxy(pds.url)), stack.enter_context(CuttingProxy(site.url))
        handle = f"yunling-{secrets.token_hex(4)}.test"
        password = _bluesky_account(pds.url, handle)
        made = [
            Server(
                "bluesky", _account("bluesky", cast, to_pds.url, handle, password), pds.url, to_pds,
                r"^POST /xrpc/com\.atproto\.repo\.putRecord", handle,
            ),
            Server(
                "wordpress", _account("wordpress", cast, to_site.url, "editor", site.passwords["editor"]), site.url, to_site,
                r"^POST \S*/wp/v2/posts/\d+", "editor",
            ),
        ]  # fmt: skip
        yield made, cast.people


def _bluesky_account(url: str, handle: str) -> str:
    """Opened at the server; an app password for us."""

    def tell(method: str, body: dict[str, str], token: str = "") -> dict[str, Any]:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        answer = httpx.post(f"{url}/xrpc/{method}", json=body, headers=headers, trust_env=False, timeout=60)
        told: dict[str, Any] = answer.raise_for_status().json()
        return told

    body = {
        "handle": handle,
        "email": f"{handle.partition('.')[0]}@yunling-tea.example",
        "password": secrets.token_hex(8),
    }
    session = tell("com.atproto.server.createAccount", body)
    made = tell("com.atproto.server.createAppPassword", {"name": "Masthead"}, session["accessJwt"])
    return str(made["password"])


def _account(platform: str, cast: Any, url: str, app_id: str, secret: str) -> Opened:
    from masthead.accounts import actions
    from masthead.accounts.models import Account
    from masthead.accounts.states import AccountEndpoint, AccountStatus, ConnectionState
    from masthead.platforms.testing import make_platform

    people = cast.people
    account = actions.register_account(
        name=f"云岭茶事 {platform}", platform=make_platform(platform), handle=app_id, unit=cast.units["宣传部"],
        administrator=people["wu"], backup=people["he"], endpoint=AccountEndpoint.OFFICIAL, by=None,
    )  # fmt: skip
    actions.connect_account(
        account=account, app_id=app_id, secret=secret, endpoint=AccountEndpoint.OFFICIAL, site_url=url, by=None
    )
    Account.objects.filter(pk=account.pk).update(status=AccountStatus.ACTIVE, connection_state=ConnectionState.OK)
    account.refresh_from_db()
    return Opened(account, BY_KEY[platform], app_id)
