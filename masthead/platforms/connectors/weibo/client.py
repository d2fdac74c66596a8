"""HTTP with 微博: one call, and what is known afterwards. The token travels in the header, never in an address."""

from types import TracebackType
from typing import Any, Self

import structlog

from masthead.core import secrets
from masthead.platforms import tokens
from masthead.platforms.answers import Answer, json_of, number
from masthead.platforms.connectors.weibo import errors
from masthead.platforms.contract import Channel
from masthead.platforms.grants import grant_of
from masthead.platforms.http import Http

OFFICIAL = "https://api.weibo.com"
COMMERCIAL = "https://c.api.weibo.com"
ROWS = "rows"
log = structlog.get_logger(__name__)


class WeiboClient:
    """Calls on behalf of one account. `paid`: the commercial tier lies at an address of its own."""

    def __init__(self, channel: Channel, *, paid: bool = False) -> None:
        self.channel = channel
        base = COMMERCIAL if paid and channel.base_url == OFFICIAL else channel.base_url
        self._http = Http(base, guarded=channel.guarded)

    def __enter__(self) -> Self:
        self._http.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:  # fmt: skip
        self._http.__exit__(kind, error, trace)

    @property
    def platform_time(self) -> int:
        return self._http.platform_time

    def get(self, path: str, **params: Any) -> Answer:
        return self._call("GET", path, self._token(), repeatable=True, params=params)

    def post(self, path: str, data: dict[str, Any], *, repeatable: bool = True, files: Any = None) -> Answer:
        """`repeatable=False` only for what a reader could see twice."""
        return self._call("POST", path, self._token(), repeatable=repeatable, data=data, files=files)

    def token_info(self) -> Answer:
        """Whom the kept token speaks for, and how long. Asks with the token as kept, not with a shared one."""
        return self._call("POST", "/oauth2/get_token_info", grant_of(self.channel), repeatable=True, as_field=True)

    def revoke(self) -> bool:
        answer = self._call("POST", "/oauth2/revokeoauth2", grant_of(self.channel), repeatable=True, as_field=True)
        return str(answer.get("result", "")).lower() == "true"

    def exchange(self, code: str, redirect_uri: str) -> Answer:
        given = {
            "client_id": self.channel.app_id, "client_secret": secrets.resolve(self.channel.secret_ref),
            "grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri,
        }  # fmt: skip
        return self._call("POST", "/oauth2/access_token", "", repeatable=True, data=given)

    def _token(self) -> str:
        """A 微博 token cannot be renewed: the shared one is the grant itself, asked once how long it lives."""
        return tokens.access_token(self.channel, self._fetch)

    def _fetch(self, *, force: bool) -> tokens.Fetched:  # noqa: ARG002  there is nothing to force
        left = number(self.token_info().get("expire_in"))
        return tokens.Fetched(grant_of(self.channel), left)

    def _call(
        self, method: str, path: str, token: str, *, repeatable: bool, as_field: bool = False, **request: Any
    ) -> Answer:
        if as_field:
            request["data"] = {"access_token": token}
        headers = {"authorization": f"OAuth2 {token}"} if token and not as_field else {}
        response = self._http.call(method, path, repeatable=repeatable, headers=headers, **request)
        if response.status_code == 200 and response.content.lstrip().startswith(b"["):
            return {ROWS: response.json()}
        answer = json_of(response, repeatable=repeatable)
        if code := errors.code_of(answer):
            log.warning("platform refused", account_id=self.channel.account_id, path=path, code=code)
        errors.raise_for(answer, repeatable=repeatable)
        return answer
