"""What stands before the first place: title, control lines, a preface. It is shown as furniture, with a doubt where it is prose."""

import re

from django.utils.translation import gettext_noop as kept

from masthead.rulebook.importing.furniture import control_reason
from masthead.rulebook.importing.lines import Line
from masthead.rulebook.importing.marks import headingish

TITLE_END = re.compile(
    r"(?:制度|办法|规定|细则|规范|章程|条例|规程|手册|守则|指引|准则|方案|标准|流程|公约|体系|政策|要求|須知|须知|规则|規則|規範|規定|辦法|制度汇编)(?:\s?[(（].{1,16}[)）])?"
)
PREFACE = re.compile(r"(?:前\s{0,4}言|引\s{0,4}言|序\s{0,4}言|编制说明|说明|导语|修订说明)")
REVISIONS = re.compile(r"(?:修订|修改|版本|变更)(?:记录|履历|历史|说明)(?:表)?")
TITLE_REASON, NOTICE_REASON, LINE_REASON = (
    kept("文件标题"),
    kept("第一章（条）之前的文字：前言或印发通知"),
    kept("封面或文件信息"),
)
NOTICE_DOUBT = (kept("第一章（条）之前的文字，没有放进章节"), kept("属于制度正文的，恢复为正文或者单独成章"))
REVISIONS_REASON = kept("修订记录")
LARGE_SHARE = 0.35
LARGE = 400


def set_apart_opening(lines: list[Line], first: int) -> None:
    """Lines before `first`, where the first place begins."""
    ahead = [line for line in lines[:first] if not line.furniture]
    size = sum(len(line.text) for line in ahead)
    whole = sum(len(line.text) for line in lines if not line.furniture)
    if size > LARGE and size > LARGE_SHARE * whole:
        ahead[0].doubts.append(
            (kept("第一章（条）之前有大段文字，已保留为没有编号的正文"), kept("核对层级，设为章、条或者版面文字"))
        )
        for line in ahead[:4]:
            line.furniture = reason_of(line) if is_title(line) or control_reason(line) else ""
        return
    for line in ahead:
        line.furniture = reason_of(line)
        if line.furniture == NOTICE_REASON:
            line.doubts.append(NOTICE_DOUBT)


def set_apart_revisions(lines: list[Line]) -> None:
    """A heading 修订记录 with a table below it, before or behind the text."""
    for i, line in enumerate(lines):
        if line.furniture or not line.level or not REVISIONS.fullmatch(line.plain):
            continue
        rows = i + 1
        while rows < len(lines) and (lines[rows].row or lines[rows].furniture):
            rows += 1
        for one in lines[i:rows] if rows > i + 1 else ():
            one.furniture = one.furniture or REVISIONS_REASON


def is_title(line: Line) -> bool:
    return headingish(line.plain, 60) and TITLE_END.search(line.plain[-24:]) is not None


def reason_of(line: Line) -> str:
    if reason := control_reason(line):
        return reason
    if is_title(line):
        return TITLE_REASON
    if line.row or REVISIONS.fullmatch(line.plain):
        return kept("封面表格（文件信息、修订记录等）")
    if PREFACE.fullmatch(line.plain) or not headingish(line.plain, 40):
        return NOTICE_REASON
    return LINE_REASON
