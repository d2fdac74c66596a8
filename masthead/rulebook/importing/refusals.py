"""Files that cannot be read: each refusal says what the file is and what to do."""

from django.utils.translation import gettext as _

from masthead.core.errors import BadInput

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED = "EncryptedPackage".encode("utf-16-le")


def refusal(code: str) -> BadInput:
    """The refusal of one kind of file."""
    message, advice = {
        "empty": (_("文件是空的，没有可以导入的文字。"), _("请确认选对了文件，重新上传。")),
        "large": (_("文件超过 20 MB。"), _("制度正文通常不到 1 MB；请删去大图片，或者只保留正文后再导入。")),
        "old_word": (
            _("这是旧版 Word 文件（.doc），改扩展名不能转换格式。"),
            _("请用 Word 或 WPS 打开，「另存为」.docx 后再导入。"),
        ),
        "locked": (
            _("文件设有打开密码，无法读取。"),
            _("请在 Word 里「文件 → 信息 → 保护文档」取消密码，保存后再导入。"),
        ),
        "pdf": (_("这是 PDF 文件。"), _("请用 Word 打开 PDF 并另存为 .docx，或者复制文字存为 .txt 后再导入。")),
        "rtf": (_("这是 RTF 文件。"), _("请用 Word 或 WPS 打开，「另存为」.docx 后再导入。")),
        "web": (
            _("这是网页或 XML 文件，不是 Word 文档。"),
            _("请用 Word 或浏览器打开，另存为 .docx 或者 .txt 后再导入。"),
        ),
        "bomb": (_("文件解压后过大，已拒绝。"), _("请用 Word 或 WPS 打开，另存为新的文件后再导入。")),
        "broken": (_("Word 文件已损坏，打不开。"), _("请用 Word 或 WPS 打开并修复，另存为新的 .docx 后再导入。")),
        "sheet": (
            _("这是 Office 或压缩文件，但不是 Word 文档。"),
            _("请把制度正文另存为 .docx、.txt 或者 .md 后再导入。"),
        ),
        "binary": (_("文件内容不是文字，无法识别。"), _("请上传 .docx、.txt 或者 .md 格式的制度文件。")),
        "wordless": (_("文件里没有可以导入的文字，可能全是图片。"), _("请先用文字识别软件转成文字，再导入。")),
    }[code]
    return BadInput(message, code=f"import_{code}", clause="1.1", advice=advice)


def diagnose(data: bytes) -> None:
    """Raises BadInput when the first bytes already say that this is nothing to import."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise refusal("empty")
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data.startswith(OLD_OFFICE):
        raise refusal("locked" if LOCKED in data else "old_word")
    for start, code in (
        (b"%pdf", "pdf"),
        (b"{\\rtf", "rtf"),
        (b"<?xml", "web"),
        (b"<html", "web"),
        (b"<!doctype", "web"),
    ):
        if head.startswith(start):
            raise refusal(code)
    if data[:3] in (b"\xff\xd8\xff", b"\x89PN", b"GIF") or data[:4] in (b"\x7fELF", b"Rar!", b"7z\xbc\xaf"):
        raise refusal("binary")
