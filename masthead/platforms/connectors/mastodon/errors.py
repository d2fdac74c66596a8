"""What an answer means. The status tells most; the words of `error` tell the rest. Servers differ in words, not in statuses."""

import datetime as dt
import json
from typing import Any

import httpx
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms.http import gateway_fault, lost, throttled

GONE = frozenset({"404", "410"})
SCOPE_WORDS = ("scope", "login", "disabled", "suspended", "unconfirmed", "confirm", "moved", "pending")
DUPLICATE_WORDS = ("duplicate", "idempoten", "already")
NEVER_DONE = 501


def read(response: httpx.Response, *, repeatable: bool) -> Any:
    """The JSON of a good answer. Raises PlatformFault with what is known."""
    status = response.status_code
    if 200 <= status < 300:
        try:
            return json.loads(response.content) if response.content else {}
        except ValueError:
            raise gateway_fault(status, repeatable=repeatable) from None
    raise fault_of(response, repeatable=repeatable)


def fault_of(response: httpx.Response, *, repeatable: bool) -> PlatformFault:
    """The fault behind an answer that is not good."""
    status, words = response.status_code, words_of(response)
    if status == 408 or (status >= 500 and status != NEVER_DONE):
        return gateway_fault(status, repeatable=repeatable)
    if status == 429:
        return throttled(wait_of(response), code="429", detail=words)
    if status == 401 or (status == 403 and any(word in words.lower() for word in SCOPE_WORDS)):
        return _credential(status, words)
    if not repeatable and (status == 409 or (status == 422 and any(w in words.lower() for w in DUPLICATE_WORDS))):
        return lost(sent=True, repeatable=False, detail=f"HTTP {status} {words}")
    return _rejected(status, words)


def words_of(response: httpx.Response) -> str:
    """The server's own words, short; '' when it gave a page."""
    try:
        answer = json.loads(response.content)
    except ValueError:
        return ""
    if not isinstance(answer, dict):
        return ""
    found = answer.get("error_description") or answer.get("error") or answer.get("message") or ""
    return str(found)[:200]


def wait_of(response: httpx.Response) -> float | None:
    """Seconds until the limit is over: `X-RateLimit-Reset` (a moment, or seconds since 1970), else `Retry-After`; None = not said."""
    if found := _moment(response.headers.get("x-ratelimit-reset", "")):
        return max(1.0, (found - clock.now()).total_seconds())
    after = response.headers.get("retry-after", "")
    return max(1.0, float(after)) if after.isdigit() else None


def _moment(text: str) -> dt.datetime | None:
    try:
        if text.replace(".", "", 1).isdigit():
            return dt.datetime.fromtimestamp(float(text), dt.UTC)
        found = dt.datetime.fromisoformat(text)
    except (ValueError, OverflowError, OSError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def _credential(status: int, words: str) -> PlatformFault:
    if status == 401:
        message, advice = _("访问令牌无效或已被撤销。"), _("请重新授权，或在服务器上生成新的访问令牌后更换。")
    else:
        message = _("服务器不允许这个令牌做这件事。")
        advice = _("请确认账号没有被停用，并以 read 和 write 权限重新授权。")
    return PlatformFault(message, kind=FaultKind.CREDENTIAL, platform_code=str(status), detail=words, advice=advice)


def _rejected(status: int, words: str) -> PlatformFault:
    message, advice = {
        404: (_("服务器上没有这个内容或接口。"), _("请核对服务器地址；内容可能已被删除。")),
        410: (_("内容已被删除。"), _("请在账号页面确认。")),
        413: (_("文件太大，服务器不接受。"), _("请压缩后重新上传。")),
        422: (_("服务器不接受这条内容。"), _("请按服务器的说明修改后重新提交审核。")),
    }.get(status, (_("服务器拒绝了请求。"), _("请核对服务器地址和账号状态。")))
    if words:
        message = _("%(message)s服务器的说明：%(words)s") % {"message": message, "words": words}
    return PlatformFault(message, kind=FaultKind.REJECTED, platform_code=str(status), detail=words, advice=advice)
