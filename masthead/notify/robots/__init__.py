"""Group robots of the chat apps: how a message is written for each, how it is signed, and what each answer means."""

from masthead.notify.robots.catalogue import check_address, post_url, shape_of
from masthead.notify.robots.messages import Message, Outcome, Result
from masthead.notify.robots.sending import send

__all__ = ["Message", "Outcome", "Result", "check_address", "post_url", "send", "shape_of"]
