"""Doors of `notify`: one's own notices, and webhooks for those who mind them."""

from masthead.notify.api import notices, webhooks

ROOMS = (notices.doors, webhooks.doors)

__all__ = ["ROOMS"]
