"""Joint work at 云岭茶业: ideas, requests between departments, tickets, the group's meeting, and what was said about it all."""

import datetime as dt
from typing import Any

from masthead.accounts.models import Account
from masthead.approvals import actions as approvals
from masthead.approvals import queries as approval_queries
from masthead.collab import actions as collab
from masthead.core import clock
from masthead.org import queries as org
from masthead.org.models import Unit
from masthead.web.demo.people import fresh
from masthead.web.demo.script import Script

ASPECTS = ["faithful", "feasible"]
MINUTES = """一、四季度内容节奏。宣传部汇报十一月发布情况，读者对工艺类内容的收藏明显多于活动类。会议同意十二月起增加工艺类内容。
二、年会礼盒推广。市场部说明三档礼盒的配货时间，请宣传部提前两周给出文案和主图。
三、系统问题。技术部说明图片上传偶发失败的原因，会议要求在月底前根治，并把处理情况写进工单。"""


class JointWork:
    """Deeds of the cast; what they made is kept by a word."""

    def __init__(self, script: Script, account: Account) -> None:
        self.script, self.account, self.made = script, account, dict[str, Any]()

    def at(self, day: int, hour: int, minute: int, deed: Any, **given: Any) -> None:
        """A deed with `by` as a sign-in name; `keep` names what it makes, other words that name something are replaced by it."""
        self.script.at(day, hour, minute, lambda: self._do(deed, given))

    def _do(self, deed: Any, given: dict[str, Any]) -> None:
        words = dict(given)
        keep, words["by"] = words.pop("keep", ""), fresh(words["by"])
        for name in ("owner", "assignee", "presenter"):
            if name in words:
                words[name] = fresh(words[name])
        for name in ("request", "ticket", "idea", "meeting", "decision", "experiment", "comment", "parent"):
            if name in words:
                words[name] = self._anew(words[name])
        if "to_unit" in words:
            words["to_unit"] = unit_named(words["to_unit"])
        found = deed(**words)
        if keep:
            self.made[keep] = found

    def _anew(self, word: str) -> Any:
        kept = self.made[word]
        return type(kept)._base_manager.get(pk=kept.pk)

    def day(self, offset: int) -> dt.date:
        """A day counted from today."""
        return self.script.today + dt.timedelta(days=offset)

    def next_weekday(self, offset: int) -> dt.date:
        """The first day from Monday to Friday at least `offset` days ahead."""
        day = self.day(offset)
        return day + dt.timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)

    def approve_minutes(self, word: str) -> None:
        """The leader approves; the decisions are kept as 决议1, 决议2 …"""
        meeting, leader = self._anew(word), fresh("zhengzz")
        case = approval_queries.latest_case("collab.minutes", meeting.pk)
        assert case is not None
        task = approval_queries.open_task_of(leader, case)
        assert task is not None
        approvals.approve_task(task=task, by=leader, hash_seen=case.content_hash, confirmations=ASPECTS)
        for decision in meeting.decisions.order_by("order"):
            self.made[f"决议{decision.order}"] = decision


def unit_named(name: str) -> Unit:
    """A department by its name."""
    return next(u for u in org.units_tree() if u.name == name)


def tell(script: Script, account: Account) -> None:
    """Put joint work on the script."""
    work = JointWork(script, account)
    _meeting(work)
    _short_meeting(work)
    _requests(work)
    _tickets(work)
    _ideas(work)
    _talk(work)


