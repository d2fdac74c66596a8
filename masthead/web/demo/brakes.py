"""One pause of the past: a picture was questioned in the morning, publishing stood still for an hour, then what was missed went out."""

import datetime as dt

from masthead.core import clock
from masthead.publishing import actions as publishing
from masthead.publishing import queries
from masthead.publishing.actions import Target
from masthead.publishing.brakes import Missed, PauseReason
from masthead.publishing.models import Pause
from masthead.web.demo.articles import Piece
from masthead.web.demo.people import fresh
from masthead.web.demo.story import Story

DAY = -6
BODY = """封园之后，茶园反而最热闹。
![day]
## 冬天的茶园在做什么
- 修枝：把老枝剪下来，盖在行间
- 翻土：让雨雪渗进去
- 巡园：看一看有没有冻伤
> 茶树睡着了，人还没有。"""
PIECE = Piece(
    "paused-winter",
    "封园以后，茶园在忙什么",
    "封园之后的农事，用图文讲给读者。",
    "修枝、翻土、巡园，一天看完。",
    "day",
    BODY,
)


def tell(story: Story) -> None:
    """From idea to a pause to readers; every deed is the product's own."""
    due = clock.at_china(story.script.today + dt.timedelta(days=DAY), 10)
    window = (due - dt.timedelta(hours=1), due + dt.timedelta(hours=6))
    at = story.script.at
    at(DAY - 2, 10, 20, lambda: story.propose(PIECE, due.date()))
    at(DAY - 2, 11, 0, lambda: story.adopt(PIECE))
    at(DAY - 2, 14, 10, lambda: story.write(PIECE, window))
    at(DAY - 2, 15, 10, lambda: story.submit(PIECE))
    at(DAY - 2, 16, 10, lambda: story.approve(PIECE, "zhoush"))
    at(DAY - 2, 17, 5, lambda: story.approve(PIECE, "chenzg"))
    at(DAY - 2, 17, 20, lambda: story.schedule(PIECE, due))
    at(DAY, 9, 40, _press)
    at(DAY, 10, 45, _resume)
    at(DAY, 10, 46, story.run_engine)
    at(DAY, 20, 40, lambda: story.finish(PIECE))


def _press() -> None:
    words = "读者留言说一张茶园配图像是别家的，先停下核对出处。"
    publishing.pause_publishing(target=Target(), why=PauseReason.REVIEW, words=words, by=fresh("zhengzz"))


def _resume() -> None:
    pause: Pause = queries.open_pauses().get()
    reason = "配图是本公司三号茶园去年拍摄的，原片和授权已核对。"
    publishing.resume_publishing(pause=pause, missed=Missed.NOW, reason=reason, by=fresh("zhengzz"))
