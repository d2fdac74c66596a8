"""Pictures into the site's library. Each is named by its content, so that a repetition finds what is there already."""

from typing import Any

from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms.connectors.wordpress import errors
from masthead.platforms.connectors.wordpress.client import SiteClient
from masthead.platforms.connectors.wordpress.limits import EXTENSIONS
from masthead.platforms.contract import Picture, Remote

FIELDS = "id,source_url,slug"
NAME_LENGTH = 24


def keep(client: SiteClient, picture: Picture) -> Remote:
    """`{id, url}` of the picture in the library, uploaded if it is not there."""
    return _found(client, picture) or _told(_upload(client, picture))


def name_of(picture: Picture) -> str:
    """Apart from the names of posts: the site counts both in one list."""
    return f"mhp-{picture.sha256[:NAME_LENGTH]}"


def _found(client: SiteClient, picture: Picture) -> Remote | None:
    try:
        rows = client.get("wp/v2/media", slug=name_of(picture), per_page=1, _fields=FIELDS).body
    except PlatformFault as fault:
        if (
            fault.kind == FaultKind.REJECTED
        ):  # a site that cannot be asked this way gets the picture once more: no reader sees it
            return None
        raise
    first = rows[0] if isinstance(rows, list) and rows else None
    if not isinstance(first, dict) or first.get("slug") != name_of(picture) or not first.get("source_url"):
        return None
    return _told(first)


def _upload(client: SiteClient, picture: Picture) -> Any:
    name = name_of(picture)
    fields = {"slug": name, "title": picture.name or name, "alt_text": picture.alt}
    file = (f"{name}{EXTENSIONS.get(picture.mime, '')}", picture.data, picture.mime)
    return client.call("POST", "wp/v2/media", data=fields, files={"file": file}).body


def _told(answer: Any) -> Remote:
    if not isinstance(answer, dict) or not answer.get("id") or not answer.get("source_url"):
        raise errors.fault_of("rest_upload_unknown_error", "no source_url", 500, {}, repeatable=True)
    return {"id": int(answer["id"]), "url": str(answer["source_url"])}
