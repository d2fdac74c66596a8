"""From clean article HTML to what WeChat keeps: every rule inline, because the platform drops classes and style sheets."""

import css_inline

from masthead.content.documents.themes import THEMES

STYLE_SHEET = """
section.article { font-size: 16px; line-height: 1.75; letter-spacing: 0.5px; color: #333333; text-align: justify; }
p { margin: 0 0 1em 0; }
h1, h2 { font-size: 20px; line-height: 1.4; font-weight: bold; margin: 1.6em 0 0.8em 0; color: #1f2329; }
h3, h4 { font-size: 17px; line-height: 1.5; font-weight: bold; margin: 1.4em 0 0.6em 0; color: #1f2329; }
blockquote { margin: 1em 0; padding: 0.6em 1em; border-left: 3px solid #c8c9cc; color: #646a73; background-color: #f7f8fa; }
img { max-width: 100%; display: block; margin: 0 auto; }
figcaption { font-size: 13px; color: #8f959e; text-align: center; margin-top: 0.4em; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th, td { border: 1px solid #dee0e3; padding: 6px 8px; }
th { background-color: #f5f6f7; font-weight: bold; }
ul, ol { margin: 0 0 1em 0; padding-left: 1.5em; }
hr { border: 0; border-top: 1px solid #dee0e3; margin: 2em 0; }
a { color: #3455a4; }
"""
_inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=False)


def inlined_html(html: str, theme: str = "") -> str:
    """Clean article HTML with a theme's style inline; the author's own inline styles win over it. Classes are gone."""
    sheet = STYLE_SHEET + THEMES[theme].sheet if theme in THEMES else STYLE_SHEET
    page = f'<html><head><style>{sheet}</style></head><body><section class="article">{html}</section></body></html>'
    inlined = _inliner.inline(page)
    body = inlined.split("<body>", 1)[1].rsplit("</body>", 1)[0]
    return body.replace(' class="article"', "").strip()
