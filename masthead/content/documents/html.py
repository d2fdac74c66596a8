"""What article HTML may contain. The same cleaning stands at every door: editor, paste, Word, API."""

import re
from html.parser import HTMLParser

import nh3

TAGS = {
    "p", "br", "h1", "h2", "h3", "h4", "strong", "b", "em", "i", "u", "s", "sub", "sup", "mark", "span", "section", "blockquote",
    "ul", "ol", "li", "a", "img", "table", "thead", "tbody", "tr", "th", "td", "hr", "figure", "figcaption", "pre", "code",
}  # fmt: skip
STYLES = {
    "color", "background-color", "background", "font-size", "font-weight", "font-style", "font-family", "text-align", "text-indent",
    "text-decoration", "line-height", "letter-spacing", "margin", "margin-top", "margin-bottom", "margin-left", "margin-right", "padding",
    "padding-top", "padding-bottom", "padding-left", "padding-right", "border", "border-top", "border-bottom", "border-left", "border-right",
    "border-radius", "border-color", "border-collapse", "width", "max-width", "display", "vertical-align", "box-sizing", "white-space",
}  # fmt: skip
ATTRIBUTES = {
    "*": {"style"},
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
}
BLOCKS = {
    "p",
    "br",
    "h1",
    "h2",
    "h3",
    "h4",
    "section",
    "blockquote",
    "li",
    "tr",
    "figure",
    "figcaption",
    "hr",
    "pre",
    "ul",
    "ol",
    "table",
}
ASSET = re.compile(r"^asset:([0-9a-f]{64})$")
ABSOLUTE = re.compile(r"^(?:https?://[^\\\s/]|mailto:)", re.IGNORECASE)
HOSTILE_STYLE = re.compile(
    r"url\s*\(|expression|javascript|\\|@import|/\*"
    # Words that a reader cannot see would pass every reviewer: they are shown.
    r"|display\s*:\s*none|font-size\s*:\s*[0-4](?:\.\d+)?(?:px|pt)?\s*(?:!|$)|font\s*:\s*0",
    re.IGNORECASE,
)


def _attribute(tag: str, name: str, value: str) -> str | None:
    if tag == "img" and name == "src":
        return value if ASSET.match(value) else None
    if tag == "a" and name == "href":
        # An address without a scheme leads somewhere else on every platform, and \\\\host is an outside address to a browser.
        return value if ABSOLUTE.match(value) else None
    if name == "style" and HOSTILE_STYLE.search(value):
        return ";".join(part for part in value.split(";") if not HOSTILE_STYLE.search(part)) or None
    return value


def clean_html(html: str) -> str:
    """Article HTML with only allowed tags, attributes and style properties. Pictures other than asset:SHA256 lose their source.

    Links keep http, https and mailto only. Idempotent: cleaning twice gives the same text.
    """
    cleaned = nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags={"script", "style", "title", "iframe", "object", "svg", "math", "noscript", "template"},
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        filter_style_properties=STYLES,
        url_schemes={"http", "https", "mailto", "asset"},
        link_rel="noopener noreferrer",
        strip_comments=True,
    )
    return re.sub(r"<img(?![^>]*\ssrc=)[^>]*>", "", cleaned.replace(' style=""', "")).strip()


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.assets: list[str] = []
        self.alts: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self.parts.append("\n")
        if tag == "img" and (match := ASSET.match(dict(attrs).get("src") or "")):
            self.assets.append(match.group(1))
            self.alts.setdefault(match.group(1), (dict(attrs).get("alt") or "").strip())

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.parts.append("\n")
        elif tag in ("td", "th"):
            self.parts.append("\t")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def _parsed(html: str) -> _Text:
    parser = _Text()
    parser.feed(html)
    parser.close()
    return parser


def plain_text(html: str) -> str:
    """The words as a reader sees them: one line a block, no blank lines."""
    lines = (re.sub(r"[ \u00a0]+", " ", line).strip() for line in "".join(_parsed(html).parts).splitlines())
    return "\n".join(line for line in lines if line)


def asset_hashes(html: str) -> list[str]:
    """SHA-256 of the pictures in order of first appearance, each once."""
    return list(dict.fromkeys(_parsed(html).assets))


def alts_of(html: str) -> dict[str, str]:
    """{SHA-256: what the picture shows, in words}; '' where nobody wrote any."""
    return _parsed(html).alts


def first_words(html: str, most: int = 54) -> str:
    """The beginning of the text, for a digest that nobody wrote."""
    return plain_text(html).replace("\n", " ")[:most]
