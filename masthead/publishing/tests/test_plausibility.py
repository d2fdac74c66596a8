"""What makes a proof believable: the link's host, one key for one post, pictures that show something."""

import pytest

from masthead.publishing import plausibility
from masthead.publishing.engine.read_link import title_of
from masthead.publishing.testing import make_screenshot

HOSTS = ["notes.example.com", "n.example"]


@pytest.mark.parametrize(
    ("link", "fits"),
    [
        ("https://notes.example.com/explore/1", True),
        ("https://www.notes.example.com/explore/1", True),
        ("https://n.example/a", True),
        ("https://notes.example.com.evil.example/explore/1", False),
        ("https://evilnotes.example.com/explore/1", False),
        ("https://elsewhere.example/?u=notes.example.com", False),
    ],
)
def test_a_link_leads_to_the_platform_or_it_does_not(link, fits):
    assert plausibility.host_fits(link, HOSTS) is fits


def test_where_no_host_is_known_any_link_will_do():
    assert plausibility.host_fits("https://elsewhere.example/a", [])


@pytest.mark.parametrize(
    "text", ["", "小红书上搜", "ftp://a.example/b", "https://", "https://user:pw@a.example/b", "https://[bad"]
)
def test_what_is_no_link(text):
    assert not plausibility.is_link(text)


def test_links_to_one_post_have_one_key():
    plain = plausibility.link_key("https://www.notes.example.com/explore/66f1a2b3")

    assert plausibility.link_key("https://notes.example.com/explore/66f1a2b3/?xsec_token=1&share_from=app") == plain
    assert plausibility.link_key("https://notes.example.com/explore/66f1a2b4") != plain


def test_where_the_query_names_the_post_it_belongs_to_the_key():
    one = plausibility.link_key("https://mp.example.com/s?mid=1&sn=a&utm_source=x")

    assert plausibility.link_key("https://mp.example.com/s?sn=a&mid=1") == one
    assert plausibility.link_key("https://mp.example.com/s?sn=b&mid=1") != one


def test_different_screenshots_do_not_look_alike():
    prints = [plausibility.print_of(make_screenshot(seed)) for seed in (1, 7, 11)]

    assert not plausibility.looks_like(prints[0], prints[1:])
    assert plausibility.looks_like(prints[0], [prints[0]])


@pytest.mark.parametrize(
    ("page", "title"),
    [
        (b"<html><title>  A &amp; B\n</title>", "A & B"),
        ('<meta property="og:title" content="蒙顶春茶"><title>x</title>'.encode(), "蒙顶春茶"),
        (b"{}", ""),
    ],
)
def test_the_title_of_the_page_behind_a_link_is_read(page, title):
    assert title_of(page) == title
