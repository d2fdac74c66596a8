"""Prize draws: what must be told before they begin (促销规定 Art 13) and how much a prize may be worth."""

from collections.abc import Iterator

import regex

from masthead.compliance.engine.document import Document
from masthead.compliance.engine.finding import Hit
from masthead.compliance.engine.numbers import value_of
from masthead.compliance.engine.structure import Profile, structure

DRAW = regex.compile(
    r"抽奖|抽取|抽出|抽[一二两三四五六七八九十百千\d]+[位名个人]|幸运[大转盘用户]|大转盘|刮刮|摇号送|开奖|随机抽|抽送|锦鲤"
)
CALLS = regex.compile(r"参与|参加|转发|评论|留言|关注|点赞|即可|就有机会|机会|活动|抽取|抽出|送出")
ITEMS = {
    "奖品数量或中奖概率": regex.compile(
        r"(?:[\d一二两三四五六七八九十百千]+ ?(?:名|位|份|个|台|部|张|套|盒|箱|瓶|枚|袋|件|只|本|组))|概率|中奖率|几率|[x×*]\d"
    ),
    "奖品名称": regex.compile(r"奖品|一等奖|送出|获得|价值|礼盒|礼包|红包|优惠券|送[^\s,。]{2,}"),
    "开奖时间": regex.compile(
        r"(?:开奖|抽奖|抽取|公布|公示|截止|结束|揭晓)[^。\n]{0,20}(?:\d{1,2}月|\d{1,2}[日号]|\d{1,2}[.:/]\d{1,2}|周[一二三四五六日]|当天|当日|明天|今晚)|(?:\d{1,2}月\d{1,2}日|\d{1,2}[日号.:]\d{0,2}|周[一二三四五六日])[^。\n]{0,14}(?:开奖|抽奖|抽取|抽出|公布|公示|揭晓)"
    ),
    "兑奖方式或主办方联系方式": regex.compile(
        r"兑奖|领奖|领取|兑换|发放|寄出|包邮|联系(?:方式|电话|客服|我们)|客服|主办|私信通知|邮寄|到店|自动到账|发货|抽奖平台"
    ),
}
PRIZE = regex.compile(r"(?:价值|奖金|奖品|现金|大奖|一等奖|特等奖|头奖)[^。!?\n\d]{0,12}?(\d[\d,.]*(?:[万千百]\d*)?|[一二两三四五六七八九十]+(?:万|千)[一二三四五六七八九千百]*) ?(?:元|块|人民币|rmb|现金)")  # fmt: skip
CEILING = 50_000


@structure("promotion.draw_items", "抽", "大转盘", "刮刮", "开奖", "锦鲤", "摇号")
def missing_items(document: Document, _profile: Profile) -> Iterator[Hit]:
    match = DRAW.search(document.folded)
    if match is None or not CALLS.search(document.folded):
        return
    missing = [name for name, pattern in ITEMS.items() if not pattern.search(document.folded)]
    if missing:
        yield Hit(
            *match.span(), why=f"有奖销售没有写明：{'、'.join(missing)}。", suggestion=f"补充{'、'.join(missing)}。"
        )


@structure("promotion.prize_value", "抽", "开奖", "大奖", "一等奖", "特等奖", "头奖", "中奖", "锦鲤")
def prize_value(document: Document, _profile: Profile) -> Iterator[Hit]:
    for match in PRIZE.finditer(document.folded):
        value = value_of(match[1])
        if value is not None and value > CEILING:
            yield Hit(
                *match.span(),
                why=f"奖品价值 {value:g} 元，抽奖式有奖销售的最高奖不得超过五万元。",
                suggestion="把最高奖降到五万元以内。",
            )
