"""Record keys of our own: the same version always has the same key, so that writing twice is writing once."""

import hashlib

ALPHABET = "234567abcdefghijklmnopqrstuvwxyz"  # base32, sortable
LENGTH, CLOCK_BITS = 13, 10
FIRST_MICROSECOND = 1_672_531_200 * 1_000_000  # 2023-01-01: before the product existed, and never ahead of the clock
SPAN = 2 * 365 * 24 * 3600 * 1_000_000


def key_of(seed: str) -> str:
    """A TID, as the lexicon wants it: its time is made of the seed and means nothing."""
    number = int.from_bytes(hashlib.sha256(f"masthead:{seed}".encode()).digest()[:16], "big")
    moment = FIRST_MICROSECOND + (number >> CLOCK_BITS) % SPAN
    return _written((moment << CLOCK_BITS) | (number & ((1 << CLOCK_BITS) - 1)))


def _written(value: int) -> str:
    signs = []
    for _place in range(LENGTH):
        signs.append(ALPHABET[value & 31])
        value >>= 5
    return "".join(reversed(signs))


def parts_of(uri: str) -> tuple[str, str, str]:
    """(repo, collection, key) of at://repo/collection/key. Raises ValueError."""
    scheme, _, rest = uri.partition("://")
    parts = rest.split("/")
    if scheme != "at" or len(parts) != 3 or not all(parts):
        raise ValueError(f"no record address: {uri}")
    return parts[0], parts[1], parts[2]
