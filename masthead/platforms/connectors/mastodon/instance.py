"""What this very server accepts, told by itself; servers leave out what they like."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from masthead.platforms.connectors.mastodon import limits
from masthead.platforms.connectors.mastodon.client import Client

PAGES = ["/api/v2/instance", "/api/v1/instance"]


@dataclass(frozen=True)
class Instance:
    title: str
    version: str
    text_most: int
    pictures_most: int
    url_counts: int
    alt_most: int


def instance_of(client: Client) -> Instance:
    """The instance page, the second version before the first; our own numbers where it is silent."""
    told = _mapping(client.first_of(PAGES))
    settings = _mapping(told.get("configuration"))
    statuses, media = _mapping(settings.get("statuses")), _mapping(settings.get("media_attachments"))
    return Instance(
        title=str(told.get("title") or ""),
        version=str(told.get("version") or ""),
        text_most=_number(statuses.get("max_characters") or told.get("max_toot_chars"), "text"),
        pictures_most=_number(statuses.get("max_media_attachments") or told.get("max_media_attachments"), "pictures"),
        url_counts=_number(statuses.get("characters_reserved_per_url"), "url_counts"),
        alt_most=_number(media.get("description_limit") or told.get("description_limit"), "alt"),
    )


def _mapping(given: Any) -> Mapping[str, Any]:
    return given if isinstance(given, Mapping) else {}


def _number(given: Any, key: str) -> int:
    return given if isinstance(given, int) and given > 0 else limits.most(key)
