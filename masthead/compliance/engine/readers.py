"""What readers write under a post: how they feel, what it is about, how much it hurries — and which words say so.

A judgement is a sum over words; whoever disagrees corrects the words (`corrections`), and the next text is read with them.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import ahocorasick_rs
import regex

from masthead.compliance.engine.characters import DATA
from masthead.compliance.engine.folding import fold, folded

POSITIVE, NEGATIVE, NEUTRAL = "positive", "negative", "neutral"
HIGH, NORMAL, LOW = "high", "normal", "low"
KIND_LEAST, SENTIMENT_LEAST, HIGH_FROM, NORMAL_FROM = 2, 1, 4, 2
DENIED = regex.compile(r"(?:不|没|没有|别|毫无|并不|不太|不是很|从不)$")
TURNS = frozenset({POSITIVE, NEGATIVE})
QUESTION = regex.compile(r"[?？]|吗[。!~]?$")
Corrections = Mapping[
    str, Mapping[str, float]
]  # word → {kind, sentiment or "urgency": weight}; weight 0 takes the word out


@dataclass(frozen=True, slots=True)
class Word:
    """One word that led somewhere, at its place in the original text."""

    word: str
    start: int
    end: int
    towards: str
    weight: float
    denied: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """`kind` is '' when nothing speaks for any; `scores` are the sums behind kind, sentiment and urgency."""

    sentiment: str
    urgency: str
    kind: str
    kind_name: str
    scores: Mapping[str, float]
    words: tuple[Word, ...]


@cache
def shipped() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((DATA / "readers.json").read_text(encoding="utf-8"))
    return loaded


def kind_names() -> dict[str, str]:
    """Code → Chinese name of all kinds."""
    return {key: row["name"] for key, row in shipped()["kinds"].items()}


def read(text: str, corrections: Corrections | None = None) -> Reading:
    """The reading of one comment or message, with the words that led to it."""
    weights = _weights(_frozen(corrections or {}))
    words = tuple(_words(text, weights))
    scores: dict[str, float] = defaultdict(float)
    for w in words:
        scores[_turned(w.towards) if w.denied and w.towards in TURNS else w.towards] += (
            w.weight if not _cancelled(w) else 0
        )
    if QUESTION.search(fold(text).text):
        scores["question"] += 1
    kind = _kind(scores)
    names = kind_names()
    return Reading(_sentiment(scores, kind), _urgency(scores, kind), kind, names.get(kind, ""), dict(scores), words)


def _cancelled(word: Word) -> bool:
    return word.denied and word.towards in {"praise", "urgency", "safety"}


def _turned(sentiment: str) -> str:
    return NEGATIVE if sentiment == POSITIVE else POSITIVE


def _kind(scores: Mapping[str, float]) -> str:
    ranked = sorted(kind_names(), key=lambda k: scores.get(k, 0), reverse=True)
    best = ranked[0]
    return best if scores.get(best, 0) >= KIND_LEAST else ""


def _sentiment(scores: Mapping[str, float], kind: str) -> str:
    balance = scores.get(POSITIVE, 0) - scores.get(NEGATIVE, 0)
    if kind == "safety" or balance <= -SENTIMENT_LEAST:
        return NEGATIVE
    return POSITIVE if balance >= SENTIMENT_LEAST else NEUTRAL


def _urgency(scores: Mapping[str, float], kind: str) -> str:
    score = scores.get("urgency", 0) + {"safety": 3, "rumour": 1, "infringement": 1, "complaint": 1}.get(kind, 0)
    return HIGH if score >= HIGH_FROM else NORMAL if score >= NORMAL_FROM else LOW


def _frozen(corrections: Corrections) -> tuple[tuple[str, tuple[tuple[str, float], ...]], ...]:
    return tuple(sorted((word, tuple(sorted(row.items()))) for word, row in corrections.items()))


@cache
def _weights(corrections: tuple[tuple[str, tuple[tuple[str, float], ...]], ...]) -> "_Weights":
    return _Weights({word: dict(row) for word, row in corrections})


class _Weights:
    """Words with what they speak for, corrections applied."""

    def __init__(self, corrections: Mapping[str, Mapping[str, float]]) -> None:
        table: dict[str, dict[str, float]] = defaultdict(dict)
        data = shipped()
        sources = {
            **data["sentiment"],
            **{k: row["words"] for k, row in data["kinds"].items()},
            "urgency": data["urgency"],
        }
        for towards, words in sources.items():
            for word, weight in words.items():
                table[folded(word)][towards] = weight
        for word, row in corrections.items():
            table[folded(word)] |= row
        self.rows = {word: {k: v for k, v in row.items() if v} for word, row in table.items()}
        self.words = list(self.rows)
        self.automaton = ahocorasick_rs.AhoCorasick(self.words, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)


def _words(text: str, weights: _Weights) -> "list[Word]":
    plain = fold(text)
    out: list[Word] = []
    for index, start, end in weights.automaton.find_matches_as_indexes(plain.text):
        denied = DENIED.search(plain.text, max(0, start - 4), start) is not None
        first, last = plain.original(start, end)
        out += [
            Word(weights.words[index], first, last, towards, weight, denied)
            for towards, weight in weights.rows[weights.words[index]].items()
        ]
    return out
