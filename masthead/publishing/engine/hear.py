"""What platforms tell us by calling: verified by the connector, kept, answered at once. What is not about publishing is worked on later."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping

import structlog

from masthead.accounts import queries as accounts_queries
from masthead.core import clock, jobs
from masthead.core.errors import DomainError, NotPermitted
from masthead.platforms.registry import connector_for
from masthead.publishing import actions, errors, queries

BODY_MOST = 256 * 1024
LATER_SECONDS = 30  # a message that nobody finished for so long was left behind by a process that died
MOST_A_RUN = 100
SIGNED = (
    "signature",
    "msg_signature",
    "nonce",
    "timestamp",
)  # what makes a delivery itself where the address carries it
WIRE_HEADERS = ("content-type", "user-agent", "date")
log = structlog.get_logger(__name__)


def answer_check(account_id: int, query: Mapping[str, str]) -> str:
    """The platform checks that the address is ours. Raises NotPermitted for a forged check, NotThere for an unknown account."""
    account = queries.account_by_key(account_id)
    try:
        return connector_for(account.platform.key).answer_callback_check(accounts_queries.channel_of(account), query)
    except NotPermitted as refused:
        actions.count_refusal(account=account, code=refused.code)
        raise


def hear(account_id: int, query: Mapping[str, str], body: bytes, headers: Mapping[str, str]) -> str:
    """A message from the platform; the text to answer. Raises NotPermitted for anything forged, stale, replayed or too large.

    Verify → keep (committed) → answer. A publication's result is settled before the answer, since it is quick; the rest is a job's.
    The request's method travels with the headers as `:method`.
    """
    account = queries.account_by_key(account_id)
    connector = connector_for(account.platform.key)
    try:
        if len(body) > BODY_MOST:
            raise errors.callback_too_large()
        message = connector.read_callback(accounts_queries.channel_of(account), query, body, headers)
        event = actions.store_callback(
            account=account, message=message, seen=delivery_digest(query, body), wire=_wire(query, body, headers),
            told_once=bool(query.get("nonce")),
        )  # fmt: skip
    except NotPermitted as refused:
        actions.count_refusal(account=account, code=refused.code)
        raise
    if event is not None and message.progress is not None:
        work_on(event.pk)
    elif event is not None:
        jobs.enqueue("publishing.process_callback", event.pk)
    return message.answer


def work_on(event_id: int) -> bool:
    """Do what a kept message asks for. A refusal is noted and tried again later; the platform has its answer all the same."""
    event = queries.callback_by_key(event_id)
    if event is None:
        return False
    try:
        return actions.process_callback(event_id=event.pk, connector=connector_for(event.account.platform.key))
    except DomainError as fault:
        log.warning("callback not processed", event_id=event_id, code=fault.code)
        actions.fail_callback(event_id=event_id, note=str(fault.message))
        return False


def catch_up() -> int:
    """Messages that were kept and not finished: a process died between, or the work broke. Returns how many are done now."""
    before = clock.now() - dt.timedelta(seconds=LATER_SECONDS)
    return sum(work_on(pk) for pk in queries.callbacks_left(before, most_tries=actions.MOST_TRIES)[:MOST_A_RUN])


def delivery_digest(query: Mapping[str, str], body: bytes) -> str:
    """The same for the very delivery again. With a nonce in the address the signed parts are it (a body is not always signed)."""
    if query.get("nonce"):
        parts = "\n".join(f"{name}={query.get(name, '')}" for name in SIGNED).encode()
    else:
        parts = json.dumps(sorted(query.items())).encode() + b"\n" + body
    return hashlib.sha256(parts).hexdigest()


def _wire(query: Mapping[str, str], body: bytes, headers: Mapping[str, str]) -> str:
    """As it came, without cookies and the like; it is sealed before it is kept."""
    told = {n: v for n, v in headers.items() if n in WIRE_HEADERS or n.startswith(("x-", ":"))}
    return json.dumps(
        {"query": dict(query), "headers": told, "body": body.decode("utf-8", "replace")}, ensure_ascii=False
    )
