from enum import StrEnum


class NotifyEvent(StrEnum):
    CHANNEL_ADDED = "notify:channel:added"
    CHANNEL_CHANGED = "notify:channel:changed"
    CHANNEL_TESTED = "notify:channel:tested"
    CHANNEL_LOST = "notify:channel:lost"
    CHANNEL_RESTORED = "notify:channel:restored"
    CHANNEL_SWITCHED = "notify:channel:switched"
    DELIVERY_REPEATED = "notify:delivery:repeated"
    WEBHOOK_ADDED = "notify:webhook:added"
    WEBHOOK_CHANGED = "notify:webhook:changed"
    WEBHOOK_ROTATED = "notify:webhook:rotated"
    WEBHOOK_SWITCHED = "notify:webhook:switched"
    WEBHOOK_TESTED = "notify:webhook:tested"
    WEBHOOK_DIED = "notify:webhook:died"
    HOOK_REPEATED = "notify:webhook:repeated"
