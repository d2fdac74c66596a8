"""Figures recomputed: a price after a discount, sums with their total, shares above a whole."""

from collections.abc import Iterator

import regex

from masthead.compliance.engine.document import Document
from masthead.compliance.engine.finding import Hit
from masthead.compliance.engine.structure import Profile, structure

NUMBER = r"(\d+(?:\.\d+)?)"
DISCOUNT = regex.compile(
    rf"(?:原价|标价|吊牌价|定价|售价|日常价)[为:¥是 ]{{0,3}}{NUMBER} ?元?[^。!?\n\d折]{{0,10}}(?:打|享|可享|限时)?{NUMBER} ?折[^。!?\n\d]{{0,12}}?(?:到手|仅需|只需|只要|折后|现价|价格?|后|为|是)[^。!?\n\d]{{0,5}}{NUMBER} ?元"
)
ADDITION = regex.compile(r"(?<![\d.+*/\-])(\d+(?:\.\d+)?(?: ?\+ ?\d+(?:\.\d+)?)+) ?= ?(\d+(?:\.\d+)?)(?![\d.%])")
TOTAL = regex.compile(r"((?:[^,。!?;\n\d]{0,14}\d+(?:\.\d+)? ?(?:元|人|件|份|名|篇|场|套)[,、和及]){2,8}[^,。!?;\n\d]{0,14}\d+(?:\.\d+)? ?(元|人|件|份|名|篇|场|套)),?(?:合计|共计|总计|总共|一共)[^,。!?;\n\d]{0,6}(\d+(?:\.\d+)?) ?\2")  # fmt: skip
OFF = regex.compile(rf"(?:原价|标价|吊牌价|定价)[为:¥是 ]{{0,3}}{NUMBER} ?元?[^。!?\n\d]{{0,8}}(?:立减|直降|优惠|减){NUMBER} ?元?[^。!?\n\d]{{0,8}}(?:到手价?|仅需|只需|只要|现价|折后)[^。!?\n\d]{{0,4}}{NUMBER} ?元")  # fmt: skip
SHARES = regex.compile(
    r"(?:分别占|占比分别为?|比例分别为?)[^。!?\n\d]{0,10}((?:\d+(?:\.\d+)?%[、,和及]{1,2}[^\d、,。]{0,4}){1,8}\d+(?:\.\d+)?%)"
)
RATES = (
    *(f"{digit}{gap}折" for digit in range(10) for gap in ("", " ")),
    *(f"{word}{digit}" for word in ("立减", "直降", "优惠", "减") for digit in range(10)),
)


@structure("accuracy.discount", *RATES)
def discounts(document: Document, _profile: Profile) -> Iterator[Hit]:
    for match in DISCOUNT.finditer(document.folded):
        price, rate, paid = (float(match[i]) for i in (1, 2, 3))
        right = price * rate / (10 if rate < 10 else 100)
        if abs(right - paid) > max(1.0, right * 0.01):
            yield Hit(
                *match.span(), why=f"{match[1]} 元打 {match[2]} 折是 {right:g} 元。", suggestion="核对折扣与折后价。"
            )
    for match in OFF.finditer(document.folded):
        price, off, paid = (float(match[i]) for i in (1, 2, 3))
        if abs(price - off - paid) > 0.99:
            yield Hit(
                *match.span(),
                why=f"{match[1]} 元减 {match[2]} 元是 {price - off:g} 元。",
                suggestion="核对优惠与到手价。",
            )


@structure("accuracy.sum", "=", "合计", "共计", "总计", "总共", "一共")
def sums(document: Document, _profile: Profile) -> Iterator[Hit]:
    for match in ADDITION.finditer(document.folded) if "=" in document.folded else ():
        right = sum(float(n) for n in match[1].split("+"))
        if abs(right - float(match[2])) > 0.005:
            yield Hit(*match.span(), why=f"相加得 {right:g}。", suggestion="核对算式。")
    for match in TOTAL.finditer(document.folded) if "计" in document.folded or "共" in document.folded else ():
        right = sum(float(n) for n in regex.findall(r"\d+(?:\.\d+)?", match[1]))
        if abs(right - float(match[3])) > 0.005:
            yield Hit(*match.span(), why=f"各项相加得 {right:g}。", suggestion="核对各项与合计。")


@structure("accuracy.share", "%")
def shares(document: Document, _profile: Profile) -> Iterator[Hit]:
    for match in SHARES.finditer(document.folded):
        whole = sum(float(n) for n in regex.findall(r"\d+(?:\.\d+)?", match[1]))
        if whole > 100.5:
            yield Hit(*match.span(), why=f"各部分相加为 {whole:g}%，超过 100%。", suggestion="核对比例。")
