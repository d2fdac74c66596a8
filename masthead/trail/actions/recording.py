"""Writing the trail. `record` is called inside the transaction of the deed; refusals are written by `guards` outside of it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Model

from masthead.core import clock, context
from masthead.core.digest import digest_of
from masthead.trail.chain import event_digest
from masthead.trail.models import Event, Outcome
from masthead.trail.registry import EVENTS
from masthead.trail.stamps import new_uid, stamp_of

MASKED = ("password", "secret", "token", "api_key", "credential", "plaintext", "aes_key")


def record(
    name: str,
    *,
    target: Model | None = None,
    by: Any = None,
    behalf: Any = None,
    version: str = "",
    before: object = None,
    after: object = None,
    reason: str = "",
    data: Mapping[str, Any] | None = None,
    at: dt.datetime | None = None,
) -> Event:
    """One event of a deed, in the deed's own transaction. `by` None = the system. `before`/`after` are stored as digests only.

    Raises: RuntimeError outside a transaction (the deed and its event must stand or fall together), KeyError for an unknown name.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{name}: record() must run inside the transaction of the deed")
    kind = EVENTS[str(name)]
    return _write(
        name=str(name), outcome=Outcome.DONE, clause=kind.clause, target=target, by=by, behalf=behalf, version=version,
        before_digest="" if before is None else digest_of(before), after_digest="" if after is None else digest_of(after),
        reason=reason, code="", data=data, at=at,
    )  # fmt: skip


def record_refusal(
    *, action: str, clause: str, code: str, message: str, by: Any = None, target: Model | None = None
) -> Event:
    """A refusal, kept whatever happened to the deed's transaction. `action` is the dotted name of the guarded action."""
    return _write(
        name=f"refused:{action}", outcome=Outcome.REFUSED, clause=clause, target=target, by=by, behalf=None, version="",
        before_digest="", after_digest="", reason=message, code=code, data=None, at=None,
    )  # fmt: skip


def _write(
    *,
    target: Model | None,
    by: Any,
    behalf: Any,
    data: Mapping[str, Any] | None,
    at: dt.datetime | None,
    **columns: Any,
) -> Event:
    event = Event(
        at=at or clock.now(),
        actor_kind=by._meta.label_lower if by is not None else "system",
        actor_id=by.pk if by is not None else None,
        actor_name=str(by)[:80] if by is not None else "系统",
        behalf_id=behalf.pk if behalf is not None else None,
        behalf_name=str(behalf)[:80] if behalf is not None else "",
        target_kind=target._meta.label_lower if target is not None else "",
        target_id=target.pk if target is not None else None,
        target_name=str(target)[:200] if target is not None else "",
        target_version=str(columns.pop("version"))[:80],
        request_id=context.request_id.get()[:80],
        address=context.remote_address.get()[:45],
        data=_masked({**(data or {}), **_via()}),
        **columns,
    )
    event.digest = event_digest(event)
    event.uid = new_uid()
    event.stamp = stamp_of(event.uid, event.digest)
    event.save(force_insert=True)
    return event


def _via() -> dict[str, Any]:
    """Through which key the deed was done, when it was one."""
    key = context.credential.get()
    return {"via": {"kind": key.kind, "id": key.key_id, "name": key.name}} if key else {}


def _masked(data: Mapping[str, Any]) -> dict[str, Any]:
    """No secret reaches the trail, even by mistake of a caller."""
    return {
        key: "***"
        if any(word in key.lower() for word in MASKED)
        else _masked(value)
        if isinstance(value, Mapping)
        else value
        for key, value in data.items()
    }
