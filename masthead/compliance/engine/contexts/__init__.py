"""Circumstances in which words that a rule names are not used but spoken of.

A context is a function (document, start, end) -> bool in a file of its own here; the rule says which ones excuse it (`context`), and a hit in
one becomes a hint with the name of the context as its exemption.
"""

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules

from masthead.compliance.engine.document import Document

Excuse = Callable[[Document, int, int], bool]
CONTEXTS: dict[str, Excuse] = {}


def context(name: str) -> Callable[[Excuse], Excuse]:
    """Register a context under the name that rules use."""

    def keep(excuse: Excuse) -> Excuse:
        CONTEXTS[name] = excuse
        return excuse

    return keep


def excuse_of(names: tuple[str, ...], document: Document, start: int, end: int) -> str:
    """The first of those contexts in which the span stands; '' = none."""
    for name in names:
        if CONTEXTS[name](document, start, end):
            return name
    return ""


for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