def _meeting(work: JointWork) -> None:
    at, held = work.at, clock.at_china(work.day(-9), 14, 30)
    at(
        -13, 9, 20, collab.plan_meeting, by="chenzg", keep="例会", title="新媒体运营管理小组四季度例会", start_at=held,
        place="总部三楼会议室", agenda=["十一月发布情况与四季度内容节奏", "年会礼盒推广配合", "系统问题与处理"],
    )  # fmt: skip
    for minute, who in enumerate(("chenzg", "hezh", "sunsc", "zhengzz")):
        at(-9, 14, 20 + minute, collab.sign_in, meeting="例会", by=who)
    at(-9, 15, 50, collab.hold_meeting, meeting="例会", by="chenzg")
    at(-9, 17, 0, collab.save_minutes, meeting="例会", text=MINUTES, by="chenzg")
    decided = (
        ("十二月起每周至少发布两篇工艺类内容，由宣传部排入选题计划。", "linbj", 12, "3.3.1"),
        ("市场部提供年会礼盒三档配货时间表。", "sunsc", -2, "2.2.2"),
        ("根治图片上传偶发失败，处理情况写进工单。", "hezh", 4, "2.2.4"),
    )
    for minute, (text, owner, due, clause) in enumerate(decided):
        at(
            -9, 17, 10 + minute, collab.draft_decision, meeting="例会", text=text, owner=owner, due_on=work.day(due), clause=clause,
            by="chenzg",
        )  # fmt: skip
    at(-9, 17, 20, collab.submit_minutes, meeting="例会", by="chenzg")
    work.script.at(-8, 9, 10, lambda: work.approve_minutes("例会"))
    at(
        -4,
        10,
        0,
        collab.report_decision,
        decision="决议2",
        progress=100,
        note="三档配货表已放在协作请求里。",
        by="sunsc",
    )
    at(-3, 9, 30, collab.confirm_decision, decision="决议2", by="chenzg")
    at(-2, 17, 0, collab.report_decision, decision="决议3", progress=60, note="换了存储网关，正在观察一周。", by="hezh")
    at(-1, 11, 0, collab.report_decision, decision="决议1", progress=30, note="已排出前两周的四个选题。", by="linbj")
    at(
        -1, 15, 0, collab.plan_meeting, by="chenzg", keep="专题会", title="冬季内容专题会",
        start_at=clock.at_china(work.next_weekday(2), 10), place="总部三楼会议室", agenda=["年货节内容分工", "茶史陈列馆拍摄授权"],
    )  # fmt: skip


def _short_meeting(work: JointWork) -> None:
    """Held the day before yesterday; its minutes lie on the leader's desk."""
    at, start = work.at, clock.at_china(work.day(-2), 9)
    at(
        -4, 16, 0, collab.plan_meeting, by="chenzg", keep="短会", title="年货节分工短会", start_at=start, place="线上",
        agenda=["年货节内容与渠道分工"],
    )  # fmt: skip
    at(-3, 18, 0, collab.excuse_oneself, meeting="短会", reason="当天在门店巡检。", by="sunsc")
    for minute, who in enumerate(("chenzg", "hezh", "zhengzz")):
        at(-2, 8, 50 + minute, collab.sign_in, meeting="短会", by=who)
    at(-2, 9, 40, collab.hold_meeting, meeting="短会", by="chenzg")
    text = "年货节内容由宣传部统一出稿，市场部负责门店与经销商渠道，技术部保证活动页访问。"
    at(-2, 10, 30, collab.save_minutes, meeting="短会", text=text, by="chenzg")
    at(
        -2, 10, 35, collab.draft_decision, meeting="短会", text="宣传部三周内完成年货节首批五篇内容。", owner="chenzg",
        due_on=work.day(20), clause="3.3.1", by="chenzg",
    )  # fmt: skip
    at(-1, 9, 10, collab.submit_minutes, meeting="短会", by="chenzg")


def _requests(work: JointWork) -> None:
    at = work.at
    at(
        -7, 10, 15, collab.ask_department, by="sunsc", keep="礼盒", title="年会礼盒三款主图", kind="design", to_unit="宣传部",
        text="三款礼盒各一张横版、一张竖版主图，用于企业客户邮件和门店海报。产品已在样品间。", wanted_on=work.day(-2),
    )  # fmt: skip
    at(-7, 11, 0, collab.take_request, request="礼盒", words="可以，周内先给横版。", by="linbj")
    at(-7, 11, 5, collab.start_request, request="礼盒", by="linbj")
    at(
        -7,
        11,
        10,
        collab.add_request_task,
        request="礼盒",
        title="送样品到摄影间",
        owner="sunsc",
        due_on=work.day(-6),
        by="linbj",
    )
    work.script.at(-6, 9, 40, lambda: _tick_off(work, "礼盒", "sunsc"))
    at(-3, 16, 0, collab.finish_request, request="礼盒", result="六张主图已存入素材库「年会礼盒」。", by="linbj")
    _dispute(work)


