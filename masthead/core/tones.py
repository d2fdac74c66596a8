"""Which colour a state has: one table, so that a state looks the same on every page. A colour never stands without its word."""

from functools import lru_cache
from typing import Any

from django.db.models import Choices, Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TONES: dict[str, tuple[str, str | Promise]] = {
    # content and publishing
    "draft": ("grey", _("草稿")),
    "proposed": ("amber", _("待定")),
    "adopted": ("teal", _("已采纳")),
    "in_progress": ("blue", _("进行中")),
    "done": ("green", _("已完成")),
    "dropped": ("struck", _("已放弃")),
    "in_review": ("amber", _("待审")),
    "returned": ("orange", _("退回")),
    "approved": ("teal", _("已通过")),
    "rejected": ("red", _("不通过")),
    "scheduled": ("blue", _("已排期")),
    "publishing": ("violet chip--live", _("发布中")),
    "sending": ("violet chip--live", _("发布中")),
    "accepted": ("violet chip--live", _("平台处理中")),
    "published": ("green", _("已发布")),
    "failed": ("red", _("失败")),
    "blocked": ("red", _("已拦截")),
    "unverified": ("hatched", _("待核实")),
    "unknown": ("hatched", _("待核实")),
    "cancelled": ("struck", _("已取消")),
    "expired": ("struck", _("已过期")),
    "handed": ("orange", _("待人工发布")),
    "proof": ("amber", _("待复核")),
    "same": ("green", _("仍在，未改动")),
    "changed": ("orange", _("内容有改动")),
    "unsure": ("hatched", _("暂时查不到")),
    "untold": ("grey", _("平台不能查询")),
    "calling": ("violet chip--live", _("进行中")),
    "drafted": ("blue", _("已转稿件")),
    "refused": ("red", _("不通过")),
    "confirmed": ("green", _("复核通过")),
    # approvals
    "pending": ("amber", _("待办")),
    "waiting": ("grey", _("未到")),
    "running": ("amber", _("进行中")),
    "withdrawn": ("struck", _("已撤回")),
    "skipped": ("grey", _("无需办理")),
    # clauses
    "met": ("green", _("达标")),
    "compliant": ("green", _("达标")),
    "at_risk": ("amber", _("有风险")),
    "partial": ("amber", _("有风险")),
    "unmet": ("red", _("未达标")),
    "non_compliant": ("red", _("未达标")),
    "no_activity": ("grey chip--hollow", _("无活动")),
    "stale": ("hatched", _("数据过期")),
    "error": ("red", _("检查出错")),
    "unbound": ("grey chip--hollow", _("未接入")),
    "exempt": ("blue", _("豁免中")),
    "not_recorded": ("grey chip--hollow", _("当日无记录")),
    "superseded": ("struck", _("已废止")),
    # what is collected for a topic
    "wanted": ("amber", _("待收集")),
    "at_hand": ("blue", _("已有")),
    "collected": ("green", _("已收齐")),
    # joint work: requests, tickets, ideas, meetings
    "taken": ("blue", _("已受理")),
    "working": ("blue", _("处理中")),
    "on_requester": ("orange", _("待提交人补充")),
    "deferred": ("grey", _("暂缓")),
    "resolved": ("teal", _("已解决")),
    "ticket_closed": ("green", _("已关闭")),
    "declined": ("struck", _("已婉拒")),
    "idea_open": ("amber", _("征集意见")),
    "discussed": ("blue", _("已讨论")),
    "experiment": ("violet", _("实验中")),
    "concluded": ("green", _("已结题")),
    "shelved": ("grey", _("暂不采用")),
    "planned": ("blue", _("待召开")),
    "held": ("amber", _("已召开，待纪要")),
    # accounts and connections
    "applied": ("amber", _("申请中")),
    "active": ("green", _("在用")),
    "paused": ("orange", _("暂停")),
    "closed": ("struck", _("已注销")),
    "frozen": ("red", _("已冻结")),
    "untested": ("grey chip--hollow", _("未检测")),
    "ok": ("green", _("正常")),
    "failing": ("red", _("异常")),
    "off": ("grey chip--hollow", _("未接通")),
    "suspect": ("amber", _("待确认")),
    "locked": ("red", _("已锁定")),
    "asked": ("amber", _("申请解锁")),
    "automatic": ("green", _("自动")),
    "handoff": ("teal", _("扫码确认")),
    "assisted": ("amber", _("人工辅助")),
    "none": ("grey", _("未接入")),
    # claims
    "unsourced": ("amber", _("待补来源")),
    "sourced": ("teal", _("已有来源")),
    "dismissed": ("grey", _("无须来源")),
    "gone": ("struck", _("已从稿件删去")),
    # the writing helper
    "queued": ("amber", _("排队中")),
    "asking": ("blue", _("处理中")),
    # findings, runs
    "block": ("red", _("须修改")),
    "warn": ("amber", _("须说明")),
    "info": ("grey", _("提示")),
    "passed": ("green", _("通过")),
    "complete": ("green", _("完整")),
    "in_force": ("green", _("生效中")),
}


def tone_of(code: str) -> str:
    """The colour word of a state; grey for one that the table does not know."""
    return TONES.get(code, ("grey", ""))[0]


@lru_cache(maxsize=64)
def _words_of(model: type[Model]) -> dict[str, str | Promise]:
    """{code: word} of a model's states. Django's get_state_display looks all words up to find one, for each row of a list."""
    field = model._meta.get_field("state")
    return {str(code): word for code, word in getattr(field, "flatchoices", ())}


def code_and_label(value: Any) -> tuple[str, str]:
    """The code and the word of a state, whatever form it comes in."""
    if isinstance(value, Choices):
        return str(value.value), str(value.label)
    if hasattr(value, "state"):
        state = value.state
        if isinstance(state, Choices):
            return str(state.value), str(state.label)
        words = _words_of(type(value)) if isinstance(value, Model) else {}
        return str(state), str(words.get(str(state)) or TONES.get(str(state), ("", state))[1])
    return str(value), str(TONES.get(str(value), ("", value))[1])
