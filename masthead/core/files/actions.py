"""Taking a file in."""

from pathlib import Path

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


def adopt_file(*, path: Path, digest: str, mime: str, name: str, use: str, stored_by_id: int | None) -> StoredFile:
    """Keep a file that came in pieces and was inspected where it lay (long films): never read whole into memory; returns its row.

    Raises: StoreDown when the storage does not answer.
    """
    size = path.stat().st_size
    store.current().adopt(digest, path)
    return StoredFile.objects.create(
        sha256=digest, size_bytes=size, mime=mime, name=names.safe_name(name, sniff.EXTENSIONS.get(mime, ".bin")), use=use,
        stored_by_id=stored_by_id,
    )  # fmt: skip


def file_again(*, stored: StoredFile, use: str, stored_by_id: int | None) -> StoredFile:
    """The same bytes under another use, whose readers are others; the bytes lie once."""
    return StoredFile.objects.create(
        sha256=stored.sha256, size_bytes=stored.size_bytes, mime=stored.mime, name=stored.name, use=use,
        width_px=stored.width_px, height_px=stored.height_px, stored_by_id=stored_by_id,
    )  # fmt: skip
