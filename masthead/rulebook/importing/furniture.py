"""What a printed page has beside the rulebook: page numbers, running heads, document control lines, the signature at the end."""

import itertools
import re
from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as kept

from masthead.rulebook.importing.characters import NUMERALS, squeezed
from masthead.rulebook.importing.lines import Line, Source
from masthead.rulebook.importing.marks import leading

N = rf"[\d{NUMERALS}]{{1,5}}"
PAGE_OF = rf"第?\s*{N}\s*页?\s*[,，/／\s]{{0,3}}(?:共|总)\s*{N}\s*页|共\s*{N}\s*页\s*[,，/\s]{{0,3}}第\s*{N}\s*页"
PAGE_ONLY = re.compile(
    rf"(?:{PAGE_OF}|[-·.\s~*|]{{0,3}}第\s*{N}\s*页[-·.\s~*|]{{0,3}}|-{{1,3}}\s*\d{{1,4}}\s*-{{1,3}}|[·~*|]\s*\d{{1,4}}\s*[·~*|]|(?:page|p\.?)\s*\d{{1,4}}(?:\s*(?:of|/)\s*\d{{1,4}})?|\d{{1,4}}\s*/\s*\d{{1,4}}|[-{{\[<]\s*\d{{1,4}}\s*[-}}\]>])",
    re.IGNORECASE,
)
PAGE_INSIDE = re.compile(
    rf"第\s*{N}\s*页\s*[,，/\s]{{0,3}}共\s*{N}\s*页|(?<!\d)(?<!-)-{{1,2}}\s{{1,2}}\d{{1,4}}\s{{1,2}}-{{1,2}}(?!-)|\bpage\s+\d{{1,4}}\s+of\s+\d{{1,4}}\b",
    re.IGNORECASE,
)
BARE_NUMBER = re.compile(r"\d{1,4}")
CONTROL = re.compile(
    r"(?:密\s?级|保密(?:等级|级别)|文件(?:编号|名称|版本|密级)|制度编号|编\s?号|文\s?号|版\s?本(?:号)?|版\s?次|修订(?:号|日期|状态|记录|次数)?|生效(?:日期|时间)|实施日期|施行日期|发布(?:日期|单位|部门)|颁布日期|编\s?制(?:人|部门|日期)?|拟\s?制|审\s?核(?:人)?|批\s?准(?:人)?|会\s?签|制定部门|归口(?:管理)?部门|主责部门|发文(?:字号|机关|单位)|签发人?|受控(?:状态|号)|分发号|页\s?次|页\s?码|起草(?:人|部门)?|抄\s?送|主题词|印发)\s?:"
)
DOCUMENT_NUMBER = re.compile(
    r"[\u3400-\u9fffA-Za-z]{1,16}\s?(?:[〔\[(]\s?(?:19|20)\d\d\s?[〕\])]|(?:19|20)\d\d)\s?(?:第\s?)?\d{1,4}\s?号"
)
SECRET = re.compile(
    r"(?:绝密|机密|秘密|内部(?:资料|文件|公开)|受控文件|商业秘密|严禁外传|注意保密|版权所有|仅供内部)[\u3400-\u9fff\s,，!！★☆]{0,20}"
)
DATE = re.compile(
    rf"(?:[\d〇○零一二三四五六七八九OoＯ]{{4}}\s?年\s?{N}\s?月(?:\s?{N}\s?日)?|\d{{4}}[-./]\d{{1,2}}[-./]\d{{1,2}})(?:\s?(?:印发|发布|施行|颁布|印))?"
)
SIGNER = re.compile(
    r"[^。；，,;]{2,40}?(?:公司|集团|部|办公室|委员会|局|院|中心|小组|处|学校|银行|协会|会|社|台|署)(?:\s{0,4}[((]?(?:盖章|章|公章|印章)[))]?)?"
)
SIGNED = re.compile(r"(?:抄送|抄报|主题词|印发|发送|签发|盖章|\(?(?:公章|盖章)\)?)\s?[:]?.{0,60}")
HOUSE_WORDS = re.compile(r"公司|集团|制度|办法|规定|规范|手册|管理|内部|机密|秘密|版权")
RULER = re.compile(r"[-=_*·.~\s]{4,}")
PAGE_REASON = kept("页码")
HEAD_REASON = kept("逐页重复的页眉或页脚")


