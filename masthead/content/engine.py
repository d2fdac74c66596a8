"""What the clock does with review. Rows are the queue: a tick that is lost or doubled changes nothing."""

from masthead.content import actions, queries
from masthead.core import clock
from masthead.core.errors import RuleBroken, Stale


def mind_review() -> int:
    """Drafts past their window, and rounds of the fast lane that nobody looked at afterwards; returns how many rows moved."""
    moved = 0
    for draft in queries.drafts_past_their_window(clock.now()):
        try:
            moved += actions.expire_draft(draft=draft)
        except Stale:  # decided in this very moment
            continue
    for this in queries.rounds_to_look_at():
        try:
            moved += actions.ask_for_a_later_look(this=this) is not None
        except RuleBroken:  # nobody may look today; the system page says so, the next tick tries again
            continue
    return moved
