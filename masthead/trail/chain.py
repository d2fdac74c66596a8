"""The arithmetic of the chain: which columns a digest covers, where the chain begins, how a batch becomes one value.

Everything here can be recomputed by a stranger from exported rows (`proof.py` writes the script); the stamps cannot, they are the house's.
"""

import hashlib
import json
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from masthead.core.digest import digest_of
from masthead.trail.models import Event, Outcome

GENESIS = "0" * 64
DIGESTED = (
    "at", "name", "outcome", "clause", "actor_kind", "actor_id", "actor_name", "behalf_id", "behalf_name", "target_kind", "target_id",
    "target_name", "target_version", "before_digest", "after_digest", "reason", "code", "request_id", "address", "data",
)  # fmt: skip
_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def event_digest(event: Event) -> str:
    """SHA-256 over all columns but the key, the digest itself and the stamp."""
    return digest_of({name: _plain(getattr(event, name)) for name in DIGESTED})


def row_digest(values: Sequence[Any]) -> str:
    """The same digest from a row as read (values in the order of DIGESTED): three times as quick, for whole trails.

    The canonical form only differs from plain JSON where text is not NFC; a normal whole has normal parts, so one look is enough.
    """
    at: datetime = values[0]
    row = dict(zip(DIGESTED, values, strict=True))
    row["at"] = at.astimezone(UTC).isoformat(timespec="microseconds")
    text = _JSON.encode(row)
    if not (text.isascii() or unicodedata.is_normalized("NFC", text)):
        return digest_of(dict(zip(DIGESTED, values, strict=True)))
    return hashlib.sha256(text.encode()).hexdigest()


def link(chain: str, event_id: int, digest: str) -> str:
    """The chain value after one more event."""
    return hashlib.sha256(f'["{chain}",{event_id},"{digest}"]'.encode()).hexdigest()


def leaf(position: int, event_id: int, digest: str) -> str:
    """One event in the tree of its batch; the prefix keeps leaves and nodes apart (as in RFC 6962)."""
    return hashlib.sha256(f"leaf:{position}:{event_id}:{digest}".encode()).hexdigest()


def node(left: str, right: str) -> str:
    """A node of the tree."""
    return hashlib.sha256(f"node:{left}:{right}".encode()).hexdigest()


def tree_of(leaves: Sequence[str]) -> str:
    """Root over the leaves in order; a node without a partner rises as it is. Raises ValueError for none."""
    level = list(leaves)
    if not level:
        raise ValueError("a batch has at least one event")
    while len(level) > 1:
        level = _parents(level)
    return level[0]


def path_to(leaves: Sequence[str], index: int) -> list[list[str]]:
    """[["left"|"right", value], …]: the partners on the way from leaf `index` to the root, lowest first."""
    path, level = [], list(leaves)
    while len(level) > 1:
        partner = index ^ 1
        if partner < len(level):
            path.append(["left" if partner < index else "right", level[partner]])
        level, index = _parents(level), index // 2
    return path


def head_of(previous: str, tree: str, count: int) -> str:
    """The head after a batch; the first batch follows GENESIS."""
    return hashlib.sha256(f"head:{previous}:{tree}:{count}".encode()).hexdigest()


def _parents(level: list[str]) -> list[str]:
    pairs = [node(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
    return pairs + level[len(pairs) * 2 :]


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Outcome) else value
