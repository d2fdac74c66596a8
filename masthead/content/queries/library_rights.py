"""May a material be used, where and until when: its licence, the consents of those it shows, and the drafts that took it over."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from masthead.accounts.registry import Ending
from masthead.content.models import (
    AiPart,
    Asset,
    Draft,
    Material,
    MaterialLicence,
    MaterialUse,
    MaterialVersion,
    PortraitConsent,
    Revision,
)
from masthead.content.queries.library import materials_visible_to
from masthead.content.states import DraftState
from masthead.core import clock, figures
from masthead.core.paging import Page, page_of
from masthead.org.models import Member
from masthead.platforms import queries as platforms

CATEGORY = "copyright"


@dataclass(frozen=True)
class RightsIssue:
    """Why a material may not be used. `code` = missing | early | over | platform | people | withdrawn | consent_over."""

    material: Material
    code: str
    message: str
    category: str = CATEGORY
    severity: str = "block"


@dataclass
class Papers:
    """Licences and consents of some materials; two queries for any number."""

    licences: Mapping[int, MaterialLicence]
    consents: Mapping[int, list[PortraitConsent]]

    def problems(self, material: Material, *, on: dt.date, platforms: Collection[str] = ()) -> list[RightsIssue]:
        """Everything that stands against using the material on that day on these platforms."""
        found = _licence_problems(self.licences.get(material.pk), on, platforms)
        found += _consent_problems(material, self.consents.get(material.pk, []), on)
        return [RightsIssue(material, code, message) for code, message in found]


def papers_of(materials: Iterable[Material | int]) -> Papers:
    """What is in force now."""
    keys = [m if isinstance(m, int) else m.pk for m in materials]
    licences = MaterialLicence.objects.filter(material__in=keys, replaced_at=None)
    consents: dict[int, list[PortraitConsent]] = defaultdict(list)
    for consent in PortraitConsent.objects.filter(material__in=keys).order_by("pk"):
        consents[consent.material_id].append(consent)
    return Papers({row.material_id: row for row in licences}, consents)


def _licence_problems(licence: MaterialLicence | None, on: dt.date, wanted: Collection[str]) -> list[tuple[str, str]]:
    if licence is None:
        return [("missing", _("没有登记授权"))]
    found = []
    if licence.valid_from and licence.valid_from > on:
        found.append(("early", _("授权从 %(day)s 起才生效") % {"day": figures.day_text(licence.valid_from)}))
    if licence.valid_until and licence.valid_until < on:
        found.append(("over", _("授权已于 %(day)s 到期") % {"day": figures.day_text(licence.valid_until)}))
    if licence.platforms and (outside := sorted(set(wanted) - set(licence.platforms))):
        names = platform_names()
        say = _("授权不包含%(names)s") % {"names": _("、").join(names.get(key, key) for key in outside)}
        found.append(("platform", say))
    return found


def platform_names() -> dict[str, str]:
    """{key: name} of the platforms."""
    return {p.key: str(p) for p in platforms.all_platforms()}


def _consent_problems(material: Material, consents: list[PortraitConsent], on: dt.date) -> list[tuple[str, str]]:
    """Each person counts by their newest paper."""
    newest = {c.person: c for c in consents}
    if not material.has_people:
        newest = {name: c for name, c in newest.items() if c.withdrawn_at}
    elif not newest:
        return [("people", _("画面中有可辨认的人，还没有登记肖像同意"))]
    found = []
    for name, consent in newest.items():
        if consent.withdrawn_at:
            found.append(("withdrawn", _("%(name)s已撤回肖像同意") % {"name": name}))
        elif consent.valid_until and consent.valid_until < on:
            say = _("%(name)s的肖像同意已于 %(day)s 到期") % {
                "name": name,
                "day": figures.day_text(consent.valid_until),
            }
            found.append(("consent_over", say))
    return found


def end_of_rights(licence: MaterialLicence | None, consents: Iterable[PortraitConsent]) -> dt.date | None:
    """The earliest day on which something ends."""
    newest = {c.person: c for c in consents if not c.withdrawn_at}
    ends = [licence.valid_until if licence else None, *(c.valid_until for c in newest.values())]
    return min((end for end in ends if end), default=None)


def rights_problems(material: Material, draft: Draft | None = None) -> list[RightsIssue]:
    """What stands against using the material now, in this draft if one is given."""
    day, keys = (day_of_use(draft), platforms_of_draft(draft)) if draft else (clock.today(), set())
    return papers_of([material]).problems(material, on=day, platforms=keys)


def rights_issues(draft: Draft, revision: Revision | None = None) -> list[RightsIssue]:
    """What stands against publishing the draft with the materials it shows; asked at submission and again before it goes out.

    A picture that was brought in past the library but is the very file of a material counts as that material; where several
    materials are the same file, one with valid rights is enough. One query while nothing of the library is shown.
    """
    text = revision or draft.revision
    if text is None or not (shown := shown_digests(text)):
        return []
    by_digest: dict[str, set[int]] = defaultdict(set)
    uses = MaterialUse.objects.filter(draft=draft, asset__sha256__in=shown)
    for digest, material in uses.values_list("asset__sha256", "material"):
        by_digest[digest].add(material)
    loose = shown - set(by_digest)
    if loose:
        for digest, material in MaterialVersion.objects.filter(sha256__in=loose).values_list("sha256", "material"):
            by_digest[digest].add(material)
    return _worst(draft, by_digest) if by_digest else []


def _worst(draft: Draft, by_digest: Mapping[str, set[int]]) -> list[RightsIssue]:
    keys = set().union(*by_digest.values())
    materials, papers = Material.objects.in_bulk(keys), papers_of(keys)
    day, wanted = day_of_use(draft), platforms_of_draft(draft)
    found: dict[tuple[int, str], RightsIssue] = {}
    for same in by_digest.values():
        problems = [papers.problems(materials[pk], on=day, platforms=wanted) for pk in sorted(same)]
        if all(problems):
            found |= {(issue.material.pk, issue.code): issue for issue in problems[0]}
    return list(found.values())


def shown_digests(revision: Revision) -> set[str]:
    """Digests of everything that a version shows: pictures, cover, film, and media that its variants or its text name."""
    cover = {stored.sha256 for stored in (revision.cover, revision.video) if stored}
    named = json.dumps(revision.variants) if revision.variants else ""
    assets = named and revision.draft.assets.values_list("sha256", flat=True)
    films = {sha for sha in assets or () if sha in named}
    return set(revision.pictures) | cover | films


def day_of_use(draft: Draft) -> dt.date:
    """The day on which rights must be good: today, or the first planned one."""
    planned = clock.china(draft.window_start).date() if draft.window_start else clock.today()
    return max(planned, clock.today())


def platforms_of_draft(draft: Draft) -> set[str]:
    """Keys of the platforms that the draft is meant for."""
    return set(draft.accounts.order_by().values_list("platform__key", flat=True))


def rights_page(member: Member, cursor: str = "", *, days: int = 90) -> Page[Material]:
    """Materials whose rights have ended or end soon, the earliest first."""
    last = clock.today() + dt.timedelta(days=days)
    rows = materials_visible_to(member).filter(archived_at=None, rights_until__lte=last)
    return page_of(rows.select_related("unit", "version__file"), order=("rights_until", "id"), cursor=cursor)


def drafts_with(material: Material) -> QuerySet[Draft]:
    """Drafts that took the material over, or brought the very same file in past the library."""
    used = MaterialUse.objects.filter(material=material).order_by().values("draft_id")
    files = MaterialVersion.objects.filter(material=material).order_by().values("sha256")
    loose = Asset.objects.filter(file__sha256__in=files).order_by().values("draft_id")
    rows = Draft.objects.filter(Q(pk__in=used) | Q(pk__in=loose))
    return rows.select_related("author", "unit").order_by("-updated_at", "-id")


def draft_ids_with(material: Material) -> list[int]:
    """Keys of the drafts that have the material, for rooms above."""
    return list(drafts_with(material).order_by().values_list("pk", flat=True))


def uses_of(draft_ids: Collection[int]) -> dict[int, list[Material]]:
    """{draft: materials it took over}, for rooms above; one query."""
    found: dict[int, list[Material]] = defaultdict(list)
    rows = MaterialUse.objects.filter(draft__in=draft_ids).select_related("material").order_by("pk")
    for use in rows:
        found[use.draft_id].append(use.material)
    return found


def material_endings(accounts: Collection[int] | None) -> Iterator[Ending]:
    """For the accounts' calendar: rights of materials that stand in approved drafts of an account."""
    rows = MaterialUse.objects.filter(draft__state=DraftState.APPROVED, material__rights_until__isnull=False)
    through = Draft.accounts.through.objects.filter(draft__in=rows.values("draft_id"))
    through = through if accounts is None else through.filter(account__in=accounts)
    aimed: dict[int, list[int]] = defaultdict(list)
    for draft, account in through.values_list("draft_id", "account_id"):
        aimed[draft].append(account)
    seen: set[tuple[int, int]] = set()
    for use in rows.select_related("material"):
        material = use.material
        for account in aimed.get(use.draft_id, []):
            if material.rights_until and (material.pk, account) not in seen:
                seen.add((material.pk, account))
                what = _("素材「%(name)s」的使用权") % {"name": material.name}
                yield Ending(f"material:{material.pk}:{account}", "material", account, what, material.rights_until)


def due_for_notice(today: dt.date) -> QuerySet[Material]:
    """Materials in use whose rights end within a month or ended within a week."""
    rows = Material.objects.filter(archived_at=None, rights_until__lte=today + dt.timedelta(days=30))
    return rows.filter(rights_until__gte=today - dt.timedelta(days=7)).select_related("added_by").order_by("pk")


def is_ai_made(material: Material) -> bool:
    """Must readers be told that AI made it?"""
    return material.ai == AiPart.GENERATED
