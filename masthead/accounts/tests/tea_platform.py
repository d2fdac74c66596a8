"""A platform that plays along inside the test: an app, people who authorise it, codes that are good once, rights that come and go."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

from masthead.core import secrets
from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms.abilities import Ability, Mode
from masthead.platforms.base import PlatformConnector
from masthead.platforms.registry import DRIVERS, Driver
from masthead.platforms.setup import Capability, ConnectionReport, Grant, Option, Setup

SECRET = "tea-app-secret-2026"


@dataclass
class TeaPlatform(PlatformConnector):
    """Implements the contract in memory. `codes` are the grants behind codes that nobody has used yet."""

    key = "weibo"
    setup = Setup(
        app_id="App Key", secret="App Secret", handle="昵称", site="网站地址", oauth=True,
        options=[
            Option("domain", "安全域名", required=True),
            Option("tier", "套餐", default="free", choices=[("free", "免费"), ("paid", "付费")]),
        ],
        steps=["登录开放平台，打开「我的应用」。", "复制 App Key 和 App Secret。"],
    )  # fmt: skip

    codes: dict[str, Grant] = field(default_factory=dict)
    challenges: list[str] = field(default_factory=list)
    verifiers: list[str] = field(default_factory=list)
    down: bool = False
    may_publish: bool = True
    may_revoke: bool = True
    revoked: int = 0
    meanwhile: Callable[[], object] = list  # what happens in the house while the platform thinks about a code

    def check(self, channel: object) -> ConnectionReport:
        self._require_up()
        if secrets.resolve(channel.secret_ref) != SECRET:  # type: ignore[attr-defined]
            return ConnectionReport(ok=False, message="App Secret 不正确", advice="请重新复制", code="21324")
        return ConnectionReport(ok=True, message="连接正常")

    def capabilities(self, channel: object) -> Mapping[Ability, Capability]:
        if self.may_publish:
            return {Ability.PUBLISH: Capability(Mode.AUTOMATIC)}
        return {Ability.PUBLISH: Capability(Mode.ASSISTED, "账号没有发布权限（48001）")}

    def authorise_url(self, channel: object, redirect_uri: str, state: str) -> str:
        self.challenges.append(channel.options["code_challenge"])  # type: ignore[attr-defined]
        return "https://tea.example/authorise?" + urlencode({"redirect_uri": redirect_uri, "state": state})

    def exchange(self, channel: object, code: str, redirect_uri: str) -> Grant:
        self._require_up()
        if code not in self.codes:
            raise PlatformFault("授权码无效", kind=FaultKind.CREDENTIAL, platform_code="21325")
        self.meanwhile()
        self.verifiers.append(channel.options["code_verifier"])  # type: ignore[attr-defined]
        return self.codes.pop(code)

    def revoke(self, channel: object) -> bool:
        self._require_up()
        self.revoked += int(self.may_revoke)
        return self.may_revoke

    def _require_up(self) -> None:
        if self.down:
            raise PlatformFault("连不上平台，请求没有发出。", kind=FaultKind.NOT_SENT, advice="请检查服务器网络")


@contextmanager
def tea_platform() -> Iterator[TeaPlatform]:
    """The platform stands behind the key `weibo` inside the block."""
    found, entries = TeaPlatform(), DRIVERS._entries
    before = entries.get("weibo")
    entries["weibo"] = Driver(found, "https://api.tea.example", "/tea")
    try:
        yield found
    finally:
        if before is None:
            del entries["weibo"]
        else:
            entries["weibo"] = before
