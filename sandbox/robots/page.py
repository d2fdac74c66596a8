"""What the groups read, on a page of the console."""

from __future__ import annotations

from starlette.responses import Response

from sandbox.console.parts import section, table
from sandbox.console.words import chip, moment
from sandbox.html import Child, el, page
from sandbox.robots.rules import Robot
from sandbox.store import Row

NAMES = {"wecom": "企业微信", "dingtalk": "钉钉", "feishu": "飞书"}
CSS = "/static/console.css"
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def robots_page(robots: list[Robot], calls: list[Row]) -> Response:
    """Robots and the last calls to them."""
    names = {(robot.kind, robot.key): robot.name or robot.key for robot in robots}
    made, said = [_robot(robot) for robot in robots], [_call(row, names) for row in calls]
    heads = (("名称", "wide"), ("应用", ""), ("Key", ""), ("加签", "tight"), ("关键词", ""), ("故障", "tight"))
    lines = (("群里看到的内容", "wide"), ("机器人", ""), ("结果", "tight"), ("签名", "tight"), ("时间", "tight"))
    list_of_robots = table(heads, made, empty="还没有机器人。")
    list_of_calls = table(lines, said, empty="还没有消息。")
    main = el(
        "main",
        section("robots", "群机器人", "相当于各应用群设置里的自定义机器人", list_of_robots, count=len(robots)),
        section("messages", "收到的消息", "最近一百次调用，最新的在前", list_of_calls, count=len(calls)),
    )
    home = el("a", el("strong", "平台沙箱"), href="/", class_="brand")
    top = el("header", home, el("p", "群机器人", class_="motto"), class_="top")
    return page("群机器人 · 平台沙箱", top, el("div", main, class_="frame"), css=CSS, policy=POLICY)


def _robot(robot: Robot) -> list[Child]:
    key, signed = el("code", robot.key), "有" if robot.secret else "无"
    return [robot.name or "—", NAMES[robot.kind], key, signed, "、".join(robot.keywords) or "—", robot.fault or "—"]


def _call(row: Row, names: dict[tuple[str, str], str]) -> list[Child]:
    said = el("pre", row["text"]) if row["text"] else el("code", row["answer"])
    outcome = chip("收到", "teal") if row["code"] == 0 else chip(f"拒绝 {row['code']}", "orange")
    return [
        said,
        names.get((row["kind"], row["key"]), row["key"]),
        outcome,
        "已验签" if row["signed"] else "—",
        moment(row["at"]),
    ]
