"""One account on every platform of the catalogue, connected to the sandbox where its platform has a connector; a drill of the lock-down."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from masthead.accounts import actions as accounts
from masthead.accounts import queries as account_queries
from masthead.accounts.models import Account
from masthead.accounts.states import AccountStatus
from masthead.core.errors import DomainError, RuleBroken
from masthead.platforms import queries as platform_queries
from masthead.platforms.registry import DRIVERS, connector_for, connects
from masthead.web.demo.people import fresh
from masthead.web.demo.platform import Platform
from masthead.web.demo.script import Script

CONNECTED_DAY, DRILL_DAY = -14, -3
DOMAIN = "yunling-tea.example"


@dataclass(frozen=True)
class Place:
    """An account to be: platform, name, sign of the platform, whose department it is; app and secret at the sandbox; what only its emulator knows."""

    platform: str
    name: str
    handle: str
    keeper: str = "wufb"
    app_id: str = ""
    key: str = ""
    emulator: str = ""
    options: dict[str, str] = field(default_factory=dict)
    sandbox: dict[str, Any] = field(default_factory=dict)
    drilled: bool = False


PLACES = (
    Place("wechat_service", "云岭茶业服务号", "gh_yunlingfuwu", app_id="wx_yunling_service", key="yunling-service-secret",
          emulator="wechat", sandbox={"gh_id": "gh_yunlingfuwu"}),
    Place("wechat_channels", "云岭茶事（视频号）", "yunlingchashi", drilled=True),
    Place("weibo", "云岭茶业", "云岭茶业", app_id="weibo_yunling", key="yunling-weibo-secret", emulator="weibo",
          options={"safe_domain": DOMAIN}, sandbox={"options": {"safe_domain": DOMAIN, "tier": "free"}}),
    Place("douyin", "云岭茶业", "yunlingtea", "sunsc", app_id="dy_yunling", key="yunling-douyin-secret", emulator="douyin"),
    Place("xiaohongshu", "云岭茶事（小红书）", "yunlingchashi", drilled=True),
    Place("kuaishou", "云岭茶业", "yunlingtea", app_id="ks_yunling", key="yunling-kuaishou-secret", emulator="kuaishou"),
    Place("bilibili", "云岭茶业", "云岭茶业", app_id="bili_yunling", key="yunling-bilibili-secret", emulator="bilibili",
          options={"tid": "215"}),
    Place("wordpress", "云岭茶业官网", DOMAIN, app_id="editor", key="yunl ingt eaap pass word 2026", emulator="wordpress"),
    Place("bluesky", "Yunling Tea", "yunling-tea.bsky.social", "sunsc", app_id="yunling-tea.bsky.social",
          key="yunl-ingt-eabl-uesk", emulator="bluesky"),
    Place("mastodon", "Yunling Tea", "@yunling@social.example", "sunsc", app_id="mastodon_yunling", key="yunling-mastodon-secret",
          emulator="mastodon"),
    Place("other", "云岭茶业微店", "店铺 1032188"),
)  # fmt: skip


def tell(script: Script) -> None:
    """Two days before the first article the other accounts are taken in; a drill before the weekend."""
    script.at(CONNECTED_DAY, 10, 0, lambda: open_places(script.platform))
    script.at(DRILL_DAY, 15, 30, drill)


def open_places(stand: Platform) -> list[str]:
    """Register and connect everything; returns the platforms that could not be connected, with the reason."""
    trouble = []
    for place in PLACES:
        account = register(place)
        try:
            connect(place, account, stand)
        except (DomainError, httpx.HTTPError) as fault:
            trouble.append(f"{place.platform}: {fault}")
    return trouble


def register(place: Place) -> Account:
    """The account with its keepers; what is on the register already stays."""
    admin, keeper = fresh("hezh"), fresh(place.keeper)
    platform = platform_queries.get_platform(place.platform)
    if (found := Account.objects.filter(platform=platform, name=place.name).first()) is not None:
        return found
    unit = keeper.positions.select_related("unit").get(is_primary=True).unit
    return accounts.register_account(
        name=place.name, platform=platform, handle=place.handle, unit=unit, account_group=None, administrator=admin,
        backup=keeper, by=admin,
    )  # fmt: skip


def connect(place: Place, account: Account, stand: Platform) -> None:
    """Keys, a person's yes where the platform asks for one, a test. A platform that people serve by hand is put into use as it is."""
    admin = fresh("hezh")
    if place.platform not in DRIVERS:
        return
    if not connects(place.platform):
        accounts.change_status(account=account, status=AccountStatus.ACTIVE, reason="人工发布，登记后启用。", by=admin)
        return
    setup = connector_for(place.platform).setup
    back = account_queries.redirect_address() if setup.oauth else ""
    stand.post(
        "apps", platform=place.emulator, appid=place.app_id, secret=place.key, name=place.name, redirect_uri=back,
        **place.sandbox,
    )  # fmt: skip
    asked = {option.key for option in setup.options}
    defaults = {option.key: option.default for option in setup.options if option.default}
    accounts.connect_account(
        account=account, endpoint="sandbox", app_id=place.app_id if setup.app_id else "", secret=place.key if setup.secret else "",
        options=defaults | {key: value for key, value in place.options.items() if key in asked}, by=admin,
    )  # fmt: skip
    if setup.oauth:
        authorise(account)
    report = accounts.test_connection(account=account_queries.get_account(account.pk), by=admin)
    if not report.ok:
        raise RuleBroken(report.message, code="demo_connection")


def authorise(account: Account) -> None:
    """The administrator walks to the platform's page and says yes; the way back is the one that everybody takes."""
    admin, session = fresh("hezh"), f"demo-{account.pk}"
    address = accounts.send_to_platform(account=account, session=session, by=admin)
    answer = httpx.get(f"{address}&auto=1", follow_redirects=False, trust_env=False, timeout=10)
    query = parse_qs(urlsplit(answer.headers.get("location", "")).query)
    accounts.come_back(
        state=query.get("state", [""])[0], code=query.get("code", [""])[0], refused=query.get("error", [""])[0],
        session=session, by=admin,
    )  # fmt: skip


def drill() -> None:
    """One account of each department is locked down for practice; the keepers learn how fast it goes."""
    for place in PLACES:
        account = Account.objects.filter(platform__key=place.platform, name=place.name).first()
        if place.drilled and account is not None:
            accounts.lock_down(
                account=account_queries.get_account(account.pk),
                reason="季度演练：模拟登录手机丢失",
                by=fresh("hezh"),
                drill=True,
            )
