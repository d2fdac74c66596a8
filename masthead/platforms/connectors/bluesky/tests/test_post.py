"""Counting, facets, keys, pictures within measure, and the rules told before anything is sent."""

import io
from dataclasses import replace

import pytest
from PIL import Image

from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms.connectors.bluesky import formats, keys, limits, renditions, wording
from masthead.platforms.contract import Form, Picture, Post
from masthead.platforms.testing import make_article, make_picture

FAMILY = "👩‍👩‍👧‍👦"


def short(text: str, **more: object) -> Post:
    post = Post(title="", author="", digest="", html="", cover=None, text=text, marker="a" * 64, form=Form.TEXT)
    return replace(post, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "count"), [("茶", 1), (FAMILY, 1), ("e\u0301", 1), ("🇨🇳", 1), ("ab", 2)])
def test_characters_are_counted_as_readers_see_them(text: str, count: int) -> None:
    assert wording.graphemes(text) == count


def cut(text: str) -> list[tuple[str, str]]:
    return [
        (
            text.encode()[f["index"]["byteStart"] : f["index"]["byteEnd"]].decode(),
            f["features"][0].get("uri") or f["features"][0]["tag"],
        )
        for f in wording.facets_of(text)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("见https://a.example/茶。", [("https://a.example/", "https://a.example/")]),
        ("看 https://a.example/x(1)。", [("https://a.example/x(1)", "https://a.example/x(1)")]),
        ("（https://a.example/y）", [("https://a.example/y", "https://a.example/y")]),
        ("(https://a.example/z).", [("https://a.example/z", "https://a.example/z")]),
        (f"{FAMILY} #春茶 上市", [("#春茶", "春茶")]),
        ("#春茶，#藏茶", [("#春茶", "春茶"), ("#藏茶", "藏茶")]),
        ("第 #1 名", []),
        ("https://a.example/#part", [("https://a.example/#part", "https://a.example/#part")]),
    ],
)
def test_links_and_topics_are_told_by_their_places_in_bytes(text: str, found: list[tuple[str, str]]) -> None:
    assert cut(text) == found


def test_a_key_is_the_same_for_the_same_version_and_has_the_lexicons_form() -> None:
    made = {keys.key_of(f"version {n}") for n in range(500)}

    assert len(made) == 500
    assert keys.key_of("version 1") == keys.key_of("version 1")
    assert all(len(key) == 13 and key[0] in "234567abcdefghij" and set(key) <= set(keys.ALPHABET) for key in made)


def test_a_large_picture_is_brought_within_measure_and_the_same_each_time() -> None:
    noise = Image.effect_noise((2600, 1800), 90).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "PNG")
    picture = Picture("0" * 64, "image/png", "大图.png", out.getvalue())
    made = renditions.fit(picture)

    assert len(picture.data) > limits.BLOB_BYTES.most >= len(made.data)
    assert made == renditions.fit(picture)
    assert max(made.width, made.height) <= limits.PICTURE_SIDE


def test_a_picture_within_measure_goes_as_it_is() -> None:
    picture = make_picture()
    assert renditions.fit(picture).data == picture.data


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(PlatformFault) as refused:
        renditions.fit(Picture("0" * 64, "image/png", "坏图.png", b"no picture"))
    assert refused.value.kind == FaultKind.REJECTED


def test_an_article_leads_to_its_page_by_a_card_and_a_short_post_by_its_text() -> None:
    article, pictures = (
        make_article(),
        short("新茶", pictures=(make_picture(),), link="https://a.example/x", form=Form.PICTURES),
    )

    assert wording.has_card(article)
    assert not wording.has_card(pictures)
    assert wording.words_of(pictures, link_in_text=True).endswith("https://a.example/x")


@pytest.mark.parametrize(
    ("post", "code", "block"),
    [
        (short(""), "text_empty", True),
        (short("茶" * 301), "text_too_long", True),
        (short("茶" * 295, tags=("春茶开采",)), "text_too_long", True),
        (short(FAMILY * 150), "text_too_long", True),
        (short("茶", tags=("茶" * 65,)), "tag_too_long", True),
        (short("茶", pictures=[make_picture()] * 5), "too_many_pictures", True),
        (short("茶", pictures=[replace(make_picture(), mime="application/pdf")]), "picture_type", True),
        (make_article(), "pictures_in_card", False),
    ],
)
def test_each_format_rule_is_told_before_anything_is_sent(post: Post, code: str, block) -> None:
    assert (code, block) in {(issue.code, issue.block) for issue in formats.issues_of(post)}


def test_three_hundred_characters_fit() -> None:
    assert formats.issues_of(short("茶" * 300)) == []
