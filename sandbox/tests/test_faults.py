"""Faults strike where, when and as often as they were told, and the ledger knows."""

from __future__ import annotations

import httpx
import pytest

from sandbox.tests.client import Caller

SUBMIT = "/cgi-bin/freepublish/submit"


def test_timeout_before_does_nothing(wechat: Caller) -> None:
    media_id = wechat.draft()
    wechat.server.set_fault("timeout_before", "freepublish/submit", count=1)

    with pytest.raises(httpx.RemoteProtocolError):
        wechat.submit(media_id)

    assert wechat.server.stats().accepted == 0
    assert wechat.submit(media_id)["errcode"] == 0
    assert [row["outcome"] for row in wechat.server.ledger(endpoint=SUBMIT)] == ["ok", "not_done"]


def test_timeout_after_does_the_deed_and_tells_nobody(wechat: Caller) -> None:
    media_id = wechat.draft("四月上新清单")
    wechat.server.set_fault("timeout_after", "freepublish/submit", count=1)

    with pytest.raises(httpx.RemoteProtocolError):
        wechat.submit(media_id)

    assert wechat.server.wait_until_settled().by_title == {"四月上新清单": 1}
    line = wechat.server.ledger(endpoint="freepublish/submit")[0]
    assert (line["outcome"], line["http_status"], line["note"]) == ("ok_untold", 0, "四月上新清单")


def test_a_client_that_waits_less_than_the_hang_sees_its_own_timeout(wechat: Caller) -> None:
    wechat.server.set_fault("timeout_before", ms=2000, count=1)

    with pytest.raises(httpx.ReadTimeout):
        wechat.raw("GET", "/cgi-bin/draft/count", timeout=0.2)


def test_error_pages_and_error_codes_may_come_after_the_deed(wechat: Caller) -> None:
    wechat.server.set_fault("http_500", "draft/add", http_status=502, after=True, count=1)
    answer = wechat.raw("POST", "/cgi-bin/draft/add", params={"access_token": wechat.token}, json={"articles": []})
    assert (answer.status_code, answer.headers["content-type"]) == (502, "text/html; charset=utf-8")

    wechat.server.set_fault("errcode", "freepublish/submit", errcode=-1, after=True, count=1)
    answer_after = wechat.submit(wechat.draft("茶博馆开放日"))

    assert answer_after["errcode"] == -1
    assert wechat.server.wait_until_settled().by_title == {"茶博馆开放日": 1}


def test_faults_keep_to_their_account_and_their_count(wechat: Caller) -> None:
    wechat.server.set_fault("errcode", "draft/count", errcode=45011, count=2)
    wechat.server.set_fault("errcode", "draft/count", errcode=48004, appid="wx_other")

    codes = [wechat.get("/cgi-bin/draft/count").get("errcode", 0) for _ in range(4)]

    assert codes == [45011, 45011, 0, 0]


def test_the_same_seed_gives_the_same_faults(wechat: Caller) -> None:
    def run() -> list[int]:
        wechat.server.reset(seed="雨前")
        wechat.server.add_app()
        wechat.sign_in()
        wechat.server.set_fault("errcode", "draft/count", errcode=-1, probability=0.5)
        return [wechat.get("/cgi-bin/draft/count").get("errcode", 0) for _ in range(24)]

    first = run()

    assert first == run()
    assert 0 in first
    assert -1 in first


def test_slowness_adds_up_but_the_answer_is_true(wechat: Caller) -> None:
    wechat.server.set_fault("slow", "draft/count", ms=150)

    answer = wechat.raw("GET", "/cgi-bin/draft/count", params={"access_token": wechat.token})

    assert answer.elapsed.total_seconds() >= 0.15
    assert answer.json() == {"total_count": 0}


def test_duplicates_and_losses_can_be_counted(wechat: Caller) -> None:
    wechat.server.settings(draft_vanishes="success", publish_seconds=0.4)
    media_id = wechat.draft("品鉴会招募", content="<p>批次 M-17</p>")
    wechat.submit(media_id)
    wechat.submit(media_id)

    wechat.server.wait_until_settled()
    stats = wechat.server.stats(markers=["M-17", "M-18"])

    assert stats.duplicates == {"品鉴会招募": 2}
    assert stats.markers == {"M-17": 2, "M-18": 0}
    assert stats.lost(["品鉴会招募", "从未发出"]) == ["从未发出"]


def test_a_foreign_page_cannot_press_the_buttons(wechat: Caller) -> None:
    answer = wechat.server.http.post(
        f"{wechat.server.base_url}/_sandbox/reset", headers={"origin": "https://elsewhere.example"}
    )

    assert answer.status_code == 403


def test_misspelt_orders_are_refused(wechat: Caller) -> None:
    with pytest.raises(ValueError, match="publish_secondz"):
        wechat.server.settings(publish_secondz=1)
