"""What sites do that no handbook promises, the connection test in words, comments and their fate, tags and categories."""

from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest

from masthead.core import clock
from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms.abilities import Ability
from masthead.platforms.connectors.wordpress import errors, formats, html
from masthead.platforms.connectors.wordpress.client import parsed
from masthead.platforms.connectors.wordpress.connector import WordpressConnector
from masthead.platforms.contract import Found, ProgressState
from masthead.platforms.stand import go, upload_all
from masthead.platforms.testing import make_article, make_picture

from .stand import WordpressStand

connector = WordpressConnector()
Switch = Callable[..., None]


@pytest.mark.parametrize(
    ("options", "message", "advice"),
    [
        ({"role": "contributor"}, "publish_posts", "作者"),
        ({"rest": "off"}, "停用了 REST", "安全插件"),
        ({"application_passwords": "off"}, "没有认出", "https"),
        ({"authorization": "lost"}, "没有认出", "Authorization"),
        ({"moved": "https://www.yunling-tea.example/wp-json/"}, "另一个地址", "https://www.yunling-tea.example/"),
    ],
)
def test_each_obstacle_is_named_with_its_mend(
    stand: WordpressStand, switch: Switch, options: dict[str, str], message: str, advice: str
) -> None:
    switch(**options)
    report = connector.check(stand.channel())

    assert not report.ok
    assert message in report.message
    assert advice in report.advice


@pytest.mark.parametrize("wrong_password", ["refused", "ignored"])
def test_a_wrong_password_is_found_out_whether_the_site_says_so_or_not(
    stand: WordpressStand, switch: Switch, wrong_password: str
) -> None:
    switch(wrong_password=wrong_password)
    report = connector.check(stand.wrong_channel())
    with pytest.raises(PlatformFault) as refused:
        go(stand, stand.post("密码不对"), stand.wrong_channel())

    assert not report.ok
    assert "应用程序密码" in report.advice
    assert refused.value.kind == FaultKind.CREDENTIAL


def test_an_address_that_is_no_site_is_told(stand: WordpressStand) -> None:
    report = connector.check(replace(stand.channel(), base_url=f"{stand.server.base_url}/bluesky"))

    assert not report.ok
    assert report.code == "not_wordpress"
    assert "子目录" in report.advice


@pytest.mark.parametrize("options", [{"permalinks": "plain"}, {"noise": "yes"}])
def test_odd_sites_are_served_all_the_same(stand: WordpressStand, switch: Switch, options: dict[str, str]) -> None:
    switch(**options)
    remote = go(stand, stand.post("怪网站"))

    assert connector.check(stand.channel()).ok
    assert connector.status(stand.channel(), dict(remote)).state == ProgressState.PUBLISHED
    connector.delete(stand.channel(), dict(remote))
    assert connector.status(stand.channel(), dict(remote)).state == ProgressState.GONE


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"id":1}', {"id": 1}),
        ("\ufeff[]", []),
        ('<b>Warning</b>: x in y.php on line 3<br />\n{"id":2}', {"id": 2}),
        ('Notice: {broken\n[{"id":3}]\n<!-- cached -->', [{"id": 3}]),
        ('<!DOCTYPE html><script>{"id":4}</script>', None),
        ("", None),
        ("[[[[", None),
    ],
)
def test_json_is_found_among_what_plug_ins_write(text: str, found: object) -> None:
    assert parsed(httpx.Response(200, content=text.encode())) == found


def test_uploads_and_drafts_are_found_again_and_not_doubled(stand: WordpressStand) -> None:
    first, second = upload_all(stand, stand.post("不重复")), upload_all(stand, stand.post("不重复"))

    assert first == second
    assert len(stand.server.ledger(endpoint="wp-json/wp/v2/media", method="POST", limit=50)) == 2


def test_a_published_version_is_not_hidden_by_its_draft_stage(stand: WordpressStand) -> None:
    remote = go(stand, stand.post("已发布"))
    again = upload_all(stand, stand.post("已发布"))

    assert again["post_id"] == remote["post_id"]
    assert stand.count("已发布") == 1


def test_a_post_that_was_put_back_to_draft_is_gone_for_readers(stand: WordpressStand) -> None:
    remote = go(stand, stand.post("退回草稿"))
    stand.server.http.post(
        f"{stand.api_url}/wp-json/wp/v2/posts/{remote['post_id']}", json={"status": "draft"},
        auth=(stand.user, stand.keeper.texts["test:secret"]),
    )  # fmt: skip

    assert connector.status(stand.channel(), dict(remote)).state == ProgressState.GONE
    assert connector.find(stand.channel(), stand.post("退回草稿"), dict(remote)).found == Found.NO


