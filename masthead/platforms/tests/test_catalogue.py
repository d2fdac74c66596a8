from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from masthead.core.errors import NotThere, RuleBroken
from masthead.org.models import Member
from masthead.platforms import actions, queries
from masthead.platforms.abilities import Ability, Mode
from masthead.platforms.catalogue import read_catalogue
from masthead.platforms.models import Platform
from masthead.platforms.registry import base_url, connector_for, serves
from masthead.trail.models import Event

pytestmark = pytest.mark.django_db


def test_syncing_twice_changes_nothing_and_records_once() -> None:
    first = actions.sync_catalogue(by=None)
    second = actions.sync_catalogue(by=None)

    assert first >= len(read_catalogue())
    assert second == 0
    assert Event.objects.filter(name="platforms:catalogue:synced").count() == 1


def test_syncing_repairs_what_was_changed_by_hand_and_hides_what_is_gone() -> None:
    actions.sync_catalogue(by=None)
    Platform.objects.filter(key="weibo").update(name="别名")
    Platform.objects.create(key="gone", name="旧平台")

    assert actions.sync_catalogue(by=None) == 2
    assert queries.get_platform("weibo").name == "微博"
    with pytest.raises(NotThere):
        queries.get_platform("gone")


def test_only_what_has_a_connector_is_called_automatic() -> None:
    actions.sync_catalogue(by=None)

    automatic = {
        (row.platform.key, cell.ability)
        for row in queries.catalogue_rows()
        for cell in row.cells
        if cell.mode == Mode.AUTOMATIC
    }
    stated = {
        (entry.key, ability)
        for entry in read_catalogue()
        for ability, (mode, _reason) in entry.abilities.items()
        if mode == Mode.AUTOMATIC
    }
    assert automatic == {(key, ability) for key, ability in stated if serves(key, ability)}
    assert ("wechat_oa", Ability.PUBLISH) in automatic


def test_everything_less_than_automatic_says_why() -> None:
    entries = read_catalogue()

    assert len(entries) == 12
    assert all(reason for e in entries for mode, reason in e.abilities.values() if mode != Mode.AUTOMATIC)


def test_a_platform_without_connector_is_refused_in_words() -> None:
    with pytest.raises(RuleBroken, match="还没有接入"):
        connector_for("platform_of_tomorrow")


def test_a_sandbox_account_is_refused_where_no_sandbox_is_configured(settings: pytest.FixtureRequest) -> None:
    settings.SANDBOX_URL = "http://127.0.0.1:8081"  # type: ignore[attr-defined]
    assert base_url("wechat_oa", "sandbox") == "http://127.0.0.1:8081/wechat"
    assert base_url("wechat_oa", "official") == "https://api.weixin.qq.com"

    settings.SANDBOX_URL = ""  # type: ignore[attr-defined]
    with pytest.raises(RuleBroken, match="没有配置平台沙箱"):
        base_url("wechat_oa", "sandbox")


def test_the_catalogue_page_shows_platforms_modes_and_reasons(lin: Member, client_of: Callable[..., Client]) -> None:
    actions.sync_catalogue(by=None)

    page = client_of(lin).get(reverse("platforms:catalogue")).content.decode()

    assert "微信公众号" in page
    assert "自动" in page
    assert "未接入" in page


def test_a_member_without_any_role_does_not_see_the_catalogue(
    outsider: Member, client_of: Callable[..., Client]
) -> None:
    assert client_of(outsider).get(reverse("platforms:catalogue")).status_code == 403
