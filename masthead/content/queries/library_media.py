"""Files of the library: uploads on their way, likeness, renditions, what platforms and readers would object to."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from masthead.content import library_errors as errors
from masthead.content.media import likeness, rules
from masthead.content.media.rules import MediaIssue
from masthead.content.models import (
    Draft,
    Material,
    MaterialLicence,
    MaterialRendition,
    MaterialVersion,
    PortraitConsent,
    Revision,
    Upload,
    UploadState,
)
from masthead.content.queries.library import materials_visible_to
from masthead.content.queries.library_rights import platform_names, shown_digests
from masthead.core import clock
from masthead.core.models import StoredFile
from masthead.org.models import Member

CANDIDATES = 2000


@dataclass(frozen=True)
class Alike:
    """A material that looks the same. `distance` 0 = no bit differs."""

    material: Material
    distance: int


@dataclass(frozen=True)
class PictureFinding:
    """A remark on a picture of a draft, for the check. `category` = diversion | image; `severity` = warn | info."""

    category: str
    severity: str
    sha256: str
    name: str
    message: str
    suggestion: str


def uploads_of(member: Member) -> QuerySet[Upload]:
    """The member's own uploads that are not registered yet, oldest first."""
    return Upload.objects.filter(member=member, ends_at__gt=clock.now()).order_by("pk")


def get_upload_for(member: Member, key: str) -> Upload:
    """The member's own upload; nobody else's can be seen. Raises NotThere."""
    found = uploads_of(member).filter(key=key).first()
    if found is None:
        raise errors.upload_not_there()
    return found


def whole_uploads(member: Member, keys: Collection[str]) -> list[Upload]:
    """The member's uploads that can be registered."""
    return list(uploads_of(member).filter(key__in=keys, state=UploadState.WHOLE))


def arrived_upload(pk: int) -> QuerySet[Upload]:
    """The upload of a job, if it is still there."""
    return Upload.objects.filter(pk=pk)


def version_to_draw(pk: int) -> QuerySet[MaterialVersion]:
    """The version of a job, with its file."""
    return MaterialVersion.objects.select_related("file", "material").filter(pk=pk)


def uploads_to_look_at() -> list[int]:
    """Whole files that nobody has looked at yet."""
    rows = Upload.objects.filter(state=UploadState.ARRIVING, offset=F("length"), ends_at__gt=clock.now())
    return list(rows.values_list("pk", flat=True))


def arriving_bytes(member: Member) -> tuple[int, int]:
    """(number, declared bytes) of the member's uploads that are not registered."""
    lengths = list(Upload.objects.filter(member=member).values_list("length", flat=True))
    return len(lengths), sum(lengths)


def same_file(member: Member, sha256: str) -> Material | None:
    """A material of exactly these bytes that the member may see; as handed in, or as kept."""
    rows = MaterialVersion.objects.filter(Q(given_sha256=sha256) | Q(sha256=sha256))
    return materials_visible_to(member).filter(pk__in=rows.values("material_id")).order_by("pk").first()


def alike(member: Member, bands: Sequence[int], *, apart: int = likeness.MOST_APART, most: int = 6) -> list[Alike]:
    """Materials whose picture differs in at most `apart` of 64 bits, the nearest first.

    Each band is looked up in its own index with its one-bit neighbours: no row beyond the candidates is read.
    """
    if len(bands) != likeness.BANDS:
        return []
    wanted = likeness.whole((bands[0], bands[1], bands[2], bands[3]))
    if likeness.says_little(wanted):
        return []
    near = Q()
    for place, band in enumerate(bands, start=1):
        near |= Q(**{f"band_{place}__in": likeness.neighbours(band)})
    rows = MaterialVersion.objects.filter(near).values_list("material_id", "band_1", "band_2", "band_3", "band_4")
    nearest: dict[int, int] = {}
    for material, *own in rows[:CANDIDATES]:
        one, two, three, four = (band or 0 for band in own)
        distance = likeness.apart(wanted, likeness.whole((one, two, three, four)))
        if distance <= min(apart, nearest.get(material, apart)):
            nearest[material] = distance
    found = materials_visible_to(member).filter(pk__in=nearest).select_related("version__file")
    return sorted((Alike(m, nearest[m.pk]) for m in found), key=lambda a: (a.distance, a.material.pk))[:most]


