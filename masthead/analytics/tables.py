"""Reading the tables that platforms let people download: columns by their many names, numbers with 万, dates in any dress. Pure."""

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from masthead.core.errors import BadInput
from masthead.core.files import texts
from masthead.org import sheets

HEADING_ROWS = 12  # platforms put a title, a period and a hint above the heading
TITLE, LINK, DATE = "title", "link", "published_on"
NAMES: dict[str, tuple[str, ...]] = {
    # what it is: as 小红书创作服务平台, 视频号助手, 抖音创作者中心 and common tables call it; the most telling name first
    TITLE: (
        "笔记标题",
        "作品标题",
        "作品名称",
        "视频标题",
        "视频描述",
        "作品描述",
        "标题",
        "描述",
        "内容标题",
        "title",
    ),
    LINK: ("笔记链接", "作品链接", "视频链接", "链接", "作品地址", "url", "link"),
    DATE: ("首次发布时间", "发布时间", "发布日期", "发表时间", "创建时间", "date"),
    "read_users": (
        "观看量",
        "观看数",
        "观看",
        "播放量",
        "播放次数",
        "播放数",
        "播放",
        "阅读量",
        "阅读数",
        "阅读",
        "浏览量",
        "views",
    ),
    "like_users": ("点赞量", "点赞数", "点赞", "赞", "喜欢", "喜欢量", "获赞", "likes"),
    "comment_count": ("评论量", "评论数", "评论", "comments"),
    "favourite_users": ("收藏量", "收藏数", "收藏"),
    "share_users": ("分享量", "分享数", "分享", "转发量", "转发数", "转发", "转发聊天和朋友圈", "shares"),
    "recommend_users": ("推荐量", "推荐数", "推荐"),
}
METRIC_KEYS = tuple(key for key in NAMES if key not in (TITLE, LINK, DATE))
SCALES = {"万": 10_000, "w": 10_000, "亿": 100_000_000, "k": 1_000, "千": 1_000, "m": 1_000_000}
NUMBER = re.compile(r"(\d+(?:\.\d+)?)\s*(万|亿|千|[wkm])?\+?", re.IGNORECASE)
DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
NOTHING = {"", "-", "--", "—", "——", "/", "暂无", "无", "n/a"}
MOST = 10**12


@dataclass
class Row:
    """One line of a table. `figures` are totals up to the export; `errors` are words for a person."""

    line: int
    title: str
    link: str
    published_on: dt.date | None
    figures: dict[str, int] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)


@dataclass
class Reading:
    """A whole table. `columns` says which heading was taken for what; `ignored` which were left."""

    rows: list[Row]
    columns: dict[str, str]
    ignored: list[str]


def read(data: bytes, name: str) -> Reading:
    """The rows of a platform's table (xlsx or csv, UTF-8 or GB18030). Raises BadInput with what to do next."""
    above, data = _without_preface(data)
    table = sheets.read_table(data, name)
    top, places = _heading(table.rows)
    heading = [sheets.plain(cell) for cell in table.rows[top]]
    rows = []
    for number, cells in enumerate(table.rows[top + 1 :], above + top + 2):
        row = _row(number, cells, places)
        if row.title or row.link or row.figures:
            rows.append(row)
    if not rows:
        raise _refused(_("表里没有数据行。"), _("请在平台重新导出有作品的时间段。"))
    taken = {key: heading[column] for key, column in places.items()}
    return Reading(rows, taken, [h for n, h in enumerate(heading) if h and n not in places.values()])


def _without_preface(data: bytes) -> tuple[int, bytes]:
    """(lines left out, the rest) of a csv: a title or a hint above the heading would hide from the reader how columns are parted."""
    text = None if data.startswith(b"PK") else texts.decoded(data)
    if text is None:
        return 0, data
    lines = text.splitlines(keepends=True)
    above = next((n for n, line in enumerate(lines[:HEADING_ROWS]) if re.search(r"[,;\t]", line)), 0)
    return (above, "".join(lines[above:]).encode()) if above else (0, data)


def _heading(rows: Sequence[Sequence[Any]]) -> tuple[int, dict[str, int]]:
    """(row, {what: column}) of the first row that names a title or link and at least one figure."""
    for number, cells in enumerate(rows[:HEADING_ROWS]):
        places = _places([_folded(sheets.plain(cell)) for cell in cells])
        if (TITLE in places or LINK in places) and any(key in places for key in METRIC_KEYS):
            return number, places
    wanted = _("、").join(["笔记标题 / 作品名称 / 视频描述", "观看量 / 播放量", "点赞", "评论", "收藏", "分享"])
    raise _refused(
        _("没有认出表头。"),
        _("请上传平台创作中心导出的作品数据表，不要改动表头；能认出的列：%(names)s") % {"names": wanted},
    )


def _places(heading: Sequence[str]) -> dict[str, int]:
    """The first column for each thing, by its most telling name."""
    found: dict[str, int] = {}
    for key, names in NAMES.items():
        for name in names:
            if name in heading and heading.index(name) not in found.values():
                found[key] = heading.index(name)
                break
    return found


def _folded(text: str) -> str:
    """A heading without its unit and its odd widths."""
    text = unicodedata.normalize("NFKC", text).strip().lower()
    return re.sub(r"[((\[].*$", "", text).replace(" ", "")


def _row(number: int, cells: Sequence[Any], places: dict[str, int]) -> Row:
    def cell(key: str) -> Any:
        column = places.get(key, len(cells))
        return cells[column] if column < len(cells) else None

    row = Row(number, sheets.plain(cell(TITLE)), sheets.plain(cell(LINK)), None)
    try:
        row.published_on = day_of(cell(DATE))
    except ValueError:
        row.errors.append(_("发布时间「%(text)s」看不懂。") % {"text": sheets.plain(cell(DATE))[:30]})
    for key in METRIC_KEYS:
        try:
            value = number_of(cell(key))
        except ValueError:
            row.errors.append(_("「%(text)s」不是数字。") % {"text": sheets.plain(cell(key))[:30]})
            continue
        if value is not None:
            row.figures[key] = value
    return row


def number_of(value: Any) -> int | None:
    """A count: 1,234 · 1.2万 · 3.4k · blank and dashes are nothing. Raises ValueError."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        if not 0 <= value < MOST:  # no number at all fails both comparisons
            raise ValueError(value)
        return round(value)
    text = unicodedata.normalize("NFKC", sheets.plain(value)).replace(",", "").strip()
    if text.lower() in NOTHING:
        return None
    found = NUMBER.fullmatch(text)
    if found is None:
        raise ValueError(text)
    number = round(float(found[1]) * SCALES.get((found[2] or "").lower(), 1))
    if number >= MOST:
        raise ValueError(text)
    return number


def day_of(value: Any) -> dt.date | None:
    """A day: 2026-11-20 · 2026/11/20 19:30 · 2026年11月20日19时30分 · Excel's own · blank is nothing. Raises ValueError."""
    text = sheets.plain(value) if isinstance(value, str) else ""
    if text in NOTHING and isinstance(value, str):
        return None
    if text and (found := DAY.match(text)):
        return dt.date(int(found[1]), int(found[2]), int(found[3]))
    return sheets.as_date(value)


def plain_title(text: str) -> str:
    """A title as it is compared: letters and digits only, since platforms drop marks and cut at their own length."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).lower() if c.isalnum())


def _refused(message: str, advice: str) -> BadInput:
    return BadInput(
        message, code="figures_table", clause="5.2.1", advice=advice, fields={"file": [f"{message}{advice}"]}
    )
