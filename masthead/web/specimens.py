"""Invented contents of the gallery: the demo company 云岭茶业 at work, in every state."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from masthead.core import clock
from masthead.core.paging import Page
from masthead.core.widgets import DayInput

STATES = [
    "draft",
    "in_review",
    "returned",
    "approved",
    "scheduled",
    "publishing",
    "published",
    "failed",
    "unverified",
    "expired",
]
CLAUSE_STATES = ["met", "at_risk", "unmet", "no_activity", "stale", "error", "unbound"]
TITLES = [
    ("明前茶采摘第一天：蒙顶山海拔 1,200 米的清晨", "published", 48213, 1204, 96),
    ("普洱熟茶的干仓与湿仓，差别究竟在哪里", "in_review", 0, 0, 0),
    ("一杯工夫红茶的五道工序", "scheduled", 0, 0, 0),
    ("国庆门店营业时间与到店礼遇", "publishing", 0, 0, 0),
    ("云岭茶园有机认证证书更新说明", "returned", 0, 0, 0),
    ("茶席上的秋天：三款配茶点心", "approved", 0, 0, 0),
    ("老茶客投票：您最常喝哪一种乌龙", "unverified", 1320, 35, 2),
    ("双十一预售说明（含运费与退换规则）", "failed", 0, 0, 0),
    ("谷雨茶会回顾：二百位茶友的一个下午", "published", 12640, 388, 41),
    ("制茶师傅访谈：炒青二十年", "draft", 0, 0, 0),
    ("中秋礼盒内容与保质期说明", "expired", 0, 0, 0),
]
PEOPLE = ["林知夏", "周明远", "陈立群", "郑国安", "吴晓舟"]


@dataclass(frozen=True)
class Row:
    """One invented draft."""

    pk: int
    title: str
    state: str
    reads: int
    likes: int
    comments: int
    author: str
    updated_at: dt.datetime
    planned_at: dt.datetime


class FilterForm(forms.Form):
    q = forms.CharField(
        label=_("搜索稿件"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("标题或作者")}),
    )
    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("全部")), ("in_review", _("待审")), ("published", _("已发布"))]
    )
    author = forms.ChoiceField(label=_("作者"), required=False, choices=[("", _("不限")), *[(p, p) for p in PEOPLE]])


class SampleForm(forms.Form):
    title = forms.CharField(label=_("标题"), max_length=64, help_text=_("公众号标题不超过 64 个字，含标点。"))
    account = forms.ChoiceField(
        label=_("发布账号"), choices=[("1", _("公众号 · 云岭茶事")), ("2", _("微博 · 云岭茶业"))]
    )
    planned_on = forms.DateField(label=_("计划日期"), widget=DayInput())
    digest = forms.CharField(label=_("摘要"), required=False, max_length=120, widget=forms.Textarea(attrs={"rows": 2}))
    pace = forms.ChoiceField(
        label=_("紧急程度"), widget=forms.RadioSelect, choices=[("1", _("常规")), ("2", _("加急")), ("3", _("当天"))]
    )
    original = forms.BooleanField(label=_("声明原创，并已核对图片授权"), required=False)
    cover = forms.FileField(label=_("封面"), required=False, help_text=_("JPG 或 PNG，不超过 2 MB，比例 2.35:1。"))


def rows() -> list[Row]:
    """A page of a list in every state."""
    now = clock.now()
    found = []
    for index, (title, state, reads, likes, comments) in enumerate(TITLES):
        updated = now - dt.timedelta(minutes=7 + index * index * 53)
        planned = now + dt.timedelta(hours=4 + index * 9)
        found.append(Row(index + 1, title, state, reads, likes, comments, PEOPLE[index % 5], updated, planned))
    return found


def timeline() -> list[dict[str, Any]]:
    """What happened to one draft."""
    now = clock.now()
    told = [
        (4, "吴晓舟", _("排期发布到「云岭茶事」"), "calendar", "blue", ""),
        (26, "陈立群", _("批准发布"), "check", "teal", ""),
        (95, "周明远", _("通过初审"), "check", "teal", _("采摘面积已核对种植合作社 11 月台账。")),
        (240, "林知夏", _("重新提交审核"), "send", "amber", ""),
        (
            420,
            "周明远",
            _("退回修改"),
            "arrow-back-up",
            "orange",
            _("“全国销量第一”没有来源，请补充出处或删去（制度 1.3.2）。"),
        ),
        (600, "林知夏", _("提交审核"), "send", "amber", ""),
        (1560, "林知夏", _("从选题「明前茶季」新建稿件"), "pencil", "", ""),
    ]
    return [
        {"at": now - dt.timedelta(minutes=ago), "who": who, "text": text, "icon": icon, "tone": tone, "reason": reason}
        for ago, who, text, icon, tone, reason in told
    ]


def chart() -> dict[str, Any]:
    """Two weeks of reads."""
    day = clock.today()
    days = [day - dt.timedelta(days=13 - i) for i in range(14)]
    return {
        "kind": "line",
        "unit": "次",
        "categories": [f"{d.month}月{d.day}日" for d in days],
        "series": [
            {
                "name": "阅读",
                "data": [3120, 2980, 4210, 12050, 18320, 9400, 6120, 5210, 4980, 7120, 15230, 11020, 8210, 7640],
            },
            {"name": "分享", "data": [120, 98, 210, 620, 1105, 480, 260, 230, 190, 310, 860, 540, 330, 301]},
        ],
    }


def sample_form(*, wrong: bool) -> SampleForm:
    """The form as it opens, or as it comes back."""
    if not wrong:
        return SampleForm(initial={"title": TITLES[0][0], "pace": "1", "planned_on": clock.today()})
    words = {"title": "", "account": "9", "planned_on": "", "pace": "1", "digest": "茶" * 130}
    return SampleForm(data=words, auto_id="wrong_%s")


def context() -> dict[str, Any]:
    """Everything that the gallery's templates show."""
    found = rows()
    shown = {
        "rows": found,
        "page": Page(list[Any](found), next="bmV4dA", previous="cHJldg"),
        "draft": found[2],
        "themes": ["light", "dark"],
        "states": STATES,
        "clause_states": CLAUSE_STATES,
        "events": timeline(),
        "chart": chart(),
        "soon": clock.now() + dt.timedelta(minutes=134),
        "filters": FilterForm(),
        "form": sample_form(wrong=False),
        "wrong": sample_form(wrong=True),
    }
    return shown | ways() | details()


