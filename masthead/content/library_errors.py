"""Refusals of the asset library: what happened, which clause says so, what to do now."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from masthead.core.errors import BadInput, NotPermitted, NotThere, RuleBroken, Stale, TooMany

CLAUSE = "3.3.1"


def material_not_there() -> NotThere:
    return NotThere(_("没有这个素材，或它不在您的范围内。"), code="material_not_there", clause=CLAUSE)


def folder_not_there() -> NotThere:
    return NotThere(_("没有这个文件夹，或它不在您的范围内。"), code="folder_not_there", clause=CLAUSE)


def upload_not_there() -> NotThere:
    return NotThere(
        _("没有这次上传，或它已经过期。"), code="upload_not_there", clause=CLAUSE, advice=_("请重新选择文件上传。")
    )


def not_your_department() -> NotPermitted:
    return NotPermitted(
        _("这个素材由其他部门保管，您不能修改。"), code="material_of_others", clause=CLAUSE,
        advice=_("需要改动时，请联系保管部门；使用它不受影响。"),
    )  # fmt: skip


def rights_missing(name: str, reasons: Iterable[str]) -> RuleBroken:
    return RuleBroken(
        _("素材「%(name)s」现在不能使用：%(why)s") % {"name": name, "why": _("；").join(reasons)},
        code="material_without_rights", clause="1.3.1", advice=_("请在素材页补登授权或肖像同意，或换一个素材。"),
    )  # fmt: skip


def not_for_text(kind: str) -> RuleBroken:
    return RuleBroken(
        _("%(kind)s不能放进稿件。") % {"kind": kind}, code="material_kind", clause=CLAUSE,
        advice=_("稿件里可以用图片和视频；其他文件请下载后使用。"),
    )  # fmt: skip


def archived() -> RuleBroken:
    return RuleBroken(
        _("素材已归档，不能再使用。"),
        code="material_archived",
        clause=CLAUSE,
        advice=_("请先在素材页恢复，或换一个素材。"),
    )


def same_file(name: str) -> BadInput:
    return BadInput(
        _("素材库里已有完全相同的文件：「%(name)s」。") % {"name": name}, code="material_exists", clause=CLAUSE,
        advice=_("请直接使用已有素材，不必重复登记。"),
    )  # fmt: skip


def folder_exists(name: str) -> BadInput:
    message = _("这里已有文件夹「%(name)s」。") % {"name": name}
    return BadInput(
        message, code="folder_exists", clause=CLAUSE, advice=_("请换一个名称。"), fields={"name": [message]}
    )


def wrong(field: str, message: str, advice: str = "") -> BadInput:
    return BadInput(message, code=f"material_{field}", clause=CLAUSE, advice=advice, fields={field: [message]})


def other_kind() -> BadInput:
    return BadInput(
        _("新版本必须与原素材是同一类文件。"),
        code="material_other_kind",
        clause=CLAUSE,
        advice=_("不同的内容请登记为新的素材。"),
    )


def offset_moved(offset: int) -> Stale:
    return Stale(
        _("续传位置不对，服务器已有 %(n)d 字节。") % {"n": offset}, code="upload_offset", clause=CLAUSE,
        advice=_("请从服务器给出的位置继续。"),
    )  # fmt: skip


def too_long() -> BadInput:
    return BadInput(
        _("收到的内容超过申报的长度。"), code="upload_too_long", clause=CLAUSE, advice=_("请重新选择文件上传。")
    )


def quota(most: str) -> TooMany:
    return TooMany(
        _("您未登记的上传已达上限（%(most)s）。") % {"most": most}, code="upload_quota", clause=CLAUSE,
        advice=_("请先登记或删除已上传的文件。"),
    )  # fmt: skip


def consent_withdrawn_already() -> RuleBroken:
    return RuleBroken(_("这份肖像同意已经撤回。"), code="consent_withdrawn", clause="1.3.1", advice=_("请刷新页面。"))
