"""One family of domain errors. A refusal says what happened, which clause says so, and what to do now.

`core.middleware.ErrorsMiddleware` turns any of them into a page, an HTMX fragment or JSON; actions raise, views do not catch.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar


class DomainError(Exception):
    """Base of all refusals that a person may read. `code` is stable and machine-readable; `clause` is a rulebook number or ''."""

    status: ClassVar[int] = 422
    default_code: ClassVar[str] = "refused"

    def __init__(self, message: str, *, code: str = "", clause: str = "", advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.default_code
        self.clause = clause
        self.advice = advice


class RuleBroken(DomainError):
    """The deed is not allowed by the rulebook or the state of the thing (422)."""

    default_code = "rule_broken"


class BadInput(RuleBroken):
    """The words or the file handed in cannot be used (422). `fields` maps a form field to its messages."""

    default_code = "bad_input"

    def __init__(
        self,
        message: str,
        *,
        code: str = "",
        clause: str = "",
        advice: str = "",
        fields: Mapping[str, list[str]] | None = None,
    ) -> None:
        super().__init__(message, code=code, clause=clause, advice=advice)
        self.fields = dict(fields or {})


class NotPermitted(DomainError):
    """The member lacks the capability, or separation of duties forbids it (403)."""

    status = 403
    default_code = "not_permitted"


class NotThere(DomainError):
    """No such thing inside the member's scope (404): an outsider must not learn that it exists."""

    status = 404
    default_code = "not_there"


class Stale(DomainError):
    """Someone was faster, or the content behind a hash moved (409). The page must be loaded again."""

    status = 409
    default_code = "stale"


class TooMany(DomainError):
    """A limit of frequency is reached (429)."""

    status = 429
    default_code = "too_many"


class FaultKind(StrEnum):
    """What is known after a call to a platform failed; it alone decides what may happen next."""

    NOT_SENT = "not_sent"  # nothing reached the platform: may be retried
    REJECTED = "rejected"  # the platform said a final no: a person must act
    THROTTLED = "throttled"  # retry after `retry_after` seconds
    CREDENTIAL = "credential"  # secret, token or allow-list: an administrator must act
    UNKNOWN_OUTCOME = "unknown_outcome"  # may have happened: look it up, never repeat blindly


class PlatformFault(DomainError):
    """A platform call did not succeed. `kind` says what is known; `platform_code` is the platform's own number, `detail` its words.

    `everywhere`: a throttle that the platform laid on the whole application, not on one account.
    """

    status = 502
    default_code = "platform_fault"

    def __init__(
        self,
        message: str,
        *,
        kind: FaultKind,
        platform_code: str = "",
        detail: str = "",
        retry_after: float | None = None,
        advice: str = "",
        everywhere: bool = False,
    ) -> None:
        super().__init__(message, code=f"platform_{kind.value}", advice=advice)
        self.everywhere = everywhere
        self.kind = kind
        self.platform_code = platform_code
        self.detail = detail
        self.retry_after = retry_after
