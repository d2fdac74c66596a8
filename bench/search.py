"""`./dev bench-search`: two-character words over many objects, for one who sees all and for one of a small department.

python -m bench.search [--things 200000] [--times 20]

The floor is reading one row by its key in the same process; every figure is printed beside it.
"""

import argparse
import random
import statistics
from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any

from bench.place import database_alone

WORDS = (
    "春茶",
    "龙井",
    "发布",
    "审核",
    "活动",
    "制度",
    "普洱",
    "仓储",
    "湿度",
    "品鉴",
    "采摘",
    "工艺",
    "门店",
    "渠道",
    "数据",
    "月报",
)
COMMON, USUAL, RARE, NONE = "公司", "春茶", "冷泡", "火星"
TARGET_MS = 100


def _sentences(seed: int, count: int) -> Iterator[tuple[str, str]]:
    """(title, text) of things: 公司 stands in every text, 冷泡 in one of ten thousand."""
    dice = random.Random(seed)
    for number in range(count):
        words = [dice.choice(WORDS) for _ in range(60)]
        rare = RARE if number % 10_000 == 77 else ""
        yield f"{dice.choice(WORDS)}{dice.choice(WORDS)}第{number}期{rare}", f"公司{''.join(words)}"


def fill(things: int, unit_ids: list[int]) -> None:
    """Entries as the indexer writes them, in bulk."""
    from django.db import connection

    from masthead.core.models import SearchEntry
    from masthead.core.search.backends import index
    from masthead.core.search.registry import Document
    from masthead.core.search.scopes import tokens_of

    kinds = ("content.draft", "content.topic", "publishing.publication")
    batch: list[tuple[SearchEntry, list[str]]] = []
    for number, (title, text) in enumerate(_sentences(7, things)):
        kind, unit = kinds[number % 3], unit_ids[0] if number % 50 else unit_ids[-1]
        entry = SearchEntry(kind=kind, object_id=number + 1, title=title, url="/", plain_title=title, plain_text=text)
        batch.append((entry, tokens_of(kind, Document(pk=number, title="", url="", unit_ids=[unit]))))
        if len(batch) == 5000 or number == things - 1:
            SearchEntry.objects.bulk_create([entry for entry, _scope in batch])
            index().put((entry.pk, entry.plain_title, entry.plain_text, scope) for entry, scope in batch)
            batch = []
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _median_ms(times: int, work: Callable[[], Any]) -> float:
    work()
    spans = []
    for _turn in range(times):
        began = perf_counter()
        work()
        spans.append(perf_counter() - began)
    return statistics.median(spans) * 1000


def measure(things: int, times: int) -> int:
    from django.db import connection

    from masthead.core.models import SearchEntry
    from masthead.core.search import queries
    from masthead.core.search.backends import index
    from masthead.core.search.grams import terms
    from masthead.core.search.registry import SEARCHABLE
    from masthead.core.search.scopes import tokens_for
    from masthead.org.testing import build_cast

    cast = build_cast()
    units = [cast.units["宣传部"].pk, cast.units["市场部"].pk]
    began = perf_counter()
    fill(things, units)
    print(f"{things:,} things indexed on {connection.vendor} in {perf_counter() - began:.0f} s")
    first = SearchEntry.objects.order_by("pk").values_list("pk", flat=True)[0]
    floor = _median_ms(times, lambda: SearchEntry.objects.get(pk=first))
    print(f"floor: one row by its key {floor:.2f} ms\n{'word':<22}{'who':<8}{'found':>7}{'ms':>9}{'× floor':>9}")
    slow = False
    for who in ("zheng", "sun"):
        member = cast.people[who]
        scopes = [t for s in SEARCHABLE.values() for t in tokens_for(s.kind, s.reach(member))]
        for label, word in (("in every text", COMMON), ("in most", USUAL), ("rare", RARE), ("nowhere", NONE)):
            wanted = terms(word)

            def ask(wanted: Any = wanted, scopes: Any = scopes) -> list[int]:
                engine = index()
                keys = engine.find(wanted, scopes, titles=True, limit=31, below=queries.NEWEST)
                return keys + engine.find(wanted, scopes, titles=False, limit=31, below=queries.NEWEST)

            span = _median_ms(times, lambda: SearchEntry.objects.in_bulk(ask()))
            slow |= span > TARGET_MS
            print(f"{word} {label:<17}{who:<8}{len(ask()):>7}{span:>9.1f}{span / floor:>9.1f}")
    print(f"target: every two-character word ≤ {TARGET_MS} ms: {'MISSED' if slow else 'met'}")
    return int(slow)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--things", type=int, default=200_000)
    parser.add_argument("--times", type=int, default=20)
    options = parser.parse_args()
    with database_alone():
        return measure(options.things, options.times)


if __name__ == "__main__":
    raise SystemExit(main())
