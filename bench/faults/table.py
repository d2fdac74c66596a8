"""The figures as people read them."""

from collections.abc import Sequence

from bench.faults.campaign import Order, Ran
from bench.faults.counting import Found, Gaps

SHOWN_MOST = 40


def lines_of(order: Order, ran: Ran) -> list[str]:
    """The whole report but its last line."""
    found = ran.found
    return [
        "",
        *_platforms(found),
        "",
        *_facts(order, ran),
        "",
        *_waits(found.gaps),
        *(["", "What is wrong:"] if found.offending else []),
        *[f"  {line}" for line in found.offending[:SHOWN_MOST]],
    ]


def last_line(found: Found) -> str:
    return f"published {found.existing} duplicates {found.duplicates} lost {found.lost} unknown {found.unknown}"


def _platforms(found: Found) -> list[str]:
    head = f"{'platform':<12}{'wanted':>8}{'there':>8}{'twice':>7}{'lost':>6}{'unknown':>9}"
    rows = [
        f"{r.platform:<12}{r.wanted:>8}{r.existing:>8}{r.duplicates:>7}{r.lost:>6}{r.unknown:>9}" for r in found.rows
    ]
    return [head, *rows]


def _facts(order: Order, ran: Ran) -> list[str]:
    found = ran.found
    struck = ", ".join(f"{kind} {number}" for kind, number in sorted(found.struck.items())) or "none"
    silence = ", ".join(f"{kind} {seconds:.1f} s" for kind, seconds in sorted(found.silences.items())) or "none"
    alone = ", ".join(f"{kind} {number}" for kind, number in sorted(ran.ended_alone.items())) or "none"
    states = ", ".join(f"{state} {number}" for state, number in sorted(found.states.items()))
    facts = {
        "seconds": f"{ran.seconds:.0f} ({order.count / max(ran.seconds, 0.1):.1f} posts a second)",
        "struck": struck,
        "ended by themselves": alone,
        "longest silence": f"{found.silence:.1f} s (must be under 60; all was up after {ran.warm:.0f} s); after {silence}",
        "states": states,
        "rows stuck": str(found.stuck),
        "were unknown": f"{found.were_unknown}: looked up and found {found.looked_up}, sent again after two certain noes {found.resent}",
        "interrupted": f"{found.interrupted} calls of killed workers done again before the last stage",
        "authorised anew": str(ran.people),
        "waits with a jump": f"{found.gaps_with_jumps} (a wrong clock touched them: not measured)",
    }
    return [f"{name:<20} {value}" for name, value in facts.items()]


def _waits(gaps: Sequence[Gaps]) -> list[str]:
    """gap ÷ wanted: 1.00 is the wait to the point; more is jitter, a busy account, a killed worker."""
    head = f"{'wait':<14}{'wanted':>8}{'count':>7}{'min':>7}{'median':>8}{'max':>8}   gap ÷ wanted"
    rows = []
    for gap in gaps:
        ordered = sorted(gap.ratios)
        low, middle, high = ordered[0], ordered[len(ordered) // 2], ordered[-1]
        rows.append(f"{gap.step:<14}{gap.wanted:>6.1f} s{len(ordered):>7}{low:>7.2f}{middle:>8.2f}{high:>8.2f}")
    return [head, *rows] if rows else ["no call was repeated"]
