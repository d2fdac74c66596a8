"""The gate of every file: one look at name, size, type and content; each refusal says what is wrong and what to do."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.core.errors import BadInput
from masthead.core.files import archives, names, pdfs, pictures, sniff
from masthead.core.files.uses import DOCX, PDF, PPTX, XLSX, FileUse

OFFICE_AGAIN = gettext_lazy("请用 Word 或 WPS 打开，另存为新的文件后再上传。")
PICTURE_AGAIN = gettext_lazy("请另存为 JPG 或 PNG 后重新上传。")
PDF_AGAIN = gettext_lazy("请用「打印为 PDF」另存一份后再上传。")
SOURCE = gettext_lazy("请确认文件来源；如需上传，请另存一份干净的文件。")

REASONS: dict[str, tuple[str | Promise, str | Promise]] = {
    "name_nul": (gettext_lazy("文件名含有空字符。"), gettext_lazy("请改名后再上传。")),
    "name_direction": (
        gettext_lazy("文件名含有改变文字方向的隐藏字符，扩展名可能是伪装的。"),
        gettext_lazy("请核对文件后改名再上传。"),
    ),
    "name_active": (
        gettext_lazy("文件名带有可执行的扩展名。"),
        gettext_lazy("请去掉多余的扩展名；程序和网页文件不能上传。"),
    ),
    "office_broken": (gettext_lazy("文件已损坏，打不开。"), OFFICE_AGAIN),
    "office_tail": (gettext_lazy("文件前后夹带了其他内容。"), OFFICE_AGAIN),
    "office_path": (gettext_lazy("文件内部的路径指向文件之外。"), SOURCE),
    "office_twice": (gettext_lazy("文件内部有重名的部分，不同软件会读出不同内容。"), OFFICE_AGAIN),
    "office_locked": (gettext_lazy("文件设有密码。"), gettext_lazy("请取消密码后再上传。")),
    "office_macro": (gettext_lazy("文件含有宏或控件。"), gettext_lazy("请另存为不含宏的 .docx 或 .xlsx 后再上传。")),
    "office_embedded": (
        gettext_lazy("文件里嵌入了程序或压缩包。"),
        gettext_lazy("请删除嵌入的对象，单独上传需要的文件。"),
    ),
    "office_entity": (gettext_lazy("文件内部的 XML 带有实体声明，可能耗尽内存或读取外部内容。"), OFFICE_AGAIN),
    "office_outside": (gettext_lazy("文件打开时会从外部下载模板或对象。"), OFFICE_AGAIN),
    "bomb": (gettext_lazy("文件解压后过大，已拒绝。"), OFFICE_AGAIN),
    "pdf_head": (gettext_lazy("文件开头不是 PDF，前面夹带了其他内容。"), PDF_AGAIN),
    "pdf_tail": (gettext_lazy("PDF 不完整，或后面夹带了其他内容。"), PDF_AGAIN),
    "pdf_locked": (gettext_lazy("PDF 设有密码。"), gettext_lazy("请取消密码后再上传。")),
    "pdf_bomb": (gettext_lazy("PDF 解压后过大，已拒绝。"), PDF_AGAIN),
    "pdf_active": (gettext_lazy("PDF 含有脚本或会自动执行的动作。"), PDF_AGAIN),
    "picture_unreadable": (gettext_lazy("图片打不开，已损坏或格式与内容不符。"), PICTURE_AGAIN),
    "picture_large": (gettext_lazy("图片尺寸过大。"), gettext_lazy("请缩小尺寸后重新上传。")),
    "picture_frames": (gettext_lazy("动图帧数或总像素过多。"), gettext_lazy("请减少帧数或缩小尺寸后重新上传。")),
    "picture_archive": (gettext_lazy("图片后面夹带了压缩包、文档或程序。"), PICTURE_AGAIN),
    "picture_script": (gettext_lazy("图片后面夹带了网页或脚本。"), PICTURE_AGAIN),
}
"""Code of the refusal → (what is wrong, what to do)."""


@dataclass(frozen=True)
class Inspected:
    """What may be kept. `size` is (width, height) of a picture."""

    mime: str
    size: tuple[int, int] | None


def inspect(data: bytes, name: str, rule: FileUse) -> Inspected:
    """Raises BadInput with a stable code (`file_…`) for whatever must not come in under this use."""
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
    if problem := names.problem_with(name):
        raise refusal(f"name_{problem}", name)
    mime = sniff.sniff(data)
    if mime not in rule.types:
        wanted = _("、").join(sorted({sniff.EXTENSIONS.get(t, t).lstrip(".") for t in rule.types}))
        raise BadInput(
            _("文件「%(name)s」的内容不是允许的类型（按内容识别，不看扩展名）。") % {"name": name},
            code="file_type",
            advice=_("请上传以下类型：%(wanted)s。") % {"wanted": wanted},
        )
    if mime in pictures.FORMATS:
        return Inspected(mime, _picture(data, mime, name, rule))
    if mime in (DOCX, XLSX, PPTX):
        _office(data, name)
    elif mime == PDF and (problem := pdfs.problem_with(data)):
        raise refusal(f"pdf_{problem}", name)
    return Inspected(mime, None)


def _picture(data: bytes, mime: str, name: str, rule: FileUse) -> tuple[int, int]:
    found = pictures.size_of(data, mime)
    if found is None:
        raise refusal("picture_unreadable", name)
    width, height, frames = found
    if width * height > rule.most_pixels:
        raise refusal("picture_large", name)
    if frames > pictures.MOST_FRAMES or width * height * frames > 5 * rule.most_pixels:
        raise refusal("picture_frames", name)
    if problem := pictures.stowaway(data, mime):
        raise refusal(f"picture_{problem}", name)
    return width, height


def _office(data: bytes, name: str) -> None:
    if archives.is_bomb(data):
        raise refusal("bomb", name)
    if problem := archives.problem_with(data):
        raise refusal(f"office_{problem}", name)


def unreadable_picture(name: str) -> BadInput:
    """The refusal of a picture that breaks while it is drawn anew."""
    return refusal("picture_unreadable", name)


def refusal(code: str, name: str) -> BadInput:
    """One of the REASONS in words."""
    what, advice = REASONS[code]
    shown = names.DIRECTION.sub("", names.last_part(name))[:80]
    return BadInput(
        _("文件「%(name)s」：%(what)s") % {"name": shown, "what": what}, code=f"file_{code}", advice=str(advice)
    )