def _dispute(work: JointWork) -> None:
    """Declined, brought before the leader, settled; and one that waits for its answer."""
    at = work.at
    at(
        -6, 9, 10, collab.ask_department, by="linbj", keep="导出", title="每周导出一次阅读数据", kind="data", to_unit="技术部",
        text="做工艺类内容的复盘，需要每篇的阅读、收藏和转发，最好能按栏目汇总。",
    )  # fmt: skip
    at(-6, 15, 0, collab.decline_request, request="导出", reason="本月在换存储网关，排不出人。", by="hezh")
    at(
        -6,
        15,
        30,
        collab.ask_leader,
        request="导出",
        reason="例会已定增加工艺类内容，没有数据就无法判断效果。",
        by="linbj",
    )
    at(
        -5, 9, 0, collab.settle_request, request="导出", ruling="先人工导出一次，网关换完后再做自动导出。", carry_out=True,
        by="zhengzz",
    )  # fmt: skip
    at(
        -1, 16, 20, collab.ask_department, by="linbj", keep="门店", title="五家门店的冬季陈列照片", kind="material",
        to_unit="市场部", text="做年货节选题用，每家店三张，横拍，不要有顾客正脸。", wanted_on=work.day(6),
    )  # fmt: skip


def _tick_off(work: JointWork, word: str, who: str) -> None:
    request = work.made[word]
    collab.finish_request_task(request=request, task_id=request.tasks.get().pk, by=fresh(who))


def _tickets(work: JointWork) -> None:
    at = work.at
    at(
        -8, 9, 30, collab.open_ticket, by="linbj", keep="上传", kind="fault", category="system", priority="high",
        title="上传大图偶尔失败", text="昨天下午传三张超过 6 MB 的图，有一张一直转圈，刷新后要重传。",
    )  # fmt: skip
    at(-8, 9, 50, collab.assign_ticket, ticket="上传", assignee="hezh", by="hezh")
    at(-8, 10, 10, collab.ask_back, ticket="上传", question="用的是公司网络还是手机热点？", by="hezh")
    at(-8, 11, 0, collab.answer_ticket, ticket="上传", answer="公司无线网络，三楼。", by="linbj")
    at(
        -8,
        14,
        30,
        collab.resolve_ticket,
        ticket="上传",
        resolution="三楼接入点丢包，已更换；同时放宽了上传超时。",
        by="hezh",
    )
    at(-8, 15, 0, collab.rate_ticket, ticket="上传", score=5, words="很快，谢谢。", by="linbj")
    at(
        -2, 9, 15, collab.open_ticket, by="wufb", keep="排期", kind="support", category="platform", priority="normal",
        title="平台后台看不到昨天的群发记录", text="公众号后台只显示到前天，想核对昨天那篇是否已群发。",
    )  # fmt: skip
    at(-2, 9, 40, collab.assign_ticket, ticket="排期", assignee="hezh", by="hezh")
    at(
        -6, 10, 0, collab.open_ticket, by="zhoush", keep="常用语", kind="feature", category="system", priority="low",
        title="审核意见可以存常用语", text="退回时常写同样的话，希望能存几条点一下就填上。",
    )  # fmt: skip
    for minute, who in enumerate(("chenzg", "linbj", "sunsc")):
        at(-5, 10, minute, collab.vote_for_ticket, ticket="常用语", by=who)
    at(-1, 9, 20, collab.open_ticket, by="wufb", kind="fault", category="device", priority="normal", title="二楼打印机卡纸",
       text="双面打印就卡，单面正常。")  # fmt: skip


