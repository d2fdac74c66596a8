"""HTTP with B 站: signed calls, the token through the shared broker. A refused token did nothing: it is renewed once and the call repeated once."""

import json
import uuid
from types import TracebackType
from typing import Any, Self

import structlog

from masthead.core import clock, secrets
from masthead.platforms import tokens
from masthead.platforms.answers import Answer, json_of, number
from masthead.platforms.connectors.bilibili import errors, limits, signing
from masthead.platforms.contract import Channel
from masthead.platforms.grants import grant_of
from masthead.platforms.http import Http

OFFICIAL = "https://member.bilibili.com"
HOSTS = {
    "account": "https://account.bilibili.com",
    "api": "https://api.bilibili.com",
    "upload": "https://openupos.bilivideo.com",
}
JSON = "application/json"
log = structlog.get_logger(__name__)


def host_of(channel: Channel, name: str) -> str:
    """The platform spreads its calls over several hosts; a sandbox answers all of them at one address."""
    return HOSTS[name] if channel.base_url == OFFICIAL else channel.base_url


def seconds_left(value: Any) -> int:
    """`expires_in` is a moment although it is called a span; a span is taken as one too. Ends early, so that it is renewed while it lives."""
    told = number(value)
    left = int(told - clock.now().timestamp()) if told > limits.ABSOLUTE_FROM else told
    return max(left - min(limits.EARLY_SECONDS, left // 10), 0)


class BilibiliClient:
    """Calls on behalf of one account."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self._http = Http.of(channel)
        self._ahead = 0  # seconds that the platform's clock is ahead of ours, once it has complained

    def __enter__(self) -> Self:
        self._http.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:  # fmt: skip
        self._http.__exit__(kind, error, trace)

    @property
    def platform_time(self) -> int:
        return self._http.platform_time

    def get(self, path: str, **params: Any) -> Any:
        """The `data` of the answer."""
        return self._signed("GET", path, b"", repeatable=True, params=params, kind=JSON)

    def post(self, path: str, body: dict[str, Any] | None = None, *, repeatable: bool = True, **params: Any) -> Any:
        """The bytes that are hashed are the bytes that are sent. `repeatable=False` only for what a reader could see twice."""
        raw = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode() if body is not None else b""
        return self._signed("POST", path, raw, repeatable=repeatable, params=params, kind=JSON)

    def send_file(self, path: str, name: str, data: bytes, mime: str) -> Any:
        """One file as multipart field `file`; its bytes are not part of the signature."""
        return self._signed("POST", path, b"", repeatable=True, params={}, kind="", files={"file": (name, data, mime)})

    def exchange(self, code: str) -> Answer:
        given = {**self._keys(), "grant_type": "authorization_code", "code": code}
        return self._account("/x/account-oauth2/v1/token", given)

    def renew(self, *, force: bool = False) -> tokens.Fetched:  # noqa: ARG002  every renewal gives a new pair
        """The refresh token is good once: the new one must be kept at once, which the broker does."""
        refresh = grant_of(self.channel)
        told = self._account(
            "/x/account-oauth2/v1/refresh_token",
            {**self._keys(), "grant_type": "refresh_token", "refresh_token": refresh},
        )
        return tokens.Fetched(
            str(told["access_token"]), seconds_left(told.get("expires_in")), refresh_token=str(told.get("refresh_token", ""))
        )  # fmt: skip

    def _keys(self) -> dict[str, str]:
        return {"client_id": self.channel.app_id, "client_secret": secrets.resolve(self.channel.secret_ref)}

    def _account(self, path: str, given: dict[str, str]) -> Answer:
        with Http(host_of(self.channel, "api"), guarded=self.channel.guarded) as http:
            answer = json_of(http.call("POST", path, repeatable=True, data=given), repeatable=True)
        errors.raise_for(answer, repeatable=True)
        told = answer.get("data")
        return told if isinstance(told, dict) else {}

    def _signed(self, method: str, path: str, raw: bytes, *, repeatable: bool, kind: str, **request: Any) -> Any:
        token = tokens.access_token(self.channel, self.renew)
        answer = self._once(method, path, token, raw, repeatable=repeatable, kind=kind, **request)
        if errors.code_of(answer) == errors.CLOCK:  # it did nothing; signed by the platform's own clock it goes through
            self._ahead = self.platform_time - int(clock.now().timestamp())
            answer = self._once(method, path, token, raw, repeatable=repeatable, kind=kind, **request)
        if errors.code_of(answer) in errors.TOKEN_REFUSED:
            token = tokens.access_token(self.channel, self.renew, refused=token)
            answer = self._once(method, path, token, raw, repeatable=repeatable, kind=kind, **request)
        if code := errors.code_of(answer):
            words = {"code": code, "request_id": str(answer.get("request_id", ""))[:60]}
            log.warning("platform refused", account_id=self.channel.account_id, path=path, **words)
        errors.raise_for(answer, repeatable=repeatable)
        return answer.get("data") or {}

    def _once(
        self, method: str, path: str, token: str, raw: bytes, *, repeatable: bool, kind: str, **request: Any
    ) -> Answer:
        secret, now = secrets.resolve(self.channel.secret_ref), int(clock.now().timestamp()) + self._ahead
        headers = signing.signed(self.channel.app_id, secret, raw, nonce=uuid.uuid4().hex, timestamp=now)
        headers |= {"access-token": token} | ({"content-type": kind} if kind else {})
        if raw:
            request["content"] = raw
        response = self._http.call(method, path, repeatable=repeatable, headers=headers, **request)
        return json_of(response, repeatable=repeatable)
