"""Units that convert, prices by the piece that multiply, years since a foundation."""

from collections.abc import Iterator

import regex

from masthead.compliance.engine.clock import today
from masthead.compliance.engine.document import Document
from masthead.compliance.engine.finding import Hit
from masthead.compliance.engine.numbers import value_of
from masthead.compliance.engine.structure import Profile, structure

SIZES = {
    **dict.fromkeys(("克", "g"), ("mass", 1.0)), "两": ("mass", 50.0), "斤": ("mass", 500.0), "市斤": ("mass", 500.0), "吨": ("mass", 1e6),
    **dict.fromkeys(("公斤", "千克", "kg"), ("mass", 1000.0)), **dict.fromkeys(("毫米", "mm"), ("length", 1.0)),
    **dict.fromkeys(("厘米", "cm"), ("length", 10.0)), **dict.fromkeys(("米", "m"), ("length", 1000.0)), **dict.fromkeys(("公里", "千米", "km"), ("length", 1e6)),
    **dict.fromkeys(("毫升", "ml"), ("volume", 1.0)), **dict.fromkeys(("升", "l"), ("volume", 1000.0)), "小时": ("time", 60.0), "分钟": ("time", 1.0),
}  # fmt: skip
NAMES = "|".join(sorted(SIZES, key=len, reverse=True))
NUMBER = r"(\d+(?:\.\d+)?|[一二三四五六七八九十两半]{1,3})"
CONVERTED = regex.compile(
    rf"(\d+(?:\.\d+)?) ?({NAMES}) ?(?:\(|=|,?(?:即|合|相当于|等于|也就是)) ?(?:即|约|合|相当于|=|等于)? ?(\d+(?:\.\d+)?) ?({NAMES})(?![a-z])"
)
PIECE = r"(?:盒|份|件|个|瓶|袋|包|罐|支|张|套|本|箱|提|杯|只|双|条|斤|台|人|位|节|晚|次)"
PRICED = regex.compile(
    rf"(?:每|一|单)({PIECE})[^。!?;\n\d]{{0,4}}(\d+(?:\.\d+)?) ?元[^。!?;\n\d一二三四五六七八九十两]{{0,8}}{NUMBER} ?\1[^。!?;\n\d]{{0,4}}(?:共计?|合计|总计|总共|一共|总价)[^。!?;\n\d]{{0,3}}(\d+(?:\.\d+)?) ?元"
)
FOUNDED = regex.compile(
    r"(?:成立|创立|创办|始创|始建|始|创建|诞生|开业|创始|建校|建厂|起步|开店|入行)[于自]?(?:公元)?(1[5-9]\d\d|20\d\d) ?年?[^。!?;\n\d]{0,14}?(?:至今|距今|迄今|如今|到今天|今年|已经?|走过|历经|有着?|陪伴|,)[^。!?;\n\d一二三四五六七八九十百两]{0,8}(\d{1,3}|[一二三四五六七八九十百两]{1,5})(?:多|余)?(?:个)?(?:年|周年|载|岁|春秋)(?!级|龄段|代|内|以上|质保|前)"
)


@structure("accuracy.unit", *(f"{unit}{sign}" for unit in SIZES if unit not in {"m", "l"} for sign in ("(", " (", "=", ",即", "合", "相当于")), *(f"{piece}{word}" for piece in ("盒", "份", "件", "个", "瓶", "袋", "包", "罐", "支", "张", "套", "本", "箱", "提", "杯", "只", "双", "条", "斤", "台", "人", "位", "节", "晚", "次") for word in ("共", "一共", "合计", "总计", "总共", "总价")))  # fmt: skip
def units(document: Document, _profile: Profile) -> Iterator[Hit]:
    text = document.folded
    for match in CONVERTED.finditer(text):
        (kind, size), (other, other_size) = SIZES[match[2]], SIZES[match[4]]
        if match[2] == match[4] or kind != other:
            continue
        first, second = float(match[1]) * size, float(match[3]) * other_size
        if abs(first - second) > 0.02 * max(first, second):
            yield Hit(
                *match.span(),
                why=f"{match[1]}{match[2]}是 {first / other_size:g}{match[4]}。",
                suggestion="核对单位换算。",
            )
    for match in PRICED.finditer(text):
        count = value_of(match[3])
        if count and abs(float(match[2]) * count - float(match[4])) > 0.01:
            yield Hit(
                *match.span(),
                why=f"{match[3]}{match[1]}共 {float(match[2]) * count:g} 元。",
                suggestion="核对单价、数量和总价。",
            )


@structure(
    "accuracy.age",
    "成立",
    "创立",
    "创办",
    "始创",
    "始建",
    "始于",
    "创建",
    "诞生",
    "开业",
    "创始",
    "建校",
    "建厂",
    "起步",
    "入行",
    "开店",
)
def ages(document: Document, _profile: Profile) -> Iterator[Hit]:
    for match in FOUNDED.finditer(document.folded):
        said = value_of(match[2])
        right = today().year - int(match[1])
        loose = 10 if regex.search("多|余", match.group()[-4:]) else 1
        if said and said >= 2 and not (right - loose <= said <= right + 1):
            yield Hit(*match.span(), why=f"{match[1]} 年到今年是 {right} 年。", suggestion="核对成立年份和年数。")
