"""Publishing: accepted at once, finished later, never twice by itself."""

from __future__ import annotations

from sandbox.tests.client import Caller


def test_a_publication_goes_from_accepted_to_published(wechat: Caller) -> None:
    wechat.server.settings(publish_seconds=0.5)
    accepted = wechat.submit(wechat.draft("蒙顶春茶开采"))
    assert accepted["errcode"] == 0
    assert wechat.status(accepted["publish_id"])["publish_status"] == 1

    assert wechat.server.wait_until_settled().by_title == {"蒙顶春茶开采": 1}

    done = wechat.status(accepted["publish_id"])
    assert (done["publish_status"], done["fail_idx"]) == (0, [])
    assert done["article_detail"]["count"] == 1
    page = wechat.server.http.get(done["article_detail"]["item"][0]["article_url"])
    assert page.status_code == 200
    assert "蒙顶山头采开园" in page.text


def test_a_draft_can_be_submitted_once(wechat: Caller) -> None:
    media_id = wechat.draft()
    wechat.submit(media_id)

    assert wechat.submit(media_id)["errcode"] == 40007
    assert wechat.get("/cgi-bin/draft/count") == {"total_count": 0}


def test_a_failed_audit_is_told_later_and_gives_the_draft_back(wechat: Caller) -> None:
    wechat.server.set_fault("publish_fails", publish_status=4, count=1)
    media_id = wechat.draft()
    accepted = wechat.submit(media_id)
    assert accepted["errcode"] == 0

    assert wechat.server.wait_until_settled().failed == 1

    told = wechat.status(accepted["publish_id"])
    assert (told["publish_status"], told["fail_idx"], told.get("article_id")) == (4, [1], None)
    assert wechat.submit(media_id)["errcode"] == 0


def test_an_account_without_the_right_is_refused_48001(wechat: Caller) -> None:
    wechat.server.add_app(publish_right=False)

    assert wechat.submit("any")["errcode"] == 48001
    assert wechat.post("/cgi-bin/freepublish/batchget", {"offset": 0, "count": 1})["errcode"] == 48001
    assert wechat.get("/cgi-bin/draft/count") == {"total_count": 0}


def test_published_articles_are_listed_read_and_deleted(wechat: Caller) -> None:
    article_id = wechat.published("谷雨茶会回顾")["article_id"]
    listed = wechat.post("/cgi-bin/freepublish/batchget", {"offset": 0, "count": 20, "no_content": 1})
    assert [item["article_id"] for item in listed["item"]] == [article_id]
    told = wechat.post("/cgi-bin/freepublish/getarticle", {"article_id": article_id})["news_item"][0]
    assert (told["title"], told["is_deleted"]) == ("谷雨茶会回顾", False)

    assert wechat.post("/cgi-bin/freepublish/delete", {"article_id": article_id, "index": 1})["errcode"] == 0

    assert wechat.server.http.get(told["url"]).status_code == 404
    assert wechat.post("/cgi-bin/freepublish/batchget", {"offset": 0, "count": 20})["total_count"] == 0
    assert wechat.status(wechat.server.publications()[0]["publish_id"])["publish_status"] == 5


def test_unknown_ids_have_their_own_codes(wechat: Caller) -> None:
    assert wechat.status("77")["errcode"] == 53502
    assert wechat.post("/cgi-bin/freepublish/getarticle", {"article_id": "x"})["errcode"] == 53600


def test_quota_is_counted_and_told(wechat: Caller) -> None:
    path = "/cgi-bin/freepublish/submit"
    wechat.server.set_quota("wx_cloudridge", path, 1)
    wechat.submit(wechat.draft())

    assert wechat.submit(wechat.draft())["errcode"] == 45009
    quota = wechat.post("/cgi-bin/openapi/quota/get", {"cgi_path": path})["quota"]
    assert quota == {"daily_limit": 1, "used": 1, "remain": 0}


def test_a_killed_sandbox_loses_nothing_that_it_accepted(wechat: Caller) -> None:
    wechat.server.settings(publish_seconds=1)
    accepted = wechat.submit(wechat.draft("端午礼盒预告"))

    wechat.server.restart()

    assert wechat.server.wait_until_settled().by_title == {"端午礼盒预告": 1}
    assert wechat.status(accepted["publish_id"])["publish_status"] == 0


def test_several_articles_go_out_as_one_message(wechat: Caller) -> None:
    articles = [wechat.article("谷雨茶会回顾"), wechat.article("一张图看懂六大茶类")]
    media_id = wechat.post("/cgi-bin/draft/add", {"articles": articles})["media_id"]
    publish_id = wechat.submit(media_id)["publish_id"]
    wechat.server.wait_until_settled()

    items = wechat.status(publish_id)["article_detail"]["item"]

    assert [item["idx"] for item in items] == [1, 2]
    assert "一张图看懂六大茶类" in wechat.server.http.get(items[0]["article_url"]).text
