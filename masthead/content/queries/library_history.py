"""Were the rights good at the moment when something went out? Asked afterwards, from papers that are never deleted."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from masthead.content.models import Material, MaterialLicence, MaterialUse, PortraitConsent, Revision
from masthead.content.queries.library_rights import Papers, shown_digests
from masthead.core import clock


@dataclass(frozen=True)
class Showing:
    """A version of a draft was shown to readers of a platform at a moment. `key` is the asker's own."""

    key: int
    draft_id: int
    revision_id: int
    platform: str
    at: dt.datetime


@dataclass(frozen=True)
class RightsThen:
    """`materials` of the library were shown; `lacking` says in words what was not in order then."""

    materials: int
    lacking: list[str]


def rights_then(showings: Sequence[Showing]) -> dict[int, RightsThen]:
    """{key: what the papers of that moment say}; showings without anything of the library are left out. Four queries for any number."""
    revisions = Revision.objects.filter(pk__in={s.revision_id for s in showings}).select_related("cover").defer("html")
    shown = {revision.pk: shown_digests(revision) for revision in revisions}
    uses: dict[int, list[MaterialUse]] = defaultdict(list)
    for use in MaterialUse.objects.filter(draft__in={s.draft_id for s in showings}).select_related("material", "asset"):
        uses[use.draft_id].append(use)
    keys = {use.material_id for rows in uses.values() for use in rows}
    licences, consents = _history(keys)
    found = {}
    for showing in showings:
        digests = shown.get(showing.revision_id, set())
        materials = {u.material for u in uses[showing.draft_id] if u.asset.sha256 in digests}
        if materials:
            lacking = [
                _("素材「%(name)s」%(why)s") % {"name": m.name, "why": why}
                for m in sorted(materials, key=lambda m: m.pk)
                for why in _problems(m, licences[m.pk], consents[m.pk], showing)
            ]
            found[showing.key] = RightsThen(len(materials), lacking)
    return found


def _history(keys: set[int]) -> tuple[dict[int, list[MaterialLicence]], dict[int, list[PortraitConsent]]]:
    licences: dict[int, list[MaterialLicence]] = defaultdict(list)
    consents: dict[int, list[PortraitConsent]] = defaultdict(list)
    for licence in MaterialLicence.objects.filter(material__in=keys).order_by("pk"):
        licences[licence.material_id].append(licence)
    for consent in PortraitConsent.objects.filter(material__in=keys).order_by("pk"):
        consents[consent.material_id].append(consent)
    return licences, consents


def _problems(
    material: Material, licences: list[MaterialLicence], consents: list[PortraitConsent], showing: Showing
) -> list[str]:
    """Only what was written down by then counts."""
    then = [
        x for x in licences if x.recorded_at <= showing.at and (x.replaced_at is None or x.replaced_at > showing.at)
    ]
    given = [_as_of(c, showing.at) for c in consents if c.recorded_at <= showing.at]
    papers = Papers({material.pk: then[-1]} if then else {}, {material.pk: given})
    day = clock.china(showing.at).date()
    return [issue.message for issue in papers.problems(material, on=day, platforms={showing.platform})]


def _as_of(consent: PortraitConsent, moment: dt.datetime) -> PortraitConsent:
    if consent.withdrawn_at and consent.withdrawn_at > moment:
        consent = PortraitConsent(**{f.attname: getattr(consent, f.attname) for f in consent._meta.concrete_fields})
        consent.withdrawn_at = None
    return consent
