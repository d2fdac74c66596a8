"""Rights of materials: licences, consents of shown persons and their withdrawal, reminders, and the use in a draft."""

import datetime as dt
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from masthead.content import library_errors as errors
from masthead.content.actions.drafts import _locked_draft, _require_changeable, _require_writer
from masthead.content.actions.renditions import draw_rendition
from masthead.content.library_events import LibraryEvent
from masthead.content.models import (
    AiPart,
    Asset,
    Draft,
    LicenceKind,
    Material,
    MaterialKind,
    MaterialLicence,
    MaterialUse,
    PortraitConsent,
    RenditionKind,
    RightsNotice,
)
from masthead.content.queries import (
    due_for_notice,
    end_of_rights,
    papers_of,
    require_in_unit,
    rights_problems,
)
from masthead.core import clock
from masthead.core.files import actions as files
from masthead.core.files.uses import GIF, JPEG, MEGABYTE, PNG
from masthead.core.models import StoredFile
from masthead.notify import actions as notify
from masthead.org import queries as org
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent

KEEP = "content.material.keep"
STEPS = (30, 7, 1)
NEEDS_LICENSOR = (LicenceKind.BOUGHT, LicenceKind.LICENSED, LicenceKind.READER)
AS_IS, AS_IS_BYTES = (JPEG, PNG, GIF), 10 * MEGABYTE


@guarded("1.3.1")
@transaction.atomic
def record_licence(
    *,
    material: Material,
    kind: str,
    by: Member,
    licensor: str = "",
    reference: str = "",
    proof: tuple[bytes, str] | None = None,
    platforms: Iterable[str] = (),
    purpose: str = "",
    territory: str = "",
    valid_from: dt.date | None = None,
    valid_until: dt.date | None = None,
    at: dt.datetime | None = None,
) -> MaterialLicence:
    """Write down by what right a material is used; it replaces the licence before, which stays readable.

    Clause: 1.3.1 (著作权法).  Raises: NotPermitted, BadInput (nobody named, wrong dates).  Events: content:licence:recorded.
    """
    require_in_unit(by, KEEP, material.unit_id)
    if kind in NEEDS_LICENSOR and not licensor.strip():
        raise errors.wrong("licensor", _("请填写授权方。"))
    if valid_from and valid_until and valid_until < valid_from:
        raise errors.wrong("valid_until", _("到期日不能早于生效日。"))
    moment = at or clock.now()
    Material.objects.select_for_update().get(pk=material.pk)
    MaterialLicence.objects.filter(material=material, replaced_at=None).update(replaced_at=moment)
    licence = MaterialLicence.objects.create(
        material=material, kind=kind, licensor=licensor.strip()[:100], reference=reference.strip()[:100], proof=_paper(proof, by),
        platforms=sorted(set(platforms)), purpose=purpose.strip()[:200], territory=territory.strip()[:60], valid_from=valid_from,
        valid_until=valid_until, recorded_by=by, recorded_at=moment,
    )  # fmt: skip
    if kind == LicenceKind.AI_MADE:
        Material.objects.filter(pk=material.pk).update(ai=AiPart.GENERATED)
    _refresh(material)
    trail.record(
        LibraryEvent.LICENCE_RECORDED,
        target=material,
        by=by,
        reason=licence.get_kind_display(),
        after={"until": valid_until},
    )
    return licence


@guarded("1.3.1")
@transaction.atomic
def record_consent(
    *,
    material: Material,
    person: str,
    given_on: dt.date,
    by: Member,
    is_minor: bool = False,
    guardian: str = "",
    proof: tuple[bytes, str] | None = None,
    valid_until: dt.date | None = None,
    at: dt.datetime | None = None,
) -> PortraitConsent:
    """A shown person agreed; for a minor the guardian in writing.

    Clause: 1.3.1 (民法典 1019, 未成年人保护法).  Raises: NotPermitted, BadInput.  Events: content:consent:recorded.
    """
    require_in_unit(by, KEEP, material.unit_id)
    if not person.strip():
        raise errors.wrong("person", _("请填写被拍摄人。"))
    if is_minor and not guardian.strip():
        raise errors.wrong("guardian", _("未成年人的肖像须由监护人书面同意，请填写监护人。"))
    if is_minor and proof is None:
        raise errors.wrong("proof", _("请上传监护人签署的同意书。"))
    consent = PortraitConsent.objects.create(
        material=material, person=person.strip()[:40], is_minor=is_minor, guardian=guardian.strip()[:40], proof=_paper(proof, by),
        given_on=given_on, valid_until=valid_until, recorded_by=by, recorded_at=at or clock.now(),
    )  # fmt: skip
    Material.objects.filter(pk=material.pk).update(has_people=True)
    material.has_people = True
    _refresh(material)
    trail.record(LibraryEvent.CONSENT_RECORDED, target=material, by=by, data={"minor": is_minor})
    return consent


