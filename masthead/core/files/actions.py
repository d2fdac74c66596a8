"""Taking a file in."""

from pathlib import Path

from django.utils.translation import gettext as _

from masthead.core.digest import digest_bytes
from masthead.core.errors import BadInput
from masthead.core.files import sniff, store
from masthead.core.files.uses import USES, FileUse
from masthead.core.models import StoredFile


def store_bytes(*, data: bytes, name: str, use: str, stored_by_id: int | None) -> StoredFile:
    """Check, clean and keep one file; returns its row. Call it inside the action that needs the file, which records the event.

    Raises: BadInput with what to do next (empty, too large, wrong type, cannot be read, archive bomb).
    Races: two writers of the same bytes write the same content under the same name; the rename is atomic.
    """
    rule = USES[use]
    mime = _accepted_type(data, name, rule)
    size = sniff.picture_size(data) if mime.startswith("image/") else None
    if mime.startswith("image/"):
        if size is None or size[0] * size[1] > rule.most_pixels:
            raise BadInput(
                _("图片「%(name)s」打不开或尺寸过大。") % {"name": name},
                code="file_unreadable",
                advice=_("请另存为 JPG 或 PNG 后重新上传。"),
            )
        if rule.reencode:
            data = _clean_picture(data, mime, name)
    digest = digest_bytes(data)
    store.write_once(digest, data)
    return StoredFile.objects.create(
        sha256=digest,
        size_bytes=len(data),
        mime=mime,
        name=_safe_name(name, mime),
        use=use,
        width_px=size[0] if size else None,
        height_px=size[1] if size else None,
        stored_by_id=stored_by_id,
    )


def _accepted_type(data: bytes, name: str, rule: FileUse) -> str:
    if not data:
        raise BadInput(
            _("文件「%(name)s」是空的。") % {"name": name}, code="file_empty", advice=_("请检查文件后重新上传。")
        )
    if len(data) > rule.most_bytes:
        raise BadInput(
            _("文件「%(name)s」超过 %(most)d MB。") % {"name": name, "most": rule.most_bytes // (1024 * 1024)},
            code="file_too_large",
            advice=_("请压缩后重新上传。"),
        )
    mime = sniff.sniff(data)
    if mime not in rule.types:
        wanted = "、".join(sorted({sniff.EXTENSIONS.get(t, t).lstrip(".") for t in rule.types}))
        raise BadInput(
            _("文件「%(name)s」的内容不是允许的类型（按内容识别，不看扩展名）。") % {"name": name},
            code="file_type",
            advice=_("请上传以下类型：%(wanted)s。") % {"wanted": wanted},
        )
    if data[:2] == b"PK" and sniff.is_zip_bomb(data):
        raise BadInput(
            _("文件「%(name)s」解压后过大，已拒绝。") % {"name": name},
            code="file_bomb",
            advice=_("请用 Word 重新另存后再上传。"),
        )
    return mime


def _clean_picture(data: bytes, mime: str, name: str) -> bytes:
    try:
        return sniff.reencoded(data, mime)
    except (OSError, ValueError, SyntaxError):
        raise BadInput(
            _("图片「%(name)s」已损坏，无法读取。") % {"name": name},
            code="file_unreadable",
            advice=_("请重新导出图片后上传。"),
        ) from None


def _safe_name(name: str, mime: str) -> str:
    stem = Path(name.replace("\\", "/")).name
    stem = "".join(c for c in stem if c.isprintable() and c not in '<>:"/|?*')
    stem = stem.rsplit(".", 1)[0][:150] or "file"
    return stem + sniff.EXTENSIONS.get(mime, ".bin")
