"""Files on their way into the library: begun, continued piece by piece, looked at when whole, forgotten when nobody registers them."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.content import library_errors as errors
from masthead.content.media import looking
from masthead.content.models import Upload, UploadState
from masthead.content.queries import arriving_bytes
from masthead.core import clock, jobs
from masthead.core.errors import BadInput
from masthead.core.figures import size_text
from masthead.core.files import pieces
from masthead.org.models import Member
from masthead.trail.guards import guarded, silent

LIFE = dt.timedelta(hours=24)
MOST_BYTES = looking.MOST["video"]
QUOTA_BYTES, QUOTA_FILES = 4 * MOST_BYTES, 100
AT_ONCE = 64 * 1024 * 1024  # larger files are looked at by a worker: the browser is not kept waiting


@silent("nothing is in the library yet; what is registered is on the trail")
@guarded("3.3.1")
@transaction.atomic
def begin_upload(*, name: str, length: int, by: Member, at: dt.datetime | None = None) -> Upload:
    """Announce a file. The bytes follow with take_piece.

    Clause: 3.3.1.  Raises: BadInput for an empty or too long file, TooMany beyond the member's share of unregistered bytes.
    """
    if length <= 0:
        raise errors.wrong("file", _("文件「%(name)s」是空的。") % {"name": name}, _("请检查文件后重新上传。"))
    if length > MOST_BYTES:
        raise looking.too_large(name, "video")
    number, total = arriving_bytes(by)
    if number >= QUOTA_FILES or total + length > QUOTA_BYTES:
        raise errors.quota(size_text(QUOTA_BYTES))
    moment, key = at or clock.now(), uuid4().hex
    upload = Upload.objects.create(
        key=key, member=by, name=name.replace("\0", "")[:200] or "file", length=length, begun_at=moment, ends_at=moment + LIFE,
    )  # fmt: skip
    pieces.begin(key)
    return upload


@silent("nothing is in the library yet; what is registered is on the trail")
def take_piece(
    *, upload: Upload, offset: int, read: Callable[[int], bytes], by: Member, checksum: tuple[str, bytes] | None = None
) -> Upload:
    """Append what `read` gives at `offset`; the last piece has the file looked at. No transaction is held while bytes arrive.

    Raises: Stale when `offset` is not what is durable, BadInput when more comes than was announced (the upload is over then),
    pieces.Busy while another request writes, pieces.Mismatch when the sum is wrong.  Races: the lock of the file lets one writer in, who reads the row again.
    """
    with pieces.held(upload.key):
        upload.refresh_from_db()
        if offset != upload.offset or upload.state != UploadState.ARRIVING:
            raise errors.offset_moved(upload.offset)
        written, over = pieces.append(upload.key, offset, read, upload.length - offset, checksum)
        if over:
            drop_upload(upload=upload, by=by)
            raise errors.too_long()
        Upload.objects.filter(pk=upload.pk, offset=offset).update(offset=offset + written)
        upload.offset = offset + written
    if upload.offset == upload.length:
        if upload.length <= AT_ONCE:
            look_at_upload(upload=upload)
        else:
            jobs.enqueue("content.look_at_upload", upload.pk)
    return upload


@silent("nothing is in the library yet; what is registered is on the trail")
def look_at_upload(*, upload: Upload) -> Upload:
    """Find out what a whole file is; one that must not come in keeps its reason and loses its bytes. Harmless when done twice."""
    path = pieces.path_of(upload.key)
    if upload.offset != upload.length or upload.state != UploadState.ARRIVING or not path.exists():
        return upload
    found: dict[str, object]
    try:
        look = looking.look_at(path, upload.name)
        found = {
            "state": UploadState.WHOLE, "sha256": looking.digest_of_file(path), "kind": look.kind, "mime": look.mime, "facts": look.facts,
            "bands": list(look.bands or ()),
        }  # fmt: skip
    except BadInput as refusal:
        found = {"state": UploadState.REFUSED, "refusal": f"{refusal.message}{refusal.advice}"[:400]}
        pieces.forget(upload.key)
    Upload.objects.filter(pk=upload.pk, state=UploadState.ARRIVING).update(**found)
    upload.refresh_from_db()
    return upload


@silent("nothing is in the library yet; what is registered is on the trail")
def take_file(*, name: str, length: int, read: Callable[[int], bytes], by: Member) -> Upload:
    """A file that comes whole with a plain form.  Raises: as begin_upload and take_piece."""
    return take_piece(upload=begin_upload(name=name, length=length, by=by), offset=0, read=read, by=by)


@silent("nothing was in the library")
@transaction.atomic
def drop_upload(*, upload: Upload, by: Member) -> None:
    """The member gives an upload up; its bytes go."""
    Upload.objects.filter(pk=upload.pk, member=by).delete()
    transaction.on_commit(lambda: pieces.forget(upload.key))


@silent("nothing was in the library")
@transaction.atomic
def forget_old_uploads(*, at: dt.datetime | None = None) -> int:
    """Uploads that nobody registered within a day go with their bytes; returns how many."""
    old = list(Upload.objects.filter(ends_at__lte=at or clock.now()))
    Upload.objects.filter(pk__in=[u.pk for u in old]).delete()
    for key in [upload.key for upload in old]:
        transaction.on_commit(partial(pieces.forget, key))
    return len(old)
