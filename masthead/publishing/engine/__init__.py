"""The engine: claim (transaction) → call (no transaction) → settle (transaction). It decides nothing; the actions do."""

from masthead.publishing.engine import clockwork, closing
from masthead.publishing.engine.hear import BODY_MOST, answer_check, catch_up, hear, work_on
from masthead.publishing.engine.read_link import read_link
from masthead.publishing.engine.run import Report, look_up_unknown, send_one, tick, worker_name

__all__ = [
    "BODY_MOST", "Report", "answer_check", "catch_up", "clockwork", "closing", "hear", "look_up_unknown", "read_link", "send_one",
    "tick", "work_on", "worker_name",
]  # fmt: skip
