"""All periodic work of the house: name → (task, every so many seconds | at these times).

A tick only finds rows that are due; a tick that is lost or doubled changes nothing (HOUSE rule 10).
"""

from celery.schedules import crontab

SECOND = 1
MINUTE = 60

SCHEDULE: dict[str, tuple[str, int | crontab]] = {
    "look-ahead-of-publications": ("publishing.preflight", MINUTE),
    "watch-publishing": ("publishing.watch", MINUTE),
    "look-after-published": ("publishing.afterwards", 10 * SECOND),
    "publish-due": ("publishing.tick_in_turn", 5 * SECOND),
    "resolve-unknown-outcomes": ("publishing.reconcile_in_turn", 15 * SECOND),
    "seal-trail": ("trail.seal", 10 * SECOND),
    "seal-late-events": ("trail.sweep", crontab(hour="3", minute="20")),
    "mind-approvals": ("approvals.tick", MINUTE),
    "mind-review": ("content.mind_review", MINUTE),
    "run-probes": ("rulebook.run_probes", 5 * MINUTE),
    "rulebook-life": ("rulebook.life", MINUTE),
    "mind-access": ("vault.access_tick", MINUTE),
    "check-connections": ("accounts.check_connections", 10 * MINUTE),
    "remind-of-secrets": ("vault.remind", crontab(hour="9", minute="0")),
    "verify-vault": ("vault.verify", crontab(hour="4", minute="20", day_of_week="0")),
    "tell-of-endings": ("accounts.tell_of_endings", 30 * MINUTE),  # each step once; a missed run is made up by the next
    "check-up-accounts": ("accounts.check_up", crontab(hour="6", minute="10")),
    "give-up-lost-helper-runs": ("content.assistant_lost", MINUTE),
    "mind-library": ("content.mind_library", 10 * MINUTE),
    "remind-of-rights": ("content.remind_of_rights", crontab(hour="9", minute="10")),
    "catch-up-figures": ("analytics.scan", 10 * MINUTE),
    "read-hot-sources": ("content.read_hot_sources", 2 * MINUTE),
    "follow-trail": ("web.follow_trail", 10 * SECOND),
    "deliver-notices": ("notify.deliver", 10 * SECOND),
    "send-webhooks": ("notify.webhooks", 10 * SECOND),
    "forget-callback-bodies": ("publishing.forget_callbacks", crontab(hour="3", minute="50")),
    "forget-old-calls": ("org.forget_old_calls", crontab(hour="3", minute="40")),
    "call-planning-meetings": ("content.planning_tick", 10 * MINUTE),
    "remind-of-joint-work": ("collab.tick", MINUTE),
    "write-digests": ("notify.digests", 5 * MINUTE),
    # Platforms close a day's figures at about 08:00 Beijing time; ten minutes of grace.
    "collect-figures": ("analytics.collect", crontab(hour="8", minute="10")),
}
