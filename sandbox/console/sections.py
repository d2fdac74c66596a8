"""What the platform holds: accounts, drafts, publications."""

from __future__ import annotations

from sandbox.console.parts import button, choice, field, section, table
from sandbox.console.words import STATUS, chip, moment
from sandbox.html import Child, Markup, el
from sandbox.settings import AppIn
from sandbox.store import Row, loads
from sandbox.wechat import figures
from sandbox.wechat.datacube import figure_key
from sandbox.world import World

SHOWN = 50


def names(world: World) -> dict[str, str]:
    return {app.appid: app.name for app in world.apps()}


def accounts(world: World, checked: dict[str, str], labels: dict[str, str]) -> Markup:
    apps = world.apps()
    cards = el("div", *(card_of(app, checked, labels) for app in apps), class_="cards")
    empty = el("p", "还没有账号。先在下面新建一个，把 AppID 和 AppSecret 填到产品里。", class_="empty")
    return section(
        "accounts", "账号", "相当于各平台后台的开发设置", cards if apps else empty, account_form(), count=len(apps)
    )


def card_of(app: AppIn, checked: dict[str, str], labels: dict[str, str]) -> Markup:
    """WeChat's accounts have switches of their own; the others show their keys and lead to what was posted."""
    if app.platform == "wechat":
        return account_card(app, checked.get(app.appid, ""))
    facts: list[tuple[str, Child]] = [
        ("应用 ID", el("code", app.appid)),
        ("应用密钥", el("code", app.secret)),
        ("关注人数", f"{app.followers:,}"),
        *((name, el("code", value)) for name, value in app.options.items()),
    ]
    label = labels.get(app.platform, app.platform)
    return el(
        "article",
        el("h3", el("span", app.name[:1], class_="face", aria_hidden="true"), el("span", app.name), chip(label, "teal")),
        el("dl", *(el("div", el("dt", name), el("dd", value)) for name, value in facts)),
        el("div", el("a", "看账号主页", href=f"/feed/{app.platform}/{app.appid}", class_="button"), class_="deeds"),
        class_="card",
    )  # fmt: skip


def account_card(app: AppIn, checked: str) -> Markup:
    facts: list[tuple[str, Child]] = [
        ("AppID", el("code", app.appid)),
        ("AppSecret", el("code", app.secret)),
        ("原始 ID", el("code", app.gh_id)),
        ("关注人数", f"{app.followers:,}"),
        ("IP 白名单", "、".join(app.ip_allow) or "不限"),
        ("回调", [el("code", app.callback_url), " ", "安全模式" if app.callback_mode == "aes" else "明文模式"]
         if app.callback_url else "未设置"),
    ]  # fmt: skip
    right = chip("有发布权限", "teal") if app.publish_right else chip("无发布权限 48001", "amber")
    toggle = "收回发布权限" if app.publish_right else "给予发布权限"
    return el(
        "article",
        el("h3", el("span", app.name[:1], class_="face", aria_hidden="true"), el("span", app.name), right),
        el("dl", *(el("div", el("dt", name), el("dd", value)) for name, value in facts)),
        el("p", checked, class_="checked", role="status") if checked else None,
        el(
            "div",
            button(toggle, f"/console/apps/{app.appid}/right", label=f"{toggle}：{app.name}"),
            button("验证回调地址", f"/console/apps/{app.appid}/verify", label=f"验证回调地址：{app.name}")
            if app.callback_url else None,
            class_="deeds",
        ),
        class_="card",
    )  # fmt: skip


