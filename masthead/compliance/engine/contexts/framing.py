"""Who speaks and why: the police, a regulator, a bank's class, a code of conduct name the words of others to warn of them.

The frame excuses only sentences that offer nothing themselves: a warning at the head does not cover an offer further down.
"""

from masthead.compliance.engine import expressions as regex
from masthead.compliance.engine.contexts import context
from masthead.compliance.engine.document import Document
from masthead.compliance.engine.guarded import Guarded

HEAD = 46
SPEAKER = Guarded(
    r"(?:反诈|民警|警方|公安|派出所|法院|法官|检察|监管|市监|消协|消保委|网信办|证监|金融监管|税务局|广电)[^。!?\n]{0,12}(?:提醒|提示|通报|说|科普|解读|告诉|公布|:)|"
    r"投教|投资者教育|(?:网点|金融|法律|反诈|普法|消费|理财)(?:小?(?:课堂|讲堂|常识)|小问|小知识)|自律(?:公约)?|(?:平台|社区|行业)(?:新规|规则)[^。!?\n]{0,4}(?:解读|学习|速读|培训)|"
    r"反歧视声明|消费警示|风险教育|(?:教研|法务|审核)(?:日记|笔记|手记)"
)
OFFERS = regex.compile(
    r"加我|找我|联系我|跟我|跟着我|私(?:信|聊)我|(?:我们|咱们?|本店|我家|本公司)(?!不|从不|也不|没有|反对|拒绝|只想|只|绝不|的反|行|店只)|"
    r"本(?:产品|项目|基金|品|平台|课程|楼盘|计划)|来我(?:这|家|们)|我(?:这|手里)(?:有|里)?|姐妹|宝子|老铁|名额有限|下单|报名|包邮|现货|限时|抢购|立即|马上(?:加|买|来)|欢迎(?:选购|加盟|咨询)|老客|优惠价|只要\d"
)
AFTER = Guarded(
    r"^[^,。!?;\n]{0,24}?(?:不存在|不可信|不靠谱|都是假|是假的|(?:都|均|皆|也|就|同样)?(?:算|属于?|是|涉嫌|构成)(?:虚假|违法|违规|骗|诈骗|杀猪盘|剧本|站外|导流|红线|禁区|犯罪|高压线)|"
    r"(?:都|均|全)?(?:碰线|踩线|越线|踩红线)|(?:会被|被)(?:追究|处罚|叫停|封号|通报|查处|退回)|请(?:挂断|拒绝|绕开|报警|拉黑|警惕|勿))"
)
ASKED = regex.compile(
    r"^[\"'”’」』]?[^,。!?\n]{0,6}(?:存在|有用|可信|靠谱|有效|合法|算数|是真的?|能信|可以写)吗?(?=[?？]|$)"
)
LISTED = Guarded(
    r"^[^。!?;\n]{0,24}(?:这些|这类|此类|上述|这种|诸如此类|之类)(?:的)?(?:词|话|说法|字眼|承诺|宣传|套路|表述|口号)"
)
OTHERS = regex.compile(
    r"(?:遇到|碰到|凡是|接到|陌生人|骗子|对方|有人)[^。!?\n]{0,10}(?:让|叫|劝|拉|要|教|说|称|承诺)(?:你|您)?[^。!?\n]{0,24}$|"
    r"(?:若|如果?|要是|假如|一旦|遇到|凡)[^,。!?\n]{0,4}(?:销售|中介|顾问|业务员|客服|主播|商家|推销|店员)[^,。!?\n]{0,6}(?:说|称|承诺|许诺|保证)[^。!?\n]{0,24}$"
)
REJECTED = regex.compile(
    r"请?挂断|报警|别理|不理|莫信|别点|勿点|打问号|关页面|但我们|,我们只|请(?:要求|索要|核实|保留|留存|截图|拒绝)|写[入进]合同|以合同为准|别当真|不要(?:轻)?信|,我们不|其实|不是这样|并不"
)


def _is_told(document: Document) -> bool:
    return SPEAKER.search(document.folded, 0, HEAD) is not None


@context("framing", AFTER, ASKED, LISTED, OTHERS, head=_is_told)
def is_framed(document: Document, start: int, end: int) -> bool:
    """Whether the words are told about, not told."""
    first, last = document.sentence_at(start)
    behind = document.folded[end : min(last, end + 40)]
    if AFTER.search(behind) or ASKED.search(behind) or LISTED.search(behind):
        return True
    if OTHERS.search(document.folded, first, start) and REJECTED.search(behind):
        return True
    if not _is_told(document):
        return False
    rest = document.folded[first:start] + document.folded[end:last]
    return OFFERS.search(rest) is None
