"""HTML by function calls: children are escaped unless they are already markup."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path

from starlette.responses import HTMLResponse

# Machines without a Chinese font get the slices of this one, where the front-end packages are installed.
FONT = Path(__file__).resolve().parent.parent / "node_modules/@fontsource-variable/noto-sans-sc"
VOID = frozenset({"meta", "link", "input", "img", "br", "hr"})


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


Child = object


def el(name: str, /, *children: Child, **attrs: object) -> Markup:
    """`el("a", "看", href="/x", class_="link")`; None and False leave an attribute out, True makes it bare."""
    parts = [name]
    for key, value in attrs.items():
        if value is None or value is False:
            continue
        word = key.rstrip("_").replace("_", "-")
        parts.append(word if value is True else f'{word}="{escape(str(value), quote=True)}"')
    opening = f"<{' '.join(parts)}>"
    return Markup(opening if name in VOID else f"{opening}{join(children)}</{name}>")


def join(children: Iterable[Child]) -> Markup:
    """Children in a row; lists are flattened, None is nothing."""
    written = []
    for child in children:
        if child is None:
            continue
        if isinstance(child, Markup):
            written.append(str(child))
        elif isinstance(child, list | tuple):
            written.append(str(join(child)))
        else:
            written.append(escape(str(child)))
    return Markup("".join(written))


def page(title: str, *body: Child, css: str, policy: str, status: int = 200, body_class: str = "") -> HTMLResponse:
    """A whole document with its stylesheet and its content policy."""
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("title", title),
        el("link", rel="stylesheet", href="/font/index.css") if FONT.is_dir() else None,
        el("link", rel="stylesheet", href=css),
        el("link", rel="icon", href="/static/seal.svg", type="image/svg+xml"),
    )
    document = "<!doctype html>" + el("html", head, el("body", *body, class_=body_class or None), lang="zh-Hans")
    headers = {
        "content-security-policy": policy,
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
    }
    return HTMLResponse(document, status_code=status, headers=headers)
