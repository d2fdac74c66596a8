"""Dates that exist, weekdays that fit them, times of a clock, ranges that run forwards and last as long as they say."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from masthead.compliance.engine import expressions as regex
from masthead.compliance.engine.clock import today
from masthead.compliance.engine.document import Document
from masthead.compliance.engine.finding import Hit
from masthead.compliance.engine.numbers import value_of
from masthead.compliance.engine.structure import Alone, Profile, structure

WEEKDAY = r"(?:[ ,]?[(\[]? ?(?:即|本|下|这)?(?:星期|周|礼拜)([一二三四五六日天])(?!至|到|-|—|~|、))"
# From the month on, and what stands before it: a search that begins with a rare character is ten times as fast.
DAY = regex.compile(rf"月 ?(\d{{1,2}}) ?[日号](?!线|楼|厅|门|馆|店|院|机|仓)(?:[早晚]?)?{WEEKDAY}?")
MONTH = regex.compile(r"(?:(?<!\d)(\d{4}) ?年 ?)?(?<![\d.])(\d{1,2}) ?$")
WRITTEN = regex.compile(rf"(20(?<!\d20)\d\d)[-/.](\d{{1,2}})[-/.](\d{{1,2}})(?!\d){WEEKDAY}?")
SHORT = regex.compile(rf"[/.](\d{{1,2}})(?![\d./]){WEEKDAY}")
SHORT_MONTH = regex.compile(r"(?<![\d./-])(\d{1,2})$")
BEHIND = regex.compile(
    r"月(\d{1,2})[日号]?(?:\([^)]{1,5}\))?(?: ?\d{1,2}:\d\d)?(?: ?起?(?:至|到|-|~|—+|–) ?|(?:出发|启程|开幕|开始|启动)[,、 ]?)(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})[日号]"
)
FORWARDS = regex.compile(r"(?<![\d年])(\d{1,2})月(\d{1,2})[日号]?(?:至|到|-|~|—+|–)(?:(\d{1,2})月)?(\d{1,2})[日号]$")
BEFORE = regex.compile(r"(?:(\d{4})年)?(?<!\d)(\d{1,2})$")
LASTS = regex.compile(
    r"^[^。!?;\n\d]{0,12}?(?:共计?|为期|历时|持续|连续|长达|停业|放假|休息|合计|总共|一共)(?:停业|放假|开放|举行|展出)?(\d{1,3}|[一二三四五六七八九十两半]{1,3})(天|日(?!游)|个?星期|周)(?!内|后)"
)
LASTING = regex.compile("[共期历持连长停放休合总]")  # one of them is in all that LASTS finds
CLOCK = regex.compile(r"(?<![\d:.])(\d{1,2}):(\d\d)(?::\d\d)?(?![\d:])")
HOUR = regex.compile(r"(?<![\d.:])(\d{1,2}) ?(?:点|时)(?!间|段|候|代|期|评|心|击|赞|\d+(?:\.\d)?%)(?:(\d{1,2})分)?")
MORNING = regex.compile(r"(?:上午|早上|凌晨|清晨) ?(1[3-9]|2[0-3])(?::\d\d| ?[点时])")
TIMES = regex.compile(
    r"营业|开放|开门|关门|开抢|开播|直播|开始|结束|截止|截至|上午|下午|晚|早|凌晨|发车|入园|入场|准时|开奖|时间|至|到|\d月"
)
YEAR = regex.compile(r"(20\d\d) ?年")
NOT_TIME = regex.compile(r"比分|比例|对阵|比赛结果|配比|赔率|第\d+章|诗篇|宽高|长宽|画幅|封面")
MONTHS = frozenset("123456789")
WEEK = "一二三四五六日"
CERTAIN = timedelta(days=100)  # so near to today a date without a year can only mean one

# Only dates that can be wrong call the code: with a weekday, late in a month, of a month that is none.
WEEKS = ("周", "星期", "礼拜")
DATED = (
    *(
        f"{unit}{gap}{week}"
        for unit in ("日", "号", ")", *"0123456789")
        for gap in ("", " ", "(", " (", "(即", "(本")
        for week in WEEKS
    ),
    *(Alone(f"{day}{gap}{unit}") for day in range(29, 100) for gap in ("", " ") for unit in "日号"),
    *(Alone(f"{month}{gap}月") for month in (0, *range(13, 100)) for gap in ("", " ") if month or not gap),
    *(
        f"-{month}-{day}"
        for month, days in (
            ("02", (30, 31)),
            ("2", (30, 31)),
            *((m, (31,)) for m in ("04", "4", "06", "6", "09", "9", "11")),
        )
        for day in days
    ),
)
JOINED = tuple(
    f"{last}{gap}{word}"
    for last in "0123456789日号)"
    for gap in ("", " ")
    for word in ("至", "到", "-", "~", "—", "–", "出发", "启程", "开幕", "启动")
)
TIMED = (
    *(f"{hour}:" for hour in range(24, 60)), *(f":{minute}" for minute in range(60, 100)), *(f"{hour}{unit}" for hour in range(25, 40) for unit in "点时"),
    *(f"{part}{gap}{first}" for part in ("上午", "早上", "凌晨", "清晨") for gap in ("", " ") for first in "12"),
)  # fmt: skip


@structure("accuracy.date", *DATED)
def dates(document: Document, _profile: Profile) -> Iterator[Hit]:
    text = document.folded
    for start, end, groups in _written(text):
        year, month, day = groups[0], int(groups[1]), int(groups[2])
        if not groups[3] and 0 < month < 13 and 0 < day < 29:
            continue
        weekday = (groups[3] or "").replace("天", "日")
        years = [int(year)] if year else _years(text, start, month, day)
        there = [y for y in years if _exists(y, month, day)] if year else years
        if not there or not _exists(there[0] if year else 2024, month, day):
            yield Hit(start, end, why="这个日期不存在。", suggestion="核对月份和日期。")
        elif weekday:
            rights = {y: WEEK[date(y, month, day).weekday()] for y in there if _exists(y, month, day)}
            if rights and weekday not in rights.values():
                known, right = next(iter(rights.items()))
                yield Hit(start, end, why=f"{known}年{month}月{day}日是星期{right}。", suggestion="改正日期或星期。")


def _written(text: str) -> Iterator[tuple[int, int, tuple[str | None, str, str, str | None]]]:
    """(start, end, (year, month, day, weekday)) of all dates."""
    for match in DAY.finditer(text):
        before = text[max(0, match.start() - 2) : match.start()]
        if not match[2] and 0 < int(match[1]) < 29 and before[-1:] in MONTHS and not before[:-1].isdigit():
            continue  # the usual one, which is right
        head = MONTH.search(text, max(0, match.start() - 9), match.start())
        if head is not None:
            yield head.start(), match.end(), (head[1], head[2], match[1], match[2])
    for match in WRITTEN.finditer(text):
        yield match.start(), match.end(), (match[1], match[2], match[3], match[4])
    for match in SHORT.finditer(text) if any(week in text for week in WEEKS) else ():
        head = SHORT_MONTH.search(text, max(0, match.start() - 2), match.start())
        if head is not None:
            yield head.start(), match.end(), ("", head[1], match[1], match[2])


@structure("accuracy.range", *JOINED)
def ranges(document: Document, _profile: Profile) -> Iterator[Hit]:
    text = document.folded
    for match in BEHIND.finditer(text):
        start, end = match.span()
        if _runs_forwards(text[max(0, start - 7) : end]) and not LASTING.search(text, end, end + 31):
            continue
        head = BEFORE.search(text, max(0, match.start() - 7), match.start())
        if head is None:
            continue
        start = head.start()
        y1, m1, d1, y2, m2, d2 = (int(g) if g else 0 for g in (head[1], head[2], *match.groups()))
        m2 = m2 or m1
        first, last = (y1, m1, d1), (y2 or y1, m2, d2)
        across = not y2 and m1 > m2 and m1 >= 9 and m2 <= 6  # from the end of one year into the next
        if last < first and not across and not (y2 and not y1):
            yield Hit(start, match.end(), why="结束日期早于开始日期。", suggestion="核对起止日期；跨年的写明年份。")
            continue
        said = LASTS.match(text[match.end() : match.end() + 30].lstrip(")"))
        if not said:
            continue
        year = y1 or _years(text, start, m1, d1)[0]
        if _exists(year, m1, d1) and _exists((y2 or year) + across, m2, d2):
            days = (date((y2 or year) + across, m2, d2) - date(year, m1, d1)).days + 1
            number = value_of(said[1])
            if number and number * (1 if said[2] in "天日" else 7) != days and "工作日" not in text:
                yield Hit(start, match.end(), why=f"这一段共 {days} 天。", suggestion="核对起止日期和天数。")


@lru_cache(maxsize=5000)
def _runs_forwards(words: str) -> bool:
    """Whether a range within one year, in the words up to its end, surely ends after it begins; the same dates stand in text after text."""
    match = FORWARDS.search(words)
    if match is None:
        return False
    m1, d1, m2, d2 = (int(n or 0) for n in match.groups())
    return (m1, d1) <= (m2 or m1, d2)


@structure("accuracy.clock", *TIMED)
def clocks(document: Document, _profile: Profile) -> Iterator[Hit]:
    text = document.folded
    for match in CLOCK.finditer(text) if ":" in text else ():
        hour, minute = int(match[1]), int(match[2])
        if (hour > 24 or minute > 59 or (hour == 24 and minute)) and hour < 60:
            around = document.sentence(match.start())
            if not NOT_TIME.search(around) and TIMES.search(around):
                yield Hit(*match.span(), why="一天没有这个时刻。", suggestion="核对时间。")
    for match in HOUR.finditer(text) if "点" in text or "时" in text else ():
        hour, minute = int(match[1]), int(match[2] or 0)
        before = text[max(0, match.start() - 6) : match.start()]
        if (24 < hour < 40 or minute > 59) and regex.search(
            r"上午|下午|晚|早|凌晨|日|天|至|到|-|开|周[一二三四五六日]", before
        ):
            yield Hit(*match.span(), why="一天没有这个时刻。", suggestion="核对时间。")
    for match in MORNING.finditer(text):
        yield Hit(*match.span(), why="上午没有这个时刻。", suggestion="核对上午、下午或 24 小时制。")


def _years(text: str, place: int, month: int, day: int) -> list[int]:
    """The years that a date without one can mean: the one written before it, else those around today."""
    written = [int(y) for y in YEAR.findall(text, 0, place)]
    if written:
        return [written[-1]]
    now = today()
    near = [y for y in (now.year, now.year + 1, now.year - 1) if _exists(y, month, day)]
    sure = [y for y in near if abs(date(y, month, day) - now) <= CERTAIN]
    return sure or near or [now.year]


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
