"""HTTP with a site: in whichever of its two ways it answers, and what is known afterwards. The password never reaches a log or a message."""

import base64
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import httpx
import structlog

from masthead.core import secrets
from masthead.core.errors import PlatformFault
from masthead.platforms.connectors.wordpress import errors
from masthead.platforms.connectors.wordpress.limits import STYLE_SECONDS
from masthead.platforms.contract import Channel
from masthead.platforms.http import Http, gateway_fault

PRETTY, PLAIN = "pretty", "plain"
MOVED = (301, 302, 303, 307, 308)
log = structlog.get_logger(__name__)
_styles: dict[str, tuple[float, str]] = {}


@dataclass(frozen=True)
class Answer:
    """What the site said. `body` is a mapping or a list; `headers` in small letters."""

    body: Any
    headers: Mapping[str, str]

    @property
    def total(self) -> int:
        """How many there are in all, of a list."""
        said = self.headers.get("x-wp-total", "")
        return int(said) if said.isdigit() else len(self.body)

    @property
    def pages(self) -> int:
        said = self.headers.get("x-wp-totalpages", "")
        return int(said) if said.isdigit() else 1


class SiteClient:
    """Calls on behalf of one account. Use as a context manager."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        password = secrets.resolve(channel.secret_ref)
        pair = base64.b64encode(f"{channel.app_id}:{password}".encode()).decode("ascii")
        self._http = Http.of(channel, headers={"authorization": f"Basic {pair}", "accept": "application/json"})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.__exit__(kind, error, trace)

    def get(self, path: str, **params: str | int) -> Answer:
        return self.call("GET", path, params=params)

    def post(self, path: str, body: Mapping[str, Any], *, repeatable: bool = True, **params: str) -> Answer:
        """`repeatable=False` only for what a reader could see twice."""
        raw = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        headers = {"content-type": "application/json"}
        return self.call("POST", path, repeatable=repeatable, params=params, content=raw, headers=headers)

    def call(
        self, method: str, path: str, *, repeatable: bool = True, params: Mapping[str, str | int] | None = None, **more: Any
    ) -> Answer:  # fmt: skip
        """One call of the interface; `path` begins behind its root, as wp/v2/posts."""
        style = self._style()
        response = self._send(style, method, path, params or {}, repeatable=repeatable, **more)
        return self._read(response, path, repeatable=repeatable)

    def index(self) -> Answer:
        """What the site says of itself to anybody."""
        return self.call("GET", "", params={"_fields": "name,url,namespaces,authentication"})

    def _style(self) -> str:
        """Asked once in ten minutes. Sites without rewritten addresses answer below ?rest_route= only."""
        kept = _styles.get(self.channel.base_url)
        if kept and kept[0] > time.monotonic():
            return kept[1]
        style = self._asked_style()
        _styles[self.channel.base_url] = (time.monotonic() + STYLE_SECONDS, style)
        return style

    def _asked_style(self) -> str:
        last: httpx.Response | None = None
        for style in (PRETTY, PLAIN):
            last = self._send(style, "GET", "", {"_fields": "name,namespaces"}, repeatable=True)
            found = parsed(last)
            if isinstance(found, dict) and ("namespaces" in found or "code" in found):
                return style
            if last.status_code in MOVED:
                raise errors.moved(last.status_code, last.headers.get("location", ""))
            if last.status_code >= 500 or last.status_code == 429:
                raise self._refused(last, "", repeatable=True)
        assert last is not None
        if last.status_code in (401, 403):
            raise self._refused(last, "", repeatable=True)
        raise errors.no_site(last.status_code)

    def _send(
        self, style: str, method: str, path: str, params: Mapping[str, str | int], *, repeatable: bool, **more: Any
    ) -> httpx.Response:  # fmt: skip
        if style == PRETTY:
            return self._http.call(method, f"wp-json/{path}", repeatable=repeatable, params=dict(params), **more)
        routed = {"rest_route": f"/{path}", **params}
        return self._http.call(method, "", repeatable=repeatable, params=routed, **more)

    def _read(self, response: httpx.Response, path: str, *, repeatable: bool) -> Answer:
        if response.status_code in MOVED:
            raise errors.moved(response.status_code, response.headers.get("location", ""))
        if response.status_code >= 400:
            raise self._refused(response, path, repeatable=repeatable)
        body = parsed(response)
        if not isinstance(body, dict | list):
            _styles.pop(self.channel.base_url, None)  # the site may have changed its addresses meanwhile
            raise gateway_fault(response.status_code, repeatable=repeatable)
        return Answer(body, {name.lower(): value for name, value in response.headers.items()})

    def _refused(self, response: httpx.Response, path: str, *, repeatable: bool) -> PlatformFault:
        body = parsed(response)
        told = body if isinstance(body, dict) else {}
        code, words = str(told.get("code", "")), str(told.get("message", ""))
        if not told and response.status_code == 404:
            _styles.pop(self.channel.base_url, None)
        log.warning(
            "site refused", account_id=self.channel.account_id, path=path, status=response.status_code, code=code
        )
        if code == "internal_server_error":  # PHP fell over on the way: the deed may have been done
            return gateway_fault(response.status_code, repeatable=repeatable)
        status = response.status_code
        if code == "rest_invalid_param" and "status" in _refused_params(told):
            status, code = 401, errors.NOT_SEEN  # drafts are asked for: a stranger, or one without any rights, may not
        return errors.fault_of(code, words, status, response.headers, repeatable=repeatable)


def _refused_params(told: Mapping[str, Any]) -> Mapping[str, Any]:
    data = told.get("data")
    params = data.get("params") if isinstance(data, dict) else None
    return params if isinstance(params, dict) else {}


def parsed(response: httpx.Response) -> Any:
    """The JSON of an answer, also where a plug-in or the host wrote something before or behind it; None when there is none."""
    text = response.content.decode("utf-8", "replace").lstrip("\ufeff \r\n\t")
    if text[:9].lower().startswith(("<!doctype", "<html")):  # a page for people, whatever data it carries
        return None
    reader = json.JSONDecoder()
    start = 0 if text[:1] in "{[" else _next_start(text, 0)
    while 0 <= start < len(text):
        try:
            found, end = reader.raw_decode(text, start)
        except ValueError:
            start = _next_start(text, start + 1)
            continue
        if isinstance(found, dict | list) and (found or not text[end:].strip()):
            return found
        start = _next_start(text, start + 1)
    return None


def _next_start(text: str, after: int) -> int:
    """Where an object or a list may begin at the start of a line or behind a tag: not every bracket of a page is tried."""
    places = [at for sign in ('{"', "[{", "[]") if (at := text.find(sign, after, after + 200_000)) >= 0]
    return min(places, default=-1)


def forget_styles() -> None:
    """For tests: sites come and go at the same address."""
    _styles.clear()
