"""Dates that exist, weekdays that fit them, times of a clock, ranges that run forwards."""

import re
from collections.abc import Iterator
from datetime import date

from masthead.compliance.engine.document import Document
from masthead.compliance.engine.finding import Hit
from masthead.compliance.engine.structure import Profile, structure

DATE = re.compile(r"(?:(\d{4}) ?年 ?)?(\d{1,2}) ?月 ?(\d{1,2}) ?[日号](?: ?\(? ?(?:星期|周|礼拜)([一二三四五六日天]))?")
# From the month on, and what stands before it: a search that begins with a rare character is ten times as fast.
BEHIND = re.compile(
    r"月(\d{1,2})[日号]?(?:\([^)]{1,4}\))?(?: ?\d{1,2}:\d\d)? ?(?:至|到|-|~|—+) ?(?:(\d{4})年)?(\d{1,2})月(\d{1,2})[日号]"
)
BEFORE = re.compile(r"(?:(\d{4})年)?(\d{1,2})$")
CLOCK = re.compile(r":(\d\d)(?::\d\d)?(?![\d:])")
HOUR = re.compile(r"(?<![\d:.])(\d{1,2})$")
YEAR = re.compile(r"(20\d\d) ?年")
ANY_TIME = re.compile(r"比分|比例|对阵|比赛结果|配比|章|节")
WEEK = "一二三四五六日"
# Only dates that can be wrong call the code: with a weekday, late in a month, of a month that is none.
DATED = (
    *(f"{unit}{gap}{week}" for unit in "日号" for gap in ("", " ", "(", " (") for week in ("周", "星期", "礼拜")),
    *(f"{day}{gap}{unit}" for day in range(29, 100) for gap in ("", " ") for unit in "日号"),
    *(f"{month}{gap}月" for month in (0, *range(13, 100)) for gap in ("", " ") if month or not gap),
)
JOINED = tuple(f"{last}{gap}{word}" for last in "0123456789日号)" for gap in ("", " ") for word in "至到-~—")
TIMED = (*(f"{hour}:" for hour in range(24, 100)), *(f":{minute}" for minute in range(60, 100)))


@structure("accuracy.date", *DATED)
def dates(document: Document, _profile: Profile) -> Iterator[Hit]:
    text = document.folded
    at = text.find("月")
    while at != -1:
        match = (
            DATE.search(text, max(0, at - 10), at + 14)
            if text[at - 1 : at].strip().isdigit() or text[at - 1 : at] == " "
            else None
        )
        at = text.find("月", max(at + 1, match.end() if match else 0))
        if match is None:
            continue
        year, month, day, weekday = match.groups()
        known = (
            int(year) if year else _year_before(text, match.start()) if weekday or month.lstrip("0") == "2" else None
        )
        if not _exists(known or 2024, int(month), int(day)):
            yield Hit(*match.span(), why="这个日期不存在。", suggestion="核对月份和日期。")
        elif weekday and known:
            right = WEEK[date(known, int(month), int(day)).weekday()]
            if right != weekday.replace("天", "日"):
                yield Hit(
                    *match.span(),
                    why=f"{known}年{int(month)}月{int(day)}日是星期{right}。",
                    suggestion="改正日期或星期。",
                )


@structure("accuracy.range", *JOINED)
def ranges(document: Document, _profile: Profile) -> Iterator[Hit]:
    text = document.folded
    for match in BEHIND.finditer(text):
        head = BEFORE.search(text, max(0, match.start() - 7), match.start())
        if head is None:
            continue
        y1, m1 = head.groups()
        d1, y2, m2, d2 = match.groups()
        first, last = (int(y1 or 0), int(m1), int(d1)), (int(y2 or y1 or 0), int(m2), int(d2))
        across = not y1 and not y2 and first[1] >= 11 and last[1] <= 3  # from November into the next year
        if last < first and not across and not (y2 and not y1):
            yield Hit(
                head.start(), match.end(), why="结束日期早于开始日期。", suggestion="核对起止日期；跨年的写明年份。"
            )


@structure("accuracy.clock", *TIMED)
def clocks(document: Document, _profile: Profile) -> Iterator[Hit]:
    text = document.folded
    for match in CLOCK.finditer(text):
        head = HOUR.search(text, max(0, match.start() - 3), match.start())
        if head is None:
            continue
        hour, minute = int(head[1]), int(match[1])
        if (hour > 24 or minute > 59 or (hour == 24 and minute)) and not ANY_TIME.search(
            document.sentence(match.start())
        ):
            yield Hit(head.start(), match.end(), why="一天没有这个时刻。", suggestion="核对时间。")


def _year_before(text: str, place: int) -> int | None:
    years = YEAR.findall(text, 0, place)
    return int(years[-1]) if years else None


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
