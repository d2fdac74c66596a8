"""Writes of `notify`: telling and reading, channels, preferences, deliveries."""

from masthead.notify.actions.channels import (
    add_channel,
    change_channel,
    switch_channel,
)
from masthead.notify.actions.deliveries import (
    claim_bundle,
    find_lost,
    give_up_old,
    lose_channel,
    note_test,
    queue_again,
    resend,
    settle_bundle,
)
from masthead.notify.actions.digests import (
    begin_digests,
    post_digest,
)
from masthead.notify.actions.hook_deliveries import (
    claim_hook_delivery,
    kill_webhook,
    recover_hook_deliveries,
    resend_hook_delivery,
    settle_hook_delivery,
    write_hook_deliveries,
    write_ping,
)
from masthead.notify.actions.notices import (
    read_about,
    read_all,
    read_notice,
    tell,
)
from masthead.notify.actions.preferences import (
    save_preference,
)
from masthead.notify.actions.webhooks import (
    add_webhook,
    change_webhook,
    rotate_webhook_secret,
    switch_webhook,
)

__all__ = [
    "add_channel",
    "add_webhook",
    "begin_digests",
    "change_channel",
    "change_webhook",
    "claim_bundle",
    "claim_hook_delivery",
    "find_lost",
    "give_up_old",
    "kill_webhook",
    "lose_channel",
    "note_test",
    "post_digest",
    "queue_again",
    "read_about",
    "read_all",
    "read_notice",
    "recover_hook_deliveries",
    "resend",
    "resend_hook_delivery",
    "rotate_webhook_secret",
    "save_preference",
    "settle_bundle",
    "settle_hook_delivery",
    "switch_channel",
    "switch_webhook",
    "tell",
    "write_hook_deliveries",
    "write_ping",
]
