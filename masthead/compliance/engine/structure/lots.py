"""Lots recomputed: pieces at a price each with their total, and a whole with the parts that follow it."""

from collections.abc import Iterator

import regex

from masthead.compliance.engine.document import Document
from masthead.compliance.engine.finding import Hit
from masthead.compliance.engine.numbers import value_of
from masthead.compliance.engine.structure import Profile, structure

PIECE = r"[盒份件个瓶袋包罐支张套本箱提杯只双条斤台位节次把块]"
NUMBER = r"[\d一二三四五六七八九十两百千零〇拾伍陆]{1,6}(?:\.\d+)?"
LOT = rf"({NUMBER}) ?({PIECE}) ?(?:,|\(|,? ?(?:每|单|一)\2|单价|各) ?(?:每\2|单价)?[^\d,。!?;\n一二三四五六七八九十百]{{0,3}}({NUMBER}) ?[元块]"
LOTS = regex.compile(
    rf"(?:[^,。!?;\n\d]{{0,10}}?{LOT}[^,。!?;\n\d]{{0,3}}[,、;和+]? ?){{2,6}}"
    rf"[^。!?\n\d]{{0,6}}(?:合计|共计|总计|总共|一共|总价|加起来)[^,。!?;\n\d]{{0,4}}({NUMBER}) ?[元块]"
)
EACH = regex.compile(
    rf"(?:每|一)({PIECE})[^,。!?;\n\d一二三四五六七八九十]{{0,3}}({NUMBER}) ?[元块][^。!?;\n\d一二三四五六七八九十两]{{0,6}}({NUMBER}) ?\1"
    rf"[^。!?;\n\d]{{0,6}}(?:合计|共计|总计|总共|一共|总价)[^,。!?;\n\d]{{0,4}}?({NUMBER}) ?[元块]"
)
WHOLE = regex.compile(
    r"(\d+(?:\.\d+)?) ?(家|人|名|件|份|台|元|万元|个|户|场|篇|套|单)[^,。!?;\n\d]{0,8}[::]((?:[^,。!?;\n\d较增减比]{1,10}\d+(?:\.\d+)? ?\2(?:\([^)\n]{0,12}\))?[,、和及]){1,8}[^,。!?;\n\d较增减比]{1,10}\d+(?:\.\d+)? ?\2)(?=[,。!;\n]|$)"
)
ONLY_SOME = regex.compile("其中|包括|等|约|近|超|余|以上|主要|含|每|各|占|起")
OFFER = regex.compile("折|减|券|优惠|立省|满|送|起")


def _value(words: str) -> float | None:
    return value_of(words.replace("拾", "十"))


@structure("accuracy.lots", "合计", "共计", "总计", "总共", "一共", "总价", "加起来", "家:", "人:", "名:", "件:", "份:", "台:", "元:", "户:", "场:", "篇:", "套:", "单:")  # fmt: skip
def lots(document: Document, _profile: Profile) -> Iterator[Hit]:
    text = document.folded
    for match in LOTS.finditer(text):
        counts, prices = [_value(n) for n in match.captures(1)], [_value(n) for n in match.captures(3)]
        said = _value(match[4])
        if said is None or None in counts or None in prices or OFFER.search(match.group()):
            continue
        right = sum(float(n or 0) * float(p or 0) for n, p in zip(counts, prices, strict=True))
        if abs(right - said) > 0.01:
            yield Hit(*match.span(), why=f"数量乘单价相加得 {right:g} 元。", suggestion="核对数量、单价和合计。")
    for match in EACH.finditer(text):
        price, count, said = _value(match[2]), _value(match[3]), _value(match[4])
        if price and count and said and not OFFER.search(match.group()) and abs(price * count - said) > 0.01:
            yield Hit(*match.span(), why=f"{match[3]}{match[1]}是 {price * count:g} 元。", suggestion="核对单价、数量和总价。")  # fmt: skip
    for match in WHOLE.finditer(text):
        parts = sum(float(n) for n in regex.findall(r"(\d+(?:\.\d+)?) ?" + match[2], match[3]))
        if not ONLY_SOME.search(match.group()) and abs(parts - float(match[1])) > 0.005:
            yield Hit(*match.span(), why=f"各项相加得 {parts:g}{match[2]}。", suggestion="核对各项与总数。")
