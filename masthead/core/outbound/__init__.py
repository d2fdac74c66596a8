"""Calls to addresses that people typed in: robots, webhooks, address books. The one door out for them.

A name is resolved once, every address is judged, and the connection goes to exactly the judged address; nothing is redirected,
no proxy of the environment is asked, answers are small and quick or they are a fault. `check` is for forms, `send` for the call.
"""

from masthead.core.outbound.errors import Fault, Refused
from masthead.core.outbound.sender import BODY_MOST, Reply, send
from masthead.core.outbound.targets import check

__all__ = ["BODY_MOST", "Fault", "Refused", "Reply", "check", "send"]
