"""The platforms that rules speak of (data/places.json), with their keys in the catalogue."""

import json

from masthead.compliance.engine.characters import DATA

_PLACES = json.loads((DATA / "places.json").read_text(encoding="utf-8"))
NAMES: dict[str, str] = {key: row["name"] for key, row in _PLACES.items()}
FIRST, OTHER = next(iter(NAMES)), list(NAMES)[-1]
_OF_CATALOGUE: dict[str, str] = {name: key for key, row in _PLACES.items() for name in (key, *row["keys"])}


def place_of(platform_key: str) -> str:
    """The word of the rules for a platform of the catalogue; places of one's own follow the norms of a community."""
    return _OF_CATALOGUE.get(platform_key, OTHER)
