"""Figures recomputed: prices after discounts, sums with their total, shares of a whole, growth from one figure to another."""

from collections.abc import Iterator

from masthead.compliance.engine import expressions as regex
from masthead.compliance.engine.document import Document
from masthead.compliance.engine.finding import Hit
from masthead.compliance.engine.structure import Profile, structure

N = r"(\d+(?:\.\d+)?)"
PAID = r"(?:到手价?|仅需?|只需|只要|只收|只卖|折后价?|现价|实付|应付|活动价|优惠价|券后价?|最终|减后|就是|等于|即|售价?|付|价格?|只)"
DISCOUNT = regex.compile(
    rf"(?:(?:原价|标价|吊牌价|定价|售价|日常价|门市价|挂牌价|市场价|零售价|正价|票价|价格|单价|门票)[^。!?\n\d]{{0,6}})?{N} ?元[^。!?\n折减元]{{0,24}}?(?:打|享|可享|限时|全场|统一|直接|,| )?(\d(?:\.\d+)?|\d\d|[一二三四五六七八九]{{1,2}}|[一二三四五六七八九]点[一二三四五六七八九]) ?折(?!上折|起|扣码|射|叠)([^。!?\n\d]{{0,12}}?){PAID}[^。!?\n\d]{{0,5}}{N} ?元?(?!折)"
)
ADDITION = regex.compile(r"(?<![\d.+*/\-])(\d+(?:\.\d+)?(?: ?\+ ?\d+(?:\.\d+)?)+) ?= ?(\d+(?:\.\d+)?)(?![\d.%])")
UNIT = r"(?:元|人|件|份|名|篇|场|套|个|盒|万元|台|本|天|块|枚|户|只|瓶|袋|支|家|克|分)"
TOTAL = regex.compile(
    rf"((?:[^,。!?;\n\d]{{0,14}}\d+(?:\.\d+)? ?({UNIT})[,、和及与;+]{{1,2}}){{1,8}}[^,。!?;\n\d]{{0,14}}\d+(?:\.\d+)? ?\2)[,;:。]?(?:[^。!?\n\d,]{{0,8}})(?:合计|共计|总计|总共|一共|共|总价|总额|加起来|累计)[^,。!?;\n\d]{{0,6}}(\d+(?:\.\d+)?) ?\2"
)
OFF = regex.compile(rf"(?:原价|标价|吊牌价|定价|售价|门市价|日常价)[为:¥是 ]{{0,3}}{N} ?元?[^。!?\n\d]{{0,8}}(?:立减|直降|优惠|减|便宜|降)了?{N} ?元?[^。!?\n\d]{{0,8}}{PAID}[^。!?\n\d]{{0,4}}{N} ?元")  # fmt: skip
REACHED = regex.compile(rf"(每)?满 ?{N} ?元?(?:立)?减 ?{N}(?: ?元)?")
ORDER = regex.compile(rf"(?:订单|合计|共计|总价|原计|总计|消费|一共|金额|原价)[^。!?\n\d]{{0,5}}{N} ?元")
SPENT = regex.compile(rf"(?:实付|应付|到手价?|只需付?|只要|付|仅需)[^。!?\n\d]{{0,3}}{N} ?元?")
SHARES = regex.compile(
    r"(?:分别占?|占比|比例|面料|成[分份]|配方|配比|构成|其中|材质|填充物)[^。!?;\n\d]{0,10}((?:\d+(?:\.\d+)?%[^\d。!?;\n%]{0,8}){2,8})"
)
LABELLED = regex.compile(
    r"(?:面料|成[分份]|材质|配比)[^。!?;\n\d]{0,8}((?:[^\d。!?;\n%]{0,8}\d+(?:\.\d+)?%[^\d。!?;\n%]{0,8}){2,8})"
)
RATE = regex.compile(
    r"(?:好评率|合格率|满意度|满意率|占比|通过率|到课率|出勤率|命中率|覆盖率|录取率|回收率|使用率|入住率|退货率|准确率|及格率|参与率|就业率|市占率|市场份额|签到率|完成率|支持率|好评)(?:高达|达到?|为|是|超过?|约|仅|稳定在|升至|在)?了?[^,。!?;\n\d]{0,4}(\d{3}(?:\.\d+)?)%"
)
# A whole that was counted, and parts of it with their shares: 共500份……满意的310份，占比62%.
COUNTED = regex.compile(r"(?:共|总计|合计|总数)[^,。!?;\n\d]{0,8}(\d+) ?(份|人|名|户|件|家|票|条)")
PART = r"(\d+) ?%s[^\d。!?;\n]{0,6}占(?:比|总数|全部)?(?:的|为|约|是)?(\d+(?:\.\d+)?)%%"
GROWTH = regex.compile(
    rf"(?:从|由)[^,。!?;\n\d]{{0,10}}{N} ?(万|亿|千)?[^,。!?;\n\d]{{0,6}}(增|涨|升|提|降|减|跌|缩)[^,。!?;\n\d]{{0,4}}(?:至|到|为){N} ?(万|亿|千)?[^。!?;\n\d%]{{0,14}}(?:增长|涨幅|增幅|提升|上升|降幅|下降|减少|降低|提高|上涨|增加|涨|跌|缩短|降|升)(?:了|为|达|约|近|率)*{N}%"
)
TENTHS = {c: str(i) for i, c in enumerate("一二三四五六七八九", 1)}


def rate_of(words: str) -> float:
    """8 → 0.8, 75 → 0.75, 七五 → 0.75, 八 → 0.8."""
    digits = "".join(TENTHS.get(c, c) for c in words.replace("点", "."))
    number = float(digits)
    return number / 10 if "." in digits or len(digits) == 1 else number / 100


