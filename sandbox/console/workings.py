"""How the world turns: faults, clock, callbacks, the ledger."""

from __future__ import annotations

from sandbox.console.parts import button, choice, field, section, table
from sandbox.console.sections import names
from sandbox.console.words import (
    CALLBACK,
    ENDPOINTS,
    FAULT_NOTES,
    FAULTS,
    OUTCOME,
    PRESETS,
    chip,
    moment,
    offset_words,
)
from sandbox.html import Child, Markup, el
from sandbox.world import Fault, World

LEDGER_SHOWN = 40


def faults(world: World) -> Markup:
    listed = world.faults()
    presets = el(
        "div",
        *(button(word, "/console/faults", look="preset", **values) for word, values in PRESETS),
        class_="presets",
    )
    heads = (("故障", "wide"), ("范围", ""), ("触发", "number"), ("开关", "tight"), ("", "tight"))
    called = names(world)
    shown = table(heads, [fault_line(fault, called) for fault in listed], empty="没有故障。点上面的按钮试一种。")
    clear = button("全部清除", "/console/faults/clear", look="quiet") if listed else None
    return section(
        "faults", "故障开关", "按接口、账号、概率、次数触发；同一种子得到同样的故障", presets, shown, clear, fault_form(world),
        count=sum(fault.active for fault in listed),
    )  # fmt: skip


def fault_line(fault: Fault, called: dict[str, str]) -> list[Child]:
    body = fault.body
    detail = {
        "errcode": f"错误码 {body.errcode}", "http_500": f"HTTP {body.http_status}",
        "publish_fails": f"publish_status {body.publish_status}",
        "slow": f"{1000 if body.ms is None else body.ms} 毫秒",
    }.get(body.kind, "")  # fmt: skip
    limits = [
        f"概率 {body.probability:.0%}" if body.probability < 1 else "",
        "执行之后" if body.after else "",
        detail,
    ]
    scope = called.get(body.appid, body.appid) if body.appid else "所有账号"
    switch = "关闭" if fault.active else "打开"
    spent = body.count is not None and fault.hits >= body.count
    return [
        [el("strong", FAULTS[body.kind]), " ", el("span", " · ".join(x for x in limits if x), class_="quiet"),
         el("small", FAULT_NOTES[body.kind])],
        [el("code", body.endpoint), el("small", scope)],
        f"{fault.hits}/{body.count}" if body.count else str(fault.hits),
        chip("已用完", "grey") if spent else chip("开", "red") if fault.active else chip("关", "grey"),
        el("div", button(switch, f"/console/faults/{fault.id}/switch", active="" if fault.active else "1",
                         label=f"{switch}：{FAULTS[body.kind]}"),
           button("删除", f"/console/faults/{fault.id}/drop", look="quiet", label=f"删除：{FAULTS[body.kind]}"),
           class_="deeds"),
    ]  # fmt: skip


def fault_form(world: World) -> Markup:
    accounts = [("", "所有账号"), *((app.appid, app.name) for app in world.apps())]
    form = el(
        "form",
        choice("故障", "kind", FAULTS.items()),
        choice("接口", "endpoint", ENDPOINTS),
        choice("账号", "appid", accounts),
        field("概率", "probability", 1, kind="number", min=0, max=1, step=0.05),
        field("次数", "count", "", kind="number", min=1, hint="空为不限"),
        field("错误码", "errcode", -1, kind="number"),
        field("毫秒", "ms", "", kind="number", min=0, hint="变慢或挂起多久"),
        choice("发布状态", "publish_status", ((4, "4 平台审核未过"), (3, "3 常规失败"), (2, "2 原创校验未过"))),
        choice("时机", "after", (("", "执行之前"), ("1", "执行之后"))),
        el("p", el("button", "打开故障", type="submit", class_="main"), class_="submit"),
        action="/console/faults", method="post", class_="grid",
    )  # fmt: skip
    return el("details", el("summary", "自定义故障"), form)


def clock(world: World) -> Markup:
    settings = world.settings
    moves = el(
        "div",
        *(
            button(word, "/console/clock", look="preset", forward=seconds)
            for word, seconds in (("+1 小时", 3600), ("+1 天", 86_400), ("+7 天", 604_800), ("−1 天", -86_400))
        ),
        button("回到真实时间", "/console/clock", look="preset", reset="1"),
        class_="presets",
    )
    form = el(
        "form",
        field("发布用时（秒）", "publish_seconds", settings.publish_seconds, kind="number", min=0, step=0.1),
        choice("数据延迟", "is_delay", (("auto", "每天 08:00 前"), ("always", "总是"), ("never", "从不")),
               settings.is_delay),
        choice("草稿消失于", "draft_vanishes", (("submit", "提交时"), ("success", "成功时")), settings.draft_vanishes),
        field("标题上限（字）", "title_limit", settings.title_limit, kind="number", min=1),
        field("挂起（毫秒）", "hang_ms", settings.hang_ms, kind="number", min=0),
        field("回调等待（秒）", "callback_timeout_seconds", settings.callback_timeout_seconds, kind="number", min=0.1,
              step=0.1),
        el("p", el("button", "保存设置", type="submit", class_="main"), class_="submit"),
        action="/console/settings", method="post", class_="grid",
    )  # fmt: skip
    note = f"沙箱时间{offset_words(settings.offset_seconds)}；往后拨可以看到次日的数据"
    return section("clock", "时钟与设置", note, moves, el("details", el("summary", "调整设置"), form))


def callbacks(world: World) -> Markup:
    rows = world.store.rows("SELECT * FROM callbacks ORDER BY id DESC LIMIT 20")
    called = names(world)
    lines: list[list[Child]] = [
        [chip(*CALLBACK[row["state"]]), el("code", row["publish_id"]), called.get(row["appid"], row["appid"]),
         row["attempts"], moment(row["due_at"]), el("small", row["note"])]
        for row in rows
    ]  # fmt: skip
    heads = (
        ("状态", "tight"),
        ("发布任务", ""),
        ("账号", ""),
        ("次数", "number"),
        ("时间", "tight"),
        ("说明", "wide"),
    )
    return section(
        "callbacks", "回调", "发布结果事件 PUBLISHJOBFINISH，5 秒内未答复则重试",
        table(heads, lines, empty="还没有回调。给账号设置回调地址后，发布结果会推送过去。"),
        count=world.store.number("SELECT count(*) FROM callbacks"),
    )  # fmt: skip


def ledger(world: World) -> Markup:
    rows, called = world.ledger_rows({}, limit=LEDGER_SHOWN), names(world)
    lines: list[list[Child]] = [
        [moment(row["at"]), el("code", row["endpoint"]), called.get(row["appid"], row["appid"]) or "—",
         [chip(*OUTCOME[row["outcome"]]), f" {row['errcode']}" if row["errcode"] else None],
         el("small", row["fault"] or "—"), f"{row['ms']:.1f}", el("small", row["note"])]
        for row in rows
    ]  # fmt: skip
    heads = (("时间", "tight"), ("接口", ""), ("账号", ""), ("结果", "tight"), ("故障", ""), ("毫秒", "number"),
             ("备注", "wide"))  # fmt: skip
    total = world.ledger.number("SELECT count(*) FROM ledger")
    more = el("p", el("a", "完整流水（JSON）", href="/_sandbox/ledger?limit=1000"), " · ",
              el("a", "统计（JSON）", href="/_sandbox/stats"), class_="more")  # fmt: skip
    empty = "还没有请求。"
    return section(
        "ledger", "请求流水", f"最近 {LEDGER_SHOWN} 次请求", table(heads, lines, empty=empty), more, count=total
    )
