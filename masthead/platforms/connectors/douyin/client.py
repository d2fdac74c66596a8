"""Calls of the open platform on behalf of one account: the app's own token, the account's token, and one envelope for all answers."""

import hashlib
import json
import secrets as randomness
from types import TracebackType
from typing import Any, Self

from masthead.core import secrets
from masthead.platforms import tokens
from masthead.platforms.connectors.douyin import errors
from masthead.platforms.contract import Channel
from masthead.platforms.http import Http, gateway_fault


class DouyinClient:
    """Use as a context manager."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.http = Http.of(channel)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.http.__exit__(kind, error, trace)

    def secret(self) -> str:
        return secrets.resolve(self.channel.secret_ref)

    def fetch_token(self, *, force: bool = False) -> tokens.Fetched:  # noqa: ARG002  every call makes a new one
        """The app's own token; a new one shortens the life of the one before, so the broker keeps it for all processes."""
        data = self.ask(
            "POST", "/oauth/client_token/",
            data={"client_key": self.channel.app_id, "client_secret": self.secret(), "grant_type": "client_credential"},
        )  # fmt: skip
        return tokens.Fetched(str(data["access_token"]), int(data.get("expires_in") or 7200))

    def signed(self, method: str, path: str, **request: Any) -> dict[str, Any]:
        """A call with the app's token; one that the platform calls expired is renewed once."""
        token = tokens.access_token(self.channel, self.fetch_token)
        code, data = self._answer(method, path, token, request)
        if code in errors.EXPIRED:
            token = tokens.access_token(self.channel, self.fetch_token, refused=token)
            code, data = self._answer(method, path, token, request)
        if code:
            raise errors.fault_of(code, str(data.get("description", "")), repeatable=True)
        return data

    def ask(self, method: str, path: str, **request: Any) -> dict[str, Any]:
        """A call without a token."""
        code, data = self._answer(method, path, "", request)
        if code:
            raise errors.fault_of(code, str(data.get("description", "")), repeatable=True)
        return data

    def _answer(self, method: str, path: str, token: str, request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        headers = {"access-token": token} if token else {}
        answer = self.http.call(method, path, repeatable=True, headers=headers, **request)
        try:
            body = json.loads(answer.content)
        except ValueError:
            raise gateway_fault(answer.status_code, repeatable=True) from None
        code, words = errors.code_in(body)
        data = body.get("data")
        return code, (data if isinstance(data, dict) else {}) | ({"description": words} if code else {})

    def ticket(self) -> str:
        return str(self.signed("GET", "/open/getticket/")["ticket"])


def signature_of(ticket: str, nonce: str, timestamp: str) -> str:
    """The share page's signature: keys in their order, lower hexadecimal."""
    text = f"nonce_str={nonce}&ticket={ticket}&timestamp={timestamp}"
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def nonce() -> str:
    return randomness.token_hex(8)
