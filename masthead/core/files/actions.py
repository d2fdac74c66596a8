"""Taking a file in."""

from masthead.core.digest import digest_bytes
from masthead.core.files import names, pictures, sniff, store
from masthead.core.files.inspection import inspect, unreadable_picture
from masthead.core.files.uses import USES
from masthead.core.models import StoredFile


def store_bytes(*, data: bytes, name: str, use: str, stored_by_id: int | None) -> StoredFile:
    """Check, clean and keep one file; returns its row. Call it inside the action that needs the file, which records the event.

    Raises: BadInput with what to do next (see `inspection`), StoreDown when the storage does not answer.
    Races: two writers of the same bytes write the same content under the same name; the last step of each is atomic.
    """
    rule = USES[use]
    found = inspect(data, name, rule)
    if found.size and rule.reencode:
        try:
            data = pictures.redrawn(data, found.mime)
        except pictures.UNREADABLE:
            raise unreadable_picture(name) from None
    size = (
        pictures.size_of(data, found.mime) if found.size else None
    )  # drawn upright, width and height may have changed places
    digest = digest_bytes(data)
    store.write_once(digest, data)
    return StoredFile.objects.create(
        sha256=digest,
        size_bytes=len(data),
        mime=found.mime,
        name=names.safe_name(name, sniff.EXTENSIONS.get(found.mime, ".bin")),
        use=use,
        width_px=size[0] if size else None,
        height_px=size[1] if size else None,
        stored_by_id=stored_by_id,
    )
