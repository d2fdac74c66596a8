"""Planning at 云岭茶业: topics of all kinds with what people think of them, two planning meetings, an idea that became a topic."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from masthead.accounts.models import Account
from masthead.approvals import actions as approvals
from masthead.approvals import queries as approval_queries
from masthead.collab import actions as collab
from masthead.collab.models import Experiment, Idea, Meeting
from masthead.content import actions as content
from masthead.content import queries
from masthead.content.models import Draft, PlanningMeeting, Topic
from masthead.core import clock
from masthead.web.demo.collab import unit_named
from masthead.web.demo.people import fresh
from masthead.web.demo.script import Script


@dataclass(frozen=True)
class Plan:
    """A topic: title, theme, form, source, days from today (None = not yet), the grades of 林知夏 and 陈立群."""

    title: str
    theme: str
    form: str
    source: str
    ahead: int | None
    grades: tuple[tuple[int, int, int, int], ...] = ()


FIRST = (
    Plan("冬至围炉：三种煮茶法", "写给家里有小火炉的人，按茶叶、水量、时间讲清三种煮法。", "article", "calendar", 24, ((5, 5, 1, 2), (4, 5, 1, 2))),
    Plan("年货节礼盒开箱", "三档礼盒各拆一遍，讲清每样东西从哪来，不比价、不说绝对的话。", "short_video", "business", 34, ((4, 4, 2, 4), (5, 4, 2, 3))),
    Plan("老茶树认养一周年回访", "去年认养的十二户人家，今年的茶长得怎样。", "long_picture", "feedback", 27, ((4, 2, 2, 3), (3, 2, 1, 4))),
    Plan("小雪之后的茶园在做什么", "施肥、清园、防冻，三件事讲明白冬管。", "article", "calendar", 4, ((3, 5, 1, 2), (4, 4, 1, 1))),
    Plan("网传「喝茶致贫血」怎么看", "请营养师按膳食指南讲，引用出处，不作疗效表述。", "answer", "hot", 9, ((5, 4, 4, 3), (4, 4, 5, 4))),
    Plan("采茶工阿芳的一天", "跟拍一天，用她自己的话讲，出镜先签授权。", "video", "business", None, ((4, 2, 2, 4),)),
)  # fmt: skip
SECOND = (
    Plan(
        "元旦茶会直播：新年第一泡",
        "一小时直播，主泡师带三款茶，评论区答疑。",
        "live",
        "calendar",
        35,
        ((4, 5, 3, 5), (4, 4, 3, 4)),
    ),
    Plan(
        "办公室一人食茶具怎么选",
        "读者留言里问得最多，按预算给三套。",
        "pictures",
        "feedback",
        16,
        ((4, 3, 1, 2), (3, 3, 1, 2)),
    ),
    Plan("大寒前的最后一批冬茶", "产量不大，讲清为什么少、值不值得等。", "article", "calendar", 52, ((3, 4, 2, 2),)),
    Plan(
        "茶渍怎么洗：五件常用小物", "短平快，十五秒一条。", "short_video", "feedback", 12, ((3, 2, 1, 1), (4, 2, 1, 1))
    ),
    Plan(
        "同城茶馆探店合集",
        "需先和茶馆谈好授权，不接受付费推荐。",
        "long_picture",
        "meeting",
        None,
        ((2, 2, 4, 4), (2, 1, 3, 4)),
    ),
)
MATERIALS = (
    ("炉火与水开的特写", "video", "wufb", 8, "at_hand", "共享盘 2026 冬/煮茶"),
    ("主泡师出镜授权书", "consent", "linbj", 6, "collected", "已存扫描件"),
    ("三种煮法的水温记录", "figures", "linbj", 5, "wanted", ""),
)


class Planning:
    """Deeds of the cast; what they made is found again by its title."""

    def __init__(self, script: Script, account: Account) -> None:
        self.script, self.account = script, account

    def propose(self, plan: Plan) -> None:
        by = fresh("linbj")
        day = self.script.today + dt.timedelta(days=plan.ahead) if plan.ahead is not None else None
        topic = content.propose_topic(
            title=plan.title, theme=plan.theme, form=plan.form, source=plan.source, unit=unit_named("宣传部"), owner=by,
            planned_on=day, planned_time=dt.time(19, 30) if plan.form == "live" else None, accounts=[self.account], by=by,
        )  # fmt: skip
        why = {"value": "留言和客服都有人问", "risk": "引用要有出处" if plan.source == "hot" else ""}
        for who, grades in zip(("linbj", "chenzg"), plan.grades, strict=False):
            named: dict[str, Any] = dict(zip(("value", "timeliness", "risk", "effort"), grades, strict=True))
            content.evaluate_topic(topic=topic, by=fresh(who), reasons=why if who == "linbj" else {}, **named)

    def collect(self) -> None:
        topic = topic_named(FIRST[0].title)
        for name, kind, who, ahead, state, note in MATERIALS:
            until = self.script.today + dt.timedelta(days=ahead)
            content.add_topic_material(
                topic=topic,
                name=name,
                kind=kind,
                owner=fresh(who),
                until=until,
                state=state,
                note=note,
                by=fresh("linbj"),
            )

    def series(self) -> None:
        people = [fresh(name) for name in ("linbj", "zhoush", "wufb")]
        content.set_series(
            name="每周选题会", unit=unit_named("宣传部"), organiser=fresh("chenzg"), rhythm="weekly", weekday=0, ordinal=1,
            begins_at=dt.time(10), place="宣传部会议室", lead_days=4, first_on=self.script.today - dt.timedelta(days=15),
            invited=people, by=fresh("chenzg"),
        )  # fmt: skip

    def call(self, title: str, day: int, hour: int) -> None:
        start = clock.at_china(self.script.today + dt.timedelta(days=day), hour)
        content.call_planning_meeting(
            title=title, unit=unit_named("宣传部"), start_at=start, place="宣传部会议室",
            invited=[fresh(name) for name in ("linbj", "zhoush", "wufb")], by=fresh("chenzg"),
        )  # fmt: skip

    def begin(self, title: str) -> None:
        meeting = Meeting.objects.get(title=title)
        for name in ("chenzg", "linbj", "zhoush"):
            collab.sign_in(meeting=meeting, by=fresh(name))
        collab.hold_meeting(meeting=meeting, by=fresh("chenzg"))

    def decide(self, title: str, topic: str, deed: str, words: str = "", **given: Any) -> None:
        """One line of the agenda in the meeting."""
        planning = PlanningMeeting.objects.select_related("meeting", "unit").get(meeting__title=title)
        line = queries.get_line_of(planning, planning.lines.get(topic__title=topic).pk)
        if words:
            line = content.keep_words(planning=planning, line=line, words=words, serial=0, by=fresh("linbj"))
        content.decide_line(planning=planning, line=line, deed=deed, by=fresh("chenzg"), **given)

    def minutes(self, title: str) -> None:
        planning = PlanningMeeting.objects.select_related("meeting", "unit").get(meeting__title=title)
        meeting = content.compose_minutes(planning=planning, by=fresh("chenzg"))
        collab.draft_decision(
            meeting=meeting, text="冬至煮茶选题的拍摄与授权，一周内备齐。", owner=fresh("linbj"), clause="3.3.1",
            due_on=self.script.today + dt.timedelta(days=6), by=fresh("chenzg"),
        )  # fmt: skip
        collab.submit_minutes(meeting=meeting, by=fresh("chenzg"))

    def approve(self, title: str) -> None:
        meeting, leader = Meeting.objects.get(title=title), fresh("zhengzz")
        case = approval_queries.latest_case("collab.minutes", meeting.pk)
        assert case is not None
        task = approval_queries.open_task_of(leader, case)
        assert task is not None
        approvals.approve_task(
            task=task, by=leader, hash_seen=case.content_hash, confirmations=["faithful", "feasible"]
        )

    def from_idea(self) -> None:
        idea = Idea.objects.get(title="下雨天改推煮茶内容")
        content.topic_from_idea(idea=idea, unit=unit_named("宣传部"), by=fresh("linbj"))

    def finish(self) -> None:
        """The first pieces that went out are closed."""
        for topic in Topic.objects.filter(state="in_progress").order_by("planned_on")[:3]:
            content.finish_topic(topic=topic, by=fresh("chenzg"))

    def arms(self) -> None:
        drafts = list(Draft.objects.order_by("pk")[:2])
        content.set_arms(
            experiment=_altitude(), figure="open_rate", by=fresh("chenzg"),
            arms=[content.Arm("甲：标题带海拔", draft=drafts[0]), content.Arm("乙：标题不带", draft=drafts[1])],
        )  # fmt: skip

    def measure(self) -> None:
        content.measure_arms(
            experiment=_altitude(), measured={1: (Decimal("5.8"), 18420), 2: (Decimal("4.9"), 17960)}, by=fresh("wufb"),
            words="各三篇的平均值。",
        )  # fmt: skip


def topic_named(title: str) -> Topic:
    """A topic by its title."""
    return Topic.objects.get(title=title)


def _altitude() -> Experiment:
    return Experiment.objects.select_related("idea", "owner").get(owner__username="wufb", conclusion="")


def tell(script: Script, account: Account) -> None:
    """Put planning on the script."""
    work, earlier, later = Planning(script, account), "十一月策划会", "冬季选题会"
    script.at(-11, 9, 0, work.series)
    for minute, plan in enumerate(FIRST):
        script.at(-10, 10, 10 + minute, lambda p=plan: work.propose(p))  # type: ignore[misc]
    script.at(-8, 16, 0, lambda: work.call(earlier, -6, 10))
    script.at(-6, 10, 2, lambda: work.begin(earlier))
    said = (
        (0, "adopt", {"reason": "节气明确，素材好拍"}, "先拍煮水和炉火，主泡师出镜。"),
        (1, "adopt", {"reason": "年货节主推"}, "脚本要过合规，不出现价格对比。"),
        (2, "postpone", {"reason": "等认养户回访名单", "until": script.today + dt.timedelta(days=60)}, ""),
        (3, "adopt", {"reason": "时令"}, ""),
        (4, "drop", {"reason": "没有权威出处前不碰健康话题"}, "合规意见：涉及疗效，风险高。"),
    )
    for n, deed, given, words in said:
        script.at(
            -6, 10, 10 + 4 * n,
            lambda t=FIRST[n].title, d=deed, g=given, w=words: work.decide(earlier, t, d, w, **g),  # type: ignore[misc]
        )  # fmt: skip
    script.at(-6, 11, 0, lambda: work.minutes(earlier))
    script.at(-5, 9, 20, lambda: work.approve(earlier))
    script.at(-5, 10, 0, work.collect)
    for minute, plan in enumerate(SECOND):
        script.at(-4, 10, 10 + minute, lambda p=plan: work.propose(p))  # type: ignore[misc]
    script.at(-3, 11, 0, work.arms)
    script.at(-2, 10, 5, work.measure)
    script.at(-2, 15, 0, work.from_idea)
    script.at(-2, 15, 30, lambda: work.call(later, -1, 16))
    script.at(-1, 11, 0, work.finish)
    script.at(-1, 16, 1, lambda: work.begin(later))
    reason = {"reason": "读者问得多，成本低"}
    script.at(-1, 16, 10, lambda: work.decide(later, SECOND[1].title, "adopt", "先出三套预算。", **reason))