CUT = (
    *(f"{rate}{gap}折" for rate in (*"0123456789", *TENTHS) for gap in ("", " ")),
    *(f"{word}{gap}{digit}" for word in ("减", "降", "优惠", "便宜", "减了", "降了") for gap in ("", " ") for digit in "123456789"),
)  # fmt: skip


@structure("accuracy.discount", *CUT)
def discounts(document: Document, _profile: Profile) -> Iterator[Hit]:
    text = document.folded
    for match in DISCOUNT.finditer(text) if "折" in text else ():
        price, rate, paid = float(match[1]), rate_of(match[2]), float(match[4])
        right = price * rate
        if abs(right - paid) > max(1.0, right * 0.003) and not regex.search("再|叠|券|减|折上|起", match[3]):
            yield Hit(
                *match.span(), why=f"{match[1]} 元打 {match[2]} 折是 {right:g} 元。", suggestion="核对折扣与折后价。"
            )
    for match in OFF.finditer(text):
        price, off, paid = (float(match[i]) for i in (1, 2, 3))
        if abs(price - off - paid) > 0.99:
            yield Hit(
                *match.span(),
                why=f"{match[1]} 元减 {match[2]} 元是 {price - off:g} 元。",
                suggestion="核对优惠与到手价。",
            )
    yield from _reached(text)


def _reached(text: str) -> Iterator[Hit]:
    """满 A 减 B with the sum of an order and what was paid for it, in either order."""
    for match in REACHED.finditer(text):
        end = match.end()
        paid = SPENT.search(text, end, end + 60)
        if not paid:
            continue
        orders = ORDER.findall(text, max(0, match.start() - 40), match.start()) or ORDER.findall(
            text, end, paid.start()
        )
        if not orders or regex.search("折|券|会员|再|运费|叠加", text[end : paid.start()]):
            continue
        order, least, off, got = float(orders[-1]), float(match[2]), float(match[3]), float(paid[1])
        times = order // least
        fitting = {
            order - off * min(times, 1),
            order - off * times if match[1] or times > 1 else order - off * min(times, 1),
        }
        if all(abs(got - right) > 0.99 for right in fitting):
            yield Hit(
                match.start(),
                paid.end(),
                why=f"{order:g} 元满 {least:g} 减 {off:g} 是 {min(fitting):g} 元。",
                suggestion="核对满减。",
            )


@structure(
    "accuracy.sum",
    "合计",
    "共计",
    "总计",
    "总共",
    "一共",
    "总价",
    "总额",
    "加起来",
    "累计",
    *(f"共{digit}" for digit in "123456789"),
    *(f"{unit}共" for unit in "元人件份名篇场套个盒"),
    ",共",
    "件共",
    "=",
)
def sums(document: Document, _profile: Profile) -> Iterator[Hit]:
    text = document.folded
    for match in ADDITION.finditer(text) if "=" in text else ():
        right = sum(float(n) for n in match[1].split("+"))
        if abs(right - float(match[2])) > 0.005:
            yield Hit(*match.span(), why=f"相加得 {right:g}。", suggestion="核对算式。")
    for match in TOTAL.finditer(text) if regex.search("[计共总]|加起来", text) else ():
        if regex.search("每|各|均|另|×|单价|原价|起|减|折|送|限|以上|[其之]中|约|近|超", match[1]):
            continue
        right = sum(float(n) for n in regex.findall(r"\d+(?:\.\d+)?", match[1]))
        if abs(right - float(match[3])) > 0.005:
            yield Hit(*match.span(), why=f"各项相加得 {right:g}。", suggestion="核对各项与合计。")


def _counted(text: str) -> Iterator[Hit]:
    """Shares of a whole whose parts were counted."""
    if counted := COUNTED.search(text):
        whole = float(counted[1])
        for match in regex.compile(PART % counted[2]).finditer(text[counted.end() :]):
            right = float(match[1]) / whole * 100 if whole else 0
            if right <= 100 and abs(right - float(match[2])) > 1.5:
                yield Hit(
                    counted.end() + match.start(),
                    counted.end() + match.end(),
                    why=f"{match[1]} 占 {counted[1]} 的 {right:.1f}%。",
                    suggestion="核对比例。",
                )


@structure("accuracy.share", "%")
def shares(document: Document, _profile: Profile) -> Iterator[Hit]:
    text = document.folded
    for pattern in (SHARES, LABELLED):
        for match in pattern.finditer(text):
            whole = sum(float(n) for n in regex.findall(r"(\d+(?:\.\d+)?)%", match[1]))
            if whole > 100.5 and not regex.search("增|降|涨|率|提升|满意|里料|内胆|袖|罗纹|配料", match.group()):
                yield Hit(*match.span(), why=f"各部分相加为 {whole:g}%，超过 100%。", suggestion="核对比例。")
                break
    yield from _counted(text)
    for match in RATE.finditer(text):
        if float(match[1]) > 100 and not regex.search("同比|环比|增", match.group()):
            yield Hit(*match.span(), why="这个比率不会超过 100%。", suggestion="核对比率。")
    for match in GROWTH.finditer(text):
        old, new = float(match[1]), float(match[4])
        if old and (match[2] or match[5]) == match[5]:
            right = abs(new - old) / old * 100
            if abs(right - float(match[6])) > max(1.5, right * 0.03):
                yield Hit(*match.span(), why=f"从 {old:g} 到 {new:g} 变化 {right:.1f}%。", suggestion="核对百分比。")
