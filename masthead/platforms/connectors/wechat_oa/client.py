"""HTTP with the platform: one call, and what is known afterwards. Tokens and secrets never reach a log or a message."""

import json
from collections.abc import Collection
from types import TracebackType
from typing import Any, Self

import httpx
import structlog
from django.utils.translation import gettext as _

from masthead.core import secrets
from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms import tokens
from masthead.platforms.connectors.wechat_oa import errors
from masthead.platforms.connectors.wechat_oa.limits import TOKEN_MISSING_LIFETIME_SECONDS
from masthead.platforms.contract import Channel, Picture
from masthead.platforms.http import Http, gateway_fault, lost

Answer = dict[str, Any]
log = structlog.get_logger(__name__)


class WechatClient:
    """Calls on behalf of one account. Use as a context manager."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self._http = Http.of(channel)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.__exit__(kind, error, trace)

    @property
    def platform_time(self) -> int:
        return self._http.platform_time

    def post(
        self, path: str, body: dict[str, Any], *, repeatable: bool = True, tolerate: Collection[int] = ()
    ) -> Answer:
        """A JSON call with the account's token. `repeatable=False` only for what a reader could see twice; codes of `tolerate` are answers."""
        raw = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        return self._with_token(
            "POST", path, repeatable=repeatable, tolerate=tolerate, content=raw, headers={"content-type": "application/json"}
        )  # fmt: skip

    def get(self, path: str) -> Answer:
        """A plain read with the account's token."""
        return self._with_token("GET", path, repeatable=True)

    def upload(self, path: str, picture: Picture, name: str, **params: str) -> Answer:
        """One picture as multipart field `media`; the name needs its true extension."""
        return self._with_token(
            "POST", path, repeatable=True, params=params, files={"media": (name, picture.data, picture.mime)}
        )

    def fetch_token(self, *, force: bool = False) -> tokens.Fetched:
        """A stable token: repeated calls give the same one; `force` kills the old (at most 20 a day)."""
        body = {
            "grant_type": "client_credential",
            "appid": self.channel.app_id,
            "secret": secrets.resolve(self.channel.secret_ref),
            "force_refresh": force,
        }
        raw = json.dumps(body, ensure_ascii=False).encode()
        answer = self._once(
            "POST", "/cgi-bin/stable_token", repeatable=True, content=raw, headers={"content-type": "application/json"}
        )
        if code := errors.code_of(answer):
            raise errors.fault_of(code, str(answer.get("errmsg", "")), repeatable=True)
        lifetime = answer.get("expires_in")
        return tokens.Fetched(
            str(answer.get("access_token", "")),
            lifetime if isinstance(lifetime, int) else TOKEN_MISSING_LIFETIME_SECONDS,
        )

    def _with_token(
        self,
        method: str,
        path: str,
        *,
        repeatable: bool,
        params: dict[str, str] | None = None,
        tolerate: Collection[int] = (),
        **request: Any,
    ) -> Answer:
        """A refused token means that nothing was done: it is renewed once and the call repeated once, whatever the call is."""
        token = tokens.access_token(self.channel, self.fetch_token)
        answer = self._once(
            method, path, repeatable=repeatable, params={**(params or {}), "access_token": token}, **request
        )
        if errors.code_of(answer) in errors.TOKEN_REFUSED:
            token = tokens.access_token(self.channel, self.fetch_token, refused=token)
            answer = self._once(
                method, path, repeatable=repeatable, params={**(params or {}), "access_token": token}, **request
            )
        code = errors.code_of(answer)
        if code and code not in tolerate:
            errmsg = str(answer.get("errmsg", ""))
            log.warning(
                "platform refused", account_id=self.channel.account_id, path=path, code=code, rid=errors.rid_of(errmsg)
            )
            raise errors.fault_of(code, errmsg, repeatable=repeatable)
        return answer

    def _once(self, method: str, path: str, *, repeatable: bool, **request: Any) -> Answer:
        response = self._http.call(method, path, repeatable=repeatable, **request)
        return self._read(response, repeatable=repeatable)

    def _read(self, response: httpx.Response, *, repeatable: bool) -> Answer:
        """The platform always answers 200 with JSON; anything else comes from something between us and it."""
        status = response.status_code
        if status != 200:
            if status < 500 and status not in (408, 429):
                message = _("平台地址返回 HTTP %(status)d，没有处理请求。") % {"status": status}
                raise PlatformFault(
                    message, kind=FaultKind.REJECTED, detail=f"HTTP {status}", advice=_("请核对接口地址。")
                )
            raise gateway_fault(status, repeatable=repeatable)
        try:
            answer = json.loads(response.content)
        except ValueError:
            raise lost(sent=True, repeatable=repeatable, detail="no JSON") from None
        if not isinstance(answer, dict):
            raise lost(sent=True, repeatable=repeatable, detail="no JSON object")
        return answer
