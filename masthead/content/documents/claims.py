"""Factual claims in a text: what a reader could ask a proof for (clause 1.3.2). Pure: text in, claims out.

A claim is the clause (between commas) that carries it, so that the register reads like the text and survives edits elsewhere.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

FIGURE, RANKING, SUPERLATIVE, CERTIFICATE, TESTIMONIAL = (
    "figure",
    "ranking",
    "superlative",
    "certificate",
    "testimonial",
)
MOST_QUOTE = 200

NUMBER = r"(?:\d[\d,，.]*|[一二三四五六七八九十百千两零〇半]+)"
_GROWTH = (
    r"(?:增长|上涨|增加|下降|减少|提升|提高|降低|缩短|节省|节约|翻了?|突破|超过|达到?|累计|覆盖|服务|卖出|售出|占比?|复购率|满意度|好评率"
    r"|市场份额|市占率|占有率|转化率|合格率|存活率|销量|销售额|产量|营收|用户数?|粉丝|会员)"
)
_GOT = r"(?:获得?了?|荣获|斩获|通过了?|取得了?|拥有|授予|授牌|入选|评为|列入)"
_HONOUR = r"(?:认证|认定|证书|专利|奖项?|金奖|银奖|称号|资质|名录|名单|标志|证明商标)"
_WITNESS = r"(?:用户|客户|顾客|消费者|买家|会员|粉丝|医生|专家|教授|营养师|茶客|家长|学员)"
_SAYS = r"(?:说|反馈|评价|表示|告诉|留言|点评|推荐|称赞)"
_MOST = r"最(?:大|高|好|优|强|快|先进|专业|安全|有效|受欢迎|畅销|正宗|纯净|新鲜|低价)(?![化限程气温工资值功率承])"
_PEOPLE = r"(?:人次?|名|位|户|家|台|件|杯|单|份|元|吨|粉丝|用户|会员|顾客|客户|消费者|家庭|订单|播放|阅读|下载)"
_COUNTED = r"(?:第[一二三123]|前[二三四五十2-9]\d*|首位|榜首|冠军|亚军|[Tt][Oo][Pp]\s*\d+|[Nn][Oo]\.?\s*1(?!\d))"

PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (RANKING, re.compile(rf"(?:全国|全球|世界|亚洲|国内|行业|业内|全省|全市|同类|品类|全网|类目)[^，。；！？\n]{{0,12}}{_COUNTED}")),
    (RANKING, re.compile(rf"(?:销量|口碑|排名|排行|榜单|市场份额|市占率|占有率|评分|热销)[^，。；！？\n]{{0,8}}{_COUNTED}")),
    (RANKING, re.compile(r"(?:遥遥领先|行业领先|国内领先|世界领先|全球领先|领先同行|位居前列|名列前茅|龙头)")),
    (CERTIFICATE, re.compile(rf"{_GOT}[^，。；！？\n]{{0,24}}{_HONOUR}")),
    (CERTIFICATE, re.compile(r"(?:ISO\s?\d{4,5}|HACCP|[Gg][Bb]/?[Tt]?\s?\d{4,5}|专利号|国家专利|发明专利|有机产品认证|绿色食品认证|地理标志)")),
    (TESTIMONIAL, re.compile(rf"{_WITNESS}[^，。；！？\n]{{0,10}}{_SAYS}")),
    (SUPERLATIVE, re.compile(rf"(?:唯一|独家|首家|首个|首创|首款|国内第一|顶级|顶尖|{_MOST})")),
    (FIGURE, re.compile(rf"{NUMBER}\s*(?:[%％‰]|个百分点|成(?:以上|左右|的)|倍)")),
    (FIGURE, re.compile(r"百分之[一二三四五六七八九十百零点\d.]+")),
    (FIGURE, re.compile(rf"{_GROWTH}[^，。；！？\n]{{0,8}}?{NUMBER}\s*(?:多|余)?(?:万|亿|千万|百万)?\s*(?:{_PEOPLE}|[%％倍成])")),
    (FIGURE, re.compile(rf"{NUMBER}\s*(?:多|余)?(?:万|亿)\s*(?:多|余)?\s*{_PEOPLE}")),
    (FIGURE, re.compile(r"(?:研究|数据|调查|实验|检测|报告|统计|临床)(?:结果)?(?:显示|表明|证明|证实|发现)")),
)  # fmt: skip
# Numbers that say what a thing is made of, costs or how it is used claim nothing that needs a source.
NO_CLAIM = re.compile(
    r"(?:\d+\s*[%％]\s*(?:vol|纯?棉|羊毛|羊绒|桑蚕丝|可可|果汁|酒精)|酒精度|折扣|满减|[0-9.]+\s*折|退款|优惠|不足|不是第|倍速|倍率|相对湿度|含水量|每亩)",
    re.IGNORECASE,
)
CLAUSE = re.compile(r"[^，,。；;！!？?\n]+")


@dataclass(frozen=True)
class FoundClaim:
    """One claim. `quote` is the clause that carries it; `fingerprint` knows it again whatever spaces and marks it is written with."""

    kind: str
    part: str
    quote: str
    fingerprint: str


def fingerprint_of(quote: str) -> str:
    """Digest of the words of a claim: letters, digits and characters, no spaces, no marks."""
    return hashlib.sha256(_folded(quote).encode()).hexdigest()


def _folded(quote: str) -> str:
    plain = unicodedata.normalize("NFKC", quote).casefold()
    return "".join(c for c in plain if c.isalnum() or c in "%.+-")


def _in_clause(clause: str) -> str | None:
    if NO_CLAIM.search(clause):
        return None
    return next((kind for kind, pattern in PATTERNS if pattern.search(clause)), None)


def _of_part(part: str, text: str) -> Iterator[FoundClaim]:
    for hit in CLAUSE.finditer(text):
        quote = hit.group().strip().strip("“”\"'「」『』（）()【】")[:MOST_QUOTE]
        kind = _in_clause(quote) if len(quote) > 2 else None
        if kind:
            yield FoundClaim(kind, part, quote, fingerprint_of(quote))


def find_claims(parts: Mapping[str, str]) -> list[FoundClaim]:
    """Claims of all parts in order, the same words only once: a digest often repeats the title or the text, whole or in part."""
    found: dict[str, FoundClaim] = {}
    for part, text in parts.items():
        for claim in _of_part(part, text):
            words = _folded(claim.quote)
            if not any(words in folded for folded in found):
                found[words] = claim
    return list(found.values())
