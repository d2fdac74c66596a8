"""Cuts of a picture for the ratios of covers: drawn here from the original, kept as files of their own."""

import io

from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image

from masthead.content.actions.drafts import _locked_draft, _require_changeable, _require_writer
from masthead.content.actions.revisions import add_picture
from masthead.content.limits import CROP_RATIOS, CROP_SIDE
from masthead.content.models import Asset, Draft
from masthead.core.errors import BadInput, NotThere
from masthead.core.files import queries as files
from masthead.core.files.uses import JPEG
from masthead.org.models import Member
from masthead.trail.guards import guarded

Box = tuple[float, float, float, float]


@guarded("3.3.2")
@transaction.atomic
def crop_picture(*, draft: Draft, sha256: str, ratio: str, box: Box, by: Member) -> Asset:
    """Cut a picture of the draft to a ratio of covers. `box` = left, top, width, height as parts of one. The same cut again gives the same file.

    Clause: 3.3.2.  Raises: NotPermitted, RuleBroken while in review, NotThere for a foreign picture, BadInput for a cut outside the picture.
    Events: content:picture:added.
    """
    held = _locked_draft(draft)
    _require_writer(by, held)
    _require_changeable(held)
    source = Asset.objects.filter(draft=held, sha256=sha256).select_related("file").first()
    if source is None:
        raise NotThere(_("这篇稿件里没有这张图片。"), code="picture_not_there", clause="3.3.2")
    if ratio not in CROP_RATIOS:
        raise BadInput(_("没有这种封面比例。"), code="crop_ratio", clause="3.3.2")
    drawn = _drawn(files.read_bytes(source.file), _within(box), CROP_RATIOS[ratio], source.file.mime)
    asset = add_picture(draft=draft, data=drawn, name=f"{ratio.replace(':', '-')} {source.file.name}", by=by)
    if asset.sha256 != sha256 and not asset.cut_from:
        Asset.objects.filter(pk=asset.pk).update(cut_from=sha256)
        asset.cut_from = sha256
    return asset


def _within(box: Box) -> Box:
    left, top, width, height = (min(max(float(part), 0.0), 1.0) for part in box)
    width, height = min(width, 1 - left), min(height, 1 - top)
    if width < 0.02 or height < 0.02:
        raise BadInput(_("裁切的范围太小。"), code="crop_box", clause="3.3.2", advice=_("请把裁切框拉大一些。"))
    return left, top, width, height


def _drawn(data: bytes, box: Box, ratio: float, mime: str) -> bytes:
    """The cut in exactly the ratio (the box is trimmed around its middle), no side above CROP_SIDE."""
    with Image.open(io.BytesIO(data)) as opened:
        opened.load()
        picture = opened.convert("RGB" if mime == JPEG else "RGBA")
    left, top, width, height = (
        box[0] * picture.width,
        box[1] * picture.height,
        box[2] * picture.width,
        box[3] * picture.height,
    )
    if width / height > ratio:
        left, width = left + (width - height * ratio) / 2, height * ratio
    else:
        top, height = top + (height - width / ratio) / 2, width / ratio
    cut = picture.crop(
        (round(left), round(top), max(round(left + width), round(left) + 1), max(round(top + height), round(top) + 1))
    )
    cut.thumbnail((CROP_SIDE, CROP_SIDE))
    out = io.BytesIO()
    if mime == JPEG:
        cut.save(out, "JPEG", quality=92)
    else:
        cut.save(out, "PNG")
    return out.getvalue()
