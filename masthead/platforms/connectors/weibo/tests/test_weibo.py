"""What only 微博 does, over HTTP against the emulator."""

import datetime as dt
from dataclasses import replace

import pytest

from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms.abilities import Ability
from masthead.platforms.connectors.weibo import errors
from masthead.platforms.contract import Found, ProgressState
from masthead.platforms.stand import go, looked_up, settled, upload_all
from masthead.platforms.testing import make_picture
from sandbox.testing import until

DAY = 86_400
HOUR = 3600


def refused(stand, post, remote=None):
    remote = upload_all(stand, post) if remote is None else remote
    with pytest.raises(PlatformFault) as no:
        stand.connector.publish(stand.channel(), post, dict(remote))
    return no.value, remote


def test_a_link_outside_the_safe_domain_is_refused_with_its_mend(stand):
    post = replace(stand.post("茶一"), link="https://elsewhere.example/a", source_url="")
    fault, _ = refused(stand, post)
    assert (fault.kind, fault.platform_code) == (FaultKind.REJECTED, "10017")
    assert "安全域名" in str(fault.advice)


def test_the_same_text_twice_is_looked_up_and_not_called_a_failure(stand):
    post = stand.post("茶二")
    first = go(stand, post)
    fault, remote = refused(stand, post, {**first, "status_id": ""})
    assert (fault.kind, fault.platform_code) == (FaultKind.UNKNOWN_OUTCOME, "20019")
    assert looked_up(stand, post, {**remote, "status_id": ""}).remote["status_id"] == first["status_id"]


def test_accepted_but_slow_is_pending_until_it_shows(stand):
    post = stand.post("茶三")
    stand.fault("errcode", errcode=20032, after=True)
    remote = go(stand, post)
    assert "status_id" not in remote
    progress = settled(stand, remote)
    assert progress.state == ProgressState.PUBLISHED
    assert progress.remote["status_id"]


def test_a_post_hidden_behind_five_newer_ones_leaves_the_look_up_unsure(stand):
    post = stand.post("茶四")
    remote = upload_all(stand, post)
    for n in range(5):
        go(stand, stand.post(f"别的{n}"))
    assert stand.connector.find(stand.channel(), post, dict(remote)).found == Found.UNSURE


def test_a_note_made_anew_lets_the_look_up_tell_again(stand):
    """Seen in a fault campaign: a call put off for an hour, five posts in between, and nobody could ever tell whether it was out."""
    post = stand.post("茶六")
    remote = upload_all(stand, post)
    for n in range(5):
        go(stand, stand.post(f"其间{n}"))
    remote |= stand.connector.upload(stand.channel(), post, "look", dict(remote))
    assert stand.connector.find(stand.channel(), post, dict(remote)).found == Found.NO


def test_a_post_that_came_out_late_is_found_by_the_next_note_and_not_sent_again(stand):
    post = stand.post("茶七")
    remote = upload_all(stand, post)
    sent = stand.connector.publish(stand.channel(), post, dict(remote))
    for _interrupted in range(2):
        stand.server.shift_clock(forward_seconds=HOUR)
        remote |= stand.connector.upload(stand.channel(), post, "look", dict(remote))
    again = stand.connector.publish(stand.channel(), post, dict(remote))
    assert again["status_id"] == sent["status_id"]
    assert stand.connector.find(stand.channel(), post, dict(remote)).found == Found.YES


def test_the_hours_quota_throttles_until_the_hour_turns(stand):
    stand.fault("throttle")
    fault, _ = refused(stand, stand.post("茶五"))
    assert fault.kind == FaultKind.THROTTLED
    assert 30 <= fault.retry_after <= 3630


def test_an_authorisation_that_ran_out_asks_for_a_new_one(stand):
    stand.server.shift_clock(forward_seconds=31 * DAY)
    report = stand.connector.check(stand.channel())
    assert not report.ok
    assert report.code == "21327"
    assert "重新授权" in report.advice


def test_the_grant_is_the_token_and_ends_with_it(stand):
    assert stand.grant.refresh_token == ""
    assert stand.grant.access_seconds == 30 * DAY
    assert stand.grant.refresh_expires_at is not None
    assert stand.grant.access_token not in repr(stand.grant)


def test_a_code_is_good_once(stand):
    code = stand.code()
    stand.connector.exchange(stand.channel(), code, "http://127.0.0.1:9/back")
    with pytest.raises(PlatformFault) as no:
        stand.connector.exchange(stand.channel(), code, "http://127.0.0.1:9/back")
    assert (no.value.kind, no.value.platform_code) == (FaultKind.CREDENTIAL, "21325")


