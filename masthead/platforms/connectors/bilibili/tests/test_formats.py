"""Signature by hand, spans and moments, covers, fields."""

import io
import time
from dataclasses import replace

import pytest
from PIL import Image

from masthead.core.errors import PlatformFault
from masthead.platforms.connectors.bilibili import client, formats, limits, signing, submissions, uploads, works
from masthead.platforms.contract import ProgressState
from masthead.platforms.testing import make_article, make_picture, make_video, make_video_post

TEXT = """x-bili-accesskeyid:client-1
x-bili-content-md5:99914b932bd37a50b983c5e7c90ae93b
x-bili-signature-method:HMAC-SHA256
x-bili-signature-nonce:nonce-1
x-bili-signature-version:2.0
x-bili-timestamp:1624594467"""
BY_HAND = "680eed2eb9b26b1fda13f738869b9cbf49f44a40ed12e6d92a595a9fcfccd608"  # openssl dgst -sha256 -hmac app-secret-1


def codes(post):
    return {issue.code for issue in formats.issues_of(post) if issue.block}


def test_the_signature_is_the_one_worked_out_by_hand():
    headers = signing.signed("client-1", "app-secret-1", b"{}", nonce="nonce-1", timestamp=1624594467)
    assert signing.text_to_sign(headers) == TEXT
    assert headers["authorization"] == BY_HAND


def test_nothing_has_a_sum_too():
    assert signing.md5_of(b"") == "d41d8cd98f00b204e9800998ecf8427e"


def test_other_headers_and_their_order_do_not_matter():
    headers = signing.signed("client-1", "app-secret-1", b"{}", nonce="nonce-1", timestamp=1624594467)
    mixed = {name.upper(): headers[name] for name in reversed(list(headers))} | {"Content-Type": "application/json"}
    assert signing.signature_of(mixed, "app-secret-1") == BY_HAND


def test_a_moment_is_not_taken_for_a_span():
    month = 30 * 86_400
    assert client.seconds_left(int(time.time()) + month) == pytest.approx(month - limits.EARLY_SECONDS, abs=3)
    assert client.seconds_left(month) == month - limits.EARLY_SECONDS
    assert client.seconds_left("7200") == 6480
    assert client.seconds_left(1_630_220_614) == 0  # long over


def test_a_small_cover_is_made_as_large_as_bilibili_wants_it():
    made = Image.open(io.BytesIO(uploads.rendition(make_picture())))
    assert (made.format, made.size) == ("JPEG", limits.COVER_MADE)


def test_a_good_cover_goes_as_it_is_and_no_picture_is_refused():
    out = io.BytesIO()
    Image.new("RGB", (1200, 750), "green").save(out, "PNG")
    good = replace(make_picture(), data=out.getvalue(), mime="image/png")
    assert uploads.rendition(good) == good.data
    with pytest.raises(PlatformFault):
        uploads.rendition(replace(good, data=b"no picture"))


def test_a_good_video_and_a_good_article_pass():
    assert codes(make_video_post()) == set()
    assert codes(make_article()) == set()


def test_titles_end_at_eighty_and_articles_before_forty():
    post = make_video_post()
    assert codes(replace(post, title="茶" * 80)) == set()
    assert codes(replace(post, title="茶" * 81)) == {"title_too_long"}
    assert codes(replace(make_article(), title="茶" * 40)) == {"title_too_long"}
    assert codes(replace(post, title=" ")) == {"title_empty"}


def test_a_video_needs_a_topic_and_takes_as_many_as_fit():
    post = make_video_post()
    assert codes(replace(post, tags=())) == {"tags_missing"}
    many = replace(post, tags=tuple(f"{n:02d}" + "茶" * 18 for n in range(20)))
    line = submissions.tag_line(many)
    assert len(line) < 200
    assert line.count(",") == 8
    assert "tags_too_long" in {i.code for i in formats.issues_of(many)}


def test_a_video_too_large_or_too_long_is_blocked():
    post = make_video_post()
    assert codes(replace(post, video=replace(make_video(), size=5 * 2**30))) == {"video_too_large"}
    assert codes(replace(post, video=replace(make_video(), seconds=18_000))) == {"video_too_long"}
    assert codes(replace(post, video=replace(make_video(), mime="video/webm"))) == {"video_type"}


def test_an_article_with_a_picture_that_is_not_there_is_refused():
    post = make_article(pictures=1)
    with pytest.raises(PlatformFault):
        submissions.with_addresses(post, {})
    html = submissions.with_addresses(post, {post.pictures[0].sha256: "https://i0.hdslb.com/a.jpg"})
    assert "asset:" not in html


@pytest.mark.parametrize(
    ("state", "reason", "expected"),
    [
        (0, "", ProgressState.PUBLISHED), (-2, "商标", ProgressState.REJECTED), (-2, "", ProgressState.REJECTED),
        (-30, "", ProgressState.PENDING), (-4, "违规", ProgressState.REJECTED), (-1, "", ProgressState.PENDING),
        (7, "", ProgressState.PENDING),
    ],
)  # fmt: skip
def test_an_unknown_state_waits_and_a_reason_decides(state, reason, expected):
    told = works.progress_of("BV1abcdefghi", {"addit_info": {"state": state, "reject_reason": reason}})
    assert told.state == expected
    assert bool(told.reason) == (expected == ProgressState.REJECTED)
