"""Two weeks of 云岭茶事, day by day. Day 0 is today."""

import datetime as dt
from dataclasses import dataclass, replace

from masthead.core import clock
from masthead.web.demo import flows, review
from masthead.web.demo.approvals import tell_approvals
from masthead.web.demo.articles import PIECES, REFUSED, UPCOMING, Piece
from masthead.web.demo.story import Story


@dataclass(frozen=True)
class Airing:
    """When a piece went out: day and time, and what was special about it."""

    key: str
    day: int
    hour: int
    minute: int = 0
    returned: bool = False
    lost_answer: bool = False
    refused_by_audit: bool = False


AIRINGS: tuple[Airing, ...] = (
    Airing("autumn-picking", -12, 8, 30),
    Airing("storage", -10, 18, 0, returned=True),
    Airing("craft", -8, 8, 30),
    Airing("trace", -7, 12, 0, lost_answer=True),
    Airing("farmer", -5, 8, 30),
    Airing("festival", -4, 18, 0, refused_by_audit=True),
    Airing("water", -3, 18, 0, returned=True),
    Airing("calendar-solar-term", -1, 8, 30),
)
FIRST_DAY = -16


def tell(story: Story) -> None:
    """Put the whole story on the script."""
    of_key = {piece.key: piece for piece in PIECES}
    for airing in AIRINGS:
        _air(story, of_key[airing.key], airing)
    tell_approvals(story)
    _this_week(story)
    _ideas(story)
    flows.tell(story.script)
    review.tell(story)
    for day in range(FIRST_DAY + 1, 1):
        story.script.at(day, 8, 40, story.collect)


def _moment(story: Story, day: int, hour: int, minute: int = 0) -> dt.datetime:
    return clock.at_china(story.script.today + dt.timedelta(days=day), hour, minute)


def _air(story: Story, piece: Piece, airing: Airing) -> None:
    """One piece from idea to readers."""
    day, at = airing.day, story.script.at
    goes_out = _moment(story, day, airing.hour, airing.minute)
    window = (goes_out - dt.timedelta(hours=1), goes_out + dt.timedelta(hours=4))
    at(day - 4, 10, 5, lambda: story.propose(piece, goes_out.date()))
    at(day - 4, 15, 20, lambda: story.adopt(piece))
    at(day - 3, 9, 40, lambda: story.write(piece, window))
    at(day - 3, 16, 10, lambda: story.submit(piece))
    if airing.returned:
        at(day - 3, 17, 30, lambda: story.send_back(piece, "zhoush", "数据请写明来源，第二段末尾补一句取样时间。"))
        at(day - 2, 9, 15, lambda: story.correct(piece, "。</p>", "。数据由品控组提供，取样时间为上月。</p>"))
        at(day - 2, 9, 30, lambda: story.submit(piece))
    at(day - 2, 10, 20, lambda: story.approve(piece, "zhoush", "来源已核对。"))
    at(day - 2, 14, 45, lambda: story.approve(piece, "chenzg"))
    at(day - 2, 15, 10, lambda: story.schedule(piece, goes_out))
    minute_before = goes_out - dt.timedelta(minutes=1)
    local = clock.china(minute_before)
    if airing.lost_answer:
        at(day, local.hour, local.minute, story.platform.cut_next_submit)
    if airing.refused_by_audit:
        at(day, local.hour, local.minute, story.platform.refuse_next_audit)
    at(day, airing.hour, airing.minute, story.run_engine)
    if not airing.refused_by_audit:
        at(day, 20, 30, lambda: story.finish(piece))


def _this_week(story: Story) -> None:
    """What lies on the desks: scheduled, waiting for the head, waiting for the first reviewer, returned, blocked by the check."""
    at, (pruning, tasting, glossary, winter) = story.script.at, UPCOMING
    for piece, day in ((pruning, 1), (tasting, 2), (glossary, 3), (winter, 4)):
        at(-5, 10, 30, lambda p=piece, d=day: story.propose(p, story.script.today + dt.timedelta(days=d)))  # type: ignore[misc]
        at(-5, 16, 0, lambda p=piece: story.adopt(p))  # type: ignore[misc]
        # Open from today on, so that whoever approves one on the tour can also see it go out.
        opens = _moment(story, day, 8) if piece is pruning else _moment(story, 0, 0)
        window = (opens, _moment(story, day, 20))
        at(-3, 10, 0, lambda p=piece, w=window: story.write(p, w))  # type: ignore[misc]
        at(-3, 17, 0, lambda p=piece: story.submit(p))  # type: ignore[misc]
    at(-2, 9, 50, lambda: story.approve(pruning, "zhoush"))
    at(-2, 10, 5, lambda: story.approve(tasting, "zhoush", "名额与截止时间已和活动组核对。"))
    at(
        -2,
        10,
        30,
        lambda: story.send_back(
            winter, "zhoush", "「记住就不会出错」说得太满，改为「可以先从这三个数字试起」；盖碗容量请统一为毫升。"
        ),
    )
    at(-2, 16, 20, lambda: story.approve(pruning, "chenzg"))
    at(-1, 9, 30, lambda: story.schedule(pruning, _moment(story, 1, 8, 30)))
    window = (_moment(story, 2, 8), _moment(story, 2, 20))
    at(-4, 9, 0, lambda: story.propose(REFUSED, story.script.today + dt.timedelta(days=2)))
    at(-4, 9, 30, lambda: story.adopt(REFUSED))
    at(-4, 11, 0, lambda: story.write(REFUSED, window))
    at(-4, 11, 30, lambda: story.try_to_submit(REFUSED, "linbj"))


def _ideas(story: Story) -> None:
    """Topics without a draft: proposed, adopted, dropped."""
    today = story.script.today
    ideas = (
        ("gift", "企业年会礼盒怎么配，三个预算三种方案", "客户常问的问题，按预算给建议，写明每盒内容与数量。", 9),
        (
            "museum",
            "走进茶史陈列馆：一张一九八三年的调拨单",
            "从馆藏旧物讲蒙顶茶的流通史，需要先和档案室确认授权。",
            12,
        ),
        ("spring-plan", "二〇二七年春茶预告：五个看点", "和生产部核对开采时间后再定标题。", 20),
        ("rumour", "隔夜茶到底能不能喝", "热点话题，需请检测机构提供依据，不下没有来源的结论。", 6),
    )
    for key, title, theme, ahead in ideas:
        piece = replace(PIECES[0], key=key, title=title, theme=theme, source="meeting" if key != "rumour" else "hot")
        story.script.at(-2, 11, 0, lambda p=piece, d=ahead: story.propose(p, today + dt.timedelta(days=d)))  # type: ignore[misc]
        if key == "gift":
            story.script.at(-1, 10, 0, lambda p=piece: story.adopt(p))  # type: ignore[misc]
        if key == "rumour":
            story.script.at(-1, 10, 5, lambda p=piece: story.drop(p, "一周内拿不到检测依据，先不做。"))  # type: ignore[misc]
