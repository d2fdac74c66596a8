"""Accounts of every automatic platform, opened at the sandbox and connected as an administrator would."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sandbox.testing import SandboxServer

DOMAIN = "yunling-tea.example"
BACK = "http://127.0.0.1:9/back"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
MANY = 1_000_000


@dataclass(frozen=True)
class Kind:
    """A platform in the campaign: its emulator, the call that readers see, the calls before it, and whether its tokens are renewed."""

    key: str
    emulator: str
    publish_calls: tuple[str, ...]
    upload_calls: tuple[str, ...]
    look_calls: tuple[str, ...]
    renews: bool = False
    throttle_code: int = 0  # where the usual throttle lasts until the hour turns: a shorter one


KINDS = (
    Kind(
        "wechat_oa", "wechat", ("freepublish/submit",), ("draft/add", "material/add_topic_material"),
        ("freepublish/get", "freepublish/batchget"), renews=True,
    ),
    Kind("weibo", "weibo", ("statuses/share.json",), (), ("statuses/user_timeline.json", "statuses/show.json"), throttle_code=20016),
    Kind(
        "kuaishou", "kuaishou", ("photo/publish",), ("photo/start_upload", "api/upload/*"), ("photo/list", "photo/info"),
        renews=True,
    ),
    Kind(
        "bilibili", "bilibili", ("add-by-utoken", "article/add"), ("video/init", "part/upload", "cover/upload"),
        ("archive/view*", "article/detail", "article/list"), renews=True,
    ),
    Kind("wordpress", "wordpress", ("wp-json/wp/v2/posts/[0-9]*",), ("wp-json/wp/v2/media", "wp-json/wp/v2/posts"), ()),
    Kind(
        "bluesky", "bluesky", ("com.atproto.repo.putRecord",), ("com.atproto.repo.uploadBlob",),
        ("com.atproto.repo.getRecord",), renews=True,
    ),
    Kind("mastodon", "mastodon", ("/api/v1/statuses",), ("api/v?/media*",), ("api/v1/accounts/*/statuses",)),
)  # fmt: skip
BY_KEY = {kind.key: kind for kind in KINDS}


@dataclass
class Opened:
    """An account of ours and its name at the platform."""

    account: Any
    kind: Kind
    app_id: str


def open_accounts(
    sandbox: SandboxServer, *, people: Any, unit: Any, kinds: tuple[Kind, ...], count: int
) -> list[Opened]:
    """`count` accounts, the platforms in turn."""
    made = []
    for number in range(count):
        kind = kinds[number % len(kinds)]
        account = _register(kind, number, people, unit)
        app_id = OPEN[kind.key](sandbox, account, number)
        made.append(Opened(account, kind, app_id))
    return made


def _register(kind: Kind, number: int, people: Any, unit: Any) -> Any:
    from masthead.accounts import actions
    from masthead.accounts.models import Account
    from masthead.accounts.states import AccountEndpoint, AccountStatus
    from masthead.platforms.testing import make_platform

    account = actions.register_account(
        name=f"云岭茶事{number:03d}", platform=make_platform(kind.key), handle=f"yunling{number:03d}", unit=unit,
        administrator=people["wu"], backup=people["he"], endpoint=AccountEndpoint.SANDBOX, by=None,
    )  # fmt: skip
    Account.objects.filter(pk=account.pk).update(status=AccountStatus.ACTIVE)
    account.refresh_from_db()
    return account


def _connect(account: Any, *, app_id: str, secret: str, **more: Any) -> None:
    from masthead.accounts import actions
    from masthead.accounts.models import Account
    from masthead.accounts.states import ConnectionState

    actions.connect_account(account=account, app_id=app_id, secret=secret, by=None, **more)
    Account.objects.filter(pk=account.pk).update(connection_state=ConnectionState.OK)


def authorise(sandbox: SandboxServer, account: Any) -> None:
    """A person agrees at the platform's page, as often as it is asked."""
    from masthead.accounts import actions, queries
    from masthead.accounts.models import Account
    from masthead.accounts.states import ConnectionState
    from masthead.platforms.registry import connector_for

    account = Account.objects.select_related("platform", "administrator").get(pk=account.pk)
    channel, connector = queries.channel_of(account), connector_for(account.platform.key)
    answer = sandbox.http.get(f"{connector.authorise_url(channel, BACK, 's1')}&auto=1")
    code = parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]
    grant = connector.exchange(channel, code, BACK)
    actions.keep_grant(account=account, grant=grant, issued_for=queries.issued_for(account), by=account.administrator)
    Account.objects.filter(pk=account.pk).update(connection_state=ConnectionState.OK)


