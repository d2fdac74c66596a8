"""Circumstances in which words that a rule names are not used but spoken of.

A context is a function (document, start, end) -> bool in a file of its own here; the rule says which ones excuse it (`context`), and a hit in
one becomes a hint with the name of the context as its exemption.
"""

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules

from masthead.compliance.engine.document import Document
from masthead.compliance.engine.expressions import Pattern
from masthead.compliance.engine.guarded import Guarded

Excuse = Callable[[Document, int, int], bool]
CONTEXTS: dict[str, Excuse] = {}
SIGNS: dict[str, tuple[str, ...]] = {}
HEADS: dict[str, Callable[[Document], bool]] = {}
OF_SENTENCE: set[str] = set()


def context(
    name: str,
    *signs: "Guarded | Pattern[str]",
    of_sentence: bool = False,
    head: Callable[[Document], bool] | None = None,
) -> Callable[[Excuse], Excuse]:
    """Register a context under the name that rules use; `of_sentence`: it is the same for every place of one sentence (and asked once).

    `signs` are expressions without a match of one of which in the sentence it cannot hold, unless `head` says that it can anywhere in that text.
    """

    def keep(excuse: Excuse) -> Excuse:
        CONTEXTS[name] = excuse
        if signs:
            SIGNS[name] = tuple(sign.pattern for sign in signs)
        if head is not None:
            HEADS[name] = head
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
