"""One message to one robot: written, signed, posted, judged. No transaction may be open."""

import structlog

from masthead.core import clock, outbound
from masthead.notify.robots.answers import judge
from masthead.notify.robots.bodies import Sealed, request_of
from masthead.notify.robots.catalogue import redacted
from masthead.notify.robots.messages import Message, Outcome, Result

SECONDS = 8.0
log = structlog.get_logger(__name__)


def send(kind: str, message: Message, *, address: str, secret: str, keyword: str, robot_id: int) -> Outcome:
    """Post it once. Never raises for what the other side does."""
    url, body = request_of(kind, message, Sealed(address, secret, keyword), second=clock.now().timestamp())
    try:
        outcome = judge(kind, outbound.send("POST", url, json=body, timeout=SECONDS))
    except outbound.Refused as refused:
        outcome = Outcome(Result.CREDENTIAL, refused.code, redacted(refused.message))
    except outbound.Fault as fault:
        result = Result.UNKNOWN if fault.sent else Result.RETRY
        outcome = Outcome(result, fault.code, redacted(fault.message))
    if outcome.result != Result.SENT:
        log.warning("robot did not take a message", robot_id=robot_id, result=str(outcome.result), code=outcome.code)
    return outcome
