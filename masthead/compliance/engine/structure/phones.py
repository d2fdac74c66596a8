"""A mobile number in a post of a closed platform is an invitation to leave it."""

from collections.abc import Iterator

from masthead.compliance.engine import expressions as regex
from masthead.compliance.engine.document import Document
from masthead.compliance.engine.finding import Hit
from masthead.compliance.engine.structure import DENSE_DIGITS, Profile, structure
from masthead.compliance.engine.structure.pii import mobiles

# The number of somebody else made public: a matter of pii alone.
THIRD = regex.compile(r"恭喜|中奖|中签|获奖|头奖|喜提|得主|名单|买家|差评|顾客|肇事|失主|老赖|欠(?:钱|款|债)|曝光")


@structure("diversion.phone", DENSE_DIGITS)
def left_behind(document: Document, profile: Profile) -> Iterator[Hit]:
    for hit in mobiles(document, profile):
        if not THIRD.search(document.folded, max(0, hit.start - 40), hit.start):
            yield hit
