"""Numbers that belong to a person: mobile, identity card, bank card; check digits decide, masks and numbers of things do not count."""

from collections.abc import Iterator

from masthead.compliance.engine import expressions as regex
from masthead.compliance.engine.document import Document
from masthead.compliance.engine.finding import Hit
from masthead.compliance.engine.structure import DENSE_DIGITS, Profile, structure

GAP = r"[^\da-z\u4e00-\u9fff*\n,。!?;:]{0,3}"
MOBILE = regex.compile(
    rf"(?<![\da-z*])(?:\+?86{GAP})?1{GAP}[3-9](?:{GAP}\d){{9}}(?![\d*])|(?<![\d*])1[3-9]\d[ ,、.\-]{{1,3}}\d{{4}}[ ,、.\-]{{1,3}}\d{{4}}(?![\d*])"
)
CITIZEN = regex.compile(rf"(?<![\da-z*])[1-9](?:{GAP}\d){{16}}{GAP}[\dx](?![\da-z*])")
CARD = regex.compile(r"(?<![\da-z*])[3-6](?:[ \-]?\d){15,18}(?![\da-z*])")
THING = regex.compile(
    r"(?:订单|运单|快递|物流|条码|条形码|单号|编号|批次|批号|备案|专利|许可证|信用代码|流水|序列号|货号|款号|sku|型号|isbn|统一社会|文号|合同号|发票|报告)"
    r"[^\d,。!?\n]{0,10}$"
)
OF_PERSON = regex.compile(r"(?:身份证|证件|户口)(?:号码?)?[^,。!?\n]{0,8}$")
OF_ACCOUNT = regex.compile(r"(?:卡|账号|账户|户名|打到|汇到|转到|打款)(?:号码?)?[^。!?\n]{0,8}$")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def _numbers(document: Document, pattern: "regex.Pattern[str]") -> Iterator[tuple[int, int, str]]:
    text = document.digits
    for match in pattern.finditer(text):
        if not THING.search(document.folded, max(0, match.start() - 20), match.start()):
            yield match.start(), match.end(), "".join(c for c in match.group() if c.isascii() and c.isalnum())


def _hit(document: Document, start: int, end: int) -> Hit:
    written = document.folded[start:end]
    hidden = written != document.digits[start:end] or not all(c.isalnum() or c in " -+" for c in written)
    return Hit(start, end, masked=True, evasion=("digits",) if hidden else ())


@structure("pii.mobile", DENSE_DIGITS)
def mobiles(document: Document, _profile: Profile) -> Iterator[Hit]:
    for start, end, number in _numbers(document, MOBILE):
        if len(set(number[-8:])) > 1:
            yield _hit(document, start, end)


@structure("pii.citizen", DENSE_DIGITS)
def citizens(document: Document, _profile: Profile) -> Iterator[Hit]:
    for start, end, number in _numbers(document, CITIZEN):
        if is_citizen(number) or (is_dated(number) and _is_said(document, OF_PERSON, start)):
            yield _hit(document, start, end)


@structure("pii.card", DENSE_DIGITS)
def cards(document: Document, _profile: Profile) -> Iterator[Hit]:
    for start, end, number in _numbers(document, CARD):
        said = _is_said(document, OF_ACCOUNT, start) and number[0] in "3456"
        dated = is_dated(number) and _is_said(document, OF_PERSON, start)
        if (is_card(number) or said) and not is_citizen(number) and not dated:
            yield _hit(document, start, end)


def _is_said(document: Document, label: "regex.Pattern[str]", start: int) -> bool:
    """Whether the words before name what the number is; then a wrong check digit is a slip of the pen."""
    return label.search(document.folded, max(0, start - 16), start) is not None


def is_dated(number: str) -> bool:
    """18 characters with a date of birth that can be."""
    if len(number) != 18:
        return False
    year, month, day = int(number[6:10]), int(number[10:12]), int(number[12:14])
    return 1900 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= 31


def is_citizen(number: str) -> bool:
    """A dated number with the check character of ISO 7064 MOD 11-2."""
    if not is_dated(number):
        return False
    total = sum(int(d) * w for d, w in zip(number, WEIGHTS, strict=False))
    return "10x98765432"[total % 11] == number[17].lower()


def is_card(number: str) -> bool:
    """16–19 digits that pass Luhn."""
    digits = [int(d) for d in reversed(number)]
    total = sum(d if i % 2 == 0 else (d * 2 - 9 if d * 2 > 9 else d * 2) for i, d in enumerate(digits))
    return 16 <= len(digits) <= 19 and total % 10 == 0 and len(set(number)) > 3
