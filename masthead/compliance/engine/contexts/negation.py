"""The words before deny it: 不能治疗、并非第一、不含……、没有任何……"""

from masthead.compliance.engine import expressions as regex
from masthead.compliance.engine.contexts import context
from masthead.compliance.engine.document import Document
from masthead.compliance.engine.guarded import Guarded

DENIAL = Guarded(
    r"(?:不得(?!不|了)|不能(?!不|错过)|不可(?!不|多得|思议)|不会(?!不)|不要(?!太|错过|犹豫)|不应|不做|不含|不是|不属|不具|不提供|不承诺|不保证|不参与|不支持|不涉及|不存在|不构成|不代表|不等于|不用|不接受|不允许|"
    r"不(?:写|说|学|卖|拿|扫|点|填|碰|搞|印|押|代|刷|喊|叫|讲|发)(?!了|完|到|出|过|清|定|起|得|尽|上)(?!你|我|您|不)|(?:别|莫|更别)(?:写|学|信|点|扫|拿|碰|搞|叫)|谢绝|撕掉|"
    r"并非|绝非|而非|无法|未经?|没有|没|无任何|勿|切勿|请勿|禁止|严禁|杜绝|拒绝|反对|抵制|避免|防止|谨防|警惕|远离|告别虚假|从不|绝不|决不|毫无|不吹(?!牛|不)|不敢(?:说|喊|称|自称)|谈不上|做不到|称不上|算不上)"
    r"[^,。!?;\n]{0,8}$"
)
DIRECT = regex.compile(r"(?<![好无差毫要])不$")
# What follows is meant after all: 不用吃药也能根治, 没有副作用的减肥茶, 没想到一次就治好了.
PROHIBITIONS = ("不得", "禁止", "严禁", "请勿", "切勿", "勿", "杜绝", "并非", "绝非", "从不")
AFFIRMED = regex.compile(r"(?:就|也|便|照样|同样|依然|轻松)(?:能|可|会|让|把|都)?|想到|的$|[\u4e00-\u9fff]就$")


# Denied after the fact: 包治百病谈不上, 说吊打有点过, 没有秒杀同行的意思.
AFTER = regex.compile(
    r"^[^,。!?;\n]{0,6}(?:谈不上|称不上|算不上|的意思(?!是)|无关|有点过|就算了|不敢当|不敢说|倒不至于|没那么|是不可能的)"
)


@context("negation", AFTER, DIRECT, DENIAL)
def is_denied(document: Document, start: int, end: int) -> bool:
    first, last = document.sentence_at(start)
    if AFTER.search(document.folded[end : min(last, end + 14)]):
        return True
    if DIRECT.search(document.folded, max(first, start - 2), start):
        return True
    denial = DENIAL.search(document.folded, max(first, start - 14), start)
    return denial is not None and (denial[0].startswith(PROHIBITIONS) or not AFFIRMED.search(denial[0]))
