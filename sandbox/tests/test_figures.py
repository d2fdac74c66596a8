"""Figures: steady, growing, ending yesterday, late before eight."""

from __future__ import annotations

import pytest

from sandbox.tests.client import Caller


def ask(wechat: Caller, endpoint: str, begin: str, end: str | None = None) -> dict:
    return wechat.post(f"/datacube/{endpoint}", {"begin_date": begin, "end_date": end or begin})


@pytest.fixture
def article(wechat: Caller) -> dict:
    """Published on 2 March at ten; the clock then stands on 5 March at nine."""
    wechat.server.shift_clock(at="2026-03-02T10:00")
    done = wechat.sign_in().published("蒙顶春茶开采")
    wechat.server.shift_clock(at="2026-03-05T09:00")
    wechat.sign_in()
    return done


def test_running_totals_grow_and_agree_with_the_daily_reads(wechat: Caller, article: dict) -> None:
    row = ask(wechat, "getarticletotaldetail", "2026-03-02")["list"][0]
    totals = [detail["read_user"] for detail in row["detail_list"]]
    assert [d["stat_date"] for d in row["detail_list"]] == ["2026-03-02", "2026-03-03", "2026-03-04"]
    assert 0 < totals[0] < totals[1] < totals[2]

    days = [ask(wechat, "getarticleread", f"2026-03-0{n}")["list"][0] for n in (2, 3, 4)]

    assert sum(day["detail"]["read_user"] for day in days) == totals[2]
    assert {day["msgid"] for day in days} == {row["msgid"]}
    assert row["msgid"] == f"{wechat.server.publications()[0]['msg_data_id']}_1"
    assert row["content_url"] == article["article_detail"]["item"][0]["article_url"]


def test_reads_by_scene_sum_to_the_whole(wechat: Caller, article: dict) -> None:
    detail = ask(wechat, "getbizsummary", "2026-03-02", "2026-03-04")["list"][1]["detail"]

    sources = {one["scene_desc"]: one["user_count"] for one in detail["read_user_source"]}

    assert sources.pop("全部") == detail["read_user"] == sum(sources.values())


def test_the_same_article_has_the_same_figures_again(wechat: Caller, article: dict) -> None:
    first = ask(wechat, "getarticletotaldetail", "2026-03-02")["list"][0]["detail_list"]
    wechat.server.reset()
    wechat.server.add_app()
    wechat.server.shift_clock(at="2026-03-02T10:00")
    wechat.sign_in().published("蒙顶春茶开采")
    wechat.server.shift_clock(at="2026-03-05T09:00")

    again = ask(wechat.sign_in(), "getarticletotaldetail", "2026-03-02")["list"][0]["detail_list"]

    assert [d["read_user"] for d in again] == pytest.approx([d["read_user"] for d in first], abs=2)


def test_before_eight_yesterday_is_late(wechat: Caller, article: dict) -> None:
    wechat.server.settings(is_delay="auto")
    wechat.server.shift_clock(at="2026-03-05T07:30")
    wechat.sign_in()
    early = ask(wechat, "getarticleread", "2026-03-04")
    wechat.server.shift_clock(at="2026-03-05T08:01")

    later = ask(wechat, "getarticleread", "2026-03-04")

    assert (early["list"], early["is_delay"]) == ([], True)
    assert (len(later["list"]), later["is_delay"]) == (1, False)


@pytest.mark.parametrize(
    ("begin", "end", "code"),
    [
        ("2026-3-4", "2026-03-04", 61500),
        ("2026-03-05", "2026-03-05", 61501),
        ("2026-03-04", "2026-03-03", 61501),
        ("2026-02-20", "2026-03-04", 61501),
        ("2014-11-30", "2014-11-30", 61501),
    ],
)
def test_dates_are_checked(wechat: Caller, article: dict, begin: str, end: str, code: int) -> None:
    assert ask(wechat, "getusersummary", begin, end)["errcode"] == code


def test_followers_add_up(wechat: Caller, article: dict) -> None:
    moved = ask(wechat, "getusersummary", "2026-03-04")["list"]
    totals = ask(wechat, "getusercumulate", "2026-03-03", "2026-03-04")["list"]

    gained = sum(row["new_user"] - row["cancel_user"] for row in moved)

    assert totals[1]["cumulate_user"] - totals[0]["cumulate_user"] == gained


def test_shares_are_told_per_article(wechat: Caller, article: dict) -> None:
    assert ask(wechat, "getarticleshare", "2026-03-02")["list"][0]["detail"]["share_user"] > 0
