"""Where a connector meets a platform that plays along: the sandbox, or a real server on this machine. The contract suite knows no more than this.

Each connector brings `connectors/<name>/tests/stand.py` with `STAND`, a class below SandboxStand; real servers bring theirs in tests/real.
"""

import hashlib
from abc import abstractmethod
from dataclasses import replace
from typing import Any, ClassVar, Protocol

from masthead.core import secrets
from masthead.platforms.contract import (
    Ability,
    Channel,
    Connector,
    Found,
    LookUp,
    Post,
    Progress,
    ProgressState,
    Remote,
)
from sandbox.testing import SandboxServer, until

WRONG = "test:wrong"


class KnownSecrets:
    """A keeper for tests of connectors: references that are known by name; sealing is the vault's own."""

    def __init__(self, vault: secrets.SecretKeeper, **texts: str) -> None:
        self.seal, self.unseal = vault.seal, vault.unseal
        self.texts = {f"test:{name}": text for name, text in texts.items()}
        self.renewals: list[tuple[str, str]] = []

    def resolve(self, ref: str) -> str:
        return self.texts[ref]

    def renew(self, ref: str, text: str) -> None:
        self.renewals.append((ref, text))
        self.texts[ref] = text


class Stand(Protocol):
    """A platform with one account of ours on it."""

    name: str
    connector: Connector
    offers: frozenset[
        Ability
    ]  # what the suite tries: PUBLISH always; WITHDRAW, COMMENTS, FIGURES where the platform has them
    replies: bool

    def channel(self) -> Channel:
        """Our account with good secrets."""
        ...

    def wrong_channel(self) -> Channel:
        """The same with a secret that the platform does not know."""
        ...

    def post(self, mark: str) -> Post:
        """A post that the platform takes, with a picture or a video, recognisable by `mark` in what readers see."""
        ...

    def count(self, mark: str) -> int:
        """How many posts with the mark readers can see now."""
        ...

    def comment(self, remote: Remote, text: str) -> None:
        """A reader comments on the post."""
        ...

    def cut(self, *, after: bool) -> None:
        """The next publish call breaks: before the platform has it, or after it was accepted."""
        ...

    def fault(self, kind: str, **more: Any) -> None:
        """The next publish call meets: http_500 (`after`), throttle, expired_token, duplicate, publish_fails. Sandbox only."""
        ...


class SandboxStand(Stand):
    """The common half of the stands of the sandbox."""

    publish_call: ClassVar[str]  # shell pattern over the path below the emulator, for fault switches
    offers: frozenset[Ability] = frozenset({Ability.PUBLISH})
    replies = False
    real = False
    knows_versions = (
        False  # a look-up tells two versions with the same words apart, by a mark of ours that the platform keeps
    )

    def __init__(self, server: SandboxServer, keeper: KnownSecrets) -> None:
        self.server = server
        self.keeper = keeper
        self.prepare()

    @abstractmethod
    def prepare(self) -> None:
        """Open the account at the sandbox and give the keeper its secrets."""

    def cut(self, *, after: bool) -> None:
        self.fault("timeout_after" if after else "timeout_before", ms=50)

    def fault(self, kind: str, **more: Any) -> None:
        self.server.set_fault(kind, self.publish_call, count=1, **more)  # type: ignore[arg-type]

    def wrong_channel(self) -> Channel:
        self.keeper.texts[WRONG] = "no-such-secret"
        return replace(self.channel(), account_id=2, secret_ref=WRONG, grant_ref=WRONG)

    @abstractmethod
    def channel(self) -> Channel: ...

    @abstractmethod
    def post(self, mark: str) -> Post: ...

    @abstractmethod
    def count(self, mark: str) -> int: ...

    def comment(self, remote: Remote, text: str) -> None:  # noqa: ARG002
        """A platform whose readers can comment says how; the suite asks no other."""
        raise AssertionError(f"{self.name}: readers do not comment here")


def go(stand: Stand, post: Post, channel: Channel | None = None) -> Remote:
    """The whole way out, as the engine walks it; returns everything that the platform told."""
    remote = upload_all(stand, post, channel)
    return remote | stand.connector.publish(channel or stand.channel(), post, dict(remote))


def upload_all(stand: Stand, post: Post, channel: Channel | None = None) -> Remote:
    """Every stage before the last."""
    remote: Remote = {}
    for stage in stand.connector.stages(post)[:-1]:
        remote |= stand.connector.upload(channel or stand.channel(), post, stage.key, dict(remote))
    return remote


def settled(stand: Stand, remote: Remote, *, seconds: float = 10) -> Progress:
    """Ask until the platform has decided; raises TimeoutError. Merges nothing: `Progress.remote` is the caller's to merge."""

    def decided() -> Progress | None:
        progress = stand.connector.status(stand.channel(), dict(remote))
        return progress if progress.state != ProgressState.PENDING else None

    found = until(decided, seconds=seconds)
    assert found is not None
    return found


def looked_up(stand: Stand, post: Post, remote: Remote, *, seconds: float = 10) -> LookUp:
    """Look until the platform is sure; raises TimeoutError."""

    def sure() -> LookUp | None:
        found = stand.connector.find(stand.channel(), post, dict(remote))
        return found if found.found != Found.UNSURE else None

    found = until(sure, seconds=seconds)
    assert found is not None
    return found


def marker_of(mark: str) -> str:
    """A content hash for a mark."""
    return hashlib.sha256(mark.encode()).hexdigest()
