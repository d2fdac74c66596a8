"""Materials: taken in from an upload, described, versioned, moved, archived; folders."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.content import library_errors as errors
from masthead.content.actions.rights import record_licence
from masthead.content.library_events import LibraryEvent
from masthead.content.media import looking, probe
from masthead.content.models import (
    AiPart,
    Material,
    MaterialFolder,
    MaterialGram,
    MaterialTag,
    MaterialVersion,
    Upload,
    UploadState,
)
from masthead.content.queries import require_in_unit, same_file, tokens_in, words_of_material
from masthead.core import clock, jobs
from masthead.core.files import actions as files
from masthead.core.files import origin_marks, pieces
from masthead.core.models import StoredFile
from masthead.org.models import Member, Unit
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

KEEP = "content.material.keep"
USE = "content.material"
MOST_TAGS, TAG_LENGTH = 12, 30
PRODUCER = "Masthead"


@guarded("3.3.1")
@transaction.atomic
def add_material(
    *,
    upload: Upload,
    unit: Unit,
    by: Member,
    name: str = "",
    folder: MaterialFolder | None = None,
    tags: Iterable[str] = (),
    note: str = "",
    source: str = "",
    ai: str = AiPart.NONE,
    has_people: bool = False,
    at: dt.datetime | None = None,
) -> Material:
    """Register an uploaded file as a material of a department. A file that says of itself that AI made it is taken at its word.

    Pictures are drawn anew (nothing hidden travels along), the AI mark stays; declared AI-made pictures and films get one.
    Clause: 3.3.1, 1.3.2.  Raises: NotPermitted, BadInput (the same file is there already, not whole), NotThere.
    Events: content:material:added.  Races: the upload's row is held, so that it is registered once.
    """
    require_in_unit(by, KEEP, unit.pk)
    held = _whole(upload, by)
    if twin := same_file(by, held.sha256):
        raise errors.same_file(twin.name)
    moment = at or clock.now()
    material = Material.objects.create(
        unit=unit, folder=folder, shared=bool(folder and folder.shared), kind=held.kind, name=_title(name, held.name), note=note.strip()[:500],
        source=source.strip()[:200], tags=_tags(tags), ai=AiPart.GENERATED if held.facts.get("aigc") else ai, has_people=has_people,
        added_by=by, added_at=moment,
    )  # fmt: skip
    _put_version(material, held, number=1, note="", by=by, moment=moment)
    _index(material)
    trail.record(LibraryEvent.MATERIAL_ADDED, target=material, by=by, data={"sha256": held.sha256, "ai": material.ai})
    return material


@guarded("3.3.1")
@transaction.atomic
def register_uploads(
    *,
    uploads: Sequence[tuple[str, Upload]],
    unit: Unit,
    by: Member,
    licence: Mapping[str, Any] | None = None,
    folder: MaterialFolder | None = None,
    tags: Iterable[str] = (),
    source: str = "",
    ai: str = AiPart.NONE,
    has_people: bool = False,
) -> list[Material]:
    """Register several uploads, each with its name, with the same facts and the same licence; one that is refused refuses all.

    Clause: 3.3.1.  Raises: as add_material and record_licence.  Events: content:material:added, content:licence:recorded.
    """
    made = [
        add_material(
            upload=one,
            unit=unit,
            by=by,
            name=name,
            folder=folder,
            tags=tags,
            source=source,
            ai=ai,
            has_people=has_people,
        )
        for name, one in uploads
    ]
    for material in made:
        if licence:
            record_licence(material=material, by=by, **licence)
    return made


@guarded("3.3.1")
@transaction.atomic
def add_version(
    *, material: Material, upload: Upload, note: str, by: Member, at: dt.datetime | None = None
) -> MaterialVersion:
    """A newer file of the same material. Drafts keep the version that they took over.

    Clause: 3.3.1.  Raises: NotPermitted, BadInput (another kind of file, the same file).  Events: content:material:version_added.
    """
    require_in_unit(by, KEEP, material.unit_id)
    held = _whole(upload, by)
    if held.kind != material.kind:
        raise errors.other_kind()
    if twin := same_file(by, held.sha256):
        raise errors.same_file(twin.name)
    Material.objects.select_for_update().get(pk=material.pk)
    last = MaterialVersion.objects.filter(material=material).order_by("-number").values_list("number", flat=True)[0]
    version = _put_version(material, held, number=last + 1, note=note, by=by, moment=at or clock.now())
    if held.facts.get("aigc") and material.ai != AiPart.GENERATED:
        Material.objects.filter(pk=material.pk).update(ai=AiPart.GENERATED)
    trail.record(
        LibraryEvent.VERSION_ADDED, target=material, by=by, version=str(version.number), reason=note.strip()[:200]
    )
    material.refresh_from_db()
    return version


@guarded("3.3.1")
@transaction.atomic
def change_material(
    *, material: Material, name: str, note: str, source: str, tags: Iterable[str], ai: str, has_people: bool, by: Member
) -> Material:
    """Describe a material anew. What its own data say of AI cannot be declared away.

    Clause: 3.3.1, 1.3.2.  Raises: NotPermitted, BadInput.  Events: content:material:changed.
    """
    require_in_unit(by, KEEP, material.unit_id)
    if not name.strip():
        raise errors.wrong("name", _("请填写名称。"))
    if material.version and material.version.facts.get("aigc") and ai != AiPart.GENERATED:
        raise errors.wrong("ai", _("文件自带 AI 生成标识，不能改为其他申报。"), _("标识不得删除、篡改或隐匿。"))
    before = {"name": material.name, "tags": material.tags, "ai": material.ai, "people": material.has_people}
    material.name, material.note, material.source = name.strip()[:120], note.strip()[:500], source.strip()[:200]
    material.tags, material.ai, material.has_people = _tags(tags), ai, has_people
    material.save(update_fields=["name", "note", "source", "tags", "ai", "has_people"])
    _index(material)
    after = {"name": material.name, "tags": material.tags, "ai": ai, "people": has_people}
    trail.record(LibraryEvent.MATERIAL_CHANGED, target=material, by=by, before=before, after=after)
    return material


@guarded("3.3.1")
@transaction.atomic
def move_materials(*, materials: Sequence[Material], folder: MaterialFolder | None, by: Member) -> int:
    """Lay materials into a folder (None = none); what lies in a shared folder is seen by all departments.

    Clause: 3.3.1.  Raises: NotPermitted, BadInput for a folder of another department.  Events: content:material:moved.
    """
    for material in materials:
        require_in_unit(by, KEEP, material.unit_id)
        if folder and folder.unit_id != material.unit_id and not folder.shared:
            raise errors.wrong("folder", _("文件夹「%(name)s」属于其他部门。") % {"name": folder.name})
        Material.objects.filter(pk=material.pk).update(folder=folder, shared=bool(folder and folder.shared))
        trail.record(
            LibraryEvent.MATERIAL_MOVED, target=material, by=by, before=material.folder_id, after=folder and folder.pk
        )
    return len(materials)


@guarded("3.3.1")
@transaction.atomic
def tag_materials(*, materials: Sequence[Material], tags: Iterable[str], by: Member) -> int:
    """Add tags to several materials.  Clause: 3.3.1.  Raises: NotPermitted.  Events: content:material:changed."""
    added = _tags(tags)
    for material in materials:
        require_in_unit(by, KEEP, material.unit_id)
        before, material.tags = material.tags, _tags([*material.tags, *added])
        material.save(update_fields=["tags"])
        _index(material)
        trail.record(
            LibraryEvent.MATERIAL_CHANGED,
            target=material,
            by=by,
            before={"tags": before},
            after={"tags": material.tags},
        )
    return len(materials)


@guarded("3.3.1")
@transaction.atomic
def archive_materials(*, materials: Sequence[Material], by: Member, at: dt.datetime | None = None) -> int:
    """Take materials out of use; drafts that have them keep them.  Clause: 3.3.1.  Events: content:material:archived."""
    done = 0
    for material in materials:
        require_in_unit(by, KEEP, material.unit_id)
        changed = Material.objects.filter(pk=material.pk, archived_at=None).update(archived_at=at or clock.now())
        if changed:
            trail.record(LibraryEvent.MATERIAL_ARCHIVED, target=material, by=by)
        done += changed
    return done


@guarded("3.3.1")
@transaction.atomic
def restore_material(*, material: Material, by: Member) -> None:
    """Bring an archived material back.  Clause: 3.3.1.  Events: content:material:restored."""
    require_in_unit(by, KEEP, material.unit_id)
    if Material.objects.filter(pk=material.pk).exclude(archived_at=None).update(archived_at=None):
        trail.record(LibraryEvent.MATERIAL_RESTORED, target=material, by=by)


@guarded("3.3.1")
@transaction.atomic
def make_folder(
    *,
    unit: Unit,
    name: str,
    by: Member,
    parent: MaterialFolder | None = None,
    shared: bool = False,
    at: dt.datetime | None = None,
) -> MaterialFolder:
    """A folder of a department, or below another one of it (whose visibility it takes over).

    Clause: 3.3.1.  Raises: NotPermitted, BadInput when the name is taken there.  Events: content:folder:made.
    """
    require_in_unit(by, KEEP, unit.pk)
    title = name.strip()[:40]
    if not title:
        raise errors.wrong("name", _("请填写文件夹名称。"))
    if parent and parent.unit_id != unit.pk:
        raise errors.wrong("parent", _("上级文件夹属于其他部门。"))
    if MaterialFolder.objects.filter(unit=unit, parent=parent, name=title).exists():
        raise errors.folder_exists(title)
    folder = MaterialFolder.objects.create(
        unit=unit,
        parent=parent,
        name=title,
        shared=parent.shared if parent else shared,
        made_by=by,
        made_at=at or clock.now(),
    )
    trail.record(LibraryEvent.FOLDER_MADE, target=folder, by=by, reason=title)
    return folder


def _whole(upload: Upload, by: Member) -> Upload:
    held = Upload.objects.select_for_update().filter(pk=upload.pk, member=by).first()
    if held is None:
        raise errors.upload_not_there()
    if held.state != UploadState.WHOLE:
        raise errors.wrong("upload", _("文件「%(name)s」还没有上传完或没有通过检查。") % {"name": held.name})
    return held


def _put_version(
    material: Material, held: Upload, *, number: int, note: str, by: Member, moment: dt.datetime
) -> MaterialVersion:
    path = pieces.path_of(held.key)
    stored, facts = _kept(material, held, path, by)
    bands = held.bands if len(held.bands) == 4 else [None] * 4
    version = MaterialVersion.objects.create(
        material=material, number=number, file=stored, sha256=stored.sha256, given_sha256=held.sha256, facts=facts, note=note.strip()[:200],
        band_1=bands[0], band_2=bands[1], band_3=bands[2], band_4=bands[3], added_by=by, added_at=moment,
    )  # fmt: skip
    Material.objects.filter(pk=material.pk).update(version=version)
    material.version = version
    Upload.objects.filter(pk=held.pk).delete()
    transaction.on_commit(lambda: pieces.forget(held.key))
    jobs.enqueue("content.draw_renditions", version.pk)
    return version


def _kept(material: Material, held: Upload, path: Path, by: Member) -> tuple[StoredFile, dict[str, Any]]:
    facts, wanted = dict(held.facts), material.ai == AiPart.GENERATED and not held.facts.get("aigc")
    mark = new_mark() if wanted else {}
    if held.kind in ("picture", "document"):
        data = path.read_bytes()
        if held.kind == "picture":
            data = origin_marks.write(data, held.mime, mark)
        stored = files.store_bytes(data=data, name=held.name, use=USE, stored_by_id=by.pk)
        if stored.width_px and stored.height_px:
            facts |= {"width": stored.width_px, "height": stored.height_px}
        if mark and held.mime != "image/gif" and held.kind == "picture":
            facts["aigc"] = mark
        return stored, facts
    digest = held.sha256
    if mark and held.mime == looking.MP4 and held.kind == "video":
        path, digest = _marked_film(path, held.mime, mark)
        facts["aigc"] = mark
    return files.adopt_file(
        path=path, digest=digest, mime=held.mime, name=held.name, use=USE, stored_by_id=by.pk
    ), facts


def _marked_film(path: Path, mime: str, mark: Mapping[str, str]) -> tuple[Path, str]:
    marked = path.with_name(uuid4().hex)
    probe.write_mark(path, marked, looking.demuxer_of(mime), dict(mark))
    return marked, looking.digest_of_file(marked)


def new_mark() -> origin_marks.Mark:
    """The mark of what this house declares to be AI-made."""
    return origin_marks.clean({"Label": "1", "ContentProducer": PRODUCER, "ProduceID": uuid4().hex})


def _title(name: str, file_name: str) -> str:
    return (name.strip() or file_name.rsplit(".", 1)[0].replace("_", " ").strip() or file_name)[:120]


def _tags(tags: Iterable[str]) -> list[str]:
    clean = [" ".join(tag.split()).lstrip("#")[:TAG_LENGTH] for tag in tags]
    return list(dict.fromkeys(tag for tag in clean if tag))[:MOST_TAGS]


def _index(material: Material) -> None:
    MaterialTag.objects.filter(material=material).delete()
    MaterialTag.objects.bulk_create([MaterialTag(material=material, name=tag) for tag in material.tags])
    MaterialGram.objects.filter(material=material).delete()
    tokens = sorted(tokens_in(words_of_material(material)))
    MaterialGram.objects.bulk_create([MaterialGram(material=material, gram=gram) for gram in tokens])