def callback_url(account: Any) -> str:
    from django.conf import settings
    from django.urls import reverse

    return f"{settings.BASE_URL}{reverse('publishing:callback', args=[account.pk])}"


def _wechat(sandbox: SandboxServer, account: Any, number: int) -> str:
    """Every second one signs and seals its callbacks; the others' are hints."""
    app_id, token = f"wx_faults_{number:03d}", f"faultsToken{number:03d}"
    mode = {"callback_mode": "aes", "aes_key": AES_KEY} if number % 2 else {}
    sandbox.add_app(
        app_id, "wechat-secret", name=account.name, callback_url=callback_url(account), callback_token=token, **mode
    )
    for path in (
        "freepublish/submit",
        "draft/add",
        "material/add_topic_material",
        "freepublish/get",
        "freepublish/batchget",
    ):
        sandbox.set_quota(app_id, f"/cgi-bin/{path}", MANY)
    _connect(account, app_id=app_id, secret="wechat-secret", callback_token=token, callback_key=AES_KEY)
    return app_id


def _weibo(sandbox: SandboxServer, account: Any, number: int) -> str:
    app_id = f"weibo_faults_{number:03d}"
    options = {"safe_domain": DOMAIN, "tier": "free", "hourly": str(MANY), "hourly_posts": str(MANY)}
    sandbox.add_app(app_id, "weibo-secret", platform="weibo", name=account.name, redirect_uri=BACK, options=options)
    _connect(account, app_id=app_id, secret="weibo-secret", options={"safe_domain": DOMAIN, "tier": "free"})
    authorise(sandbox, account)
    return app_id


def _kuaishou(sandbox: SandboxServer, account: Any, number: int) -> str:
    app_id = f"ks_faults_{number:03d}"
    sandbox.add_app(app_id, "kuaishou-secret", platform="kuaishou", name=account.name, redirect_uri=BACK)
    _connect(account, app_id=app_id, secret="kuaishou-secret")
    authorise(sandbox, account)
    return app_id


def _bilibili(sandbox: SandboxServer, account: Any, number: int) -> str:
    """Without the platform's pause of thirty seconds between two and its five a day: both would only make the campaign long."""
    app_id = f"bili_faults_{number:03d}"
    sandbox.add_app(
        app_id, "bilibili-secret", platform="bilibili", name=account.name, redirect_uri=BACK, callback_url=callback_url(account),
        options={"interval": "0", "daily": str(MANY)},
    )  # fmt: skip
    _connect(account, app_id=app_id, secret="bilibili-secret", options={"tid": "21", "copyright": "1"})
    authorise(sandbox, account)
    return app_id


def _wordpress(sandbox: SandboxServer, account: Any, number: int) -> str:
    app_id = f"editor{number:03d}"
    sandbox.add_app(app_id, "abcd EFGH 1234 ijkl MNOP 5678", platform="wordpress", name=account.name)
    _connect(account, app_id=app_id, secret="abcd EFGH 1234 ijkl MNOP 5678")
    return app_id


def _bluesky(sandbox: SandboxServer, account: Any, number: int) -> str:
    app_id = f"yunling{number:03d}.test"
    sandbox.add_app(app_id, "abcd-efgh-ijkl-mnop", platform="bluesky", name=account.name)
    _connect(account, app_id=app_id, secret="abcd-efgh-ijkl-mnop")
    return app_id


def _mastodon(sandbox: SandboxServer, account: Any, number: int) -> str:
    app_id = f"mastodon_faults_{number:03d}"
    options = {"acct": f"yunling{number:03d}"}
    sandbox.add_app(app_id, "client-secret", platform="mastodon", name=account.name, redirect_uri=BACK, options=options)
    _connect(account, app_id=app_id, secret="client-secret")
    authorise(sandbox, account)
    return app_id


OPEN: dict[str, Callable[[SandboxServer, Any, int], str]] = {
    "wechat_oa": _wechat, "weibo": _weibo, "kuaishou": _kuaishou, "bilibili": _bilibili, "wordpress": _wordpress,
    "bluesky": _bluesky, "mastodon": _mastodon,
}  # fmt: skip
