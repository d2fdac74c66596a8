"""Reading what a provider says: `groups`, `realm_access.roles`, a single word or a list."""

from typing import Any

LONGEST = 200
MOST = 200


def claim(claims: dict[str, Any], path: str) -> Any:
    """The value at a path of names divided by dots; a whole name with dots in it (an address as claim) goes first. None = absent."""
    if path in claims:
        return claims[path]
    found: Any = claims
    for part in path.split("."):
        if not isinstance(found, dict) or part not in found:
            return None
        found = found[part]
    return found


def text(claims: dict[str, Any], path: str, most: int = LONGEST) -> str:
    """A claim as one line of text; anything else is none."""
    found = claim(claims, path) if path else None
    if isinstance(found, bool) or not isinstance(found, str | int):
        return ""
    return "".join(c for c in str(found) if c.isprintable()).strip()[:most]


def values_of(claims: dict[str, Any], path: str) -> set[str]:
    """Every word of a claim: a list's items, or the one value."""
    found = claim(claims, path)
    items = found if isinstance(found, list) else [found]
    return {str(item) for item in items[:MOST] if isinstance(item, str | int) and not isinstance(item, bool)}


def kept(claims: dict[str, Any], paths: set[str]) -> dict[str, list[str]]:
    """Only what the rules ask for, as words: what else the provider tells about a person is not ours to keep."""
    return {path: sorted(values_of(claims, path)) for path in sorted(paths)}
