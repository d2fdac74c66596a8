"""Invented but steady figures: a growth curve per article, grown from a hash, read at any moment."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta

from sandbox.clock import midnight

DAY = 86_400
SCENES = ("公众号消息", "聊天会话", "朋友圈", "公众号主页", "推荐", "搜一搜", "其他")
COUNTS = ("read_user", "share_user", "zaikan_user", "like_user", "comment_count", "collection_user",
          "read_subscribe_user")  # fmt: skip


@dataclass(frozen=True)
class Curve:
    """How one article grows: a ceiling, a pace, and rates that follow reading."""

    published_at: float
    ceiling: int
    pace: float
    rates: dict[str, float]
    scenes: tuple[float, ...]
    finish_rate: float
    minutes: float

    def at(self, moment: float) -> dict[str, int]:
        """Every count from publication up to this moment; never falls."""
        days = max(0.0, (moment - self.published_at) / DAY)
        reads = self.ceiling * (1 - self.pace**days)
        return {name: int(reads * self.rates.get(name, 1.0)) for name in COUNTS}

    def sources(self, reads: int) -> list[dict[str, object]]:
        """Reads by scene; the parts sum to 全部."""
        parts = [int(reads * share) for share in self.scenes]
        parts[-1] += reads - sum(parts)
        listed: list[dict[str, object]] = [{"user_count": reads, "scene_desc": "全部"}]
        return listed + [{"user_count": n, "scene_desc": scene} for n, scene in zip(parts, SCENES, strict=True)]


def unit(*parts: object) -> float:
    """A number in [0, 1) that depends on nothing but its name."""
    digest = hashlib.sha256("/".join(map(str, parts)).encode()).digest()
    return int.from_bytes(digest[:7], "big") / 2**56


def curve(seed: str, key: str, *, published_at: float, followers: int, idx: int) -> Curve:
    """The curve of an article; later articles of one message are read less."""

    def between(name: str, low: float, high: float) -> float:
        return low + (high - low) * unit(seed, key, name)

    weights = [between(f"scene{i}", 0.2, 1.0) * weight for i, weight in enumerate((0.4, 1.6, 1.8, 1.0, 1.4, 0.8, 0.4))]
    return Curve(
        published_at=published_at,
        ceiling=int(followers * between("reach", 0.03, 0.14) * 0.55 ** (idx - 1)) + int(between("floor", 20, 60)),
        pace=between("pace", 0.30, 0.62),
        rates={
            "share_user": between("share", 0.02, 0.09),
            "zaikan_user": between("zaikan", 0.004, 0.02),
            "like_user": between("like", 0.01, 0.045),
            "comment_count": between("comment", 0.001, 0.008),
            "collection_user": between("collection", 0.005, 0.03),
            "read_subscribe_user": between("subscribe", 0.001, 0.006),
        },
        scenes=tuple(weight / sum(weights) for weight in weights),
        finish_rate=round(between("finish", 0.35, 0.78), 4),
        minutes=round(between("minutes", 0.6, 3.4), 2),
    )


def on_day(article: Curve, day: date) -> dict[str, int]:
    """What this one day added."""
    before, after = article.at(midnight(day)), article.at(midnight(day + timedelta(days=1)))
    return {name: after[name] - before[name] for name in COUNTS}


def until(article: Curve, day: date) -> dict[str, int]:
    """What had come together by the end of this day."""
    return article.at(midnight(day + timedelta(days=1)))


def jumps(seed: str, key: str) -> list[dict[str, float | int]]:
    """Where readers leave, in fifths of the text; the rates sum to about one."""
    weights = [unit(seed, key, "jump", i) + 0.2 for i in range(5)]
    return [{"position": i + 1, "rate": round(w / sum(weights), 4)} for i, w in enumerate(weights)]


def followers_moved(seed: str, appid: str, followers: int, day: date) -> list[tuple[int, int, int]]:
    """(user_source, new, cancelled) of one day."""
    scale = max(2.0, followers * 0.0012)
    rows = []
    for source, weight in ((0, 0.2), (1, 0.35), (17, 0.1), (30, 0.25), (57, 0.1)):
        new = int(scale * weight * (0.4 + 1.4 * unit(seed, appid, day, source, "new")))
        gone = int(scale * weight * 0.45 * unit(seed, appid, day, source, "gone"))
        rows.append((source, new, gone))
    return rows
