"""Text, links, addresses and limits, without a platform."""

from dataclasses import replace

from masthead.platforms.connectors.weibo import formats, timeline, words
from masthead.platforms.connectors.weibo.tests.stand import DOMAIN
from masthead.platforms.contract import Form
from masthead.platforms.testing import make_article, make_picture, make_video

FREE = {"safe_domain": DOMAIN, "tier": "free"}


def short(text="春茶开采", **more):
    given = {
        "text": text,
        "link": f"https://www.{DOMAIN}/a",
        "options": FREE,
        "form": Form.PICTURES,
        "source_url": "",
    } | more
    return replace(make_article("春茶"), **given)


def codes(post):
    return {issue.code for issue in formats.issues_of(post) if issue.block}


def test_a_number_becomes_the_address_that_weibo_shows():
    assert words.base62("3501756485200075") == "z0JH2lOMb"


def test_small_groups_are_padded_to_four_places():
    assert words.base62("10000001") == "10001"


def test_latin_letters_count_a_half():
    fits = "茶" * 100
    assert codes(short(fits)) == set()
    assert "text_too_long" in codes(short("茶" * 131))


def test_the_free_tier_needs_a_link_of_our_own():
    assert "link_missing" in codes(short(link=""))
    assert "link_foreign" in codes(short(link="https://elsewhere.example/a"))
    assert "link_foreign" in codes(short(link=f"https://evil-{DOMAIN}/a"))
    assert codes(short(link=f"https://{DOMAIN}/a")) == set()


def test_the_article_shows_its_cover_and_not_its_pictures():
    post = short(form=Form.ARTICLE, pictures=[make_picture("red"), make_picture("blue")])
    assert words.pictures_of(post) == [post.cover]
    assert codes(post) == set()


def test_several_pictures_and_videos_are_for_people_or_the_commercial_tier():
    two = [make_picture("red"), make_picture("blue")]
    assert "pictures_too_many" in codes(short(pictures=two))
    assert "video" in codes(short(video=make_video()))
    paid = {"safe_domain": DOMAIN, "tier": "commercial"}
    assert codes(short(pictures=two, options=paid)) == set()
    assert "pictures_too_many" in codes(short(pictures=two * 5, options=paid))


def test_topics_are_told_to_vanish_in_the_free_tier():
    issues = formats.issues_of(short(tags=("春茶",)))
    assert [i.code for i in issues] == ["tags_dropped"]
    assert "#" not in words.words_of(short(tags=("春茶",)))


def test_a_text_is_recognised_although_links_and_topic_signs_changed():
    sent = "#春茶# 蒙顶山开采 https://www.yunling-tea.example/a?b=1"
    assert words.core_of(sent) == words.core_of("春茶 蒙顶山开采 http://t.cn/A6abcdef")


def test_a_moment_is_read_as_weibo_writes_it():
    assert timeline.moment_of("Tue May 31 17:46:55 +0800 2011").isoformat() == "2011-05-31T17:46:55+08:00"
