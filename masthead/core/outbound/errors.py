"""Why a call outside was not made, or what came of it."""

from typing import ClassVar

from masthead.core.errors import DomainError, RuleBroken


class Refused(RuleBroken):
    """The house does not call this address, now or later. `code` is one of outbound_scheme, outbound_form, outbound_userinfo,
    outbound_fragment, outbound_host, outbound_port, outbound_address, outbound_method, outbound_header, outbound_redirect."""

    default_code = "outbound_refused"


class Fault(DomainError):
    """The call was allowed but did not end well. `retryable`: may it be tried again later; `sent`: the other side may have it."""

    status: ClassVar[int] = 502
    default_code = "outbound_fault"

    def __init__(self, message: str, *, retryable: bool, sent: bool = False, code: str = "", advice: str = "") -> None:
        super().__init__(message, code=code, advice=advice)
        self.retryable = retryable
        self.sent = sent
