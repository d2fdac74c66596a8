"""Limits are data: stated by connectors, corrected by an administrator with a reason, read by the next check."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from masthead.core.errors import BadInput
from masthead.org.models import Member
from masthead.platforms import actions, limits, queries
from masthead.platforms.abilities import Ability, Mode
from masthead.platforms.models import Platform, PlatformLimit
from masthead.platforms.registry import connector_for, serves
from masthead.platforms.testing import make_article
from masthead.trail.models import Event

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


@pytest.fixture
def title(company: object) -> PlatformLimit:
    actions.sync_catalogue(by=None)
    return PlatformLimit.objects.get(platform__key="wechat_oa", key="title")


def correct(limit: PlatformLimit, value: int, by: Member, reason: str = "平台现在只收 32 字") -> PlatformLimit:
    return actions.correct_limit(limit=limit, value=value, mark="sure", source="草稿接口页", reason=reason, by=by)


def test_connectors_state_their_limits_with_mark_and_source(title: PlatformLimit) -> None:
    assert (title.value, title.mark) == (64, "likely")
    assert title.source


def test_a_correction_counts_from_the_next_check(
    title: PlatformLimit, he: Member, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    post = make_article("蒙" * 40)
    assert not [i for i in connector_for("wechat_oa").validate(post) if i.code == "title_too_long"]

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        correct(title, 32, he)

    assert [i for i in connector_for("wechat_oa").validate(post) if i.code == "title_too_long"]
    assert limits.value("wechat_oa", "author", 16) == 16


def test_a_new_sync_never_overwrites_a_correction(title: PlatformLimit, he: Member) -> None:
    correct(title, 32, he)

    actions.sync_catalogue(by=None)

    title.refresh_from_db()
    assert (title.value, title.stated, title.corrected_why) == (32, 64, "平台现在只收 32 字")


def test_a_correction_without_reason_is_refused_and_one_with_it_is_on_the_trail(
    title: PlatformLimit, he: Member
) -> None:
    with pytest.raises(BadInput) as refused:
        correct(title, 32, he, reason=" ")
    assert "reason" in refused.value.fields

    correct(title, 32, he)
    assert Event.objects.filter(name="platforms:limit:corrected").exists()


def test_an_administrator_corrects_over_http_and_a_reader_may_not(
    title: PlatformLimit, he: Member, lin: Member, client_of: Browser
) -> None:
    address, given = reverse("platforms:limit", args=[title.pk]), {
        "value": 32, "mark": "sure", "source": "接口页", "reason": "平台已改为 32 字",
    }  # fmt: skip

    assert client_of(lin).post(address, given).status_code == 403
    assert client_of(he).post(address, given | {"reason": ""}).status_code == 422
    assert client_of(he).post(address, given).status_code == 302
    page = client_of(lin).get(reverse("platforms:limits"), {"platform": "wechat_oa", "mark": "sure"}).content.decode()
    assert "平台已改为 32 字" in page


def own(he: Member, **more: object) -> Platform:
    abilities = {str(a): ("assisted" if a == Ability.PUBLISH else "none", "由运营在后台操作") for a in Ability}
    given = {"name": "知乎机构号", "note": "", "forms": ["article"], "abilities": abilities, "by": he}
    return actions.add_platform(**(given | more))  # type: ignore[arg-type]


def test_an_own_platform_is_served_by_hand_and_no_sync_touches_it(company: object, he: Member) -> None:
    actions.sync_catalogue(by=None)
    platform = own(he)

    actions.sync_catalogue(by=None)

    platform.refresh_from_db()
    assert platform.is_listed
    assert platform.key.startswith("own-")
    assert queries.mode_of(platform, Ability.PUBLISH) == Mode.ASSISTED
    assert not serves(platform.key, Ability.PUBLISH)


def test_an_own_platform_cannot_claim_to_be_automatic(company: object, he: Member) -> None:
    abilities = {str(a): ("automatic", "有接口") for a in Ability}

    with pytest.raises(BadInput):
        own(he, abilities=abilities)
    assert not Platform.objects.filter(is_own=True).exists()


def test_an_own_platform_is_added_over_http(company: object, he: Member, lin: Member, client_of: Browser) -> None:
    given: dict[str, object] = {"name": "知乎机构号", "shapes": ["article"]}
    for ability in Ability:
        given |= {f"mode_{ability}": "none", f"reason_{ability}": "在平台上操作"}

    assert client_of(lin).post(reverse("platforms:add"), given).status_code == 403
    assert client_of(he).post(reverse("platforms:add"), given | {"name": ""}).status_code == 422
    assert client_of(he).post(reverse("platforms:add"), given).status_code == 302
    assert "知乎机构号" in client_of(lin).get(reverse("platforms:catalogue")).content.decode()


def test_an_automatic_ability_whose_call_is_missing_is_shown_as_not_connected(company: object) -> None:
    actions.sync_catalogue(by=None)

    row = next(r for r in queries.catalogue_rows() if r.platform.key == "wechat_oa")
    shown = {cell.ability: cell.mode for cell in row.cells}
    for ability in Ability:
        expected = Mode.AUTOMATIC if serves("wechat_oa", ability) else Mode.NONE
        assert shown[ability] == expected


@pytest.mark.parametrize(
    "platform", ["weibo", "douyin", "xiaohongshu", "kuaishou", "bilibili", "wechat_channels", "bluesky", "mastodon"]
)
def test_every_platforms_limits_can_be_corrected_and_count(
    platform: str, he: Member, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    """A limit that only the code knows would be wrong for ever once the platform changes it."""
    actions.sync_catalogue(by=None)
    rows = PlatformLimit.objects.filter(platform__key=platform)
    words = rows.get(key={"kuaishou": "caption", "bilibili": "article_title", "weibo": "short"}.get(platform, "text"))
    post = make_article("蒙顶甘露", pictures=1)
    before = {issue.code for issue in connector_for(platform).validate(post)}

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        correct(words, 1, he)

    found = {issue.code for issue in connector_for(platform).validate(post)} - before
    assert any(code.endswith("too_long") for code in found), found
