"""Bytes to text: the encodings in which Chinese policy texts arrive, told apart by how the result reads."""

import codecs

COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如"
    "水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气"
    "第条章节总则公司本规定制度办法管理账号审核发布内容宣传部门负责应当不得依照执行附件目录页共適條節總則規發佈內容審核負責應當執行規章帳號為對會時業體員關與並訊據"
    "，。、；：（）《》“”　！？"
)
BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
CANDIDATES = ("gb18030", "big5hkscs")
SAMPLE = 200_000
MOST_BROKEN = 0.02


def decoded(data: bytes) -> tuple[str, int] | None:
    """(text, how many characters could not be read), or None when it is no text."""
    for bom, encoding in BOMS:
        if data.startswith(bom):
            text = data[len(bom) :].decode(encoding, "replace")
            return text, text.count("\ufffd")
    if (wide := _wide(data)) is not None:
        return wide, wide.count("\ufffd")
    try:
        return data.decode("utf-8"), 0
    except UnicodeDecodeError:
        return _legacy(data)


def _wide(data: bytes) -> str | None:
    """UTF-16 without its mark: text has line ends and digits, whose upper byte is zero."""
    if b"\x00" not in data[:SAMPLE]:
        return None
    best = max(("utf-16-le", "utf-16-be"), key=lambda e: _readability(data[:SAMPLE].decode(e, "ignore")))
    text = data.decode(best, "replace")
    return text if _readability(text[:SAMPLE]) > 0.2 and "\x00" not in text else None


def _legacy(data: bytes) -> tuple[str, int] | None:
    """GB 18030 or Big5, or UTF-8 with damage: whatever reads most like Chinese."""
    found = []
    for encoding in ("utf-8", *CANDIDATES):
        text = data.decode(encoding, "replace")
        broken = text.count("\ufffd")
        if broken <= max(3, MOST_BROKEN * len(text)) and "\x00" not in text:
            found.append((_readability(text[:SAMPLE]) - 5 * broken / max(1, len(text)), text, broken))
    if not found:
        return None
    _score, text, broken = max(found, key=lambda f: f[0])
    return text, broken


def _readability(text: str) -> float:
    """Share of common characters among those that are not ASCII; control characters spoil it."""
    wide = [c for c in text if c > "\x7f"]
    spoiled = sum(1 for c in text if c < " " and c not in "\t\r\n\x0b\x0c") + sum(
        1 for c in wide if "\ue000" <= c <= "\uf8ff"
    )
    if not wide:
        return 0.3 if not spoiled else 0.0
    return sum(1 for c in wide if c in COMMON) / len(wide) - 4 * spoiled / len(text)