def ways() -> dict[str, Any]:
    """Steps, tabs, menus, crumbs."""
    return {
        "steps": [
            {"label": _("公司"), "state": "done"},
            {"label": _("运营管理小组"), "state": "current"},
            {"label": _("第一位管理员"), "state": "todo"},
        ],
        "tab_items": [
            {"label": _("正文"), "href": "?", "current": True},
            {"label": _("检查结果"), "href": "?", "count": 3},
            {"label": _("版本"), "href": "?", "count": 7},
        ],
        "view_items": [
            {"label": _("列表"), "href": "?page=list", "icon": "layout-list", "current": True},
            {"label": _("看板"), "href": "?page=list", "icon": "layout-kanban"},
            {"label": _("日历"), "href": "?page=list", "icon": "calendar"},
        ],
        "menu_items": [
            {"label": _("复制为新稿"), "href": "#", "icon": "copy"},
            {"label": _("导出 Word"), "href": "#", "icon": "download"},
            {"label": _("撤回审核"), "dialog": "withdraw", "icon": "arrow-back-up", "danger": True},
        ],
        "crumbs": [{"label": _("内容"), "href": "#"}, {"label": _("稿件"), "href": "?page=list"}],
    }


def details() -> dict[str, Any]:
    """Facts, differences and findings of one draft."""
    return {
        "facts": [
            {"label": _("选题"), "value": "明前茶季", "href": "#"},
            {"label": _("账号"), "value": "公众号 · 云岭茶事"},
            {"label": _("计划时间"), "value": "11月25日 周三 19:30"},
            {"label": _("版本"), "value": "第 7 版 · 9f3c…21aa"},
            {"label": _("字数"), "value": "1,846"},
        ],
        "diff_rows": [
            {"kind": "same", "text": "蒙顶山的清晨，雾还没有散。"},
            {"kind": "del", "text": "我们的明前茶全国销量第一。"},
            {"kind": "add", "text": "今年我们在蒙顶山采摘明前茶 312 亩（种植合作社台账，2026 年 3 月）。"},
        ],
        "findings": [
            {"state": "block", "text": "“全国销量第一”属于绝对化用语", "law": "《广告法》第九条"},
            {"state": "warn", "text": "“312 亩”没有来源", "law": "制度 1.3.2"},
            {"state": "warn", "text": "封面比例为 1.9:1，公众号建议 2.35:1", "law": "制度 1.3.3"},
        ],
    }
