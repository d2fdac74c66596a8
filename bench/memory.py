"""`./dev bench-memory`: the memory of one worker over many publications, with a long film among them.

The film is a sparse file, uploaded in pieces through the connector of 快手; the sandbox keeps its first piece only. Sampled twice a second.
"""

import argparse
import datetime as dt
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from bench.burst import rewind
from bench.place import Place, build_world, place

ENGINE = {"poll_seconds": [1, 2, 5], "batch": 32, "threads": 8}
HEAD = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"
PIECE, MB = 1 << 20, 1 << 20
KEY, SECRET = "ks_bench", "kuaishou-bench-secret"  # pragma: allowlist secret
WARM = 0.1  # share of the posts after which a worker has everything loaded
SLOPE_MOST = 20.0  # MB over a thousand posts, once warm
FILM_MOST = 120.0  # MB above the warm worker while the film is on its way
PATIENCE_SECONDS = 4 * 3600


def rss(process: int) -> float:
    """Megabytes in memory now."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MB


def film_account(where: Place) -> Any:
    """An account of 快手, authorised as a person does it."""
    from django.contrib.auth import get_user_model

    from masthead.accounts import actions, queries
    from masthead.accounts.models import Account
    from masthead.accounts.states import AccountStatus, ConnectionState
    from masthead.accounts.testing import make_account

    first = Account.objects.select_related("unit", "administrator", "backup").order_by("pk").first()
    assert first is not None and first.backup is not None
    admin = get_user_model().objects.get(username="hezh")
    account = make_account(
        unit=first.unit, administrator=first.administrator, backup=first.backup, name="云岭茶片", platform="kuaishou"
    )
    where.sandbox.add_app(KEY, SECRET, name="云岭茶片", platform="kuaishou", redirect_uri=queries.redirect_address())
    actions.connect_account(account=account, endpoint="sandbox", app_id=KEY, secret=SECRET, by=admin)
    address = actions.send_to_platform(account=account, session="bench", by=admin)
    answer = httpx.get(f"{address}&auto=1", follow_redirects=False, trust_env=False, timeout=30)
    back = parse_qs(urlsplit(answer.headers["location"]).query)
    actions.come_back(state=back["state"][0], code=back["code"][0], refused="", session="bench", by=admin)
    Account.objects.filter(pk=account.pk).update(status=AccountStatus.ACTIVE, connection_state=ConnectionState.OK)
    return queries.get_account(account.pk)


def sparse_film(path: Path, size: int) -> str:
    """A file that says it is a film, `size` long, with nothing on the disk behind its head; its digest."""
    with path.open("wb") as out:
        out.write(HEAD)
        out.truncate(size)
    digest = hashlib.sha256()
    with path.open("rb") as source:
        while piece := source.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


def plan_film(where: Place, size: int) -> Any:
    """An approved draft with the film, waiting for its time."""
    from django.contrib.auth import get_user_model

    from masthead.content.models import Draft, Revision
    from masthead.content.queries import content_hash
    from masthead.core import clock
    from masthead.core.files import actions as files
    from masthead.publishing.testing import make_approved, make_publication

    account = film_account(where)
    author = get_user_model().objects.get(username="linbj")
    path = where.data / "film.mp4"
    digest = sparse_film(path, size)
    film = files.adopt_file(
        path=path, digest=digest, mime="video/mp4", name="春茶一日.mp4", use="content.material", stored_by_id=author.pk
    )
    draft = make_approved(author, account, title="春茶一日（影片）")
    Revision.objects.filter(draft=draft).update(video=film)
    Draft.objects.filter(pk=draft.pk).update(approved_hash=content_hash(draft))
    draft.refresh_from_db()
    return make_publication(draft, account, by=author, due_at=clock.now() + dt.timedelta(days=1))


class Samples:
    """(posts done, megabytes) of one worker, and the peak while the film was on its way."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, float]] = []
        self.film: list[float] = []

    def take(self, done: int, process: int, *, film: bool) -> None:
        size = rss(process)
        self.rows.append((done, size))
        if film:
            self.film.append(size)

    def warm(self, count: int) -> list[tuple[int, float]]:
        return [row for row in self.rows if row[0] >= count * WARM] or self.rows

    def slope(self, count: int) -> float:
        """Megabytes over a thousand posts, by least squares over what came after the start."""
        rows = self.warm(count)
        n, mean_x, mean_y = len(rows), sum(x for x, _y in rows) / len(rows), sum(y for _x, y in rows) / len(rows)
        spread = sum((x - mean_x) ** 2 for x, _y in rows)
        return 1000 * sum((x - mean_x) * (y - mean_y) for x, y in rows) / spread if n > 1 and spread else 0.0


def watch(worker: subprocess.Popen[bytes], film: Any, count: int) -> Samples:
    """Sample until everything is accepted; the film becomes due when a third of the posts is out."""
    from masthead.core import clock
    from masthead.publishing.models import Publication
    from masthead.publishing.states import PublicationState

    found, until, sent = Samples(), time.monotonic() + PATIENCE_SECONDS, False
    rows = Publication.objects.exclude(accepted_at=None)
    while not (done := rows.count()) > count and time.monotonic() < until:
        if not sent and done >= count // 3:
            Publication.objects.filter(pk=film.pk).update(due_at=clock.now(), next_try_at=clock.now())
            sent = True
        under_way = Publication.objects.filter(pk=film.pk, state=PublicationState.SENDING).exists()
        found.take(done, worker.pid, film=under_way)
        time.sleep(0.5)
    return found


def report(found: Samples, platform: Sequence[float], *, count: int, film_mb: int) -> bool:
    rows = found.warm(count)
    start, peak, end, slope = rows[0][1], max(size for _n, size in rows), rows[-1][1], found.slope(count)
    film = max(found.film, default=0.0) - start if found.film else 0.0
    print(f"{'':>34} {'start':>8} {'peak':>8} {'end':>8}   MB, once warm")
    print(f"{'worker':>34} {start:>8.1f} {peak:>8.1f} {end:>8.1f}")
    print(f"{'sandbox':>34} {platform[0]:>8.1f} {max(platform):>8.1f} {platform[-1]:>8.1f}")
    print(f"\n{'worker, MB over a thousand posts':<52} {_judged(slope, SLOPE_MOST)}")
    print(f"{f'worker above its start while {film_mb} MB go out':<52} {_judged(film, FILM_MOST)}")
    return slope <= SLOPE_MOST and film <= FILM_MOST and bool(found.film)


def _judged(found: float, most: float) -> str:
    return f"<= {most:.0f} {found:>9.2f}  {'met' if found <= most else 'MISSED'}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--film-mb", type=int, default=1024)
    args = parser.parse_args()
    with place(ENGINE) as where:
        build_world(where, accounts=50, count=args.count, due_in=86_400)
        film = plan_film(where, args.film_mb * MB)
        from masthead.core import clock

        rows = rewind()
        worker = where.start_worker(pause=0.1)
        try:
            assert where.sandbox.process is not None
            before = rss(where.sandbox.process.pid)
            rows.update(due_at=clock.now(), next_try_at=clock.now())
            found = watch(worker, film, args.count)
            after = rss(where.sandbox.process.pid)
        finally:
            worker.terminate()
            worker.wait()
    print(f"{args.count} posts and a film of {args.film_mb} MB, one worker process of {ENGINE['threads']} hands")
    return 0 if report(found, [before, after], count=args.count, film_mb=args.film_mb) else 1


if __name__ == "__main__":
    sys.exit(main())
