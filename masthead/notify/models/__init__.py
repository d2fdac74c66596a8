"""Notices, channels and deliveries; webhooks and what was sent to them."""

from masthead.notify.models.notices import (
    Delivery,
    Notice,
    Preference,
    RobotChannel,
)
from masthead.notify.models.webhooks import (
    HookCursor,
    HookDelivery,
    HookState,
    Webhook,
)

__all__ = [
    "Delivery",
    "HookCursor",
    "HookDelivery",
    "HookState",
    "Notice",
    "Preference",
    "RobotChannel",
    "Webhook",
]
