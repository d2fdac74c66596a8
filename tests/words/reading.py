"""What a page shows to eyes and ears, and which of it is data and not ours to translate."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from django.apps import apps
from django.db import models

SILENT = {"script", "style", "template", "svg", "code", "kbd", "noscript", "iframe"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SPOKEN = ("aria-label", "title", "placeholder", "alt", "data-label")
CHINESE_RUN = re.compile(r"[\u3400-\u9fff]+(?:[\d·，。：；！？（）「」《》“”—…]*[\u3400-\u9fff]+)*")
LATIN_WORD = re.compile(r"(?<![\w./@:#%-])[A-Za-z][A-Za-z]+(?![\w/@-])")
BUILT_IN = {"org.role", "platforms.platform", "platforms.platformability"}
"""Tables whose words we ship: they are translated when they are shown, so they do not count as data."""


class Page(HTMLParser):
    """Collects visible text; a part with its own `lang`, code and `.mono` are left out."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.language = ""
        self._open: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = given.get("lang", "")
        foreign = tag != "html" and "lang" in given
        silent = tag in SILENT or foreign or "mono" in given.get("class", "").split()
        if not silent and not any(self._open):
            self.pieces += [given[name] for name in SPOKEN if given.get(name)]
        if tag not in VOID:
            self._open.append(silent)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if not any(self._open) and data.strip():
            self.pieces.append(" ".join(data.split()))


def read(html: str) -> Page:
    """The page as it is read."""
    page = Page()
    page.feed(html)
    return page


def strings_of(value: Any) -> Iterator[str]:
    """Every text inside a value of a column."""
    if isinstance(value, str):
        yield " ".join(value.split())
    elif isinstance(value, dict):
        for inner in [*value.keys(), *value.values()]:
            yield from strings_of(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from strings_of(inner)


def data_strings() -> set[str]:
    """Every text in the database that people or the company wrote."""
    found: set[str] = set()
    for model in apps.get_models():
        label = model._meta.label_lower
        if not model.__module__.startswith("masthead.") or label in BUILT_IN:
            continue
        fields = [
            field.attname
            for field in model._meta.concrete_fields
            if isinstance(field, (models.CharField, models.TextField, models.JSONField)) and not field.choices
        ]
        for row in model._base_manager.values_list(*fields) if fields else ():
            found.update(text for value in row for text in strings_of(value) if text)
    return found


class Data:
    """Which words of a page are data."""

    def __init__(self, messages: set[str]) -> None:
        self.whole = data_strings()
        self.all = "\n".join(self.whole) + json.dumps(sorted(self.whole), ensure_ascii=False)
        self.letters = set(re.findall(r"[A-Za-z]+", self.all))
        self.messages = messages

    def holds(self, run: str) -> bool:
        """Data, and not one of our own messages that happens to occur in somebody's text."""
        return run in self.whole or (run not in self.messages and run in self.all)