@guarded("1.3.1")
@transaction.atomic
def withdraw_consent(
    *, consent: PortraitConsent, reason: str, by: Member, at: dt.datetime | None = None
) -> PortraitConsent:
    """The person no longer agrees: the material is blocked from now on; what was published stands on the material's page.

    Clause: 1.3.1.  Raises: NotPermitted, RuleBroken when it was withdrawn already, BadInput without a reason.
    Events: content:consent:withdrawn.  Races: the conditional UPDATE lets exactly one through.
    """
    material = consent.material
    require_in_unit(by, KEEP, material.unit_id)
    if not reason.strip():
        raise errors.wrong("reason", _("请写明撤回的原因。"))
    moment = at or clock.now()
    rows = PortraitConsent.objects.filter(pk=consent.pk, withdrawn_at=None)
    if not rows.update(withdrawn_at=moment, withdrawn_reason=reason.strip()[:300]):
        raise errors.consent_withdrawn_already()
    _refresh(material)
    trail.record(LibraryEvent.CONSENT_WITHDRAWN, target=material, by=by, reason=reason.strip()[:300])
    notify.tell(
        kind="content.rights", members={material.added_by_id or by.pk, *(h.pk for h in org.heads_of(material.unit_id))},
        title=_("素材「%(name)s」的肖像同意已撤回") % {"name": material.name}, url=material.get_absolute_url(),
        body=_("这个素材不能再使用。请在素材页查看已发布的内容并逐一撤下。"), by=by, clause="1.3.1", at=at, urgent=True,
    )  # fmt: skip
    consent.refresh_from_db()
    return consent


@guarded("1.3.1")
@transaction.atomic
def use_material(*, draft: Draft, material: Material, by: Member, at: dt.datetime | None = None) -> Asset:
    """Take a material over into a draft: its present version becomes an asset of the draft, which keeps it whatever comes later.

    Clause: 1.3.1, 3.3.1.  Raises: NotPermitted, RuleBroken (rights missing or over, archived, no picture or film, in review).
    Events: content:material:used.
    """
    held = _locked_draft(draft)
    _require_writer(by, held)
    _require_changeable(held)
    if material.archived_at:
        raise errors.archived()
    if material.kind not in (MaterialKind.PICTURE, MaterialKind.VIDEO) or material.version is None:
        raise errors.not_for_text(material.get_kind_display())
    if problems := rights_problems(material, held):
        raise errors.rights_missing(material.name, [p.message for p in problems])
    stored = files.file_again(stored=_file_for_text(material), use=_use_of(material), stored_by_id=by.pk)
    moment = at or clock.now()
    asset, _fresh = Asset.objects.get_or_create(
        draft=draft, sha256=stored.sha256, defaults={"file": stored, "added_by": by, "added_at": moment}
    )
    _use, first = MaterialUse.objects.get_or_create(
        draft=draft,
        version=material.version,
        defaults={"material": material, "asset": asset, "used_by": by, "used_at": moment},
    )
    if first:
        trail.record(
            LibraryEvent.MATERIAL_USED, target=material, by=by, data={"draft": draft.pk, "sha256": stored.sha256}
        )
    return asset


def _file_for_text(material: Material) -> StoredFile:
    """The file itself, or its 1080 wide drawing where the text takes no such kind or size."""
    version = material.version
    assert version is not None
    if material.kind == MaterialKind.VIDEO or (version.file.mime in AS_IS and version.file.size_bytes <= AS_IS_BYTES):
        return version.file
    wide = draw_rendition(version=version, kind=RenditionKind.WIDE)
    if wide is None:
        raise errors.not_for_text(material.get_kind_display())
    return wide.file


def _use_of(material: Material) -> str:
    return "content.video" if material.kind == MaterialKind.VIDEO else "content.picture"


@silent("a notice repeats a date that is on the trail itself")
@transaction.atomic
def remind_of_rights(*, at: dt.datetime | None = None) -> int:
    """Tell uploader and head that rights end, once a step (30, 7, 1 days before; 0 when over); returns how many were told."""
    moment = at or clock.now()
    today, told = clock.china(moment).date(), 0
    for material in due_for_notice(today):
        assert material.rights_until is not None
        days = (material.rights_until - today).days
        step = min((s for s in STEPS if 0 <= days <= s), default=0)
        try:
            with transaction.atomic():
                RightsNotice.objects.create(material=material, ends_on=material.rights_until, step=step, sent_at=moment)
        except IntegrityError:
            continue
        _tell_of(material, days, moment)
        told += 1
    return told


def _tell_of(material: Material, days: int, moment: dt.datetime) -> None:
    heads = [h.pk for h in org.heads_of(material.unit_id)]
    words = {"name": material.name, "n": days}
    over = _("素材「%(name)s」的使用权已到期") % words
    notify.tell(
        kind="content.rights", members={*([material.added_by_id] if material.added_by_id else []), *heads},
        title=_("素材「%(name)s」的使用权 %(n)d 天后到期") % words if days >= 0 else over, url=material.get_absolute_url(),
        body=_("请续签并更新授权登记；到期后不能再用于新的稿件，已排期的发布会被拦下。"), clause="1.3.1", at=moment, urgent=days <= 1,
    )  # fmt: skip


def _refresh(material: Material) -> None:
    """What lists show of the rights, from the papers in force."""
    papers = papers_of([material])
    licence, consents = papers.licences.get(material.pk), papers.consents.get(material.pk, [])
    lacking = [p for p in papers.problems(material, on=clock.today()) if p.code in ("missing", "people", "withdrawn")]
    Material.objects.filter(pk=material.pk).update(rights_until=end_of_rights(licence, consents), cleared=not lacking)
    material.refresh_from_db()


def _paper(proof: tuple[bytes, str] | None, by: Member) -> StoredFile | None:
    if proof is None:
        return None
    return files.store_bytes(data=proof[0], name=proof[1], use="content.proof", stored_by_id=by.pk)
