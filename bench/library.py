"""The asset library: search over many materials, and look-alikes, beside reading one row by its key in the same process.

python -m bench.library [--things 50000] [--times 20]
"""

import argparse
import random
import statistics
from collections.abc import Callable
from functools import partial
from time import perf_counter, process_time
from typing import Any

from bench.place import database_alone

WORDS = (
    "春茶",
    "茶园",
    "晨雾",
    "产品",
    "海报",
    "横图",
    "竖图",
    "封面",
    "采摘",
    "工艺",
    "门店",
    "人物",
    "节气",
    "活动",
    "盖碗",
    "普洱",
)
RARE = "冷泡"
TARGET_MS = 100


def fill(things: int, member: Any) -> None:
    """Materials as the actions write them, in bulk: 公司 stands in all, 冷泡 in one of ten thousand."""
    from django.db import connection, transaction

    from masthead.content.models import Material, MaterialTag, MaterialVersion
    from masthead.content.queries import tokens_in, words_of_material
    from masthead.content.testing import unit_of
    from masthead.core import clock
    from masthead.core.models import StoredFile

    transaction.set_autocommit(False)
    dice, unit, moment = random.Random(7), unit_of(member), clock.now()
    stored = StoredFile.objects.create(
        sha256="0" * 64, size_bytes=1, mime="image/png", name="a.png", use="content.material"
    )
    for start in range(0, things, 2500):
        rows = []
        for number in range(start, min(start + 2500, things)):
            tags = dice.sample(WORDS, 3)
            name = f"{dice.choice(WORDS)}{dice.choice(WORDS)}第{number}张{RARE if number % 10_000 == 77 else ''}"
            rows.append(
                Material(unit=unit, kind=("picture", "video", "document")[number % 3], name=name, source="公司宣传部", tags=tags,
                         cleared=number % 7 > 0, added_by=member, added_at=moment)
            )  # fmt: skip
        rows = Material.objects.bulk_create(rows)
        with connection.cursor() as cursor:  # two million rows: without models
            cursor.executemany(
                "INSERT INTO content_materialgram (gram, material_id) VALUES (%s, %s)",
                [(gram, m.pk) for m in rows for gram in tokens_in(words_of_material(m))],
            )
        MaterialTag.objects.bulk_create([MaterialTag(material=m, name=tag) for m in rows for tag in m.tags])
        versions = MaterialVersion.objects.bulk_create([_version(m, stored, dice, moment) for m in rows])
        pairs = zip(rows, versions, strict=True)
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE content_material SET version_id = %s WHERE id = %s", [(v.pk, m.pk) for m, v in pairs]
            )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    transaction.commit()
    transaction.set_autocommit(True)


def _version(material: Any, stored: Any, dice: random.Random, moment: Any) -> Any:
    from masthead.content.models import MaterialVersion

    one, two, three, four = (dice.randrange(65536) for _n in range(4))
    digest = f"{material.pk:064x}"
    return MaterialVersion(
        material=material, number=1, file=stored, sha256=digest, given_sha256=digest, facts={"bytes": 1}, band_1=one, band_2=two,
        band_3=three, band_4=four, added_at=moment,
    )  # fmt: skip


def spans_of(times: int, work: Callable[[], Any]) -> tuple[float, float, float]:
    """(median, p95, median of this process' own time) in milliseconds; a busy machine stretches the first two only."""
    work()
    spans, own = [], []
    for _turn in range(times):
        began, worked = perf_counter(), process_time()
        work()
        spans.append((perf_counter() - began) * 1000)
        own.append((process_time() - worked) * 1000)
    return statistics.median(spans), sorted(spans)[int(len(spans) * 0.95) - 1], statistics.median(own)


def _page(member: Any, **wanted: Any) -> list[Any]:
    from masthead.content import queries

    return list(queries.material_page(member, queries.MaterialFilter(**wanted)))


def _nearly(version: Any) -> list[int]:
    """Bands of a picture that differs by a few bits."""
    kept = [band or 0 for band in (version.band_1, version.band_2, version.band_3, version.band_4)]
    return [kept[0] ^ 1, kept[1], kept[2] ^ 6, kept[3]]


def measure(things: int, times: int) -> int:
    from django.db import connection

    from masthead.content import queries
    from masthead.content.models import Material, MaterialVersion
    from masthead.org.testing import build_cast

    member = build_cast().people["lin"]
    began = perf_counter()
    fill(things, member)
    print(f"{things:,} materials on {connection.vendor} in {perf_counter() - began:.0f} s")
    first = Material.objects.order_by("pk").values_list("pk", flat=True)[0]
    version = MaterialVersion.objects.order_by("pk")[things // 2]
    bands = _nearly(version)

    page = partial(_page, member)
    asked: list[tuple[str, Callable[[], Any]]] = [
        ("floor: one row by its key", lambda: Material.objects.get(pk=first)),
        ("newest, no filter", page),
        ("公司 in all", lambda: page(q="公司")),
        ("春茶 in many", lambda: page(q="春茶")),
        ("春茶 采摘 门店 together", lambda: page(q="春茶 采摘 门店")),
        ("冷泡 in five", lambda: page(q="冷泡")),
        ("火星 nowhere", lambda: page(q="火星")),
        ("春茶, videos, without rights", lambda: page(q="春茶", kind="video", rights="missing")),
        ("公司, tag 盖碗", lambda: page(q="公司", tag="盖碗")),
        ("looks alike (6 of 64 bits)", lambda: queries.alike(member, bands)),
    ]
    print(f"{'question':<34}{'found':>7}{'p50 ms':>9}{'p95 ms':>9}{'cpu ms':>9}")
    slow = False
    for label, work in asked:
        middle, high, own = spans_of(times, work)
        slow |= high > TARGET_MS
        found = work()
        print(
            f"{label:<34}{len(found) if isinstance(found, list) else 1:>7}{middle:>9.1f}{high:>9.1f}{own:>9.1f}",
            flush=True,
        )
    print(f"target: p95 ≤ {TARGET_MS} ms: {'MISSED' if slow else 'met'}")
    return int(slow)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--things", type=int, default=50_000)
    parser.add_argument("--times", type=int, default=20)
    options = parser.parse_args()
    with database_alone():
        return measure(options.things, options.times)


if __name__ == "__main__":
    raise SystemExit(main())