def _ideas(work: JointWork) -> None:
    at = work.at
    at(
        -15, 10, 0, collab.propose_idea, by="linbj", keep="海拔", title="标题里写清海拔和采摘日",
        text="读者评论里常问产地和时间。试着把「海拔一千二百米」「十一月采」写进标题，看打开率会不会高。",
    )  # fmt: skip
    for minute, who in enumerate(("zhoush", "wufb", "sunsc", "chenzg")):
        at(-15, 14, minute, collab.vote_for_idea, idea="海拔", by=who)
    at(-14, 9, 30, collab.discuss_idea, idea="海拔", note="先在云岭茶事试两周，六篇一组。", by="chenzg")
    at(
        -14, 9, 40, collab.adopt_idea, idea="海拔", hypothesis="标题写清海拔和采摘日，打开率会高于平常",
        variants="甲：标题含海拔与采摘日\n乙：平常的标题", metric="打开率 = 阅读人数 ÷ 送达人数", owner="wufb",
        start_on=work.day(-13), end_on=work.day(-3), by="chenzg", keep="海拔实验",
    )  # fmt: skip
    at(
        -2,
        10,
        0,
        collab.measure_experiment,
        experiment="海拔实验",
        result="甲：三篇，平均打开率 5.8%\n乙：三篇，平均打开率 4.9%",
        by="wufb",
    )
    at(
        -1, 9, 0, collab.conclude_experiment, experiment="海拔实验", conclusion="effective",
        words="高出 0.9 个百分点，且评论里问产地的少了。可以推广到工艺类内容。", by="zhengzz",
    )  # fmt: skip
    _more_ideas(work)


def _more_ideas(work: JointWork) -> None:
    """One that runs, one that gathers votes, one that was shelved."""
    at = work.at
    at(
        -6, 11, 0, collab.propose_idea, by="zhoush", keep="开头", title="开头先放一句话结论",
        text="长文读完率不高，试试第一段就写结论，后面再讲过程。",
    )  # fmt: skip
    at(-6, 14, 0, collab.vote_for_idea, idea="开头", by="linbj")
    at(-5, 9, 30, collab.discuss_idea, idea="开头", note="适合科普类，活动类不用。", by="chenzg")
    at(
        -5, 9, 45, collab.adopt_idea, idea="开头", hypothesis="先写结论，读完率会高", variants="甲：首段结论\n乙：按时间讲",
        metric="读完率 = 读到末段的人数 ÷ 阅读人数", owner="linbj", start_on=work.day(-4), end_on=work.day(9), by="chenzg",
    )  # fmt: skip
    at(
        -3, 16, 0, collab.propose_idea, by="wufb", keep="雨天", title="下雨天改推煮茶内容",
        text="看了两个月的数据，雨天晚上的收藏多。能不能按天气预报提前换一篇。",
    )  # fmt: skip
    for minute, who in enumerate(("linbj", "chenzg", "zhengzz")):
        at(-2, 12, minute, collab.vote_for_idea, idea="雨天", by=who)
    at(
        -10,
        10,
        0,
        collab.propose_idea,
        by="sunsc",
        keep="直播",
        title="每天早上直播采茶",
        text="让读者看到真实的茶园。",
    )
    at(-9, 11, 0, collab.shelve_idea, idea="直播", reason="冬季没有采摘，开春再议。", by="zhengzz")


def _talk(work: JointWork) -> None:
    at, account = work.at, work.account
    say = {"kind": "accounts.account", "target_id": account.pk}
    at(
        -4,
        10,
        0,
        collab.add_comment,
        by="linbj",
        keep="简介",
        body="@何静怡 账号简介还写着「春茶上市」，该换成冬季的了。",
        **say,
    )
    at(-4, 10, 30, collab.add_comment, by="hezh", parent="简介", body="已在平台后台修改，两天后生效。", **say)
    at(-2, 9, 0, collab.resolve_thread, comment="简介", by="linbj")
    work.script.at(
        -1, 16, 40, lambda: _about(work, "雨天", "collab.idea", "chenzg", "@吴晓舟 天气按哪个城市算？读者在四川的多。")
    )
    work.script.at(
        -1, 17, 0, lambda: _about(work, "导出", "collab.crossrequest", "hezh", "@林知夏 本周五前先给一份人工导出的表。")
    )


def _about(work: JointWork, word: str, kind: str, who: str, body: str) -> None:
    collab.add_comment(kind=kind, target_id=work.made[word].pk, body=body, by=fresh(who))
