"""The words stand in quotation marks and the sentence is about words: 标题不准用“震惊”, 写了“无效退款”就必须兑现, 法院认定说对手“全是假货”构成诋毁."""

from masthead.compliance.engine import expressions as regex
from masthead.compliance.engine.contexts import context
from masthead.compliance.engine.document import Document

OPENING, CLOSING = "“‘「『《", "”’」』》"
MARKS = regex.compile(f'[{OPENING}{CLOSING}"]')
ABOUT = regex.compile(
    r"标题|文案(?!:)|写法|写作|字样|[类等个组禁些]词|词[语汇]|用语|话术|字眼|说法|叫法|写成|写错|写着|错别字|错字|更正|勘误|校对|下列|哪个对|而非|不准|不许|不得|禁|"
    r"(?:不能|不可|不要|不可以)(?!错过|少|缺|没有|不|犹豫)|别(?:再)?(?:学|写|用|信|说|喊|叫|拿|当真)|不(?:再)?(?:喊|写|说|用|吹|讲)|请删|删[掉去除]|折叠|封号|公约|守则|"
    r"法院|法务|律师|判令|判决|处罚|约谈|通报|认定|构成|误导|虚假|无关|免责|维权|投诉|被罚|标语|口号|划走|警惕|商家写|(?:看到|见到|遇到|听到|凡是)[^,。!?]{0,8}[“「『]|"
    r"忽悠|作文|出处|(?:^|[,。里中要会能])写[“‘「『]|靠谱吗|可信吗|什么意思|区别|怎么看|谈不上|称不上|谁说|退(?:回|稿)|(?:请|已|一律)改[为成写][“‘「『]|[”」』]的(?:机构|商家|店|广告|宣传|承诺|文章|视频)[^,。!?]{0,6}(?:有问题|不可信|小心|别信|多半|绕开|远离|一律|有鬼)"
)


def _quoted(words: str, start: int, end: int) -> bool:
    """Whether the span holds a quotation mark or stands between two."""
    if any(sign in words[start:end] for sign in OPENING + CLOSING):
        return True
    for opening, closing in zip(OPENING, CLOSING, strict=True):
        opened = words.rfind(opening, 0, start)
        if opened >= 0 and closing not in words[opened:start] and closing in words[end:]:
            return True
    before = words[:start].count('"')
    return before % 2 == 1 and '"' in words[end:]


@context("mention", MARKS)
def is_mentioned(document: Document, start: int, end: int) -> bool:
    first, last = document.sentence_at(start)
    words = document.folded[first:last]
    return _quoted(words, start - first, min(end, last) - first) and ABOUT.search(words) is not None
