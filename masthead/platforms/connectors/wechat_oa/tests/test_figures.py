"""Daily figures: differences of running totals, joined on the message number."""

import datetime as dt

import pytest
import time_machine

from masthead.core import clock
from masthead.platforms.contract import FigureBatch, Found
from masthead.platforms.testing import make_article
from sandbox.testing import SandboxServer

from .conftest import Way

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


def sums(batch: FigureBatch, key: str) -> dict[str, int]:
    return {row.metric: row.value for row in batch.rows if row.remote_value == key}


def days_later(platform: SandboxServer, days: int) -> dt.datetime:
    """Ten in the morning, Beijing time, so many days from now; the sandbox lives there too."""
    moment = clock.at_china(clock.today() + dt.timedelta(days=days), 10)
    platform.shift_clock(at=moment.isoformat())
    return moment


def test_a_days_amount_is_the_growth_of_that_day(way: Way, platform: SandboxServer) -> None:
    number = way.go(make_article())["msg_data_id"]
    platform.wait_until_settled()
    published_on = clock.today()
    moment = days_later(platform, 3)

    with time_machine.travel(moment):
        batches = [way.connector.metrics(way.channel, published_on + dt.timedelta(days=n), ()) for n in range(3)]

    reads = [sums(batch, number)["read_users"] for batch in batches]
    assert reads[1] > reads[2] > 0
    assert all(batch.complete for batch in batches)
    assert set(sums(batches[1], number)) >= {"read_users", "like_users", "share_users", "comment_count"}


def test_the_days_sum_up_to_the_platforms_running_total(way: Way, platform: SandboxServer) -> None:
    number = way.go(make_article())["msg_data_id"]
    platform.wait_until_settled()
    start = clock.today()
    moment = days_later(platform, 4)

    with time_machine.travel(moment):
        batches = [way.connector.metrics(way.channel, start + dt.timedelta(days=n), ()) for n in range(4)]
    total = sum(sums(batch, number)["read_users"] for batch in batches)

    token = platform.http.post(
        f"{platform.wechat_url}/cgi-bin/stable_token",
        json={"grant_type": "client_credential", "appid": "wx_cloudridge", "secret": "cloudridge-secret"},
    ).json()["access_token"]
    body = {"begin_date": start.isoformat(), "end_date": start.isoformat()}
    told = platform.http.post(
        f"{platform.wechat_url}/datacube/getarticletotaldetail?access_token={token}", json=body
    ).json()
    assert total == told["list"][0]["detail_list"][-1]["read_user"]


def test_yesterday_is_not_final_while_the_platform_says_delayed(way: Way, platform: SandboxServer) -> None:
    way.go(make_article())
    platform.wait_until_settled()
    platform.settings(is_delay="always")
    yesterday = clock.today()

    with time_machine.travel(days_later(platform, 1)):
        assert not way.connector.metrics(way.channel, yesterday, ()).complete


def test_today_is_never_asked_for(way: Way, platform: SandboxServer) -> None:
    batch = way.connector.metrics(way.channel, clock.today(), ())

    assert (list(batch.rows), batch.complete) == ([], False)
    assert platform.ledger(endpoint="datacube/*") == []


def test_what_a_look_up_found_can_be_joined_too(way: Way, platform: SandboxServer) -> None:
    article = make_article()
    remote = way.go(article)
    platform.wait_until_settled()
    lost = {"media_id": remote["media_id"], "drafted_at": remote["drafted_at"]}
    found = way.connector.find(way.channel, article, lost)
    assert found.found == Found.YES
    day = clock.today()

    with time_machine.travel(days_later(platform, 1)):
        batch = way.connector.metrics(way.channel, day, ())
    assert sums(batch, found.remote["msg_data_id"]) == sums(batch, remote["msg_data_id"])
