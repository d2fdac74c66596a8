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
