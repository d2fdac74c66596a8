"""Chinese typographic habits, put right in one go. Works on clean HTML and changes characters only where no meaning hangs on them.

Gaps between Han and Latin are a matter of style sheets (`text-autospace`), so blanks typed for them are taken out.
"""

import re
from collections.abc import Callable

HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0002ffff"
CLOSING = r"”’）】》〉」』"
TOKEN = re.compile(r"(<[^>]*>)")
KEPT = re.compile(r"(https?://[^\s\u4e00-\u9fff]+|[\w.+-]+@[\w-]+\.[\w.-]+|&[a-z#0-9]+;)")
EMPTY = re.compile(
    r"<(p|section)[^>]*>(?:\s|\u3000|&nbsp;|\u00a0|<br\s*/?>|</?(?:span|strong|em|b|i|u)(?:\s[^>]*)?>)*</\1>"
)
INDENT = re.compile(r"\s*text-indent\s*:[^;\"]*;?")
BLOCK_START = re.compile(
    r"(<(?:p|h[1-4]|li|section|blockquote)(?:\s[^>]*)?>(?:<(?:span|strong|em|b|i|u)(?:\s[^>]*)?>)*)(?:\s|\u3000|&nbsp;|\u00a0)+"
)
WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
Rule = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]
RULES: tuple[Rule, ...] = (
    (re.compile(r"[Ａ-Ｚａ-ｚ０-９％]"), lambda m: chr(ord(m.group()) - 0xFEE0)),
    (
        re.compile(rf"(?<=[{HAN}{CLOSING}])[,;:?!]|(?<=[0-9%])[,;:?!](?=[{HAN}“‘（《])"),
        lambda m: WIDE[m.group()],
    ),
    (re.compile(rf"(?<=[{HAN}{CLOSING}])\.(?=\s|$|[{HAN}”])"), "。"),
    (re.compile(rf"\(([^()]*[{HAN}][^()]*)\)"), r"（\1）"),
    (re.compile(rf'"([^"]*[{HAN}][^"]*)"'), r"“\1”"),
    (re.compile(r"。{2,}|\.{3,}|…(?!…)(?<!……)"), "……"),
    (re.compile(rf"(?<=[{HAN}])\s*(?:--+|—(?!—)(?<!——))\s*(?=[{HAN}])"), "——"),
    (
        re.compile(
            rf"(?<=[{HAN}，。；：？！、（）“”《》])[ \u00a0\u3000]+(?=[{HAN}A-Za-z0-9，。；：？！、（）“”《》])"
        ),
        "",
    ),
    (re.compile(rf"(?<=[A-Za-z0-9%])[ \u00a0\u3000]+(?=[{HAN}，。；：？！、（）“”《》])"), ""),
)


def tidied(html: str) -> tuple[str, int]:
    """(the text in good order, how many places were changed). Doing it twice changes nothing more."""
    count = 0

    def took(pattern: re.Pattern[str], with_: str | Callable[[re.Match[str]], str], text: str) -> str:
        nonlocal count
        text, times = pattern.subn(with_, text)
        count += times
        return text

    html = took(EMPTY, "", html)
    html = took(BLOCK_START, r"\1", html)
    html = took(INDENT, "", html).replace(' style=""', "")
    parts, code = [], 0
    for token in TOKEN.split(html):
        if token.startswith("<"):
            code += {"<pre": 1, "<code": 1, "</pre": -1, "</code": -1}.get(re.split(r"[\s>]", token)[0], 0)
            parts.append(token)
        elif token and not code:
            text, times = _line(token)
            count += times
            parts.append(text)
        else:
            parts.append(token)
    return "".join(parts), count


def _line(text: str) -> tuple[str, int]:
    """One run of text between two tags; addresses and entities stay."""
    kept: list[str] = []
    text = KEPT.sub(lambda m: kept.append(m.group()) or f"\ue000{len(kept) - 1}\ue001", text)  # type: ignore[func-returns-value]
    count = 0
    for pattern, with_ in RULES:
        after = pattern.sub(with_, text)
        if after != text:
            count += max(1, sum(a != b for a, b in zip(text, after, strict=False)) if len(after) == len(text) else 1)
        text = after
    return re.sub(r"\ue000(\d+)\ue001", lambda m: kept[int(m.group(1))], text), count
