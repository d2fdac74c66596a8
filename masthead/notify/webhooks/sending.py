"""One call to one webhook. No transaction may be open."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from masthead.core import clock, outbound
from masthead.core.secrets import SecretUnavailable
from masthead.notify.models import HookDelivery
from masthead.notify.queries import webhooks as queries
from masthead.notify.webhooks.signing import headers_for

SECONDS = 10.0
GONE = 410


@dataclass(frozen=True)
class Answer:
    """What came of a call. `final`: sending it again would change nothing; `gone`: the other side wants no more."""

    ok: bool
    status: int | None = None
    reason: str = ""
    elapsed_ms: int | None = None
    wait: int = 0
    final: bool = False
    gone: bool = False


def send(delivery: HookDelivery) -> Answer:
    """Sign it anew and post it once. Never raises for what the other side does."""
    moment = clock.now()
    try:
        address, known = queries.opened(delivery.webhook, moment)
        headers = headers_for(known, delivery.message_id, int(moment.timestamp()), delivery.body)
        reply = outbound.send(
            "POST", address, content=delivery.body.encode(), timeout=SECONDS,
            headers={"Content-Type": "application/json; charset=utf-8", **headers},
        )  # fmt: skip
    except outbound.Refused as error:
        return Answer(ok=False, reason=str(error.message), final=True)
    except outbound.Fault as error:
        return Answer(ok=False, reason=str(error.message))
    except SecretUnavailable as error:
        return Answer(ok=False, reason=str(error.message))
    if 200 <= reply.status < 300:
        return Answer(ok=True, status=reply.status, elapsed_ms=reply.elapsed_ms)
    after = reply.headers.get("retry-after", "")
    return Answer(
        ok=False, status=reply.status, elapsed_ms=reply.elapsed_ms, gone=reply.status == GONE,
        reason=_("对方答复 HTTP %(status)d。") % {"status": reply.status},
        wait=min(int(after), 86_400) if after.isdigit() and len(after) < 7 else 0,
    )  # fmt: skip