def test_tags_are_made_once_and_an_unknown_category_is_refused(stand: WordpressStand) -> None:
    first, second = go(stand, stand.post("标签一")), go(stand, stand.post("标签二"))
    rows = [
        stand.server.http.get(f"{stand.api_url}/wp-json/wp/v2/posts/{r['post_id']}").json() for r in (first, second)
    ]
    channel = replace(stand.channel(), options={"category": "没有的分类"})
    with pytest.raises(PlatformFault) as refused:
        go(stand, stand.post("分类"), channel)

    assert rows[0]["tags"] == rows[1]["tags"] != []
    assert refused.value.platform_code == "no_such_category"
    assert go(stand, stand.post("分类"), replace(channel, options={"category": "未分类"}))["post_id"]


def test_comments_are_released_answered_once_and_counted(stand: WordpressStand) -> None:
    remote, channel = go(stand, stand.post("评论")), stand.channel()
    stand.comment(remote, "什么时候发货？")
    asked = connector.comments(channel, dict(remote)).comments[0]
    connector.moderate(channel, asked, "approve")
    keys = {connector.reply(channel, dict(remote), asked, "今天下午发出。", "r-1") for _try in range(2)}
    figures = connector.metrics(channel, clock.today(), [str(remote["post_id"]), "999999"])

    assert len(keys) == 1
    assert [(row.remote_value, row.value, row.running) for row in figures.rows] == [(remote["post_id"], 2, True)]
    connector.moderate(channel, asked, "spam")
    assert connector.comments(channel, dict(remote)).comments == []


def test_an_author_reads_released_comments_only(stand: WordpressStand, switch: Switch) -> None:
    switch(role="author")
    remote = go(stand, stand.post("作者"))
    stand.comment(remote, "待审")

    assert connector.check(stand.channel()).capabilities[Ability.PUBLISH].mode == "automatic"
    assert connector.comments(stand.channel(), dict(remote)).comments == []


@pytest.mark.parametrize(
    ("change", "code", "block"),
    [
        ({"title": ""}, "title_empty", False),
        ({"title": "茶" * 81}, "title_long", False),
        ({"html": "", "digest": "", "pictures": ()}, "html_empty", True),
        ({"html": '<img src="https://elsewhere.example/a.jpg">'}, "foreign_picture", False),
        ({"html": f'<img src="asset:{"0" * 64}">', "pictures": ()}, "picture_missing", True),
        ({"cover": make_picture(kind="BMP")}, "picture_type", True),
    ],
)
def test_each_format_rule_is_told_before_anything_is_sent(change: dict, code: str, block) -> None:
    issues = {(issue.code, issue.block) for issue in formats.issues_of(replace(make_article(), **change))}
    assert (code, block) in issues or (code == "title_empty" and not issues), "a short post is named by its first words"


def test_the_block_keeps_the_approved_markup_and_its_mark() -> None:
    post = make_article(marker="a" * 64)
    made = html.site_html(post, {p.sha256: "https://site.example/a.jpg?x=1&y=2" for p in post.pictures})

    assert made.startswith("<!-- wp:html -->")
    assert html.mark_of(post.marker) in made
    assert "asset:" not in made
    assert "x=1&amp;y=2" in made


@pytest.mark.parametrize(
    ("code", "status", "headers", "kind"),
    [
        ("", 502, {}, FaultKind.UNKNOWN_OUTCOME),
        ("", 503, {"retry-after": "60"}, FaultKind.THROTTLED),
        ("", 429, {}, FaultKind.THROTTLED),
        ("rest_cannot_create", 401, {}, FaultKind.CREDENTIAL),
        ("rest_cannot_publish", 403, {}, FaultKind.CREDENTIAL),
        ("", 403, {}, FaultKind.CREDENTIAL),
        ("", 413, {}, FaultKind.REJECTED),
        ("something_new", 400, {}, FaultKind.REJECTED),
        ("comment_flood", 400, {}, FaultKind.THROTTLED),
    ],
)
def test_each_answer_says_what_is_known(code: str, status: int, headers: dict, kind: FaultKind) -> None:
    fault = errors.fault_of(code, "", status, headers, repeatable=False)

    assert fault.kind == kind
    assert fault.advice


def test_a_wait_is_read_in_both_of_its_forms() -> None:
    assert errors.wait_of({"retry-after": "30"}) == 30
    assert errors.wait_of({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}) == 1
    assert errors.wait_of({"retry-after": "soon"}) is None
