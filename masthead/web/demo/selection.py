"""How 云岭茶业 chose its platforms and positioned its accounts: scored, approved by the leader, and by the head of the department."""

import datetime as dt
from typing import Any

from masthead.accounts import actions as accounts
from masthead.accounts import queries as account_queries
from masthead.accounts.models import Account
from masthead.accounts.positioning import MatrixRole, Tone
from masthead.approvals import actions as approvals
from masthead.approvals import queries as approval_queries
from masthead.approvals.models import Task, TaskState
from masthead.core import clock
from masthead.org.models import Member
from masthead.platforms import actions as platforms
from masthead.platforms import queries as platform_queries
from masthead.platforms.abilities import Ability, Mode
from masthead.platforms.states import Recommendation
from masthead.web.demo.people import fresh
from masthead.web.demo.script import Script

# key: scores in the order of the criteria, yearly cost in yuan, months, planned accounts, the conclusion
CHOICES: dict[str, tuple[tuple[int, int, int, int], int, int, str, str]] = {
    "wechat_oa": (
        (5, 5, 4, 4),
        26_300,
        12,
        "云岭茶事：品牌主账号。",
        "老客户和经销商每天都在用，长文适合讲工艺和产地。",
    ),
    "wechat_service": ((4, 5, 3, 4), 18_300, 12, "云岭茶业服务：会员与售后。", "会员查询和售后通知需要服务号的接口。"),
    "wechat_channels": ((4, 4, 3, 4), 42_000, 12, "云岭茶事视频号。", "与公众号互通，茶园实拍容易带来到店咨询。"),
    "weibo": ((3, 3, 4, 3), 12_600, 6, "云岭茶业官方微博。", "用于新品发布和回应舆情，日常投入从简。"),
    "douyin": ((4, 4, 2, 3), 96_000, 6, "云岭茶业抖音号。", "年轻客户多，视频制作费用高，先试半年。"),
    "xiaohongshu": ((4, 4, 3, 3), 38_000, 12, "云岭茶生活。", "冲泡和茶席内容收藏率高，适合新客。"),
    "kuaishou": ((3, 3, 3, 3), 30_000, 6, "云岭茶园。", "产地周边用户多，适合茶农和采摘内容。"),
    "bilibili": ((3, 3, 3, 4), 28_000, 12, "云岭茶学堂。", "长视频讲制茶工艺，适合做成系列课。"),
    "wordpress": ((4, 4, 5, 5), 6_000, 12, "公司官网新闻。", "公司自有阵地，搜索可见，内容长期保留。"),
    "bluesky": ((2, 3, 5, 4), 3_000, 12, "Yunling Tea。", "海外茶商有一批在用，英文短讯成本低。"),
    "mastodon": ((2, 3, 5, 4), 3_000, 12, "Yunling Tea。", "可用自有服务器，数据在自己手里，试用一年。"),
    "other": ((3, 3, 4, 3), 5_000, 12, "行业协会平台。", "协会要求会员单位登记，只做登记和转载。"),
}
GROUNDS = (
    "近三个月读者调查与后台画像。",
    "去年同类内容带来的咨询与订单。",
    "按人力、制作与认证费用测算。",
    "平台规则与账号安全记录。",
)
AUDIENCE = {
    "wechat_oa": "三十五至五十五岁的老茶客和经销商，关心产地、年份和工艺，愿意读长文。",
    "xiaohongshu": "二十二至三十五岁的都市女性，想把茶喝得好看又简单，关心茶具和搭配。",
    "douyin": "十八至四十岁、刷短视频了解新鲜事的人，三秒内决定看不看。",
    "bilibili": "对工艺和原理好奇的学生与年轻职员，愿意看十分钟以上的讲解。",
}
PILLARS = (("制茶工艺", 40), ("茶园与茶农", 30), ("冲泡与茶席", 20), ("公司动态", 10))
ROLES = {
    "wechat_oa": MatrixRole.MAIN,
    "wechat_service": MatrixRole.SERVICE,
    "bluesky": MatrixRole.OVERSEAS,
    "mastodon": MatrixRole.OVERSEAS,
}


