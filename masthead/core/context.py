"""What the current request or job is: carried in context variables so that the trail can name it without being handed it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import uuid4

request_id: ContextVar[str] = ContextVar("request_id", default="")
remote_address: ContextVar[str] = ContextVar("remote_address", default="")


@contextmanager
def work_context(name: str = "", address: str = "") -> Iterator[str]:
    """Give the work inside a request id (`name` or a fresh one)."""
    identifier = name or uuid4().hex[:16]
    token, other = request_id.set(identifier), remote_address.set(address)
    try:
        yield identifier
    finally:
        request_id.reset(token)
        remote_address.reset(other)
