"""`./dev bench`: server time of each page, p50 and p95, beside an empty view and the page frame in the same process.

python -m bench.pages [--rows 100000] [--times 40]
"""

import argparse
import os
import statistics
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGES = (
    ("空视图 empty view", "lin", "/_bench/empty/"),
    ("页面框架 frame", "lin", "/_bench/frame/"),
    ("工作台 workbench", "lin", "/"),
    ("选题 topics", "lin", "/content/topics/"),
    ("稿件 drafts", "lin", "/content/drafts/"),
    ("稿件详情 draft", "lin", "/content/drafts/500/"),
    ("审核 approvals", "zhou", "/approvals/"),
    ("发布 publications", "wu", "/publishing/"),
    ("日历 calendar", "wu", "/publishing/calendar/"),
    ("数据 analytics", "lin", "/analytics/"),
    ("通知 notices", "lin", "/notices/"),
    ("留痕 trail", "auditor", "/trail/"),
    ("账号 accounts", "he", "/accounts/"),
    ("执行看板 board", "zheng", "/rulebook/board/"),
)


def measure(rows: int, times: int) -> None:
    """Fill a fresh database and print one line a page."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext, override_settings

    from bench import world

    print(f"filling {rows:,} rows on {connection.vendor} …", flush=True)
    cast = world.fill(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    results: dict[str, float] = {}
    print(f"{'page':<24}{'p50 ms':>9}{'p95 ms':>9}{'queries':>9}{'KB':>8}{'over empty':>12}{'× frame':>9}")
    with override_settings(ROOT_URLCONF="bench.urls", ALLOWED_HOSTS=["*"]):
        for label, person, path in PAGES:
            client = Client()
            client.force_login(cast.people[person], backend="allauth.account.auth_backends.AuthenticationBackend")
            response = client.get(path)
            if response.status_code != 200:
                raise SystemExit(f"{path}: answered {response.status_code}")
            with CaptureQueriesContext(connection) as queries:
                client.get(path)
            spent = sorted(world.seconds_of(lambda c=client, p=path: c.get(p), times))  # type: ignore[misc]
            p50, p95 = statistics.median(spent) * 1000, spent[int(len(spent) * 0.95) - 1] * 1000
            results[path] = p50
            over, ratio = p50 - results["/_bench/empty/"], p50 / results.get("/_bench/frame/", p50)
            size = len(response.content) / 1024
            print(f"{label:<24}{p50:>9.1f}{p95:>9.1f}{len(queries):>9}{size:>8.0f}{over:>12.1f}{ratio:>9.2f}", flush=True)


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
        measure(options.rows, options.times)
    finally:
        runner.teardown_databases(kept)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
