"""Platforms' wishes for films and pictures: data beside the limits of the connectors, compared with the facts of a medium."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from masthead.core import figures
from masthead.platforms.limits import LIMITS

NEAR = 0.03  # how far a ratio may be off


@dataclass(frozen=True)
class MediaIssue:
    """One objection of one platform. `block` False = it is taken, but not well."""

    platform: str
    code: str
    message: str
    block: bool = True


@lru_cache(maxsize=1)
def rules() -> Mapping[str, Mapping[str, Any]]:
    """The shipped facts by platform key."""
    return tomllib.loads((Path(__file__).parent / "media_rules.toml").read_text("utf-8"))


def most_of(platform: str, key: str) -> int:
    """The most bytes or seconds of a film: what the connector states (and an administrator corrected), else the shipped number."""
    for limit in LIMITS.get(platform) or ():
        if limit.key == f"video_{key}":
            return limit.most
    return int(rules().get(platform, {}).get(key, 0))


def dislikes_codes(platform: str) -> bool:
    """Does the platform hold back posts whose pictures carry QR codes?"""
    return rules().get(platform, {}).get("codes") == "warn"


def film_issues(platform: str, facts: Mapping[str, Any]) -> list[MediaIssue]:
    """What a platform objects to in a film with these facts (see `probe.facts_of_film`)."""
    wanted = rules().get(platform)
    if wanted is None:
        return []
    found = [*_by_size(platform, facts), *_by_kind(platform, wanted, facts)]
    width, height = int(facts.get("width", 0)), int(facts.get("height", 0))
    if width and height and not _fits(width, height, wanted["ratios"]):
        say = _("画面比例 %(ratio)s 不是建议的 %(wanted)s。") % {
            "ratio": f"{width}×{height}", "wanted": _("、").join(wanted["ratios"]),
        }  # fmt: skip
        found.append(MediaIssue(platform, "ratio", say, block=False))
    if width and min(width, height) < wanted["short_side"]:
        say = _("短边 %(px)d 像素，低于建议的 %(least)d，画面会模糊。") % {
            "px": min(width, height), "least": wanted["short_side"],
        }  # fmt: skip
        found.append(MediaIssue(platform, "small", say, block=False))
    return found


def _by_size(platform: str, facts: Mapping[str, Any]) -> list[MediaIssue]:
    found, seconds, size = [], int(facts.get("duration_ms", 0)) // 1000, int(facts.get("bytes", 0))
    longest, largest = most_of(platform, "seconds"), most_of(platform, "bytes")
    if longest and seconds > longest:
        say = _("时长 %(has)s，最长 %(most)s。") % {
            "has": figures.duration_text(seconds), "most": figures.duration_text(longest),
        }  # fmt: skip
        found.append(MediaIssue(platform, "long", say))
    if largest and size > largest:
        say = _("文件 %(has)s，最大 %(most)s。") % {"has": figures.size_text(size), "most": figures.size_text(largest)}
        found.append(MediaIssue(platform, "large", say))
    return found


def _by_kind(platform: str, wanted: Mapping[str, Any], facts: Mapping[str, Any]) -> list[MediaIssue]:
    found = []
    if (codec := facts.get("codec")) and codec not in wanted["codecs"]:
        say = _("编码 %(has)s，平台接受 %(wanted)s，请先转码。") % {
            "has": codec,
            "wanted": _("、").join(wanted["codecs"]),
        }
        found.append(MediaIssue(platform, "codec", say))
    if (container := facts.get("container")) and container not in wanted["containers"]:
        say = _("封装格式 %(has)s，平台接受 %(wanted)s。") % {
            "has": container, "wanted": _("、").join(wanted["containers"]),
        }  # fmt: skip
        found.append(MediaIssue(platform, "container", say))
    return found


def _fits(width: int, height: int, ratios: list[str]) -> bool:
    has = width / height
    return any(abs(has - w / h) <= NEAR * w / h for w, h in (map(int, r.split(":")) for r in ratios))
