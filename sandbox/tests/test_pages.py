"""The console and the reader's page."""

from __future__ import annotations

import re

from sandbox.tests.client import Caller


def press(wechat: Caller, path: str, **form: str):
    return wechat.server.http.post(f"{wechat.server.base_url}{path}", data=form)


def home(wechat: Caller) -> str:
    return wechat.server.http.get(wechat.server.base_url).text


def test_the_console_shows_accounts_drafts_articles_and_faults(wechat: Caller) -> None:
    wechat.draft("端午礼盒预告")
    wechat.published("蒙顶春茶开采")
    wechat.server.set_fault("errcode", "draft/*", errcode=45011)

    text = home(wechat)

    for word in ("云岭茶事", "端午礼盒预告", "蒙顶春茶开采", "返回错误码", "错误码 45011", "已发布"):
        assert word in text


def test_the_console_carries_no_script_and_no_inline_style(wechat: Caller) -> None:
    answer = wechat.server.http.get(wechat.server.base_url)

    assert not re.search(r"<script|<style| style=| on\w+=", answer.text)
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["referrer-policy"] == "same-origin", (
        "with no-referrer browsers send Origin: null and lose the forms"
    )


def test_the_forms_work_without_scripts(wechat: Caller) -> None:
    assert press(wechat, "/console/faults", kind="errcode", endpoint="draft/count", errcode="-1").status_code == 303
    assert wechat.get("/cgi-bin/draft/count")["errcode"] == -1
    press(wechat, "/console/faults/clear")
    press(wechat, "/console/apps/wx_cloudridge/right")
    assert wechat.submit("x")["errcode"] == 48001
    press(wechat, "/console/apps", appid="wx_new", secret="s", name="云岭茶博馆", publish_right="1")
    assert "云岭茶博馆" in home(wechat)


def test_the_world_is_emptied_only_with_the_typed_word(wechat: Caller) -> None:
    assert press(wechat, "/console/reset", word="").status_code == 422
    assert "云岭茶事" in home(wechat)

    press(wechat, "/console/reset", word="清空")

    assert "还没有账号" in home(wechat)


def test_the_article_page_is_caged_and_shows_what_a_reader_sees(wechat: Caller) -> None:
    done = wechat.published(content='<p style="color: green">一芽一叶</p>')

    answer = wechat.server.http.get(done["article_detail"]["item"][0]["article_url"])

    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy
    for word in ("蒙顶春茶开采", "林编辑", "云岭茶事", '<p style="color: green">一芽一叶</p>', "阅读 "):
        assert word in answer.text


def test_a_title_cannot_break_out_of_the_page(wechat: Caller) -> None:
    done = wechat.published("<b>春茶</b>")

    answer = wechat.server.http.get(done["article_detail"]["item"][0]["article_url"])

    assert "<b>春茶" not in answer.text
    assert "<b>春茶" not in home(wechat)


def test_a_banned_article_says_so(wechat: Caller) -> None:
    done = wechat.published()
    wechat.server.ban_article(done["article_id"])

    answer = wechat.server.http.get(done["article_detail"]["item"][0]["article_url"])

    assert answer.status_code == 404
    assert "因违规无法查看" in answer.text
    assert wechat.status(done["publish_id"])["publish_status"] == 6


def test_a_draft_has_a_temporary_page(wechat: Caller) -> None:
    item = wechat.post("/cgi-bin/draft/get", {"media_id": wechat.draft("初稿")})["news_item"][0]

    assert "临时预览" in wechat.server.http.get(item["url"]).text
