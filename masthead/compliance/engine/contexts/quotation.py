"""The words themselves are spoken of: 所谓“根治”、“第一”等字眼。"""

from masthead.compliance.engine.contexts import context
from masthead.compliance.engine.document import Document
from masthead.compliance.engine.guarded import Guarded

SO_CALLED = Guarded(r"(?:所谓|自称|声称|宣称|谎称|打着|标榜)(?:的)?[^,。!?;\n]{0,10}$")
AS_WORDS = Guarded(
    r"^[^,。!?;\n]{0,12}[\"'”’」』]?[^,。!?;\n]{0,12}(?:字眼|字样|字词|等词|用语|词语|说法|表述|措辞|噱头|写法|标语|口号|那一套|这一套)"
)


@context("quotation", SO_CALLED, AS_WORDS)
def speaks_of(document: Document, start: int, end: int) -> bool:
    first, last = document.sentence_at(start)
    if SO_CALLED.search(document.folded, max(first, start - 14), start):
        return True
    return AS_WORDS.search(document.folded[end : min(last, end + 30)]) is not None
