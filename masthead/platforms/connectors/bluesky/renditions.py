"""Pictures within the platform's size: the same bytes every time, so that a repeated upload is the same blob."""

import io
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms.connectors.bluesky.limits import BLOB_BYTES, PICTURE_SIDE, PICTURE_TYPES
from masthead.platforms.packages import Picture

QUALITIES = (92, 85, 78, 70, 60)
SIDES = (PICTURE_SIDE, 1600, 1200, 900, 600)


@dataclass(frozen=True)
class Rendition:
    data: bytes
    mime: str
    width: int
    height: int


def fit(picture: Picture) -> Rendition:
    """As it is where it fits, else as JPEG: first by quality, then by size. Raises PlatformFault for what is no picture."""
    try:
        with Image.open(io.BytesIO(picture.data)) as image:
            turned = image.getexif().get(0x0112, 1) != 1
            if len(picture.data) <= BLOB_BYTES.most and picture.mime in PICTURE_TYPES and not turned:
                return Rendition(picture.data, picture.mime, *image.size)
            return _smaller(_flat(image))
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        raise PlatformFault(
            _("图片「%(name)s」无法读取。") % {"name": picture.name},
            kind=FaultKind.REJECTED,
            platform_code="bad_picture",
            advice=_("请重新上传图片后再提交审核。"),
        ) from None


def _flat(image: Image.Image) -> Image.Image:
    """Upright, on white, without what the camera wrote into it."""
    upright = ImageOps.exif_transpose(image).convert("RGBA")
    ground = Image.new("RGBA", upright.size, "white")
    return Image.alpha_composite(ground, upright).convert("RGB")


def _smaller(image: Image.Image) -> Rendition:
    data = b""
    for side in SIDES:
        shown = image.copy()
        shown.thumbnail((side, side), Image.Resampling.LANCZOS)
        for quality in QUALITIES:
            out = io.BytesIO()
            shown.save(out, "JPEG", quality=quality, optimize=True)
            data = out.getvalue()
            if len(data) <= BLOB_BYTES.most:
                return Rendition(data, "image/jpeg", *shown.size)
    raise PlatformFault(
        _("图片压缩后仍超过平台允许的大小。"),
        kind=FaultKind.REJECTED,
        detail=f"{len(data)} bytes",
        advice=_("请换一张图片。"),
    )