def test_a_revoked_authorisation_is_dead(stand):
    assert stand.connector.revoke(stand.channel())
    assert stand.connector.check(stand.channel()).code == "21319"


def test_another_persons_authorisation_is_named(stand):
    assert "另一个微博账号" in stand.connector.check(replace(stand.channel(), subject="1")).message


def test_the_platforms_later_no_is_a_rejection_with_words(stand):
    stand.server.set_fault("publish_fails", "*", count=1)
    remote = go(stand, stand.post("茶六"))

    def decided():
        found = stand.connector.status(stand.channel(), dict(remote))
        return found if found.state == ProgressState.REJECTED else None

    found = until(decided, seconds=5)
    assert found.state == ProgressState.REJECTED
    assert "违规" in found.reason


def test_counts_come_as_running_totals(stand):
    remote = go(stand, stand.post("茶七"))
    stand.comment(remote, "好茶")
    batch = stand.connector.metrics(stand.channel(), dt.date(2026, 11, 26), [remote["status_id"]])
    rows = {row.metric: row for row in batch.rows}
    assert set(rows) == {"share_users", "comment_count", "like_users"}
    assert all(row.running for row in batch.rows)
    assert rows["comment_count"].value == 1


def test_a_comment_too_long_is_refused_before_anything_is_sent(stand):
    remote = go(stand, stand.post("茶八"))
    stand.comment(remote, "怎么煮")
    asked = stand.connector.comments(stand.channel(), dict(remote)).comments[0]
    with pytest.raises(PlatformFault) as no:
        stand.connector.reply(stand.channel(), dict(remote), asked, "茶" * 131, "r1")
    assert no.value.kind == FaultKind.REJECTED
    key = stand.connector.reply(stand.channel(), dict(remote), asked, "一比五十。", "r1")
    answers = stand.connector.comments(stand.channel(), dict(remote)).comments
    assert next(c for c in answers if c.key == key).parent_key == asked.key


def test_the_commercial_tier_takes_nine_pictures_and_topics(paid):
    post = replace(paid.post("茶九"), pictures=[make_picture(f"#{n}0{n}0{n}0") for n in range(1, 10)], tags=("春茶",))
    remote = go(paid, post)
    assert settled(paid, remote).state == ProgressState.PUBLISHED
    page = paid.server.http.get(f"{paid.server.base_url}/feed/weibo/weibo_suite").text
    assert page.count("<img") == 9
    assert "#春茶#" in page
    paid.connector.delete(paid.channel(), dict(remote))
    assert paid.count("茶九") == 0


def test_a_free_app_has_no_commercial_calls(stand):
    post = replace(stand.post("茶十"), options={"tier": "commercial"})
    with pytest.raises(PlatformFault) as no:
        upload_all(stand, post)
    assert (no.value.kind, no.value.platform_code) == (FaultKind.CREDENTIAL, "10014")


def test_the_free_tier_says_what_people_must_do_by_hand(stand):
    can = stand.connector.capabilities(stand.channel())
    assert "人工发布" in can[Ability.PUBLISH].reason
    assert can[Ability.MESSAGES].mode == "none"


def test_numbers_come_as_text_too_and_unknown_ones_are_a_plain_no():
    with pytest.raises(PlatformFault) as no:
        errors.raise_for({"error_code": "21327", "error": "expired"}, repeatable=False)
    assert no.value.kind == FaultKind.CREDENTIAL
    with pytest.raises(PlatformFault) as no:
        errors.raise_for({"error_code": 29999, "error": "strange"}, repeatable=False)
    assert no.value.kind == FaultKind.REJECTED
    assert "29999" in str(no.value.message)


def test_a_system_error_on_the_way_out_is_unknown_and_on_a_read_is_not_sent():
    for repeatable, kind in ((False, FaultKind.UNKNOWN_OUTCOME), (True, FaultKind.NOT_SENT)):
        with pytest.raises(PlatformFault) as no:
            errors.raise_for({"error_code": 10001}, repeatable=repeatable)
        assert no.value.kind == kind


def test_an_account_that_nobody_authorised_is_told_what_to_do(stand):
    report = stand.connector.check(replace(stand.channel(), account_id=9, grant_ref=""))
    assert (report.ok, report.code) == (False, "no_grant")
    assert "授权" in report.advice
