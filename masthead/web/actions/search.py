"""The search index follows the trail: every deed leaves an event, and its target is indexed anew."""

from collections import defaultdict
from collections.abc import Iterator

from masthead.core.search import actions as search
from masthead.core.search.queries import position_of
from masthead.core.search.registry import SEARCHABLE
from masthead.trail import queries as trail
from masthead.trail.guards import silent
from masthead.trail.models import Event

CURSOR = "trail"
BATCH = 1000


@silent("the index repeats what the trail says already")
def follow_trail() -> int:
    """Index what was changed since the last run; returns how many events were followed.

    Races: positions of the seal have no gaps, so nothing is skipped; two runs at once index the same things twice, which is harmless.
    A run that dies begins again where the last finished one ended.
    """
    followed = 0
    while batch := trail.sealed_after(position_of(CURSOR)[0], BATCH):
        _index([event for _position, event in batch])
        search.note_position(key=CURSOR, position=batch[-1][0])
        followed += len(batch)
    return followed


@silent("the index repeats what the rooms hold")
def rebuild_search(*, kind: str) -> Iterator[tuple[str, int]]:
    """Make one kind, or with "" all kinds, anew; yields (kind, how many so far). What happens meanwhile is followed afterwards."""
    start = trail.newest_position()
    for name in [kind] if kind else list(SEARCHABLE):
        yield name, 0
        for done in search.rebuild(kind=name):
            yield name, done
    if not kind:
        search.note_position(key=CURSOR, position=start)


def _index(events: list[Event]) -> None:
    touched: dict[str, set[int]] = defaultdict(set)
    for event in events:
        if event.target_id is not None:
            touched[event.target_kind].add(event.target_id)
    for kind, entry in SEARCHABLE.items():
        if touched.keys() & set(entry.remade_by):
            for _done in search.rebuild(kind=kind):
                pass
        elif pks := touched.get(kind):
            search.reindex(kind=kind, pks=pks)
