"""What the current request or job is: carried in context variables so that the trail can name it without being handed it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import uuid4

T = TypeVar("T")
request_id: ContextVar[str] = ContextVar("request_id", default="")
remote_address: ContextVar[str] = ContextVar("remote_address", default="")


@dataclass(frozen=True)
class Credential:
    """The key under which the current request came. Whatever its member may do, the work inside may do no more than this.

    `unit_ids` None = no limit to departments; `kind` = personal | service.
    """

    kind: str
    key_id: int
    name: str
    member_id: int
    capabilities: frozenset[str]
    unit_ids: frozenset[int] | None = None


credential: ContextVar[Credential | None] = ContextVar("credential", default=None)


@contextmanager
def under_key(key: Credential) -> Iterator[None]:
    """Let the work inside be that of a key: `org` narrows every right of its member, the trail names the key."""
    token = credential.set(key)
    try:
        yield
    finally:
        credential.reset(token)


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


def once(owner: Any, name: str, read: Callable[[], T], *, mark: object = None) -> T:
    """What `read` answers, asked once for `owner` while a request lasts; again when `mark` is another, and every time outside requests."""
    here = (request_id.get(), mark)
    if not here[0]:
        return read()
    kept: dict[str, tuple[object, T]] | None = getattr(owner, "_kept_for_request", None)
    if kept is None:
        kept = {}
        setattr(owner, "_kept_for_request", kept)  # noqa: B010  reaches the object inside a lazy wrapper
    if name not in kept or kept[name][0] != here:
        kept[name] = (here, read())
    return kept[name][1]