def account_form() -> Markup:
    form = el(
        "form",
        field("名称", "name", "云岭茶事", required=True),
        field("AppID", "appid", placeholder="wx_cloudridge", required=True),
        field("AppSecret", "secret", required=True),
        field("关注人数", "followers", 12000, kind="number", min=0),
        field("IP 白名单", "ip_allow", hint="多个以空格分开，空为不限"),
        field("回调地址", "callback_url", hint="只能是本机地址"),
        field("回调 Token", "callback_token"),
        field("EncodingAESKey", "aes_key", hint="43 位，安全模式需要"),
        choice("回调模式", "callback_mode", (("plain", "明文模式"), ("aes", "安全模式"))),
        choice("发布权限", "publish_right", (("1", "有"), ("", "无")), "1"),
        el("p", el("button", "保存账号", type="submit", class_="main"), class_="submit"),
        action="/console/apps", method="post", class_="grid",
    )  # fmt: skip
    return el("details", el("summary", "新建或修改账号"), form)


def drafts(world: World) -> Markup:
    rows = world.store.rows("SELECT * FROM drafts WHERE gone = '' ORDER BY updated_at DESC, number DESC LIMIT ?", SHOWN)
    count = world.store.number("SELECT count(*) FROM drafts WHERE gone = ''")
    called = names(world)
    lines: list[list[Child]] = []
    for row in rows:
        listed = loads(row["articles"])
        link = el("a", listed[0]["title"], href=f"/wechat/s/tmp-{row['media_id']}-0")
        more = el("span", f" 等 {len(listed)} 篇", class_="quiet") if len(listed) > 1 else None
        lines.append([[link, more], called.get(row["appid"], row["appid"]), moment(row["updated_at"])])
    heads = (("标题", "wide"), ("账号", ""), ("更新", "tight"))
    return section(
        "drafts", "草稿箱", "发布之后草稿从这里消失", table(heads, lines, empty="草稿箱是空的。"), count=count
    )


def publications(world: World) -> Markup:
    rows = world.store.rows("SELECT * FROM publications ORDER BY publish_id DESC LIMIT ?", SHOWN)
    count = world.store.number("SELECT count(*) FROM publications")
    called, doubles = names(world), doubled(world)
    lines = [publication_line(world, row, called, doubles) for row in rows]
    heads = (("文章", "wide"), ("账号", ""), ("状态", "tight"), ("提交", "tight"), ("阅读", "number"), ("", "tight"))
    empty = "还没有发布。提交发布之后，文章会在这里出现，点标题看读者看到的样子。"
    return section(
        "publications", "发布", "接受之后才发布，失败的草稿回到草稿箱", table(heads, lines, empty=empty), count=count
    )


def doubled(world: World) -> frozenset[str]:
    rows = world.store.rows("SELECT title FROM articles GROUP BY title HAVING count(*) > 1")
    return frozenset(row["title"] for row in rows)


def publication_line(world: World, row: Row, called: dict[str, str], doubles: frozenset[str]) -> list[Child]:
    articles = world.store.rows("SELECT * FROM articles WHERE publish_id = ? ORDER BY idx", row["publish_id"])
    titles: list[Child] = [
        el("span", el("a", one["title"], href=f"/wechat/s/{one['key']}"),
           chip("重复", "orange") if one["title"] in doubles else None, class_="line")
        for one in articles
    ] or [el("span", one["title"], class_="line") for one in loads(row["articles"])]  # fmt: skip
    word, colour = STATUS[row["status"]]
    ban = (
        button("封禁", f"/console/articles/{row['article_id']}/ban", look="quiet", label=f"封禁：{articles[0]['title']}")
        if row["status"] == 0 else None
    )  # fmt: skip
    return [
        titles, called.get(row["appid"], row["appid"]), chip(word, colour), moment(row["submitted_at"]),
        f"{sum(reads(world, one) for one in articles):,}" if articles else "—", ban,
    ]  # fmt: skip


def reads(world: World, row: Row) -> int:
    app = world.app(row["appid"])
    curve = figures.curve(
        world.settings.seed, figure_key(row), published_at=row["published_at"],
        followers=app.followers if app else 0, idx=row["idx"],
    )  # fmt: skip
    return curve.at(world.now())["read_user"]
