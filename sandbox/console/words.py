"""The console's words: labels of states, faults and endpoints; moments as people read them."""

from __future__ import annotations

from sandbox.clock import beijing
from sandbox.html import Markup, el

WEEKDAYS = "一二三四五六日"

STATUS = {
    0: ("已发布", "green"),
    1: ("发布中", "violet"),
    2: ("原创校验未过", "red"),
    3: ("发布失败", "red"),
    4: ("平台审核未过", "red"),
    5: ("作者已删除", "grey"),
    6: ("平台已封禁", "red"),
}
CALLBACK = {
    "waiting": ("待推送", "amber"),
    "delivered": ("已送达", "green"),
    "given_up": ("重试用尽", "red"),
    "lost": ("已丢失", "orange"),
}
OUTCOME = {
    "ok": ("成功", "green"),
    "refused": ("拒绝", "amber"),
    "not_done": ("未执行", "red"),
    "ok_untold": ("已执行·未告知", "orange"),
    "refused_untold": ("拒绝·未告知", "orange"),
}
FAULTS = {
    "timeout_before": "执行前断线",
    "timeout_after": "执行后断线",
    "http_500": "网关错误页",
    "errcode": "返回错误码",
    "slow": "变慢",
    "publish_fails": "发布审核不过",
    "callback_lost": "回调丢失",
    "callback_duplicated": "回调重复",
}
FAULT_NOTES = {
    "timeout_before": "请求没有执行，连接挂起后断开",
    "timeout_after": "请求已经执行，但调用方得不到回答",
    "http_500": "返回 HTML 错误页，可选执行之后",
    "errcode": "返回指定错误码，可选执行之后",
    "slow": "先等待，再正常处理",
    "publish_fails": "提交被接受，稍后得到失败状态",
    "callback_lost": "发布结果事件不推送",
    "callback_duplicated": "发布结果事件推送两次",
}
PRESETS = (
    ("下一次提交：执行后断线", {"kind": "timeout_after", "endpoint": "freepublish/submit", "count": "1"}),
    ("下一次提交：执行前断线", {"kind": "timeout_before", "endpoint": "freepublish/submit", "count": "1"}),
    ("下一次发布：审核不过", {"kind": "publish_fails", "count": "1"}),
    ("下一次回调：丢失", {"kind": "callback_lost", "count": "1"}),
    ("系统繁忙（三成请求）", {"kind": "errcode", "errcode": "-1", "probability": "0.3"}),
    ("全部变慢 2 秒", {"kind": "slow", "ms": "2000"}),
)
ENDPOINTS = (
    ("*", "全部接口"),
    ("freepublish/submit", "提交发布"),
    ("freepublish/get", "查询发布状态"),
    ("freepublish/*", "发布类接口"),
    ("draft/add", "新建草稿"),
    ("draft/*", "草稿类接口"),
    ("material/*", "永久素材"),
    ("media/*", "正文图片"),
    ("*token", "获取凭据"),
    ("/datacube/*", "数据接口"),
)


def chip(word: str, colour: str) -> Markup:
    return el("span", word, class_=f"chip {colour}")


def moment(at: float | None) -> Markup:
    """11月23日 周一 09:30, exact to the second on hover."""
    if at is None:
        return el("span", "—", class_="quiet")
    when = beijing(at)
    text = f"{when.month}月{when.day}日 {when:%H:%M}"
    return el("time", text, datetime=when.isoformat(timespec="seconds"), title=f"{when:%Y-%m-%d %H:%M:%S}")


def long_moment(at: float) -> str:
    when = beijing(at)
    return f"{when.year}年{when.month}月{when.day}日 周{WEEKDAYS[when.weekday()]} {when:%H:%M:%S}"


def offset_words(seconds: float) -> str:
    """How far the sandbox clock is from real time."""
    if abs(seconds) < 1:
        return "与真实时间一致"
    days, rest = divmod(abs(round(seconds)), 86_400)
    hours, minutes = rest // 3600, rest % 3600 // 60
    parts = [f"{days} 天" if days else "", f"{hours} 小时" if hours else "", f"{minutes} 分" if minutes else ""]
    return ("快 " if seconds > 0 else "慢 ") + (" ".join(part for part in parts if part) or f"{abs(round(seconds))} 秒")
