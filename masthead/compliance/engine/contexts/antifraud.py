"""A warning against fraud or a report of a punishment names the words of those whom it warns of."""

from masthead.compliance.engine import expressions as regex
from masthead.compliance.engine.contexts import context
from masthead.compliance.engine.document import Document

WARNING = regex.compile(
    r"谨防|警惕|当心|小心(?!翼|思|机|愿|肝|心|形)|骗局|诈骗|反诈|防骗|骗子|上当(?!天|晚|日|时|年|地|下|季|红|家|初|场)|受骗|切勿|不要相信|不要轻信|别信|陷阱|套路(?!多|深)|举报|曝光(?!率|量|度|补偿|时间)|被罚|处罚|罚款|立案|查处|"
    r"涉嫌|虚假宣传|违法广告|违规|非法集资|辟谣|谣言|被骗|话术|别转账|别迷信|冒充|勿信|不可信|挂电话|挂断|杀猪盘|被追究|盗刷|叫停|通报批评|碰线|属违法|即违法|假(?:页面|链接|客服|公告|网站)|冒用|仿冒"
)


@context("antifraud", WARNING, of_sentence=True)
def warns(document: Document, start: int, _end: int) -> bool:
    first, last = document.sentence_at(start)
    return WARNING.search(document.folded, first, last) is not None
