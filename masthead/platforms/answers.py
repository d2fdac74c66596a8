"""What a platform's answer says: JSON or not, and the fault behind a number. Each connector brings its own table of numbers.

A number that is not listed is a plain no: the platform answered, so nothing was done, and a person must look.
"""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms.http import gateway_fault, lost
from masthead.platforms.setup import ConnectionReport

Answer = dict[str, Any]
Words = str | Promise
DETAIL_MOST = 500


@dataclass(frozen=True)
class Meaning:
    """One number in words that a person can act on. `retry_after` may be worked out at the moment of the answer."""

    kind: FaultKind
    message: Words
    advice: Words = ""
    retry_after: float | Callable[[], float] | None = None


def next_hour() -> float:
    """Seconds until a little after the hour turns: hourly quotas of platforms begin anew with the clock's hour."""
    now = clock.now()
    return 3600.0 - (now.minute * 60 + now.second) + 30


def next_day() -> float:
    """Seconds until a little after midnight in Beijing."""
    tomorrow = clock.at_china(clock.today() + dt.timedelta(days=1), 0, 5)
    return (tomorrow - clock.now()).total_seconds()


def json_of(response: httpx.Response, *, repeatable: bool) -> Answer:
    """The JSON object of an answer, whatever its status below 500.

    Raises PlatformFault for anything that does not come from the platform's own program: the deed may have been done.
    """
    if response.status_code >= 500:
        raise gateway_fault(response.status_code, repeatable=repeatable)
    try:
        answer = json.loads(response.content)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise lost(sent=True, repeatable=repeatable, detail=f"HTTP {response.status_code}, no JSON object")
    return answer


def fault_of(meanings: Mapping[int, Meaning], code: int, detail: str) -> PlatformFault:
    """The fault of a number that the platform refused with."""
    meaning = meanings.get(code)
    if meaning is None:
        return PlatformFault(
            _("平台拒绝了请求（编号 %(code)d）。") % {"code": code},
            kind=FaultKind.REJECTED,
            platform_code=str(code),
            detail=detail[:DETAIL_MOST],
            advice=_("请按平台的说明处理：%(words)s") % {"words": detail[:120] or _("平台没有给出说明。")},
        )
    after = meaning.retry_after
    return PlatformFault(
        str(meaning.message),
        kind=meaning.kind,
        platform_code=str(code),
        detail=detail[:DETAIL_MOST],
        retry_after=after() if callable(after) else after,
        advice=str(meaning.advice),
    )


def unknown(code: int, detail: str, message: str = "") -> PlatformFault:
    """The platform answered, and still the deed may have been done: it is looked up, never repeated blindly."""
    return PlatformFault(
        message or _("平台的答复不能说明是否已经发布。"),
        kind=FaultKind.UNKNOWN_OUTCOME,
        platform_code=str(code),
        detail=detail[:DETAIL_MOST],
        advice=_("系统会向平台核实，核实之前不会重发。"),
    )


def number(value: Any) -> int:
    """A number that may come as text; 0 for anything else."""
    text = str(value).strip()
    return int(text) if text.lstrip("-").isdigit() else 0


def not_connected(message: str, advice: str, *, code: str = "") -> ConnectionReport:
    """A connection test that failed, with its mend."""
    return ConnectionReport(ok=False, message=message, advice=advice, code=code)


def report_of(fault: PlatformFault) -> ConnectionReport:
    """The platform said no: that is the result of the test. Raises the fault again when the platform could not be asked."""
    if fault.kind not in (FaultKind.CREDENTIAL, FaultKind.REJECTED):
        raise fault
    return not_connected(str(fault.message), str(fault.advice), code=fault.platform_code)
