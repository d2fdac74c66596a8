"""Rules that need more than words: numbers that check, dates that exist, sums that add up, fields that must not be missing.

A code rule is a function `(doc, profile) -> Iterable[Hit]` in a file of its own here, under the id of its row in the rule files (`"code": true`).
`triggers` are literals of the folded text without one of which it is not called; DIGITS: any digit;
DENSE_DIGITS: eleven of them close together;
HALF_WIDTH: half-width punctuation between Chinese characters;
Alone: digits that do not go on to the left.
`entry` are expressions (of limited length, without `^`) without a match of one of which it finds nothing: the dear search of the whole text is
left out where none matches around the words that they cannot do without.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules

from masthead.compliance.engine.document import Document
from masthead.compliance.engine.expressions import Pattern
from masthead.compliance.engine.finding import Hit

DIGITS, DENSE_DIGITS, HALF_WIDTH = "#digit", "#dense", "#half"


class Alone(str):
    """A trigger that begins with a digit and is none inside a longer number (13月, not 2013月)."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """For whom and where a text is meant."""

    platform: str = ""
    industry: str = ""


Code = Callable[[Document, Profile], Iterable[Hit]]


@dataclass(frozen=True, slots=True)
class Structure:
    rule: str
    run: Code
    triggers: tuple[str, ...]
    entry: tuple[Pattern[str], ...] = ()


STRUCTURES: dict[str, Structure] = {}


def structure(rule: str, *triggers: str, entry: tuple[Pattern[str], ...] = ()) -> Callable[[Code], Code]:
    """Register the code of a rule."""

    def keep(run: Code) -> Code:
        STRUCTURES[rule] = Structure(rule, run, triggers, entry)
        return run

    return keep


def load_all() -> None:
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
