"""Reads of `notify`, by noun."""

from masthead.notify.queries.channels import (
    admins,
    all_channels,
    get_channel,
    get_delivery,
    log_rows,
    opened,
    robots_for,
    units_of_choice,
)
from masthead.notify.queries.notices import (
    BELL_ROWS,
    UNREAD,
    BellNotices,
    bell_of,
    get_notice_for,
    icon_of,
    notices_of,
    unread_count,
    unread_first,
)
from masthead.notify.queries.preferences import (
    due_digests,
    mail_is_set_up,
    mode_of,
    people_of,
    preference_of,
    preferences_of,
    unread_for_digest,
)
from masthead.notify.queries.queue import due_targets, is_free
from masthead.notify.queries.webhooks import get_hook_delivery_for, get_webhook_for, hook_log, minds, webhooks_for

__all__ = [
    "get_hook_delivery_for",
    "get_webhook_for",
    "hook_log",
    "minds",
    "webhooks_for",
    "BELL_ROWS",
    "UNREAD",
    "BellNotices",
    "admins",
    "all_channels",
    "bell_of",
    "due_digests",
    "due_targets",
    "get_channel",
    "get_delivery",
    "get_notice_for",
    "icon_of",
    "is_free",
    "log_rows",
    "mail_is_set_up",
    "mode_of",
    "notices_of",
    "opened",
    "people_of",
    "preference_of",
    "preferences_of",
    "robots_for",
    "unread_count",
    "unread_first",
    "unread_for_digest",
    "units_of_choice",
]
