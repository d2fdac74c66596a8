"""What only 快手 does, over HTTP against the emulator."""

import datetime as dt
import hashlib
import io
import json
from dataclasses import replace

import pytest

from masthead.core import clock
from masthead.core.errors import FaultKind, NotPermitted, PlatformFault
from masthead.platforms.connectors.kuaishou import limits
from masthead.platforms.connectors.kuaishou.tests.stand import APP, SECRET
from masthead.platforms.contract import Found, ProgressState, Video
from masthead.platforms.stand import go, settled, upload_all
from masthead.platforms.testing import make_video, make_video_post

DAY = 86_400


def calls(stand, endpoint):
    return len(stand.server.ledger(endpoint=endpoint))


def test_a_large_video_goes_up_in_pieces_and_is_whole_again(stand):
    video = make_video(9 * limits.MB)
    post = replace(make_video_post("茶山航拍"), video=video)
    remote = go(stand, post)
    assert remote["fragments"] == 3
    with video.open() as source:
        whole = source.read()
    shown = stand.server.http.get(f"{stand.server.url_of('kuaishou')}/file/{hashlib.sha256(whole).hexdigest()}")
    assert shown.content == whole


def test_a_video_is_read_in_pieces_and_never_whole(stand):
    asked = []

    class Watched(io.BytesIO):
        def read(self, size=-1):
            asked.append(size)
            return super().read(size)

    with make_video(5 * limits.MB).open() as source:
        data = source.read()
    video = Video("0" * 64, "video/mp4", "a.mp4", len(data), lambda: Watched(data))
    upload_all(stand, replace(make_video_post("茶山"), video=video))
    assert set(asked) == {limits.FRAGMENT}


def test_every_renewal_keeps_the_new_refresh_token_and_its_old_end(stand):
    first = stand.keeper.texts["test:grant"]
    assert stand.connector.check(stand.channel()).ok
    second = stand.keeper.texts["test:grant"]
    assert second != first
    stand.server.shift_clock(forward_seconds=3 * DAY)  # the access token is over
    assert stand.connector.check(stand.channel()).ok
    assert stand.keeper.texts["test:grant"] not in (first, second)
    stand.server.shift_clock(forward_seconds=178 * DAY)
    report = stand.connector.check(stand.channel())
    assert (report.ok, report.code) == (False, "100200113")
    assert "重新授权" in report.advice


def test_a_used_refresh_token_is_dead(stand):
    first = stand.keeper.texts["test:grant"]
    assert stand.connector.check(stand.channel()).ok
    stand.keeper.texts["test:grant"] = first
    stand.server.shift_clock(forward_seconds=3 * DAY)
    report = stand.connector.check(stand.channel())
    assert (report.ok, report.code) == (False, "100200102")


def test_an_authorisation_tells_its_end_and_whom_it_speaks_for(stand):
    left = stand.grant.refresh_expires_at - clock.now()
    assert dt.timedelta(days=179) < left <= dt.timedelta(days=180)
    assert stand.grant.subject
    assert "user_video_publish" in stand.grant.scopes
    assert stand.grant.refresh_token not in repr(stand.grant)


def test_a_new_work_that_the_single_call_does_not_know_yet_is_pending(stand):
    stand.server.settings(publish_seconds=4)
    remote = go(stand, stand.post("茶一"))
    assert stand.connector.status(stand.channel(), dict(remote)).state == ProgressState.PENDING


def test_a_work_that_did_not_pass_is_rejected_after_a_while(stand):
    stand.server.set_fault("publish_fails", "*", count=1)
    remote = go(stand, stand.post("茶二"))
    assert stand.connector.status(stand.channel(), dict(remote)).state == ProgressState.PENDING
    late = {**remote, "published_at": remote["published_at"] - 2 * limits.LATE_SECONDS}
    found = settled(stand, late)
    assert found.state == ProgressState.REJECTED
    assert "审核" in found.reason


def test_an_upload_that_was_used_up_is_looked_up(stand):
    post = stand.post("茶三")
    remote = upload_all(stand, post)
    first = stand.connector.publish(stand.channel(), post, dict(remote))
    with pytest.raises(PlatformFault) as no:
        stand.connector.publish(stand.channel(), post, dict(remote))
    assert no.value.kind == FaultKind.UNKNOWN_OUTCOME
    found = stand.connector.find(stand.channel(), post, dict(remote))
    assert (found.found, found.remote["photo_id"]) == (Found.YES, first["photo_id"])


def test_an_older_work_with_the_same_words_is_not_taken_for_ours(stand):
    post = stand.post("茶四")
    go(stand, post)
    remote = upload_all(stand, post)
    remote["started_at"] += limits.CLOCK_SLACK_SECONDS + 60
    assert stand.connector.find(stand.channel(), post, dict(remote)).found == Found.NO


def test_figures_of_many_works_come_by_one_call(stand):
    refs = [go(stand, stand.post(f"茶{n}"))["photo_id"] for n in range(3)]
    before = calls(stand, "photo/list")
    batch = stand.connector.metrics(stand.channel(), dt.date(2026, 11, 26), refs)
    assert calls(stand, "photo/list") == before + 1
    assert {row.remote_value for row in batch.rows} == set(refs)
    assert {row.metric for row in batch.rows} == {"read_users", "like_users", "comment_count"}
    assert all(row.running for row in batch.rows)


def push(body, secret=SECRET):
    return {"kwaisign": hashlib.md5(body + secret.encode()).hexdigest()}


def test_a_signed_push_is_read_and_answered_by_its_number(stand):
    body = json.dumps({"event": "cancel_authorize", "message_id": "m7"}).encode()
    told = stand.connector.read_callback(stand.channel(), {}, body, push(body))
    assert told.event_key == "cancel_authorize:m7"
    assert told.progress is None
    assert json.loads(told.answer) == {"result": 1, "message_id": "m7"}


@pytest.mark.parametrize("headers", [{}, {"kwaisign": ""}, {"kwaisign": "0" * 32}, {"kwaisign": "é"}])
def test_a_forged_push_is_refused(stand, headers):
    with pytest.raises(NotPermitted):
        stand.connector.read_callback(stand.channel(), {}, b"{}", headers)


def test_a_signed_push_that_is_no_json_is_refused(stand):
    with pytest.raises(NotPermitted):
        stand.connector.read_callback(stand.channel(), {}, b"[]", push(b"[]"))


def test_what_the_emulator_pushes_is_accepted(stand, callback_catcher):
    stand.server.add_app(APP, SECRET, platform="kuaishou", callback_url=callback_catcher.url)
    stand.server.http.post(
        f"{stand.server.url_of('kuaishou')}/_reader/take_back", json={"appid": APP}
    ).raise_for_status()
    pushed = callback_catcher.wait_for(1)[0]
    told = stand.connector.read_callback(stand.channel(), {}, pushed.body.encode(), pushed.headers)
    assert told.event_key.startswith("cancel_authorize:")


def test_an_authorisation_taken_back_is_named_with_its_mend(stand):
    assert stand.connector.check(stand.channel()).ok
    stand.server.http.post(
        f"{stand.server.url_of('kuaishou')}/_reader/take_back", json={"appid": APP}
    ).raise_for_status()
    report = stand.connector.check(stand.channel())
    assert (report.ok, report.code) == (False, "100200110")
    assert "重新授权" in report.advice


def test_an_account_that_nobody_authorised_is_told_what_to_do(stand):
    report = stand.connector.check(replace(stand.channel(), account_id=9, grant_ref=""))
    assert (report.ok, report.code) == (False, "no_grant")
    assert "授权" in report.advice
