"""HTTP with 快手. The token travels in the query, as the platform wants it; a refused one is renewed once and the call repeated once."""

from types import TracebackType
from typing import Any, Self

import structlog

from masthead.core import secrets
from masthead.platforms import tokens
from masthead.platforms.answers import Answer, json_of, number
from masthead.platforms.connectors.kuaishou import errors
from masthead.platforms.contract import Channel
from masthead.platforms.grants import grant_of
from masthead.platforms.http import Http

OFFICIAL = "https://open.kuaishou.com"
log = structlog.get_logger(__name__)


class KuaishouClient:
    """Calls on behalf of one account."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self._http = Http.of(channel)

    def __enter__(self) -> Self:
        self._http.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:  # fmt: skip
        self._http.__exit__(kind, error, trace)

    @property
    def platform_time(self) -> int:
        return self._http.platform_time

    def get(self, path: str, **params: Any) -> Answer:
        return self._with_token("GET", path, params, repeatable=True)

    def post(
        self, path: str, *, repeatable: bool = True, params: dict[str, Any] | None = None, **request: Any
    ) -> Answer:
        """`repeatable=False` only for what a reader could see twice."""
        return self._with_token("POST", path, params or {}, repeatable=repeatable, **request)

    def exchange(self, code: str) -> Answer:
        given = {**self._keys(), "grant_type": "authorization_code", "code": code}
        return self._once("POST", "/oauth2/access_token", repeatable=True, data=given)

    def renew(self, *, force: bool = False) -> tokens.Fetched:  # noqa: ARG002  every renewal gives a new token
        """A new access token and a new refresh token: the old refresh token is dead from now on."""
        refresh = grant_of(self.channel)
        given = {**self._keys(), "grant_type": "refresh_token", "refresh_token": refresh}
        answer = self._once("POST", "/oauth2/refresh_token", repeatable=True, data=given)
        return tokens.Fetched(
            str(answer["access_token"]), number(answer.get("expires_in")), refresh_token=str(answer.get("refresh_token", ""))
        )  # fmt: skip

    def _keys(self) -> dict[str, str]:
        return {"app_id": self.channel.app_id, "app_secret": secrets.resolve(self.channel.secret_ref)}

    def _with_token(
        self, method: str, path: str, params: dict[str, Any], *, repeatable: bool, **request: Any
    ) -> Answer:
        token = tokens.access_token(self.channel, self.renew)
        answer = self._asked(method, path, token, params, repeatable=repeatable, **request)
        if errors.code_of(answer) in errors.TOKEN_REFUSED:
            token = tokens.access_token(self.channel, self.renew, refused=token)
            answer = self._asked(method, path, token, params, repeatable=repeatable, **request)
        return self._judged(path, answer, repeatable=repeatable)

    def _asked(
        self, method: str, path: str, token: str, params: dict[str, Any], *, repeatable: bool, **request: Any
    ) -> Answer:
        query = {"app_id": self.channel.app_id, "access_token": token, **params}
        response = self._http.call(method, path, repeatable=repeatable, params=query, **request)
        return json_of(response, repeatable=repeatable)

    def _once(self, method: str, path: str, *, repeatable: bool, **request: Any) -> Answer:
        response = self._http.call(method, path, repeatable=repeatable, **request)
        return self._judged(path, json_of(response, repeatable=repeatable), repeatable=repeatable)

    def _judged(self, path: str, answer: Answer, *, repeatable: bool) -> Answer:
        if code := errors.code_of(answer):
            log.warning("platform refused", account_id=self.channel.account_id, path=path, code=code)
        errors.raise_for(answer, repeatable=repeatable)
        return answer
