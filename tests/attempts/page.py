"""Reading a page as a browser would: is there anything in it that runs?"""

from html.parser import HTMLParser

OUR_SCHEMES = ("/", "#", "?", "http://testserver/", "https://", "http://", "mailto:", "asset:", "data:image/")


class Hostile(HTMLParser):
    """Collects what a browser would run or load from elsewhere: inline scripts, event attributes, script addresses, foreign frames."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.script = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in ("object", "embed", "base", "applet", "svg:script") or (tag == "meta" and "http-equiv" in given):
            self.found.append(f"<{tag}>")
        if (
            tag == "script"
            and "src" not in given
            and given.get("type") not in ("application/json", "application/ld+json")
        ):
            self.found.append("<script> with words of its own")
        for name, value in given.items():
            address = value.strip().lower()
            if name.startswith("on"):
                self.found.append(f"<{tag} {name}>")
            elif (
                name in ("href", "src", "action", "formaction", "xlink:href", "srcdoc")
                and address
                and not address.startswith(OUR_SCHEMES)
            ):
                self.found.append(f'<{tag} {name}="{value}">')
            elif name in ("src", "action", "formaction") and address.startswith(("http", "//")):
                self.found.append(f'<{tag} {name}="{value}"> leads out of the house')


def hostile_in(html: str) -> list[str]:
    """What of the page would run or load from elsewhere; [] for a page of ours."""
    reader = Hostile()
    reader.feed(html)
    reader.close()
    return reader.found
