"""The publishing kit as its page shows it: fields, pictures in order and size, checklist, codes for the phone."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import qrcode  # type: ignore[import-untyped]
import qrcode.image.svg  # type: ignore[import-untyped]
from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from masthead.content import queries as content_queries
from masthead.core.errors import NotThere
from masthead.platforms.contract import Kit, KitField, Picture, Post, Video
from masthead.platforms.registry import connector_for
from masthead.publishing import errors
from masthead.publishing.limits import limits
from masthead.publishing.models import Publication
from masthead.publishing.queries.first_comments import first_comment_of

SALT = "publishing.kit"
COVER = 0
EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/gif": "gif"}


@dataclass(frozen=True)
class KitPicture:
    """One picture as it is downloaded: numbered in the platform's order, 0 is the cover."""

    number: int
    name: str
    url: str


@dataclass(frozen=True)
class KitLine:
    """One line of the checklist."""

    number: int
    text: str
    done: bool


@dataclass(frozen=True)
class KitPage:
    """All of the page. `fields` carry HTML ready to be shown where they are rich."""

    kit: Kit
    fields: list[KitField]
    pictures: list[KitPicture]
    cover: KitPicture | None
    lines: list[KitLine]
    video: Video | None
    scan_url: str = ""
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def done(self) -> int:
        return sum(1 for line in self.lines if line.done)


def post_of(publication: Publication) -> Post:
    """The approved version, whatever happened to the draft since: a kit shows what was approved and nothing else."""
    return content_queries.package_of(
        publication.revision, account=publication.account, marker=publication.content_hash
    )


def kit_of(publication: Publication) -> Kit:
    """The platform's kit for this publication."""
    return connector_for(publication.account.platform.key).kit(post_of(publication))


def link_hosts_of(publication: Publication) -> list[str]:
    """Where a proof's link may lead to; empty = nobody knows."""
    nothing = Post("", "", "", "", None)
    return list(connector_for(publication.account.platform.key).kit(nothing).link_hosts)


def kit_page(publication: Publication) -> KitPage:
    """Everything that the page shows."""
    post = post_of(publication)
    kit = connector_for(publication.account.platform.key).kit(post)
    addresses = {p.sha256: _picture_url(publication, n) for n, p in enumerate(_ordered(kit, post), start=1)}
    fields = [
        KitField(f.key, f.label, content_queries.shown_html(f.text, addresses), f.most, f.length, f.rich) if f.rich else f
        for f in kit.fields
    ]  # fmt: skip
    pictures = [
        KitPicture(n, _file_name(n, p), _picture_url(publication, n))
        for n, p in enumerate(_ordered(kit, post), start=1)
    ]
    cover = KitPicture(COVER, _file_name(COVER, post.cover), _picture_url(publication, COVER)) if post.cover else None
    ticked = set(publication.ticked)
    checklist = [str(text) for text in kit.checklist]
    if first := first_comment_of(publication):
        fields.append(KitField("first_comment", _("首评"), first, length=len(first)))
        checklist.append(_("发布之后：用本账号发表首评，能置顶的置顶。"))
    lines = [KitLine(n, text, n in ticked) for n, text in enumerate(checklist)]
    scan_url = str(publication.remote.get("scan_url") or kit.scan_url)
    return KitPage(kit, fields, pictures, cover, lines, post.video, scan_url)


def _picture_url(publication: Publication, number: int) -> str:
    return reverse("publishing:kit_file", args=[publication.pk, number or "cover"])


def _ordered(kit: Kit, post: Post) -> list[Picture]:
    found = {p.sha256: p for p in post.pictures}
    return [found[sha] for sha in kit.pictures if sha in found]


def _file_name(number: int, picture: Picture) -> str:
    mime = rendition_mime(picture)
    stem = "cover" if number == COVER else f"{number:02d}"
    return f"{stem}.{EXTENSIONS.get(mime, 'jpg')}"


def rendition_mime(picture: Picture) -> str:
    """What a rendition will be: GIF stays GIF, PNG stays PNG, the rest becomes JPEG when it is drawn anew."""
    return picture.mime if picture.mime in EXTENSIONS else "image/jpeg"


