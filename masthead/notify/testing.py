"""Builders for tests: robots in the sandbox and the channels that lead to them."""

from typing import Any

from django.conf import settings

from masthead.notify import actions, robots
from masthead.notify.models import RobotChannel
from masthead.org.models import Member

KINDS = ["approvals.asked", "publishing.failed"]


def make_channel(
    kind: str = "wecom", *, key: str = "robot-key-0001", by: Member | None = None, **more: Any
) -> RobotChannel:
    """A channel that leads to the sandbox at `settings.SANDBOX_URL`."""
    address = f"{settings.SANDBOX_URL}{robots.shape_of(kind).sandbox}{key}"
    fields = {"name": f"{kind} {key}", "kinds": KINDS, **more}
    return actions.add_channel(kind=kind, address=address, by=by, **fields)
