"""The planning desk: own dates of the company, hot topics from a feed and by hand, recurring slots, a well-filled calendar."""

import datetime as dt
from dataclasses import dataclass

from masthead.accounts.models import Account
from masthead.content import actions as content
from masthead.content import queries as content_queries
from masthead.content.actions import EntryWords, SourceWords
from masthead.content.hot_items import HotItem
from masthead.content.models import HotTopic
from masthead.core import clock, jobs
from masthead.org import queries as org
from masthead.org.models import Unit
from masthead.publishing import actions as publishing
from masthead.web.demo.articles import Piece
from masthead.web.demo.by_hand import NOTES
from masthead.web.demo.people import fresh
from masthead.web.demo.story import Story

YEARLY = (
    ("公司成立纪念日", (1998, 4, 18), "company", 30, "老照片、老员工、老客户", ""),
    ("三号茶园开采", (2012, 3, 16), "company", 21, "开园仪式、头采直播", ""),
    ("秋茶封园", (2012, 10, 28), "company", 10, "封园手记", ""),
    ("三号茶园滑坡纪念日", (2019, 8, 21), "sensitive", 0, "", "当天不发茶园美景、促销和抽奖；如有纪念内容，由部长审定。"),
    ("老厂长逝世纪念日", (2021, 12, 3), "sensitive", 0, "", "当天不发娱乐和促销内容，历史类内容先请总经理办公室过目。"),
)  # fmt: skip
AHEAD = (
    (9, "企业年会礼盒预售开始", "company", 21, "三个预算三种方案"),
    (18, "茶史陈列馆重新开馆", "company", 14, "馆藏旧物"),
)
BY_HAND = (
    ("围炉煮茶又上热搜：安全怎么讲", "通风与用火安全是读者最关心的问题。", "微博热搜", ("煮茶", "安全"), "care", "涉及一氧化碳中毒事故，只讲安全，不蹭伤亡。"),
    ("「隔夜茶致癌」传言再起", "多个账号转发，没有给出检测依据。", "客户群", ("辟谣",), "no", "没有检测依据，先不跟，请质检出具意见后再评估。"),
    ("年货节：健康礼盒搜索上涨", "平台周报显示礼盒类搜索环比上涨。", "平台周报", ("年货", "礼盒"), "low", ""),
)  # fmt: skip
SLOTS = (
    (0, "周一茶历", dt.time(8, 30), "main"), (2, "周三茶课", dt.time(19, 30), "main"), (4, "周五问答", dt.time(12, 0), "main"),
    (1, "周二小红书笔记", dt.time(18, 0), "notes"), (5, "周末茶席", dt.time(10, 0), "notes"),
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """A content that waits for its time."""

    key: str
    title: str
    day: int
    hour: int
    where: str  # main | notes
    mood: str


PLANS = (
    Plan("cal-frost", "冬天茶园的第一场霜", 3, 8, "main", "mist"),
    Plan("cal-boil", "煮白茶：三个数字记住就够", 4, 18, "notes", "night"),
    Plan("cal-snow", "大雪节气，一壶老白茶", 10, 8, "main", "night"),
    Plan("cal-snow-note", "大雪喝什么：三款茶对照", 10, 18, "notes", "mist"),
    Plan("cal-kiln", "炭焙师傅的一天", 6, 19, "main", "dusk"),
    Plan("cal-gift", "年会礼盒怎么挑：按人数算", 6, 19, "notes", "day"),
    Plan("cal-museum", "馆藏里的一张调拨单", 7, 12, "main", "autumn"),
    Plan("cal-cup", "盖碗、紫砂、玻璃，怎么选", 12, 19, "main", "day"),
    Plan("cal-cup-note", "盖碗、紫砂、玻璃怎么选", 12, 20, "notes", "day"),
    Plan("cal-solstice", "冬至：从这一天起喝热的", 25, 8, "main", "dusk"),
    Plan("cal-answer", "读者来信：茶渣有什么用", 14, 12, "main", "autumn"),
    Plan("cal-newyear", "元旦茶席：给客人的六种茶", 34, 10, "notes", "night"),
)
BODY = """{title}。我们把茶园和库房的记录整理成这一篇，写给平时没有时间看长文的读者。
![{mood}]
## 先看三点
- 数据来自茶园记录，时间是上周
- 水温、时间、克数都可以按自己的口味加减
- 有问题请在评论里留言，每周五统一回答
> 茶是每天的事，慢慢来。"""


def tell(story: Story) -> None:
    """Put the planning desk on the script."""
    at = story.script.at
    at(-15, 10, 0, lambda: _own_dates(story.script.today))
    at(-2, 9, 10, lambda: _source(str(story.platform.http.base_url).rstrip("/")))
    at(-1, 8, 50, _read_sources)
    at(-2, 9, 30, _hot_by_hand)
    at(-1, 9, 5, _judge)
    at(-1, 9, 10, _topic_of_hot)
    at(-1, 9, 15, lambda: _topic_of_day(story.script.today))
    at(-7, 9, 40, _slots)
    for plan in PLANS:
        _plan(story, plan)


def _unit() -> Unit:
    return Unit.objects.get(pk=org.primary_unit_id(fresh("linbj")) or 0)


def _own_dates(today: dt.date) -> None:
    by = fresh("chenzg")
    for name, day, category, lead, hint, caution in YEARLY:
        words = EntryWords(
            name, dt.date(*day), category, yearly=True, lead_days=lead, hint=hint, caution=caution, strict="滑坡" in name
        )  # fmt: skip
        content.keep_entry(words=words, by=by)
    for ahead, name, category, lead, hint in AHEAD:
        content.keep_entry(
            words=EntryWords(name, today + dt.timedelta(days=ahead), category, lead_days=lead, hint=hint), by=by
        )


def _source(base: str) -> None:
    words = SourceWords("茶业资讯（演示）", f"{base}/hot/feed.xml", "feed", 60, 6, ("行业",))
    content.keep_source(words=words, by=fresh("chenzg"))
    broken = SourceWords("商会快讯（演示，已停更）", f"{base}/hot/gone.xml", "feed", 360, 5)
    content.keep_source(words=broken, by=fresh("chenzg"))


def _read_sources() -> None:
    jobs.run_now("content.read_hot_sources")


def _hot_by_hand() -> None:
    for title, summary, origin, tags, _risk, _note in BY_HAND:
        content.add_hot_topics(items=[HotItem(title, "", summary, tags=list(tags))], origin=origin, by=fresh("linbj"))


def _judge() -> None:
    for title, _summary, _origin, tags, risk, note in BY_HAND:
        hot = HotTopic.objects.get(title=title)
        content.judge_hot_topic(hot=hot, risk=risk, note=note, tags=tags, by=fresh("chenzg"))
        content.mark_hot_topic(hot=hot, fits=risk != "no", by=fresh("linbj"))
        content.mark_hot_topic(hot=hot, fits=risk != "no", by=fresh("wufb"))


def _topic_of_hot() -> None:
    content.make_topic_of_hot(hot=HotTopic.objects.get(title=BY_HAND[0][0]), unit=_unit(), by=fresh("linbj"))


def _topic_of_day(today: dt.date) -> None:
    """The next solar term that nobody has a topic for."""
    days = content_queries.upcoming(today + dt.timedelta(days=5), 40, kinds=["term"])
    if days:
        one = days[0].occasion
        content.make_topic_of_day(key=one.key, on=one.on, unit=_unit(), by=fresh("linbj"))


def _account(where: str, main: Account) -> Account:
    if where == "main":
        return main
    return Account.objects.select_related("unit").get(name=NOTES[1], platform__key=NOTES[0])


def _slots() -> None:
    by = fresh("wufb")
    main = Account.objects.get(platform__key="wechat_oa", name="云岭茶事")
    for weekday, name, time, where in SLOTS:
        publishing.keep_slot(account=_account(where, main), name=name, weekday=weekday, time=time, by=by)


def _plan(story: Story, plan: Plan) -> None:
    """From idea to the calendar; the window is wide, so that a drag of a day keeps the approval."""
    own, at = Story(story.script, story.platform, story.account), story.script.at
    due = clock.at_china(story.script.today + dt.timedelta(days=plan.day), plan.hour, 30)
    window = (due - dt.timedelta(days=2), due + dt.timedelta(days=3))
    body = BODY.format(title=plan.title, mood=plan.mood)
    piece = Piece(plan.key, plan.title, f"{plan.title}，写给新读者。", "茶园记录整理，三点就够。", plan.mood, body)

    def begin() -> None:
        own.account = _account(plan.where, story.account)
        own.propose(piece, due.date())

    at(-4, 10, 20, begin)
    at(-4, 15, 30, lambda: own.adopt(piece))
    at(-3, 11, 0, lambda: own.write(piece, window))
    at(-3, 17, 20, lambda: own.submit(piece))
    at(-2, 10, 50, lambda: own.approve(piece, "zhoush"))
    at(-2, 16, 40, lambda: own.approve(piece, "chenzg"))
    at(-1, 9, 40, lambda: own.schedule(piece, due))