def set_apart(source: Source) -> None:
    """Marks page furniture among the lines of a source."""
    source.lines[:] = [piece for line in source.lines for piece in _cut(line)]
    for line in source.lines:
        if not line.furniture and not line.level and (reason := _reason(line)):
            line.furniture = reason
    _bare_page_numbers(source.lines)
    _running_heads(source.lines)


def _reason(line: Line) -> str:
    if PAGE_ONLY.fullmatch(line.plain):
        return PAGE_REASON
    if RULER.fullmatch(line.plain) and not line.row and not line.fixed:
        return kept("分隔线")
    if len(line.plain) <= 60 and "。" not in line.plain and re.search(PAGE_OF, line.plain) and leading(line) is None:
        return kept("带页码的页眉或页脚")
    return ""


def _cut(line: Line) -> list[Line]:
    """A page number that fell into a line is cut out of it; what follows goes on where the line was interrupted."""
    if (
        line.fixed
        or line.row
        or line.furniture
        or PAGE_ONLY.fullmatch(line.plain)
        or (len(line.plain) <= 60 and "。" not in line.plain and leading(line) is None)
    ):
        return [line]
    pieces: list[Line] = []
    end = 0
    for found in PAGE_INSIDE.finditer(line.plain):
        before = line.text[end : found.start()]
        if before.strip():
            pieces.append(
                Line(before, level=line.level, auto=line.auto, apart=line.apart, edge=line.edge, glued=line.glued)
                if not end
                else Line(before, glued=bool(pieces))
            )
        pieces.append(
            Line(
                line.text[found.start() : found.end()],
                furniture=PAGE_REASON,
                doubts=[(kept("页码夹在正文中间"), kept("核对前后文字是否连贯"))],
            )
        )
        end = found.end()
    if not pieces:
        return [line]
    rest = line.text[end:]
    return [*pieces, Line(rest, glued=len(pieces) > 1)] if rest.strip() else pieces


def _bare_page_numbers(lines: list[Line]) -> None:
    """Numbers alone on their lines are page numbers when they count the pages, not when the next line is their title."""
    alone = [
        i
        for i, line in enumerate(lines)
        if BARE_NUMBER.fullmatch(line.plain)
        and not (line.furniture or line.level or line.auto or line.fixed or line.row)
    ]
    values = [int(lines[i].plain) for i in alone]
    counting = len(values) >= 2 and all(b - a == 1 for a, b in itertools.pairwise(values))
    for i in alone:
        following = next((line.plain for line in lines[i + 1 : i + 4] if not line.furniture), "")
        begins = re.match(
            rf"{lines[i].plain}\s?\.\s?1(?!\d)", next((x.plain for x in lines[i + 2 : i + 4]), "") or following
        )
        at_edge = i + 1 < len(lines) and lines[i + 1].edge
        if at_edge or i + 1 == len(lines) or (counting and not begins) or (not begins and _interrupts(lines, i)):
            lines[i].furniture = PAGE_REASON


def _interrupts(lines: list[Line], i: int) -> bool:
    before = lines[i - 1].text if i else ""
    return bool(before) and before[-1] not in "。；：！？:;" and len(before) > 15


def _key(line: Line) -> str:
    return re.sub(r"\d+", "0", squeezed(line.plain))


def _repeated_titles(lines: list[Line]) -> None:
    """What stands at the very beginning and comes back beside a page edge."""
    titles = [
        squeezed(line.plain) for line in [x for x in lines if not x.furniture][:3] if len(squeezed(line.plain)) >= 5
    ]
    for i, line in enumerate(lines[4:], 4):
        if _may_run(line) and any(t in squeezed(line.plain) for t in titles) and _beside_page_edge(lines, i):
            line.furniture = HEAD_REASON
    again = {squeezed(line.plain) for line in lines[4:] if line.furniture == HEAD_REASON}
    for i, line in enumerate(lines[1:4], 1):
        if _may_run(line) and squeezed(line.plain) in again and _beside_page_edge(lines, i):
            line.furniture = HEAD_REASON


