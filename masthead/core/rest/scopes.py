"""Which capabilities some door asks for: only these are worth giving to a key. `web.api` fills it when the doors hang."""

_offered: set[str] = set()


def offer(names: frozenset[str]) -> None:
    """Doors ask for these."""
    _offered.update(names)


def offered() -> frozenset[str]:
    """All of them."""
    return frozenset(_offered)
