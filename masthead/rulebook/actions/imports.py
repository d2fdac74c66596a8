"""Imports of policy texts: begun from a file, corrected, stored as a draft version. Nothing enters the rulebook before the last step."""

import datetime as dt
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.digest import digest_of
from masthead.core.errors import BadInput, Stale
from masthead.core.files import actions as files
from masthead.org.models import Member
from masthead.rulebook import queries
from masthead.rulebook.actions.policy import DOCUMENT
from masthead.rulebook.events import RulebookEvent
from masthead.rulebook.importing import corrections
from masthead.rulebook.importing.blocks import FURNITURE, ROLES, Block
from masthead.rulebook.importing.keys import Place
from masthead.rulebook.importing.reading import Reading, read
from masthead.rulebook.importing.refusals import diagnose
from masthead.rulebook.models import Clause, PolicyDocument, PolicyImport, PolicyVersion
from masthead.rulebook.states import ImportState, VersionState
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent

MOST_UNDONE = 200


@guarded("1.1")
@transaction.atomic
def start_import(*, data: bytes, name: str, by: Member, at: dt.datetime | None = None) -> PolicyImport:
    """Read a policy text for looking through; the file is kept, the rulebook stays as it is.

    Clause: 1.1.  Raises: BadInput for a file that cannot be read.  Events: rulebook:import:started.
    """
    if not data:
        raise BadInput(
            _("文件是空的，没有可以导入的文字。"), code="import_empty", clause="1.1", advice=_("请重新选择文件。")
        )
    diagnose(data)
    file = files.store_bytes(data=data, name=name, use="rulebook.import", stored_by_id=by.pk)
    return _begin(read(data, name), name=name, file_id=file.pk, digest=file.sha256, by=by, at=at)


@guarded("1.1")
@transaction.atomic
def import_text(*, data: bytes, name: str, by: Member | None, at: dt.datetime | None = None) -> PolicyVersion:
    """Read a policy text and store it as a draft version at once, with the keys that are proposed (command line).

    Clause: 1.1.  Raises: BadInput, Stale.  Events: rulebook:import:started, rulebook:version:imported.
    """
    started = _begin(read(data, name), name=name, file_id=None, digest="", by=by, at=at)
    return store_import(policy_import=started, serial=0, keys={}, title="", by=by, at=at)


def _begin(
    found: Reading, *, name: str, file_id: int | None, digest: str, by: Member | None, at: dt.datetime | None
) -> PolicyImport:
    started = PolicyImport.objects.create(
        file_id=file_id,
        name=name[-200:],
        title=found.title[:120],
        blocks=[b.as_dict() for b in found.blocks],
        notes=[list(note) for note in found.notes],
        started_by=by,
        started_at=at or clock.now(),
    )
    data = {"file": digest, "blocks": len(found.blocks)}
    trail.record(RulebookEvent.IMPORT_STARTED, target=started, by=by, reason=name[-200:], data=data, at=at)
    return started


@silent("corrections before the last step are no deed; the version that is stored is on the trail with its digest")
@guarded("1.1")
@transaction.atomic
def correct_import(
    *,
    policy_import: PolicyImport,
    deed: str,
    index: int,
    serial: int,
    by: Member,
    role: str = "",
    number: str = "",
    text: str = "",
    start: str = "",
) -> PolicyImport:
    """One correction of the preview: edit, merge, aside, restore or split.

    Clause: 1.1.  Raises: BadInput for a place or words that are not there, Stale when another window was faster.
    Races: conditional on the serial that the page showed.
    """
    blocks = queries.reading_of(policy_import)
    if not 0 <= index < len(blocks) or (deed == "edit" and role not in ROLES):
        raise BadInput(_("没有这一处。"), code="import_no_place", clause="1.1", advice=_("请刷新页面后重试。"))
    result = _corrected(blocks, deed, index, role=role, number=number, text=text, start=start)
    if result is None:
        raise BadInput(
            _("在这一处的文字里找不到「%(start)s」，或者它就在开头。") % {"start": start[:40]},
            code="import_no_such_words", clause="1.1", advice=_("请从正文复制新的一条开头的几个字。"),
        )  # fmt: skip
    new, patch = result
    return _save(policy_import, serial, new, [*policy_import.undo, patch][-MOST_UNDONE:], by)


def _corrected(
    blocks: list[Block], deed: str, index: int, *, role: str, number: str, text: str, start: str
) -> tuple[list[Block], corrections.Patch] | None:
    if deed == "edit":
        return corrections.edited(blocks, index, role, number, text)
    if deed == "split":
        return corrections.split(blocks, index, start)
    plain = {"merge": corrections.merged_up, "aside": corrections.set_aside, "restore": corrections.restored}
    return plain[deed](blocks, index) if deed in plain else None


