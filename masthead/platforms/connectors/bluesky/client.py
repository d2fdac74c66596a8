"""XRPC over HTTP: a session that is kept, one call, and what is known afterwards. Tokens never reach a log or a message."""

import base64
import binascii
import json
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

import httpx
import structlog

from masthead.core import secrets
from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms import tokens
from masthead.platforms.connectors.bluesky import errors
from masthead.platforms.connectors.bluesky.limits import TOKEN_SECONDS
from masthead.platforms.contract import Channel
from masthead.platforms.http import Http, gateway_fault

Body = dict[str, Any]
SESSION = "com.atproto.server."
log = structlog.get_logger(__name__)


class BlueskyClient:
    """Calls on behalf of one account. Use as a context manager. A session is shared by all processes and renewed, not opened again:
    thirty logins in five minutes are all that there are."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self._http = Http.of(channel, headers={"accept": "application/json"})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.__exit__(kind, error, trace)

    def get(self, method: str, *, signed: bool = True, **params: Any) -> Body:
        """A query; `signed` False for what anybody may ask."""
        if not signed:
            return self._checked(self._send("GET", method, None, repeatable=True, params=params), repeatable=True)
        return self._signed("GET", method, repeatable=True, params=params)

    def post(self, method: str, body: Mapping[str, Any], *, repeatable: bool = True) -> Body:
        """A procedure; `repeatable=False` only for what a reader could see."""
        raw = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        return self._signed(
            "POST", method, repeatable=repeatable, content=raw, headers={"content-type": "application/json"}
        )

    def upload(self, data: bytes, mime: str) -> Body:
        """A blob; the same bytes give the same blob."""
        answer = self._signed(
            "POST", "com.atproto.repo.uploadBlob", repeatable=True, content=data, headers={"content-type": mime}
        )
        blob = answer.get("blob")
        if not isinstance(blob, dict):
            raise gateway_fault(200, repeatable=True)
        return blob

    def did(self) -> str:
        """Whom the session speaks for."""
        token = tokens.session_token(self.channel, self.fetch)
        return str(claims_of(token).get("sub") or "") or str(self.get(f"{SESSION}getSession").get("did", ""))

    def open_session(self) -> Body:
        """A new login; counted by the platform."""
        body = {"identifier": identifier_of(self.channel), "password": secrets.resolve(self.channel.secret_ref)}
        raw = json.dumps(body, ensure_ascii=False).encode()
        return self._checked(
            self._send("POST", f"{SESSION}createSession", None, repeatable=True, content=raw,
                       headers={"content-type": "application/json"}),
            repeatable=True,
        )  # fmt: skip

    def fetch(self, *, force: bool, kept: str) -> tokens.Fetched:  # noqa: ARG002  a renewed token is always another one
        """Renew the session; only where its renewal is refused is a new one opened."""
        if kept:
            try:
                response = self._send("POST", f"{SESSION}refreshSession", kept, repeatable=True)
                return fetched_of(self._checked(response, repeatable=True))
            except PlatformFault as fault:
                if fault.kind not in (FaultKind.CREDENTIAL, FaultKind.REJECTED):
                    raise
        return fetched_of(self.open_session())

    def _signed(self, verb: str, method: str, *, repeatable: bool, **request: Any) -> Body:
        """A refused token means that nothing was done: it is renewed once and the call repeated once, whatever the call is."""
        token = tokens.session_token(self.channel, self.fetch)
        try:
            return self._checked(
                self._send(verb, method, token, repeatable=repeatable, **request), repeatable=repeatable
            )
        except PlatformFault as fault:
            if fault.platform_code not in errors.TOKEN_REFUSED:
                raise
        token = tokens.session_token(self.channel, self.fetch, refused=token)
        return self._checked(self._send(verb, method, token, repeatable=repeatable, **request), repeatable=repeatable)

    def _send(self, verb: str, method: str, token: str | None, *, repeatable: bool, **request: Any) -> httpx.Response:
        headers = dict(request.pop("headers", {}))
        if token:
            headers["authorization"] = f"Bearer {token}"
        return self._http.call(verb, f"xrpc/{method}", repeatable=repeatable, headers=headers, **request)

    def _checked(self, response: httpx.Response, *, repeatable: bool) -> Body:
        body = _parsed(response)
        if response.status_code == 200:
            if body is None and response.content.strip():
                raise gateway_fault(200, repeatable=repeatable)
            return body or {}
        if 200 < response.status_code < 400:
            raise errors.fault_of("", response.headers.get("location", ""), 404, {}, repeatable=repeatable)
        name, words = str((body or {}).get("error", "")), str((body or {}).get("message", ""))
        log.warning(
            "server refused", account_id=self.channel.account_id, path=response.url.path, status=response.status_code, error=name
        )  # fmt: skip
        return _raise(errors.fault_of(name, words, response.status_code, response.headers, repeatable=repeatable))


def _raise(fault: PlatformFault) -> Body:
    raise fault


def _parsed(response: httpx.Response) -> Body | None:
    try:
        body = json.loads(response.content)
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def identifier_of(channel: Channel) -> str:
    """A handle without its sign, or a DID."""
    return channel.app_id.strip().lstrip("@")


def claims_of(token: str) -> Body:
    """What the token says of itself; empty for one that is not readable. Never trusted for more than whose and how long."""
    parts = token.split(".")
    if len(parts) != 3:
        return {}
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (binascii.Error, ValueError):
        return {}
    return claims if isinstance(claims, dict) else {}


def fetched_of(session: Body) -> tokens.Fetched:
    """What the broker keeps of a session. Raises PlatformFault when it names no token, and for an account that is switched off."""
    token = str(session.get("accessJwt") or "")
    if session.get("active") is False:
        name = "AccountTakedown" if session.get("status") == "takendown" else "AccountDeactivated"
        raise errors.fault_of(name, str(session.get("status", "")), 401, {}, repeatable=True)
    if not token:
        raise gateway_fault(200, repeatable=True)
    end = claims_of(token).get("exp")
    lifetime = int(end - time.time()) if isinstance(end, int | float) else TOKEN_SECONDS
    return tokens.Fetched(token, max(lifetime, 1), kept=str(session.get("refreshJwt") or ""))
