"""Asking the index: titles first, then texts, newest first, only what the member may read."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from masthead.core.models import SearchCursor, SearchEntry
from masthead.core.search.backends import index
from masthead.core.search.grams import Term, plain, terms
from masthead.core.search.registry import SEARCHABLE, Searchable
from masthead.core.search.scopes import tokens_for

NEWEST = 2**62
AROUND = 28
ROUNDS = 3


@dataclass(frozen=True)
class Hit:
    """One result. `title` and `excerpt` are safe HTML with the words marked."""

    kind: Searchable
    pk: int
    title: SafeString
    url: str
    note: str
    at: dt.datetime | None
    excerpt: SafeString


@dataclass(frozen=True)
class Found:
    """`hits` in order; `more`: there are others behind them. `asked` False = the question holds nothing to look for."""

    hits: list[Hit]
    more: bool
    asked: bool = True


def search(member: Any, question: str, *, kinds: Collection[str] = (), limit: int = 20, skip: int = 0) -> Found:
    """What the member may find: things with every word in the title come first, then those with it in the text.

    The number of statements depends on the kinds shown, never on the number of things. Whatever the index still holds but the
    member may no longer read is left out; a few more are fetched in its place.
    """
    wanted = terms(question)
    if not wanted:
        return Found([], more=False, asked=False)
    scopes = [
        t for s in SEARCHABLE.values() if not kinds or s.kind in kinds for t in tokens_for(s.kind, s.reach(member))
    ]
    if not scopes:
        return Found([], more=False)
    keys = _keys(wanted, scopes, most=skip + limit + 1 + limit // 2)
    entries = _readable(member, keys)
    shown = entries[skip : skip + limit]
    return Found([_hit(entry, wanted) for entry in shown], more=len(entries) > skip + limit)


def position_of(key: str) -> tuple[int, dt.datetime | None]:
    """How far the index has followed, and when it last did."""
    row = SearchCursor.objects.filter(key=key).first()
    return (row.position, row.at) if row else (0, None)


def size_by_kind() -> dict[str, int]:
    """Entries of each kind, for the system page; one query."""
    rows = SearchEntry.objects.values("kind").annotate(n=Count("pk"))
    found = {row["kind"]: int(row["n"]) for row in rows}
    return {kind: found.get(kind, 0) for kind in SEARCHABLE}


def _keys(wanted: Sequence[Term], scopes: Sequence[str], *, most: int) -> list[int]:
    engine = index()
    keys = engine.find(wanted, scopes, titles=True, limit=most, below=NEWEST)
    if len(keys) >= most:
        return keys
    known = set(keys)
    below = NEWEST
    for _round in range(ROUNDS):
        batch = engine.find(wanted, scopes, titles=False, limit=most, below=below)
        keys += [key for key in batch if key not in known][: most - len(keys)]
        if len(batch) < most or len(keys) >= most:
            break
        below = batch[-1]
    return keys


def _readable(member: Any, keys: Sequence[int]) -> list[SearchEntry]:
    entries = SearchEntry.objects.in_bulk(keys)
    by_kind: dict[str, list[int]] = defaultdict(list)
    for entry in entries.values():
        if entry.kind in SEARCHABLE:
            by_kind[entry.kind].append(entry.object_id)
    allowed = {kind: SEARCHABLE[kind].readable(member, pks) for kind, pks in by_kind.items()}
    found = [entries[key] for key in keys if key in entries]
    return [entry for entry in found if entry.object_id in allowed.get(entry.kind, set())]


def _hit(entry: SearchEntry, wanted: Sequence[Term]) -> Hit:
    runs = [term.run for term in wanted]
    return Hit(
        SEARCHABLE[entry.kind], entry.object_id, marked(entry.title, runs), entry.url, entry.note, entry.at,
        marked(_excerpt(entry.plain_text, runs), runs),
    )  # fmt: skip


def _excerpt(text: str, runs: Sequence[str]) -> str:
    places = [at for at in (text.find(run) for run in runs) if at >= 0]
    if not places:
        return ""
    start = max(min(places) - AROUND, 0)
    end = start + 3 * AROUND
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


def marked(text: str, runs: Sequence[str]) -> SafeString:
    """The text with <mark> round every run; everything else escaped. A text whose form changes under NFKC stays unmarked."""
    low = plain(text)
    if len(low) != len(text):
        return escape(text)
    covered = [False] * len(text)
    for run in runs:
        at = low.find(run)
        while at >= 0:
            covered[at : at + len(run)] = [True] * len(run)
            at = low.find(run, at + len(run))
    pieces, start = [], 0
    for end in range(1, len(text) + 1):
        if end == len(text) or covered[end] != covered[start]:
            piece = escape(text[start:end])
            pieces.append(f"<mark>{piece}</mark>" if covered[start] else piece)
            start = end
    return mark_safe("".join(pieces))  # noqa: S308  every piece is escaped above
