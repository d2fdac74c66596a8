"""What a webhook is told: keys and digests. Names, reasons and contents are asked for through the API, under a right."""

import json
from typing import Any

from masthead.trail.models import Event


def body_of(event: Event, position: int) -> str:
    """The message of one event; the same event always gives the same bytes."""
    target = {"kind": event.target_kind, "id": event.target_id, "version": event.target_version}
    data = {
        "event_id": event.pk,
        "sequence": position,
        "outcome": event.outcome,
        "clause": event.clause,
        "code": event.code,
        "actor_id": event.actor_id,
        "target": target,
        "before_digest": event.before_digest,
        "after_digest": event.after_digest,
        "digest": event.digest,
    }
    return _packed(event.name, event.at.isoformat(), data)


def ping_body(webhook_id: int, at: str) -> str:
    """The message of a test."""
    return _packed("webhook:ping", at, {"webhook_id": webhook_id})


def message_id(event: Event, webhook_id: int) -> str:
    """Stable over retries and resending."""
    return f"msg_{event.pk}_{webhook_id}"


def _packed(name: str, at: str, data: dict[str, Any]) -> str:
    return json.dumps({"type": name, "timestamp": at, "data": data}, ensure_ascii=False, separators=(",", ":"))


def wanted(patterns: list[str], name: str) -> bool:
    """Does a webhook want an event of that name?"""
    return any(name == p or (p.endswith("*") and name.startswith(p[:-1])) for p in patterns)
