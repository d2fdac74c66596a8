"""Small pieces that the console's sections share."""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.html import Child, Markup, el


def section(name: str, title: str, note: str, *body: Child, count: int | None = None) -> Markup:
    heading = el("h2", title, el("span", count, class_="count") if count is not None else None, id=f"{name}-title")
    lead = el("header", heading, el("p", note) if note else None)
    return el("section", lead, *body, id=name, aria_labelledby=f"{name}-title")


def table(heads: Iterable[tuple[str, str]], rows: list[list[Child]], *, empty: str) -> Markup:
    """Columns as (title, class); an empty table says what to do."""
    columns = list(heads)
    if not rows:
        return el("p", empty, class_="empty")
    head = el("thead", el("tr", *(el("th", title, class_=look or None, scope="col") for title, look in columns)))
    lines = [
        el(
            "tr",
            *(el("td", cell, class_=columns[i][1] or None, data_label=columns[i][0]) for i, cell in enumerate(row)),
        )
        for row in rows
    ]
    return el("div", el("table", head, el("tbody", *lines)), class_="scroll", tabindex="0")


def button(word: str, action: str, *, look: str = "", label: str | None = None, **values: object) -> Markup:
    """A form of one button; works without scripts."""
    hidden = [el("input", type="hidden", name=name, value=value) for name, value in values.items()]
    press = el("button", word, type="submit", class_=look or None, aria_label=label)
    return el("form", *hidden, press, action=action, method="post", class_="inline")


def field(label: str, name: str, value: object = "", *, kind: str = "text", hint: str = "", **more: object) -> Markup:
    return el(
        "label",
        el("span", label),
        el("input", type=kind, name=name, value=value, **more),
        el("small", hint) if hint else None,
        class_="field",
    )


def choice(label: str, name: str, options: Iterable[tuple[object, str]], chosen: object = "") -> Markup:
    listed = [el("option", word, value=value, selected=str(value) == str(chosen)) for value, word in options]
    return el("label", el("span", label), el("select", *listed, name=name), class_="field")
