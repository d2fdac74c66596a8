"""Visible marks that the law asks for: 广告 on commercial content with a way to buy, AI on what machines made.

AI text must contain 人工智能 or AI together with 生成 or 合成 (GB 45438-2025); both stand before the text, where nobody scrolls past them.
"""

from collections.abc import Sequence
from html import escape

ADVERT = "广告"
AI_WORDS = {"text": "文字", "picture": "图片", "video": "视频", "audio": "声音"}
STYLE = "margin:0 0 12px;padding:4px 8px;border:1px solid #dee0e3;border-radius:4px;font-size:12px;line-height:1.6;color:#646a73"


def ai_mark(parts: Sequence[str]) -> str:
    """The sentence that says which parts a machine made."""
    named = "、".join(AI_WORDS[p] for p in AI_WORDS if p in parts)
    return f"本内容的{named}由AI生成，已经人工审核" if named else "本内容含AI生成部分，已经人工审核"


def label_lines(*, is_ai_made: bool, ai_parts: Sequence[str], is_advertising: bool) -> list[str]:
    """The marks of a content in the order in which they are shown; [] when none is due."""
    lines = [ADVERT] if is_advertising else []
    return [*lines, ai_mark(ai_parts)] if is_ai_made else lines


def labelled_html(html: str, lines: Sequence[str]) -> str:
    """The article with its marks before the first word; unchanged when there are none."""
    if not lines:
        return html
    marks = "".join(f'<p style="{STYLE}">{escape(line)}</p>' for line in lines)
    return f"{marks}{html}"


def labelled_text(text: str, lines: Sequence[str]) -> str:
    """A short post with its marks before the first word."""
    return "".join(f"【{line}】" for line in lines) + text