def may_read_material(user: Any, file: StoredFile) -> bool:
    """Whoever may see the material may have its files."""
    if not isinstance(user, Member):
        return False
    versions = MaterialVersion.objects.filter(Q(file=file) | Q(renditions__file=file))
    return materials_visible_to(user).filter(pk__in=versions.values("material_id")).exists()


def may_read_proof(user: Any, file: StoredFile) -> bool:
    """Licences and consents are read by those who see the material inside their own departments or as shared."""
    if not isinstance(user, Member):
        return False
    licences = MaterialLicence.objects.filter(proof=file).values("material_id")
    consents = PortraitConsent.objects.filter(proof=file).values("material_id")
    return materials_visible_to(user).filter(Q(pk__in=licences) | Q(pk__in=consents)).exists()


def get_version_for(member: Member, pk: int) -> MaterialVersion:
    """A version of a material that the member may see. Raises NotThere."""
    rows = MaterialVersion.objects.select_related("material", "file")
    found = rows.filter(pk=pk, material__in=materials_visible_to(member).order_by().values("pk")).first()
    if found is None:
        raise errors.material_not_there()
    return found


def rendition_of(version: MaterialVersion, kind: str) -> MaterialRendition | None:
    """The kept rendition, or None while it is not drawn."""
    return MaterialRendition.objects.select_related("file").filter(version=version, kind=kind).first()


def versions_without_thumb(most: int) -> list[int]:
    """Versions with something to see whose thumbnail was never drawn (a lost message)."""
    rows = MaterialVersion.objects.filter(material__kind__in=("picture", "video"), renditions=None).order_by("-pk")
    return list(rows.values_list("pk", flat=True)[:most])


def film_table(facts: Mapping[str, Any]) -> list[tuple[str, list[MediaIssue]]]:
    """(platform's name, its objections) for a film, in the order of the shipped rules."""
    names = platform_names()
    return [(names.get(key, key), rules.film_issues(key, facts)) for key in rules.rules()]


def film_issues_for(film: StoredFile, platforms: Collection[str]) -> dict[str, list[MediaIssue]]:
    """{platform: what it objects to} in a film that a draft took over from the library; one query."""
    facts = MaterialVersion.objects.filter(sha256=film.sha256).order_by("pk").values_list("facts", flat=True).first()
    return {key: rules.film_issues(key, facts) for key in platforms} if facts else {}


def picture_findings(draft: Draft, revision: Revision | None = None) -> list[PictureFinding]:
    """QR codes in the draft's library pictures where a platform of its accounts holds such posts back; AI-made ones unmarked.

    One query while there is no code, none while the version shows no picture.
    """
    text = revision or draft.revision
    if text is None or not (shown := shown_digests(text)):
        return []
    rows = MaterialVersion.objects.filter(sha256__in=shown).values_list("sha256", "facts", "material__name")
    coded = [(sha, name) for sha, facts, name in rows if facts.get("codes")]
    strict = sorted(k for k in _aimed_at(draft) if rules.dislikes_codes(k)) if coded else []
    if not strict:
        said = _("图片「%(name)s」里有二维码，请确认它指向的内容。")
        return [PictureFinding("image", "info", sha, name, said % {"name": name}, "") for sha, name in coded]
    names, said = platform_names(), _("图片「%(name)s」里有二维码，%(where)s会把它当作站外导流而限流。")
    where, advice = _("、").join(names.get(k, k) for k in strict), _("请换用没有二维码的图片。")
    return [
        PictureFinding("diversion", "warn", sha, name, said % {"name": name, "where": where}, advice)
        for sha, name in coded
    ]


def _aimed_at(draft: Draft) -> set[str]:
    return set(draft.accounts.order_by().values_list("platform__key", flat=True))
