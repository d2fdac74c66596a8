"""The chain of numbers that fits best: every candidate has a score of its own, every step from one to the next has another; the best sum wins.

So a reference at the beginning of a wrapped line loses against the true article, a missing or doubled number is kept with a doubt, and a
count may begin anew where a higher place begins.
"""

from bisect import bisect_right
from collections.abc import Sequence

from masthead.rulebook.importing.marks import FEWEST, NAMED, Mark

REACH = 16


def choose(candidates: Sequence[Mark], above: Sequence[tuple[int, int]] = ()) -> list[Mark]:
    """The accepted ones of one scheme (or of the decimal family), in order. `above`: positions (line, start) of higher places, ascending."""
    pool = [c for c in candidates if c.score > FEWEST]
    regions = [bisect_right(above, (c.line, c.start)) for c in pool]
    best: list[float] = []
    came: list[int] = []
    for i, mark in enumerate(pool):
        total, source = _begin(mark), -1
        for j in range(max(0, i - REACH), i):
            step = best[j] + transition(pool[j], mark, fresh=regions[i] > regions[j])
            if step > total:
                total, source = step, j
        best.append(total + mark.score)
        came.append(source)
    return _traced(pool, best, came)


def _traced(pool: list[Mark], best: list[float], came: list[int]) -> list[Mark]:
    if not pool:
        return []
    at = max(range(len(pool)), key=lambda i: best[i])
    if best[at] <= 0:
        return []
    chain = []
    while at >= 0:
        chain.append(pool[at])
        at = came[at]
    return chain[::-1]


def _begin(mark: Mark) -> float:
    if all(v == 1 for v in mark.value):
        return 1.5
    return -0.5 if mark.scheme in NAMED else -2.5


def transition(before: Mark, mark: Mark, *, fresh: bool) -> float:
    """What a step from one number to the next is worth; `fresh` = a higher place began between."""
    if len(before.value) > 1 or len(mark.value) > 1:
        return _decimal_step(before.value, mark.value, fresh=fresh)
    strict = mark.scheme not in NAMED
    step = mark.value[0] - before.value[0]
    if mark.value[0] == 1 and fresh and mark.branch == 0:
        return 1.5
    if step == 0:
        if mark.branch == before.branch + 1:
            return 2.0
        return -6.0 if strict else -2.0
    if step == 1 and mark.branch == 0:
        return 2.0
    if step > 1:
        return (-3.0 if strict else -1.0) - 0.3 * min(step, 10)
    return -6.5 if strict else -4.0


def _decimal_step(before: tuple[int, ...], after: tuple[int, ...], *, fresh: bool) -> float:
    """1.2 → 1.3, 1.2.1, 2, 2.1; a gap costs, going back costs more."""
    if follows(before, after):
        return 2.0
    if fresh and after[-1] == 1:
        return 1.5
    return -2.0 if after > before and after[0] - before[0] <= 2 else -6.5


def follows(before: tuple[int, ...], after: tuple[int, ...]) -> bool:
    """Is `after` a next number in a decimal outline?"""
    if len(after) > len(before):
        return after[: len(before)] == before and all(v == 1 for v in after[len(before) :])
    shared = len(after) - 1
    if after[:shared] == before[:shared] and after[-1] == before[shared] + 1:
        return True
    nxt = next((k for k in range(len(after)) if k < len(before) and after[k] != before[k]), None)
    return nxt is not None and after[nxt] == before[nxt] + 1 and all(v == 1 for v in after[nxt + 1 :])


def irregular(before: Mark | None, mark: Mark, *, fresh: bool) -> str:
    """'' or what is odd about the number after the one before: gap, twice, back, late."""
    if before is None:
        return "" if mark.value[-1] == 1 else "late"
    if len(mark.value) > 1 or len(before.value) > 1:
        if follows(before.value, mark.value) or (fresh and mark.value[-1] == 1):
            return ""
        return "twice" if before.value == mark.value else "gap" if mark.value > before.value else "back"
    step = mark.value[0] - before.value[0]
    if (
        (step == 1 and mark.branch == 0)
        or (step == 0 and mark.branch == before.branch + 1)
        or (fresh and mark.value[0] == 1)
    ):
        return ""
    if step == 0:
        return "twice"
    return "gap" if step > 0 else "back"
