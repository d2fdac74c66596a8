"""A law is quoted or explained: 广告法第九条规定不得使用……"""

from masthead.compliance.engine.contexts import context
from masthead.compliance.engine.document import Document
from masthead.compliance.engine.guarded import Guarded

QUOTES = Guarded(
    r"(?:《[^》]{2,30}(?:法|条例|办法|规定|细则|指南|通知|标准|决定)》|广告法|消费者权益保护法|反不正当竞争法|食品安全法|第[零一二三四五六七八九十百\d]+条)"
    r"[^。!?\n]{0,60}(?:规定|明确|要求|禁止|不得|严禁|指出|所称|处以|应当)"
)


@context("lawquote", QUOTES, of_sentence=True)
def quotes_law(document: Document, start: int, _end: int) -> bool:
    first, last = document.sentence_at(start)
    return QUOTES.search(document.folded, first, last) is not None
