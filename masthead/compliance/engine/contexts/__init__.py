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
OF_SENTENCE: set[str] = set()


def context(name: str, *, of_sentence: bool = False) -> Callable[[Excuse], Excuse]:
    """Register a context under the name that rules use; `of_sentence`: it is the same for every place of one sentence (and asked once)."""

    def keep(excuse: Excuse) -> Excuse:
        CONTEXTS[name] = excuse
        if of_sentence:
            OF_SENTENCE.add(name)
        return excuse

    return keep


def excuse_of(names: tuple[str, ...], document: Document, start: int, end: int) -> str:
    """The first of those contexts in which the span stands; '' = none."""
    return next((name for name in names if _excuses(name, document, start, end)), "")


def _excuses(name: str, document: Document, start: int, end: int) -> bool:
    if name not in OF_SENTENCE:
        return CONTEXTS[name](document, start, end)
    key = (name, document.sentence_at(start)[0])
    known = document.excuses.get(key)
    if known is None:
        known = document.excuses[key] = CONTEXTS[name](document, start, end)
    return known


for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