@silent("taking a correction back before the last step is no deed")
@guarded("1.1")
@transaction.atomic
def undo_correction(*, policy_import: PolicyImport, serial: int, by: Member) -> PolicyImport:
    """Take the latest correction back; without one nothing happens.

    Clause: 1.1.  Raises: Stale.  Races: conditional on the serial that the page showed.
    """
    if not policy_import.undo:
        return policy_import
    *left, patch = policy_import.undo
    return _save(policy_import, serial, corrections.taken_back(queries.reading_of(policy_import), patch), left, by)


def _save(
    policy_import: PolicyImport, serial: int, blocks: list[Block], undo: list[corrections.Patch], by: Member
) -> PolicyImport:
    values = {"blocks": [b.as_dict() for b in blocks], "undo": undo, "serial": serial + 1, "changed_by": by}
    _update_open(policy_import, serial, values)
    policy_import.blocks, policy_import.undo, policy_import.serial = values["blocks"], undo, serial + 1
    return policy_import


def _update_open(policy_import: PolicyImport, serial: int, values: dict[str, object]) -> None:
    if PolicyImport.objects.filter(pk=policy_import.pk, state=ImportState.OPEN, serial=serial).update(**values) != 1:
        raise Stale(
            _("这次导入已在别的窗口改动或结束。"),
            code="import_moved",
            clause="1.1",
            advice=_("请刷新页面，在最新的预览上继续。"),
        )


@guarded("1.1")
@transaction.atomic
def abandon_import(*, policy_import: PolicyImport, serial: int, by: Member, at: dt.datetime | None = None) -> None:
    """Give an import up; the rulebook was never touched.

    Clause: 1.1.  Raises: Stale.  Events: rulebook:import:abandoned.
    """
    _update_open(policy_import, serial, {"state": ImportState.ABANDONED, "serial": serial + 1})
    trail.record(RulebookEvent.IMPORT_ABANDONED, target=policy_import, by=by, reason=policy_import.name, at=at)


@guarded("1.1")
@transaction.atomic
def store_import(
    *,
    policy_import: PolicyImport,
    serial: int,
    keys: Mapping[int, str],
    title: str,
    by: Member | None,
    at: dt.datetime | None = None,
) -> PolicyVersion:
    """The last step: places become the clauses of a new draft version. `keys`: {block index: key} where a person chose another one.

    Clause: 1.1.  Raises: BadInput for keys that are used twice or for a text without clauses, Stale.  Events: rulebook:version:imported.
    Races: conditional on the serial; two drafts of one number collide on the unique number, one fails whole.
    """
    places = queries.key_plan(policy_import)
    _choose_keys(places, keys)
    document, _new = PolicyDocument.objects.get_or_create(
        key=DOCUMENT, defaults={"title": title or policy_import.title or policy_import.name[:120]}
    )
    number = (PolicyVersion.objects.filter(document=document).aggregate(last=Max("number"))["last"] or 0) + 1
    digest = digest_of([[p.key, p.title, p.text] for p in places])
    try:
        with transaction.atomic():
            version = PolicyVersion.objects.create(
                document=document, number=number, state=VersionState.DRAFT, text_digest=digest
            )
    except IntegrityError:
        raise Stale(
            _("同时有另一个版本在保存。"), code="version_moved", clause="1.1", advice=_("请再保存一次。")
        ) from None
    _write(version, places)
    _update_open(policy_import, serial, {"state": ImportState.STORED, "version": version, "serial": serial + 1})
    aside = sum(1 for b in queries.reading_of(policy_import) if b.role == FURNITURE)
    facts = {"number": number, "clauses": len(places), "aside": aside, "import": policy_import.pk}
    trail.record(
        RulebookEvent.TEXT_IMPORTED, target=version, by=by, after=digest, reason=policy_import.name, data=facts, at=at
    )
    return version


def _choose_keys(places: list[Place], keys: Mapping[int, str]) -> None:
    for position, place in enumerate(places):
        place.key = keys.get(position, place.key)
    used = [p.key for p in places]
    if not places or len(used) != len(set(used)):
        twice = sorted({k for k in used if used.count(k) > 1})
        raise BadInput(
            _("条款键「%(keys)s」用了两次。") % {"keys": _("、").join(twice)} if twice else _("没有可以保存的条款。"),
            code="import_keys_twice", clause="1.1", advice=_("每一条的键只能用一次，请改正后再保存。"),
        )  # fmt: skip


def _write(version: PolicyVersion, places: list[Place]) -> None:
    """Level by level, so that parents have their keys before their children name them."""
    rows = [
        Clause(
            version=version,
            key=p.key,
            number=p.number[:20],
            level=p.level,
            title=p.title[:80],
            text=p.text,
            order=order,
        )
        for order, p in enumerate(places, 1)
    ]
    for level in ("chapter", "section", "clause"):
        layer = [i for i, p in enumerate(places) if p.level == level]
        for i in layer:
            parent = places[i].parent
            rows[i].parent = rows[parent] if parent is not None else None
        Clause.objects.bulk_create([rows[i] for i in layer], batch_size=500)
