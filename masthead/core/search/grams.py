"""From text to the tokens of the index, and from a question to what must be matched.

Chinese has no spaces: a run of Han characters becomes its overlapping pairs, and its last character alone, so that one
character is found as a beginning. Runs of letters and digits are words. Both sides see text as NFKC in lower case.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af\u3040-\u30ff\uac00-\ud7af"
RUN = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
IS_HAN = re.compile(rf"[{HAN}]")
LONGEST_WORD, MOST_RUNS, LONGEST_RUN = 40, 12, 40


@dataclass(frozen=True)
class Term:
    """One run of a question: its grams stand side by side; `prefix` = the last may go on."""

    run: str
    grams: tuple[str, ...]
    prefix: bool


def plain(text: str) -> str:
    """NFKC, lower case, no NUL, white space folded."""
    return " ".join(unicodedata.normalize("NFKC", text).replace("\0", " ").lower().split())


def grams(text: str) -> Iterator[str]:
    """Tokens of a text in their order."""
    for run in RUN.findall(plain(text)):
        if IS_HAN.match(run):
            yield from (run[i : i + 2] for i in range(len(run) - 1))
            yield run[-1]
        else:
            yield run[:LONGEST_WORD]


def terms(question: str) -> list[Term]:
    """What a question demands; [] when it holds nothing that can be looked for."""
    found = []
    for run in RUN.findall(plain(question))[:MOST_RUNS]:
        if not IS_HAN.match(run):
            found.append(Term(run[:LONGEST_WORD], (run[:LONGEST_WORD],), prefix=True))
        elif len(run) == 1:
            found.append(Term(run, (run,), prefix=True))
        else:
            short = run[:LONGEST_RUN]
            found.append(Term(short, tuple(short[i : i + 2] for i in range(len(short) - 1)), prefix=False))
    return found
