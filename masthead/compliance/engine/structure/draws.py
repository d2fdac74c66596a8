"""Prize draws: what must be told before they begin (促销规定 Art 13) and how much a prize may be worth."""

from collections.abc import Iterator

from masthead.compliance.engine import expressions as regex
from masthead.compliance.engine.document import Document
from masthead.compliance.engine.finding import Hit
from masthead.compliance.engine.numbers import value_of
from masthead.compliance.engine.structure import Profile, structure

COUNT = r"[一二两三四五六七八九十百千几\d]{1,12} ?"
DRAW = regex.compile(
    rf"抽奖(?!平台)|抽大奖|抽取(?={COUNT}[位名个人份])|抽出|抽{COUNT}[位名个人]|揪(?:出)?{COUNT}?[位名个]|抽[个位名](?:粉丝|宝子|幸运|锦鲤|人|朋友)|随机(?:捞|挑|选|抓)|幸运(?:大)?转盘|大转盘|砸金蛋|"
    r"进店(?:就|即)抽|摸(?:大)?奖|抽(?:一|个)?大奖|人人有奖|盲抽|刮刮乐|刮刮卡|摇号送|随机抽|抽送|抽锦鲤|宠粉锦鲤"
)
PICKED = regex.compile(r"(?:选|挑|翻牌)[一二两三四五六七八九十几\d]{1,12}[位名个][^,。]{0,8}送")
DRAWN = ("抽", "揪", "随机", "转盘", "砸金蛋", "摸", "人人有奖", "刮刮", "摇号送", "锦鲤")
TALK = regex.compile(
    r"规则(?:怎么|如何)写|普法|消协|合规|违法|不得|禁止|培训|怎么写|必须写|应当写|虚假|骗|别信|员工|年会|内部|已(?:经)?(?:开奖|结束|抽出|寄出)|中奖名单|"
    r"没抽|复盘|概率题|不放回|退回|抽不到|抽中了|不抽奖|不设抽奖|抽奖(?:已|结束|逻辑|算法|程序|代码)|抽取(?:样|血|温|真空|水|地下)|车牌摇号|监督抽"
)
ASKED = regex.compile(
    r"(?:评论|留言|互动|点赞|转发|关注)[^。!?\n]{0,16}(?:挑|选|抓|捞|翻|宠)[^,。!?\n]{0,3}[一二两三四五几\d]?[个位名][^,。!?\n]{0,8}(?:送|请|寄|给)"
)
ITEMS = {
    "奖品数量或中奖概率": regex.compile(
        rf"{COUNT}(?:名|位|份|个|台|部|张|套|盒|箱|瓶|枚|袋|件|只|本|组|把|副|条|支|双|人|罐|斤)|概率|中奖率|几率|[x×*]\d"
    ),
    "开奖时间": regex.compile(
        r"\d{1,2}月\d{1,2}|\d{1,2}[.:/]\d{1,2}|\d{1,2}(?:日|号)(?!店|线|楼|门)|周[一二三四五六日天](?:晚|上|下|开|抽|公)?|(?:明|今|后)(?:天|日|晚)\d|(?:[上下]午|晚上)?\d{1,2}点|即抽即|当场|现场开|每天"
    ),
    "抽奖方式": regex.compile(
        r"随机|系统|公证|抽奖平台|软件|程序|摇号|转盘|金蛋|刮刮|抽签|抽球|投票|直播抽|工具抽|现场抽"
    ),
    "兑奖方式或主办方": regex.compile(
        r"兑奖|领奖|领取|兑换|发放|寄出|寄送|包邮|主办|客服|联系(?:方式|电话|客服|我们)|私信(?:通知|联系)?|邮寄|到店|自动到账|发货|抽奖平台|填写地址|回复姓名|电话"
    ),
}
AMOUNT = r"(\d[\d,.]*(?: ?[万千百w]\d*)?|[一二两三四五六七八九十百]+(?:万|千)[一二三四五六七八九千百]*)"
PRIZE = regex.compile(
    r"(?:价值|市价|价|奖金|奖品|现金|大奖|一等奖|特等奖|头奖|头等奖|终极奖|锦鲤|送出?|赢取?|抱走|开走)(?:(?![卡账帐单]号)[^。!?\n\d]){0,14}?"
    rf"(?:¥|￥|rmb|人民币|\$|usd|us\$|hk\$|€|£)? ?{AMOUNT} ?(元|块|人民币|rmb|现金|大洋|美元|美金|刀|港币|港元|欧元|英镑|usd|的|红包|$)?"
)
GRAND = regex.compile(
    r"(?:大奖|一等奖|特等奖|头奖|终极奖|锦鲤|抽|砸金蛋|转盘|中奖)[^。!?\n]{0,14}(?:轿车|汽车|小车|特斯拉|宝马|奔驰|奥迪|suv|新能源车|电动汽车|一套房|房产|商铺|公寓|学区房|百万|巨奖|十万大奖|[五六七八九十]万大奖)"
    r"(?!模型|玩具|贴|票|模|洗车|挂件|香水|脚垫)"
)
FOREIGN = {"美元": 7, "美金": 7, "刀": 7, "usd": 7, "欧元": 7.5, "英镑": 9, "港币": 0.9, "港元": 0.9}
NO_PRIZE = regex.compile(
    r"总价值|总奖池|奖池|累计|总计|合计|总额|购房|房价|车价|年会|员工|不得超过|不超过|上限|规定|超过五万"
)
CEILING = 50_000