def rendition(picture: Picture, side: int) -> bytes:
    """The picture no larger than the platform makes use of; moving pictures and small ones stay as they are."""
    if not side or picture.mime == "image/gif":
        return picture.data
    with Image.open(io.BytesIO(picture.data)) as opened:
        if max(opened.size) <= side:
            return picture.data
        small = ImageOps.exif_transpose(opened)
        small.thumbnail((side, side), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        kind = {"image/png": "PNG", "image/webp": "WEBP"}.get(picture.mime, "JPEG")
        if kind == "JPEG" and small.mode not in ("RGB", "L"):
            small = small.convert("RGB")
        small.save(out, kind, **({"quality": 92} if kind != "PNG" else {}))
        return out.getvalue()


def kit_picture(publication: Publication, name: str) -> tuple[str, str, bytes]:
    """(name, type, bytes) of one picture by its number, or of the cover. Raises NotThere."""
    number = int(name) if name.isdecimal() and len(name) < 4 else COVER
    post = post_of(publication)
    kit = connector_for(publication.account.platform.key).kit(post)
    pictures = _ordered(kit, post)
    found = post.cover if name == "cover" else None
    if 0 < number <= len(pictures):
        found = pictures[number - 1]
    if found is None:
        raise errors.not_there("kit_file")
    return _file_name(number, found), rendition_mime(found), rendition(found, kit.picture_side)


class _Pipe(io.RawIOBase):
    """What a ZipFile writes, handed on piece by piece: the archive never lies in memory as a whole."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.pieces.append(bytes(data))
        return len(self.pieces[-1])

    def taken(self) -> bytes:
        taken, self.pieces = b"".join(self.pieces), []
        return taken


def kit_archive(publication: Publication) -> Iterator[bytes]:
    """All pictures in order, numbered, as a ZIP in pieces (cover first)."""
    post = post_of(publication)
    kit = connector_for(publication.account.platform.key).kit(post)
    numbered = [(COVER, post.cover)] if post.cover else []
    numbered += list(enumerate(_ordered(kit, post), start=1))
    pipe = _Pipe()
    with ZipFile(pipe, "w", ZIP_STORED) as archive:
        for number, picture in numbered:
            archive.writestr(_file_name(number, picture), rendition(picture, kit.picture_side))
            yield pipe.taken()
    yield pipe.taken()


def kit_video(publication: Publication) -> Video:
    """The video of the kit. Raises NotThere."""
    video = post_of(publication).video
    if video is None:
        raise errors.not_there("kit_file")
    return video


def scan_token(publication: Publication) -> str:
    """For the code that opens the kit on a phone: it names the task; whoever scans it still signs in."""
    return signing.dumps(publication.pk, salt=SALT)


def scan_address(publication: Publication) -> str:
    return f"{settings.BASE_URL}{reverse('publishing:kit_scan', args=[scan_token(publication)])}"


def scanned(token: str) -> int:
    """The task that a code names. Raises NotThere for a forged one."""
    return int(_opened(token, max_age=None))


def media_token(publication_id: int, name: str) -> str:
    """For one medium of one task, for the platform's app on the phone."""
    return signing.dumps([publication_id, name], salt=f"{SALT}.media")


def media_of(token: str) -> tuple[str, str, Picture | Video]:
    """(name, type, medium) that a token names. Raises NotThere for a forged or old one, or when the task is over."""
    publication_id, name = _opened(token, max_age=int(limits().handoff_seconds), kind=".media")
    rows = Publication.objects.filter(pk=publication_id, state="handed").select_related("revision__cover", "account")
    publication = rows.first()
    if publication is None:
        raise errors.not_there("link_old")
    post = post_of(publication)
    media: dict[str, Picture | Video] = {p.sha256: p for p in [*post.pictures, post.cover] if p}
    if post.video:
        media["video"] = post.video
    if name not in media:
        raise errors.not_there("kit_file")
    return name, media[name].mime, media[name]


def _opened(token: str, *, max_age: int | None, kind: str = "") -> Any:
    try:
        return signing.loads(token, salt=f"{SALT}{kind}", max_age=max_age)
    except signing.BadSignature:
        raise _old() from None


def _old() -> NotThere:
    return errors.not_there("link_old")


def code_svg(text: str) -> str:
    """A QR code as SVG: one path, no colour of its own (the page gives it)."""
    image = qrcode.make(text, image_factory=qrcode.image.svg.SvgPathImage, box_size=10, border=2)
    svg = str(image.to_string(encoding="unicode"))
    return svg[svg.index("<svg") :]
