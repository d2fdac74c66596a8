"""Reading `catalogue.toml`: what each platform officially allows, with the reason where it is less than automatic."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from masthead.platforms.abilities import Ability, Mode
from masthead.platforms.packages import Form

FILE = Path(__file__).parent / "catalogue.toml"


class Face(StrEnum):
    """How a reader meets a post: which preview is drawn."""

    ARTICLE = "article"
    SITE = "site"
    FEED = "feed"
    NOTE = "note"
    VERTICAL = "vertical"
    CARD = "card"
    POST = "post"


@dataclass(frozen=True)
class CatalogueEntry:
    key: str
    name: str
    note: str
    forms: list[str]
    abilities: dict[Ability, tuple[Mode, str]]
    face: Face = Face.ARTICLE
    cover: str = "16:9"


def read_catalogue() -> list[CatalogueEntry]:
    """All entries in their order. Raises ValueError when an ability is missing or a reason is not given."""
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return [_entry(given) for given in table["platform"]]


def _entry(given: dict[str, Any]) -> CatalogueEntry:
    abilities = {Ability(name): (Mode(mode), str(reason)) for name, (mode, reason) in given["abilities"].items()}
    if set(abilities) != set(Ability):
        raise ValueError(f"catalogue.toml: {given['key']} does not say everything")
    if any(mode != Mode.AUTOMATIC and not reason for mode, reason in abilities.values()):
        raise ValueError(f"catalogue.toml: {given['key']} gives no reason")
    forms = [str(Form(form)) for form in given["forms"]]
    if not forms:
        raise ValueError(f"catalogue.toml: {given['key']} takes no posts at all")
    face, cover = Face(given.get("face", Face.ARTICLE)), str(given.get("cover", "16:9"))
    return CatalogueEntry(given["key"], given["name"], given["note"], forms, abilities, face, cover)


@cache
def _entries() -> dict[str, CatalogueEntry]:
    return {entry.key: entry for entry in read_catalogue()}


def face_of(platform_key: str) -> Face:
    """How readers meet a post there; a platform of the company's own shows articles."""
    entry = _entries().get(platform_key)
    return entry.face if entry else Face.ARTICLE


def cover_ratio_of(platform_key: str) -> str:
    """The ratio of covers there, as "2.35:1"."""
    entry = _entries().get(platform_key)
    return entry.cover if entry else "16:9"
