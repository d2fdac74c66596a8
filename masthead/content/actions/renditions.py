"""Smaller pictures of materials, a film's cover, and the mark that readers see on AI-made pictures."""

import datetime as dt
import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from masthead.content import library_errors as errors
from masthead.content.library_events import LibraryEvent
from masthead.content.media import likeness, looking, marks, probe
from masthead.content.models import AiPart, Material, MaterialKind, MaterialRendition, MaterialVersion, RenditionKind
from masthead.content.queries import rendition_of, require_in_unit
from masthead.core import clock, jobs
from masthead.core.files import actions as files
from masthead.core.files import origin_marks, pictures
from masthead.core.files import queries as file_queries
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent

USE = "content.rendition"
BOX = {RenditionKind.THUMB: (480, 480), RenditionKind.WIDE: (1080, 4320)}


@silent("a smaller copy of what is there; it can be drawn again at any time")
@transaction.atomic
def draw_rendition(*, version: MaterialVersion, kind: RenditionKind) -> MaterialRendition | None:
    """Draw a smaller picture of a version once; None where there is nothing to see.

    Races: two that draw the same meet on the unique constraint; the first stays.
    """
    if kept := rendition_of(version, kind):
        return kept
    if (source := _source(version)) is None:
        return None
    data, mime = source
    if kind != RenditionKind.COVER:
        data, mime = _smaller(data, kind), "image/webp" if kind == RenditionKind.THUMB else "image/jpeg"
        data = origin_marks.write(data, mime, version.facts.get("aigc", {}))
    stored = files.store_bytes(data=data, name=f"{version.material_id}-{kind}.jpg", use=USE, stored_by_id=None)
    made, _fresh = MaterialRendition.objects.get_or_create(version=version, kind=kind, defaults={"file": stored})
    return made


@guarded("3.3.1")
@transaction.atomic
def choose_cover(*, material: Material, at_ms: int, by: Member) -> MaterialRendition:
    """Take another frame of a film as its cover.

    Clause: 3.3.1.  Raises: NotPermitted, BadInput for a moment that the film does not have.  Events: content:material:cover_chosen.
    """
    require_in_unit(by, "content.material.keep", material.unit_id)
    version = material.version
    if version is None or material.kind != MaterialKind.VIDEO or not 0 <= at_ms <= version.facts["duration_ms"]:
        raise errors.wrong("at", _("请填写视频时长以内的时间。"))
    with _local(version) as path:
        try:
            data = probe.frame_at(path, looking.demuxer_of(version.file.mime), at_ms)
        except probe.Unreadable:
            raise looking.unplayable(version.file.name) from None
    stored = files.store_bytes(data=data, name=f"{material.name}-封面.jpg", use=USE, stored_by_id=by.pk)
    MaterialRendition.objects.filter(version=version).delete()
    cover = MaterialRendition.objects.create(version=version, kind=RenditionKind.COVER, file=stored, at_ms=at_ms)
    jobs.enqueue("content.draw_renditions", version.pk)
    trail.record(LibraryEvent.COVER_CHOSEN, target=material, by=by, data={"at_ms": at_ms})
    return cover


@guarded("1.3.2")
@transaction.atomic
def label_ai_picture(*, material: Material, by: Member, at: dt.datetime | None = None) -> MaterialVersion:
    """Draw 「AI 生成」 onto an AI-made picture, as a new version; the mark in its data stays.

    Clause: 1.3.2 (GB 45438-2025: at least 5 % of the shortest side).  Raises: NotPermitted, BadInput when it is no AI-made still picture.
    Events: content:material:ai_labelled.
    """
    require_in_unit(by, "content.material.keep", material.unit_id)
    version = material.version
    if version is None or material.ai != AiPart.GENERATED or version.file.mime not in marks.FORMATS:
        raise errors.wrong("ai", _("只有申报为 AI 生成的静态图片可以加标识。"))
    if version.facts.get("labelled"):
        raise errors.wrong("ai", _("这张图片已经有 AI 标识。"))
    old = file_queries.read_bytes(version.file)
    mark = origin_marks.read(old, version.file.mime) or version.facts.get("aigc", {})
    data = origin_marks.write(marks.with_mark(old, version.file.mime), version.file.mime, mark)
    stored = files.store_bytes(data=data, name=version.file.name, use="content.material", stored_by_id=by.pk)
    one, two, three, four = _bands(data)
    newer = MaterialVersion.objects.create(
        material=material, number=version.number + 1, file=stored, sha256=stored.sha256, given_sha256=stored.sha256,
        facts=version.facts | {"labelled": True, "bytes": stored.size_bytes}, band_1=one, band_2=two, band_3=three, band_4=four,
        note=_("加注「AI 生成」标识"), added_by=by, added_at=at or clock.now(),
    )  # fmt: skip
    Material.objects.filter(pk=material.pk).update(version=newer)
    jobs.enqueue("content.draw_renditions", newer.pk)
    trail.record(LibraryEvent.AI_LABELLED, target=material, by=by, version=str(newer.number))
    material.refresh_from_db()
    return newer


def _bands(data: bytes) -> tuple[int, int, int, int]:
    with Image.open(io.BytesIO(data)) as picture:
        return likeness.bands_of(likeness.hash_of(picture))


def _source(version: MaterialVersion) -> tuple[bytes, str] | None:
    """The picture to draw from: the file itself, a film's chosen cover, or its first good frame."""
    mime = version.file.mime
    if mime in pictures.FORMATS:
        return file_queries.read_bytes(version.file), mime
    if not mime.startswith("video/"):
        return None
    if cover := rendition_of(version, RenditionKind.COVER):
        return file_queries.read_bytes(cover.file), "image/jpeg"
    with _local(version) as path:
        try:
            at_ms = min(1000, version.facts.get("duration_ms", 0) // 10)
            return probe.frame_at(path, looking.demuxer_of(mime), at_ms), "image/jpeg"
        except probe.Unreadable:
            return None


def _smaller(data: bytes, kind: RenditionKind) -> bytes:
    with Image.open(io.BytesIO(data)) as opened:
        picture = ImageOps.exif_transpose(opened)
        picture = picture.convert(
            "RGB" if kind == RenditionKind.WIDE or picture.mode not in ("RGBA", "LA", "P") else "RGBA"
        )
    picture.thumbnail(BOX[kind], Image.Resampling.LANCZOS)
    out = io.BytesIO()
    if kind == RenditionKind.THUMB:
        picture.save(out, "WEBP", quality=80)
    else:
        picture.save(out, "JPEG", quality=88)
    return out.getvalue()


@contextmanager
def _local(version: MaterialVersion) -> Iterator[Path]:
    """The file on this machine's disk, fetched piece by piece."""
    with tempfile.NamedTemporaryFile(prefix="masthead-film-") as copy:
        for piece in file_queries.read_pieces(version.file):
            copy.write(piece)
        copy.flush()
        yield Path(copy.name)
