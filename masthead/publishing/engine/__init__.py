"""The engine: claim (transaction) → call (no transaction) → settle (transaction). It decides nothing; the actions do."""

from masthead.publishing.engine import clockwork, closing
from masthead.publishing.engine.afterwards import hand_out, look_again, say, take_down, take_portrait
from masthead.publishing.engine.hear import BODY_MOST, answer_check, catch_up, hear, work_on
from masthead.publishing.engine.preflight import preflight
from masthead.publishing.engine.read_link import read_link
from masthead.publishing.engine.run import Report, look_up_unknown, send_one, tick, worker_name

__all__ = [
    "BODY_MOST",
    "Report",
    "answer_check",
    "catch_up",
    "clockwork",
    "closing",
    "hand_out",
    "hear",
    "look_again",
    "look_up_unknown",
    "preflight",
    "read_link",
    "say",
    "send_one",
    "take_down",
    "take_portrait",
    "tick",
    "work_on",
    "worker_name",
]
