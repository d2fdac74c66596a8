"""A warning against fraud or a report of a punishment names the words of those whom it warns of."""

import regex

from masthead.compliance.engine.contexts import context
from masthead.compliance.engine.document import Document

WARNING = regex.compile(
    r"谨防|警惕|当心|小心(?!心|翼|形)|骗局|诈骗|反诈|防骗|骗子|上当|受骗|切勿|不要相信|不要轻信|别信|陷阱|套路|举报|曝光|被罚|处罚|罚款|立案|查处|"
    r"涉嫌|虚假宣传|违法广告|违规|非法集资|辟谣|谣言|被骗|话术|别转账|别迷信|冒充|勿信|不可信|挂电话"
)


@context("antifraud", of_sentence=True)
def warns(document: Document, start: int, _end: int) -> bool:
    first, last = document.sentence_at(start)
    return WARNING.search(document.folded, first, last) is not None
