"""Signing in with a passkey in a real browser: made, shown, asked again, taken away; on a computer and on a phone."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import CDPSession, expect

from masthead.org.models import Member, SignIn
from masthead.org.testing import PASSWORD, build_cast, factor_code
from tests.journeys.conftest import Desk

pytestmark = pytest.mark.journey


@pytest.fixture
def people(transactional_db: None, live_server: Any) -> dict[str, Member]:
    return build_cast().people


def with_key(desk: Desk, *, verified: bool = True) -> CDPSession:
    """A device of the browser that can make and show passkeys."""
    session = desk.context.new_cdp_session(desk.page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": verified, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session


def enter(desk: Desk, username: str) -> None:
    """Name and password; what comes next is the test's."""
    page = desk.go("/auth/login/")
    page.locator("input[name=login]").fill(username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_load_state("networkidle")


def add_passkey(desk: Desk) -> None:
    page = desk.go("/auth/2fa/passkeys/add/")
    if page.locator("input[name=password]").count():
        page.locator("input[name=password]").fill(PASSWORD)
        page.get_by_role("button", name="确认").click()
        page.wait_for_load_state("networkidle")
    page.locator("input[name=name]").fill("办公室电脑")
    page.get_by_role("button", name="添加通行密钥").click()
    page.wait_for_url("**/2fa/recovery-codes/")


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_a_passkey_is_made_and_signs_in_without_name_and_password(
    phone: bool, people: dict[str, Member], desk_of: Callable[..., Desk]
) -> None:
    desk = desk_of(phone=phone)
    with_key(desk)
    enter(desk, "linbj")

    add_passkey(desk)
    desk.shot(f"passkey-codes-{'phone' if phone else 'desktop'}")
    page = desk.go("/auth/2fa/")
    expect(page.get_by_text("办公室电脑")).to_be_visible()
    desk.shot(f"security-{'phone' if phone else 'desktop'}")
    desk.context.clear_cookies()
    page = desk.go("/auth/login/")
    page.get_by_role("button", name="用通行密钥登录").click()
    page.wait_for_url(f"{desk.base}/")

    newest = SignIn.objects.order_by("-pk")[0]
    assert (newest.member_id, newest.method, newest.second_factor) == (people["lin"].pk, "passkey", True)


def test_an_administrator_sets_a_passkey_up_before_anything_else(
    people: dict[str, Member], desk_of: Callable[..., Desk]
) -> None:
    Authenticator.objects.filter(user=people["he"]).delete()
    desk = desk_of()
    with_key(desk)
    enter(desk, "hezh")
    expect(desk.page.get_by_text("您的角色要求两步验证", exact=True)).to_be_visible()
    desk.shot("gate-desktop")

    add_passkey(desk)

    page = desk.go("/org/members/")
    expect(page.get_by_role("heading", name="成员与部门").first).to_be_visible()


def test_the_passkey_is_the_second_step_after_a_password(
    people: dict[str, Member], desk_of: Callable[..., Desk]
) -> None:
    desk = desk_of()
    with_key(desk)
    enter(desk, "linbj")
    add_passkey(desk)
    desk.context.clear_cookies()

    enter(desk, "linbj")
    desk.shot("second-step")
    desk.page.get_by_role("button", name="用通行密钥验证").click()
    desk.page.wait_for_url(f"{desk.base}/")

    assert SignIn.objects.order_by("-pk")[0].second_factor


def test_a_device_that_checks_nobody_is_no_passkey(people: dict[str, Member], desk_of: Callable[..., Desk]) -> None:
    """Without finger, face or PIN a stolen computer would sign in by itself."""
    desk = desk_of()
    with_key(desk, verified=False)
    enter(desk, "linbj")
    page = desk.go("/auth/2fa/passkeys/add/")
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="确认").click()
    page.wait_for_load_state("networkidle")

    page.get_by_role("button", name="添加通行密钥").click()

    expect(page.get_by_text("没有完成：可能已取消")).to_be_visible()
    assert not Authenticator.objects.filter(user=people["lin"]).exists()


def test_a_passkey_of_another_place_opens_nothing(people: dict[str, Member], desk_of: Callable[..., Desk]) -> None:
    desk = desk_of()
    with_key(desk)
    enter(desk, "linbj")
    add_passkey(desk)
    Authenticator.objects.filter(user=people["lin"]).delete()
    desk.context.clear_cookies()

    page = desk.go("/auth/login/")
    page.get_by_role("button", name="用通行密钥登录").click()
    page.wait_for_load_state("networkidle")

    assert page.url.endswith("/auth/login/")
    expect(page.locator(".toast").first).to_be_visible()


def test_an_authenticator_app_works_as_before(people: dict[str, Member], desk_of: Callable[..., Desk]) -> None:
    desk = desk_of(phone=True)
    enter(desk, "hezh")

    desk.page.locator("input[name=code]").fill(factor_code())
    desk.page.get_by_role("button", name="验证并登录").click()
    desk.page.wait_for_url(f"{desk.base}/")

    page = desk.go("/auth/2fa/")
    expect(page.get_by_text("本次登录")).to_be_visible()
    desk.shot("security-admin-phone")
