"""HTTP with a server: one call with the account's token, and what is known afterwards."""

from types import TracebackType
from typing import Any, Self

import httpx
from django.utils.translation import gettext as _

from masthead.core import secrets
from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms.connectors.mastodon import errors
from masthead.platforms.contract import Channel
from masthead.platforms.http import Http

ABSENT = frozenset({400, 404, 405, 501})  # how servers say that they do not have an address


def token_of(channel: Channel) -> str:
    """The access token: what an authorisation gave, or what was pasted in place of a client secret. Raises PlatformFault when there is none."""
    ref = channel.grant_ref or ("" if channel.app_id else channel.secret_ref)
    if not ref:
        raise PlatformFault(
            _("账号还没有授权。"),
            kind=FaultKind.CREDENTIAL,
            advice=_("请在接入页点「去授权」，或清空客户端 ID 并改填访问令牌。"),
        )
    return secrets.resolve(ref)


class Client:
    """Calls on behalf of one account. Use as a context manager. `token` '' = the account's own."""

    def __init__(self, channel: Channel, *, token: str = "") -> None:
        self.channel = channel
        headers = {"authorization": f"Bearer {token or token_of(channel)}", "accept": "application/json"}
        self._http = Http.of(channel, headers=headers)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.__exit__(kind, error, trace)

    @property
    def platform_time(self) -> int:
        return self._http.platform_time

    def get(self, path: str, **params: Any) -> Any:
        """A read: repeating it harms nobody."""
        return errors.read(self.raw("GET", path, params=params), repeatable=True)

    def first_of(self, paths: list[str]) -> Any:
        """The first address that the server has; {} when it has none."""
        for path in paths:
            response = self.raw("GET", path)
            if response.status_code not in ABSENT:
                return errors.read(response, repeatable=True)
        return {}

    def post(self, path: str, body: dict[str, Any], *, key: str = "", repeatable: bool = False) -> Any:
        """A write. `key` makes a repetition harmless on servers that honour it; we never count on that."""
        headers = {"idempotency-key": key} if key else {}
        response = self._http.call("POST", path, repeatable=repeatable, json=body, headers=headers)
        return errors.read(response, repeatable=repeatable)

    def delete(self, path: str) -> Any:
        """A removal: a second one finds nothing."""
        return errors.read(self.raw("DELETE", path), repeatable=True)

    def raw(self, method: str, path: str, **request: Any) -> httpx.Response:
        """A repeatable call whatever its status."""
        return self._http.call(method, path, repeatable=True, **request)


def oauth(channel: Channel, path: str, form: dict[str, str]) -> httpx.Response:
    """A call of the authorisation server with the app's own keys."""
    keys = {"client_id": channel.app_id, "client_secret": secrets.resolve(channel.secret_ref)}
    with Http.of(channel, headers={"accept": "application/json"}) as http:
        return http.call("POST", path, repeatable=True, data={**keys, **form})