def _running_heads(lines: list[Line]) -> None:
    """Short lines that come back page by page. A line that only recurs stays, with a doubt."""
    _repeated_titles(lines)
    counted = Counter(_key(line) for line in lines if _may_run(line))
    seen: dict[str, list[int]] = {}
    for i, line in enumerate(lines):
        if _may_run(line) and counted[_key(line)] >= 2:
            seen.setdefault(_key(line), []).append(i)
    for places in seen.values():
        edges = sum(1 for i in places if _beside_page_edge(lines, i))
        first = lines[places[0]]
        titled = places[0] <= 3 and len(places) >= 2 and HOUSE_WORDS.search(first.plain) is not None
        broken = sum(1 for i in places if i and _interrupts(lines, i))
        if (
            (edges >= 2 and edges * 2 >= len(places))
            or (
                len(places) >= 3
                and (titled or broken * 3 >= len(places) or (HOUSE_WORDS.search(first.plain) and edges + broken))
            )
            or (titled and edges)
        ):
            for i in places[1:] if titled and not _beside_page_edge(lines, places[0]) else places:
                lines[i].furniture = HEAD_REASON
        elif len(places) >= 3 and len(first.plain) > 3:
            first.doubts.append(
                (_("相同的短行出现 %(n)s 次，可能是页眉页脚") % {"n": len(places)}, kept("是页眉页脚的，标为版面文字"))
            )


def _may_run(line: Line) -> bool:
    return (
        1 < len(line.plain) <= 200
        and len(squeezed(line.plain)) <= 50
        and not (line.furniture or line.level or line.auto or line.row or line.fixed or line.glued)
        and line.plain[-1] not in "。；：;:！？"
        and leading(line) is None
    )


def _beside_page_edge(lines: list[Line], i: int) -> bool:
    """Next to a page number or a page break, with only furniture or another running line between."""
    for step in (-1, 1):
        for j in (i + step, i + 2 * step):
            if 0 <= j < len(lines):
                if lines[j].furniture in (PAGE_REASON, kept("带页码的页眉或页脚")):
                    return True
                if not _may_run(lines[j]):
                    break
    return lines[i].edge or (i + 1 < len(lines) and lines[i + 1].edge)


def control_reason(line: Line) -> str:
    """'' or why a line before the first place is document control."""
    if CONTROL.match(line.plain):
        return kept("文件控制信息（编号、密级、版本等）")
    if DOCUMENT_NUMBER.fullmatch(line.plain):
        return kept("发文字号")
    return kept("密级或保密提示") if SECRET.fullmatch(line.plain) else ""


def sign_off(lines: list[Line], first: int, end: int) -> list[int]:
    """Indexes of the signature and date that close lines first..end; [] when there is none."""
    found: list[int] = []
    dated = signed = False
    i = end - 1
    while i >= first and len(found) < 8:
        line = lines[i]
        if line.furniture or line.row or line.fixed:
            i -= 1
            continue
        if DATE.fullmatch(line.plain) or DATE.fullmatch(re.sub(r"^(?:日期|时间)\s?:\s?", "", line.plain)):
            dated = True
        elif SIGNER.fullmatch(line.plain) and leading(line) is None and len(line.plain) <= 40:
            signed = True
        elif not (SIGNED.fullmatch(line.plain) or _signs_with_date(line.plain)):
            break
        dated = dated or _signs_with_date(line.plain)
        found.append(i)
        i -= 1
    trusted = dated or (signed and len(found) > 1) or any(SIGNED.fullmatch(lines[j].plain) for j in found)
    return found if trusted else []


def _signs_with_date(plain: str) -> bool:
    """XX公司 2024年1月1日 on one line."""
    parts = re.split(r"\s{1,8}", plain)
    return (
        len(parts) >= 2 and DATE.fullmatch(parts[-1]) is not None and SIGNER.fullmatch(" ".join(parts[:-1])) is not None
    )
