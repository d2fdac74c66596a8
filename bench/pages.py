"""`./dev bench`: server time of each page, p50 and p95, beside an empty view and the page frame in the same process.

python -m bench.pages [--rows 100000] [--times 40]

The pages take turns, so that a busy machine slows all of them alike; `cpu ms` is the processor time of this process alone.
"""

import argparse
import os
import re
import statistics
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
EMPTY, FRAME = "/_bench/empty/", "/_bench/frame/"
OVER_EMPTY_MS, TIMES_FRAME = 10, 5
LISTS = ("选题", "稿件列表", "审核", "发布列表", "数据", "通知", "留痕", "账号", "执行看板")
PAGES = (
    ("空视图 empty view", "lin", EMPTY),
    ("页面框架 frame", "lin", FRAME),
    ("工作台 workbench", "lin", "/"),
    ("选题 topics", "lin", "/content/topics/"),
    ("选题看板 topic board", "lin", "/content/topics/?view=board"),
    ("稿件列表 drafts", "lin", "/content/drafts/"),
    ("稿件详情 draft", "lin", "/content/drafts/500/"),
    ("编辑器 composer", "lin", "/content/drafts/501/edit/"),
    ("版本对照 versions", "lin", "/content/drafts/501/revisions/"),
    ("审核 approvals", "zhou", "/approvals/"),
    ("审核·队列 review queue", "zhou", "/content/review/"),
    ("审核·审核页 review page", "zhou", "/approvals/cases/500/"),
    ("审核·批注 remarks", "zhou", "/content/drafts/500/annotations/"),
    ("审核·负荷 review load", "chen", "/content/review/load/"),
    ("审核·我发起的 my cases", "lin", "/approvals/?tab=mine"),
    ("发布列表 publications", "wu", "/publishing/"),
    ("发布列表·他部 other unit", "sun", "/publishing/"),
    ("稿件列表·他部 other unit", "sun", "/content/drafts/"),
    ("数据·他部 other unit", "sun", "/analytics/"),
    ("日历 calendar", "wu", "/publishing/calendar/"),
    ("数据 analytics", "lin", "/analytics/"),
    ("通知 notices", "lin", "/notices/"),
    ("留痕 trail", "auditor", "/trail/"),
    ("账号 accounts", "he", "/accounts/"),
    ("执行看板 board", "zheng", "/rulebook/board/"),
    ("执行看板·走势 trend", "zheng", "/rulebook/board/trend/"),
    ("条款 clause", "zheng", "/rulebook/clauses/3.3.2/"),
    ("阅读确认 signatures", "zheng", "/rulebook/signatures/"),
)


@dataclass
class Page:
    """One address, asked by one person, with what was measured."""

    label: str
    path: str
    client: Any
    queries: int
    size: int
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    @property
    def p50(self) -> float:
        return statistics.median(self.wall) * 1000

    @property
    def p95(self) -> float:
        return sorted(self.wall)[int(len(self.wall) * 0.95) - 1] * 1000

    @property
    def cpu_p50(self) -> float:
        return statistics.median(self.cpu) * 1000


def measure(rows: int, times: int) -> list[Page]:
    """Fill a fresh database and ask every page `times` times."""
    from time import perf_counter

    from django.db import connection
    from django.test.utils import override_settings

    from bench import world

    print(f"filling {rows:,} rows on {connection.vendor} …", flush=True)
    began = perf_counter()
    people = world.fill(rows).cast.people
    print(f"filled in {perf_counter() - began:.0f} s", flush=True)
    with override_settings(ROOT_URLCONF="bench.urls", ALLOWED_HOSTS=["*"]):
        pages = [_first_look(label, people[key], path) for label, key, path in PAGES]
        for _turn in range(times):
            for page in pages:
                wall, cpu = world.seconds_of(lambda p=page: p.client.get(p.path))  # type: ignore[misc]
                page.wall.append(wall)
                page.cpu.append(cpu)
    return pages


def _first_look(label: str, person: Any, path: str) -> Page:
    """Sign in, warm the page up, count its queries."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from masthead.org.testing import sign_in

    client = Client()
    sign_in(client, person)
    response = client.get(path)
    if response.status_code != 200:
        raise SystemExit(f"{path}: answered {response.status_code}")
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return Page(label, path, client, len(queries), len(response.content))


def show(pages: list[Page]) -> None:
    """The table, then whether the targets are met."""
    by_path = {page.path: page for page in pages}
    empty, frame = by_path[EMPTY], by_path[FRAME]
    columns = ("p50 ms", "p95 ms", "cpu ms", "queries", "KB", "over empty", "× frame")
    print(f"{'page':<26}" + "".join(f"{name:>11}" for name in columns))
    for page in pages:
        cells = (f"{page.p50:.1f}", f"{page.p95:.1f}", f"{page.cpu_p50:.1f}", str(page.queries), f"{page.size / 1024:.0f}",
                 f"{page.p50 - empty.p50:.1f}", f"{page.p50 / frame.p50:.2f}")  # fmt: skip
        wide = sum(ord(c) > 0x2E7F for c in page.label)
        print(f"{page.label:<{26 - wide}}" + "".join(f"{cell:>11}" for cell in cells))
    slow = [
        page.label for page in pages if re.split("[ ·]", page.label)[0] in LISTS and page.p50 > TIMES_FRAME * frame.p50
    ]
    print(
        f"frame over empty view: {frame.p50 - empty.p50:.1f} ms (target {OVER_EMPTY_MS}; cpu {frame.cpu_p50 - empty.cpu_p50:.1f})"
    )
    print(f"lists above {TIMES_FRAME} × frame: {', '.join(slow) or 'none'}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
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
        show(measure(options.rows, options.times))
    finally:
        runner.teardown_databases(kept)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
