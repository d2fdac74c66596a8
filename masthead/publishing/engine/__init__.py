"""The engine: claim (transaction) → call (no transaction) → settle (transaction). It decides nothing; the actions do."""

from masthead.publishing.engine.hear import answer_check, hear
from masthead.publishing.engine.read_link import read_link
from masthead.publishing.engine.run import Report, look_up_unknown, send_one, tick, worker_name

__all__ = ["Report", "answer_check", "hear", "look_up_unknown", "read_link", "send_one", "tick", "worker_name"]
