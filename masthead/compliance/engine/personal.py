"""Personal data in a text, for taking it out before the text leaves the house. Rather too much than too little: what only looks like a number of
a person goes too, while the rules for a finding (structure/pii.py) ask for check digits and spare numbers of things."""

from masthead.compliance.engine import expressions as regex
from masthead.compliance.engine.document import Document
from masthead.compliance.engine.structure.pii import CITIZEN, MOBILE

LONG = regex.compile(r"(?<![\da-z*])\d(?:[ \-]?\d){14,18}x?(?![\da-z*])")
MAIL = regex.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
HANDLE = regex.compile(r"(?:微信号?|vx|qq)[:]?\s?[a-z0-9_-]{5,20}")
PLATE = regex.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][a-z][·•]?[a-z0-9]{5,6}(?![a-z0-9])"
)
CITIZEN_NUMBER, CARD_NUMBER, MOBILE_NUMBER, MAIL_ADDRESS, CONTACT, LICENCE_PLATE = (
    "citizen",
    "card",
    "mobile",
    "mail",
    "contact",
    "plate",
)


def personal_spans(text: str) -> list[tuple[int, int, str]]:
    """(start, end, kind) in the original text, in order, none over another; full-width, Chinese and split digits are read as such."""
    document = Document(text)
    digits, folded = document.digits, document.folded
    asked = (
        (CITIZEN_NUMBER, CITIZEN, digits), (CARD_NUMBER, LONG, digits), (MOBILE_NUMBER, MOBILE, digits), (MAIL_ADDRESS, MAIL, folded),
        (CONTACT, HANDLE, folded), (LICENCE_PLATE, PLATE, folded),
    )  # fmt: skip
    found: list[tuple[int, int, str]] = []
    for kind, pattern, words in asked:
        for match in pattern.finditer(words):
            start, end = document.fold.original(match.start(), match.end())
            if all(end <= a or b <= start for a, b, _kind in found):
                found.append((start, end, kind))
    return sorted(found)
