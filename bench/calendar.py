"""`python -m bench.calendar`: the publishing calendar of a month with 2,000 entries, 100,000 contents behind it.

python -m bench.calendar [--rows 100000] [--entries 2000] [--times 40]

The views take turns beside the empty view and the page frame, in one process; the target is 150 ms server time (p95) for the month.
"""

import argparse
import datetime as dt
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ACCOUNTS, TARGET_MS = 20, 150


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.calendar", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--entries", type=int, default=2000)
    parser.add_argument("--times", type=int, default=40)
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "masthead.config.settings.test")
    import django
    from django.test.runner import DiscoverRunner

    django.setup()
    runner = DiscoverRunner(verbosity=0, interactive=False)
    kept = runner.setup_databases()
    try:
        return measure(options.rows, options.entries, options.times)
    finally:
        runner.teardown_databases(kept)


def measure(rows: int, entries: int, times: int) -> int:
    """Fill, ask, print; 1 when the month misses its target."""
    from django.db import connection
    from django.test.utils import override_settings

    from bench import pages, world

    print(f"filling {rows:,} rows on {connection.vendor}, {entries:,} entries in one month …", flush=True)
    company = world.fill(rows)
    on = crowd(company, entries)
    people = company.cast.people
    views = [("空视图 empty view", pages.EMPTY), ("页面框架 frame", pages.FRAME)]
    views += [
        (f"日历·{v}", f"/publishing/calendar/?view={v}&on={on}") for v in ("month", "week", "day", "lanes", "list")
    ]
    views += [
        ("日历·一天的盒子 day box", f"/publishing/calendar/day/?on={on}"),
        ("发布频率 frequency", f"/publishing/frequency/?on={on}"),
    ]
    views += [("营销日历 almanac", f"/content/almanac/?on={on}"), ("热点 hot topics", "/content/hot/")]
    with override_settings(ROOT_URLCONF="bench.urls", ALLOWED_HOSTS=["*"]):
        asked = [pages._first_look(label, people["wu"], path) for label, path in views]  # noqa: SLF001
        for _turn in range(times):
            for page in asked:
                wall, cpu = world.seconds_of(lambda p=page: p.client.get(p.path))  # type: ignore[misc]
                page.wall.append(wall)
                page.cpu.append(cpu)
    pages.show(asked)
    month = next(page for page in asked if "view=month" in page.path)
    print(f"month of {entries:,}: p95 {month.p95:.1f} ms (target {TARGET_MS})", flush=True)
    return int(month.p95 > TARGET_MS)


def crowd(company: object, entries: int) -> dt.date:
    """`entries` publications on twenty accounts in the month after next; returns a day of it."""
    from django.db import connection

    from bench.world import Company, copies
    from masthead.accounts.models import Account
    from masthead.core import clock
    from masthead.publishing.models import Publication

    assert isinstance(company, Company)
    model = Account.objects.get(pk=company.account.pk)
    ids = [company.account.pk]
    for number in range(1, ACCOUNTS):
        model.pk = None
        model.name = model.name_key = f"云岭茶事{number:02d}"
        model.handle = model.handle_key = f"bench{number:02d}"
        model.save(force_insert=True)
        ids.append(model.pk)
    first = (company.now.date().replace(day=1) + dt.timedelta(days=70)).replace(day=1)
    base, wu, unit = clock.at_china(first, 7), company.cast.people["wu"], company.cast.units["宣传部"]
    shape = Publication(
        pk=0, draft_id=0, revision_id=0, account_id=ids[0], unit=unit, window_start=base, window_end=base, planned_at=base, due_at=base,
        next_try_at=base, scheduled_by=wu, scheduled_at=base, state="scheduled",
    )  # fmt: skip
    top = Publication.objects.latest("pk").pk

    def one(n: int) -> dict[str, object]:
        at = base + dt.timedelta(days=n % 28, minutes=(n * 37) % 840)
        return {
            "id": top + n, "draft_id": n, "revision_id": n, "account_id": ids[n % ACCOUNTS], "title": f"稿件 {n} 茶园手记：{n % 97} 号",
            "content_hash": f"{n:064x}"[::-1], "window_start": at, "window_end": at + dt.timedelta(hours=4), "planned_at": at, "due_at": at,
            "next_try_at": at,
        }  # fmt: skip

    copies(shape, range(1, entries + 1), one)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return first + dt.timedelta(days=9)


if __name__ == "__main__":
    raise SystemExit(main())