@structure(
    "promotion.draw_items",
    "抽",
    "揪",
    "大转盘",
    "刮刮",
    "锦鲤",
    "摇号",
    "金蛋",
    "转盘",
    "摸奖",
    "人人有奖",
    "翻牌",
    "评论",
    "留言",
    entry=(DRAW, PICKED, ASKED),
)
def missing_items(document: Document, _profile: Profile) -> Iterator[Hit]:
    match = _drawn(document.folded) or ASKED.search(document.folded)
    if match is None or TALK.search(document.folded):
        return
    missing = [name for name, pattern in ITEMS.items() if not pattern.search(document.folded)]
    if len(missing) > 1 or missing == ["开奖时间"]:
        yield Hit(
            *match.span(), why=f"有奖销售没有写明：{'、'.join(missing)}。", suggestion=f"补充{'、'.join(missing)}。"
        )


def _drawn(text: str) -> "regex.Match[str] | None":
    """The first of DRAW and PICKED; both are dear, so words without which they cannot match are looked for first."""
    drawn = DRAW.search(text) if any(word in text for word in DRAWN) else None
    picked = PICKED.search(text) if "送" in text else None
    return min((m for m in (drawn, picked) if m), key=lambda m: m.start(), default=None)


@structure("promotion.prize_value", "抽", "开奖", "奖", "锦鲤", "金蛋", "转盘", "摇号", "开走", "幸运")
def prize_value(document: Document, _profile: Profile) -> Iterator[Hit]:
    if not regex.search(r"抽|开奖|奖|锦鲤|金蛋|转盘|摇号|有机会|幸运", document.folded):
        return
    for match in PRIZE.finditer(document.folded):
        value = _in_yuan(match[1], match[2] or "", match[0])
        if value is None or value <= CEILING or NO_PRIZE.search(document.sentence(match.start())):
            continue
        yield Hit(
            *match.span(),
            why=f"奖品价值约 {value:g} 元，抽奖式有奖销售的最高奖不得超过五万元。",
            suggestion="把最高奖降到五万元以内。",
        )
    for match in GRAND.finditer(document.folded):
        if not NO_PRIZE.search(document.sentence(match.start())):
            yield Hit(
                *match.span(),
                severity="warn",
                why="奖品可能超过五万元，写明价值以便核对。",
                suggestion="写明奖品市场价并控制在五万元以内。",
            )


def _in_yuan(amount: str, unit: str, words: str) -> float | None:
    value = value_of(amount.replace("w", "万").replace(" ", ""))
    if value is None or (unit in {"", "的", "红包"} and not regex.search(r"价值|市价|奖金|现金|¥|\$|€|£|rmb", words)):
        return None
    if "hk$" in words:
        return value * 0.9
    if "$" in words or "usd" in words:
        return value * 7
    return value * FOREIGN.get(unit, 9 if "£" in words else 7.5 if "€" in words else 1)
