"""Writes of `notify`: telling and reading, channels, preferences, deliveries."""

from masthead.notify.actions.channels import add_channel, change_channel, switch_channel
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
from masthead.notify.actions.digests import begin_digests, post_digest
from masthead.notify.actions.notices import read_about, read_all, read_notice, tell
from masthead.notify.actions.preferences import save_preference

__all__ = [
    "add_channel",
    "begin_digests",
    "change_channel",
    "claim_bundle",
    "find_lost",
    "give_up_old",
    "lose_channel",
    "note_test",
    "post_digest",
    "queue_again",
    "read_about",
    "read_all",
    "read_notice",
    "resend",
    "save_preference",
    "settle_bundle",
    "switch_channel",
    "tell",
]
