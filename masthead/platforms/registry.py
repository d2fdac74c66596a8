"""Connectors by platform. No database here: the publishing engine asks by the platform's key."""

from dataclasses import dataclass
from typing import Literal

from django.conf import settings
from django.utils.translation import gettext as _

from masthead.core.errors import RuleBroken
from masthead.core.registry import Registry
from masthead.platforms.abilities import Ability
from masthead.platforms.base import PlatformConnector
from masthead.platforms.contract import Connector

Endpoint = Literal["official", "sandbox"]
CALLS = {
    Ability.PUBLISH: "publish", Ability.WITHDRAW: "delete", Ability.COMMENTS: "comments", Ability.MESSAGES: "messages",
    Ability.FIGURES: "metrics",
}  # fmt: skip


@dataclass(frozen=True)
class Driver:
    """A connector and where its platform answers: the official address ('' = each account has its own), and the path below the sandbox."""

    connector: Connector
    official_url: str
    sandbox_path: str


DRIVERS: Registry[Driver] = Registry("platforms.connectors")
OWN = "own-"  # keys of the platforms that an administrator added
BY_HAND = Driver(PlatformConnector(), "", "")  # they have a kit and nothing to connect


def register_connector(
    connector: Connector, *, platforms: tuple[str, ...] = (), official_url: str = "", sandbox_path: str = ""
) -> Connector:
    """Register a connector for the platforms it serves (its own key when none is named)."""
    for key in platforms or (connector.key,):
        DRIVERS.add(key, Driver(connector, official_url, sandbox_path), depth=2)
    return connector


def has_connector(platform_key: str) -> bool:
    """Does the product know this platform: its limits, its kit, and its calls where it has any?"""
    return driver_of(platform_key) is not None


def connects(platform_key: str) -> bool:
    """Is there anything to connect: keys, an authorisation? A platform served by hand only has nothing."""
    driver = driver_of(platform_key)
    return driver is not None and driver.connector.setup.connects


def connecting_platforms() -> list[str]:
    """Keys of the platforms that have something to connect."""
    return [key for key in DRIVERS if connects(key)]


def driver_of(platform_key: str) -> Driver | None:
    """The driver of a platform; one of our own is served by hand."""
    return BY_HAND if platform_key.startswith(OWN) else DRIVERS.get(platform_key)


def serves(platform_key: str, ability: Ability) -> bool:
    """Does the connector in this build have the call behind an ability? One that it left as the ground refuses it does not."""
    driver, call = driver_of(platform_key), CALLS[ability]
    return driver is not None and getattr(type(driver.connector), call) is not getattr(PlatformConnector, call)


def comments_below(platform_key: str) -> bool:
    """Can the connector say something below a post of its own account?"""
    driver = driver_of(platform_key)
    return driver is not None and type(driver.connector).comment_below is not PlatformConnector.comment_below


def tells_standing(platform_key: str) -> bool:
    """Can the connector be asked whether a post is still there?"""
    driver = driver_of(platform_key)
    return driver is not None and type(driver.connector).status is not PlatformConnector.status


def connector_for(platform_key: str) -> Connector:
    """The connector of a platform. Raises RuleBroken when the platform has none yet."""
    return _driver(platform_key).connector


def base_url(platform_key: str, endpoint: str, site_url: str = "") -> str:
    """Where an account's calls go: the platform's official address, or the account's own. Raises RuleBroken for a sandbox account
    where no sandbox is configured (production), and for an account that needs an address of its own and has none."""
    driver = _driver(platform_key)
    if endpoint != "sandbox":
        if address := site_url or driver.official_url:
            return address.rstrip("/")
        raise RuleBroken(
            _("账号没有填写网站地址。"), code="no_site_url", clause="3.2.1", advice=_("请在接入信息中填写网站地址。")
        )
    if not settings.SANDBOX_URL:
        raise RuleBroken(
            _("这里没有配置平台沙箱，沙箱账号不能使用。"),
            code="no_sandbox",
            clause="3.2.1",
            advice=_("请把账号的接口环境改为正式环境，并录入正式的密钥。"),
        )
    return f"{settings.SANDBOX_URL}{driver.sandbox_path}"


def _driver(platform_key: str) -> Driver:
    driver = driver_of(platform_key)
    if driver is None:
        raise RuleBroken(
            _("这个平台还没有接入，不能由系统自动发布。"),
            code="no_connector",
            clause="3.1.1",
            advice=_("请在平台后台手工发布；接入情况见平台目录。"),
        )
    return driver
