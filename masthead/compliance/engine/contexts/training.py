"""The text teaches which words must not be used: 违禁词培训、合规手册、审核要点。"""

from masthead.compliance.engine import expressions as regex
from masthead.compliance.engine.contexts import context
from masthead.compliance.engine.document import Document

TEACHES = regex.compile(
    r"违禁词|禁用词|敏感词|极限词|绝对化用语|违规词|用词规范|合规(?:培训|手册|要求|课|提示|指引|审查|自查)|审核(?:要点|标准|规范|员)|"
    r"普法|案例(?:分析|解读|警示)|反面(?:案例|教材|例子)|小课堂[】\]:]|"
    r"(?:编辑|运营|写作)(?:守则|规范)|(?:版权|合规|法律|法治)课|法律科普|法务(?:说|提醒|部)|自查(?:清单|表|时)|社区公约|律师(?:表示|提醒|解读)|校对练习|(?:写|拟|起)标题(?:别|不|的建议|时)|标题(?:不准|不得|不许|别)|文案(?:别|不得|里?不要)|以下(?:词语|用语|表述|说法)"
)


@context("training", TEACHES, of_sentence=True)
def teaches(document: Document, start: int, _end: int) -> bool:
    first, last = document.sentence_at(start)
    return TEACHES.search(document.folded, first, last) is not None