def choose_platforms(people: dict[str, Member]) -> None:
    """Every platform is judged and approved before the first account is registered; one more lies on the desk."""
    for key, choice in CHOICES.items():
        made = platforms.start_assessment(
            platform=platform_queries.get_platform(key), judgement=_judgement(*choice), by=people["hezh"]
        )
        platforms.submit_assessment(assessment=made, by=people["hezh"])
        approve(platform_queries.ASSESSMENT_KIND, made.pk, ["grounds", "risk"])


def tell(script: Script) -> None:
    """Put the rest on the script."""
    script.at(-2, 10, 20, weigh_another_platform)
    script.at(-1, 9, 40, position_accounts)


def weigh_another_platform() -> None:
    """A platform of our own is proposed; the leader has not decided yet."""
    by = fresh("hezh")
    abilities = {str(a): (Mode.NONE, "在平台上查看") for a in Ability}
    abilities[Ability.PUBLISH] = (Mode.ASSISTED, "由编辑在机构号后台发布，登记链接")
    platform = platforms.add_platform(
        name="知乎机构号", note="问答社区，适合长文与专业回答。", forms=["article"], abilities=abilities, by=by
    )
    choice = ((4, 3, 3, 4), 15_000, 12, "云岭茶业机构号。", "茶叶类问题搜索量稳定，专业回答能带来长期流量。")
    made = platforms.start_assessment(platform=platform, judgement=_judgement(*choice), by=by)
    platforms.submit_assessment(assessment=made, by=by)


def position_accounts() -> None:
    """Every account that the company has gets its sheet; those beside the main one repost it."""
    rows = list(account_queries.accounts_in_use().select_related("platform"))
    main = next((a for a in rows if a.name == "云岭茶事"), None)
    for account in rows:
        sheet = accounts.save_positioning(account=account, positioning=_positioning(account, main), by=fresh("linbj"))
        accounts.submit_positioning(sheet=sheet, by=fresh("linbj"))
        approve(account_queries.SHEET_KIND, sheet.pk, ["audience", "matrix"])


def approve(kind: str, pk: int, aspects: list[str]) -> None:
    """Whoever is asked approves."""
    case = approval_queries.latest_case(kind, pk)
    assert case is not None
    task = Task.objects.filter(case=case, state=TaskState.PENDING).order_by("pk")[0]
    by = fresh(task.assignee.username)
    approvals.approve_task(task=task, by=by, hash_seen=case.content_hash, confirmations=aspects, comment="")


def _judgement(scores: tuple[int, ...], yuan: int, months: int, planned: str, grounds: str) -> Any:
    told = {c.pk: pair for c, pair in zip(platform_queries.criteria(), zip(scores, GROUNDS, strict=True), strict=True)}
    return platforms.Judgement(
        recommendation=Recommendation.TRIAL if months < 12 else Recommendation.ADOPT, grounds=grounds, scores=told,
        planned_accounts=planned, cost_fen=yuan * 100, cost_note="含认证、制作与人力分摊", valid_months=months,
    )  # fmt: skip


def _positioning(account: Account, main: Account | None) -> accounts.Positioning:
    key = account.platform.key
    follows = main is not None and account.pk != main.pk
    day = clock.today()
    return accounts.Positioning(
        audience=AUDIENCE.get(key, "关注云岭茶业的客户、经销商和同行，希望及时知道新茶与活动。"),
        tones=[Tone.EXPERT, Tone.WARM] if key in ("wechat_oa", "bilibili", "wordpress") else [Tone.PLAIN, Tone.LIVELY],
        words_use="产区写全称；年份写清；茶农写姓名。",
        words_avoid="最、第一、治疗、减肥等绝对化和功效用语。",
        pillars=PILLARS,
        per_week_min=2,
        per_week_max=5 if key == "wechat_oa" else 3,
        slots="周二、周五 20:00" if key == "wechat_oa" else "周三、周六 12:00",
        goals=[("月均阅读（次）", 30_000 if key == "wechat_oa" else 8_000, dt.date(day.year + 1, 6, 30))],
        role=ROLES.get(key, MatrixRole.BRANCH),
        reposts=[(main, 120, "改写成本平台的形式，注明首发")] if follows and main is not None else [],
    )
