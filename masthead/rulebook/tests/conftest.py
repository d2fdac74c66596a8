"""A probe whose population a test writes down itself."""

from collections.abc import Callable
from typing import Any

import pytest

from masthead.org.models import Unit
from masthead.rulebook import actions
from masthead.rulebook.models import PolicyVersion
from masthead.trail.probes import PROBES, Probe, Verdict


@pytest.fixture
def policy(db: None) -> PolicyVersion:
    """The built-in rulebook in force."""
    return actions.adopt_template(by=None)


@pytest.fixture
def only_probes(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """`only_probes(a, b)`: nothing else is registered."""

    def only(*probes: Probe) -> None:
        monkeypatch.setattr(PROBES, "_entries", {probe.key: probe for probe in probes})

    return only


def verdicts(passed: int = 0, failed: int = 0, exempt: int = 0) -> list[Verdict]:
    answers = [True] * passed + [False] * failed + [None] * exempt
    return [
        Verdict("tea.leaf", n, f"第{n}篓鲜叶", answer, "按时采摘" if answer else "过了清明", f"/leaf/{n}/", {"n": n})
        for n, answer in enumerate(answers, 1)
    ]


def tea_probe(
    population: Any = (), *, clause: str = "3.3.1", key: str = "tea", blind: bool = False, **words: Any
) -> Probe:
    """Answers with `population` (a list, or a callable), and with a failure for each planted unit unless it is blind."""

    def examine(window: Any) -> Any:
        yield from population() if callable(population) else population
        if not blind:
            for unit in Unit.objects.filter(name="种下的违规"):
                yield Verdict("org.unit", unit.pk, unit.name, passed=False, reason="种下的")

    def seed() -> tuple[str, int]:
        return "org.unit", Unit.objects.create(name="种下的违规").pk

    plain = {
        "title": "鲜叶按时采摘",
        "why": "过时的茶不好。",
        "window_days": 30,
        "red_line": False,
        "weight": 3,
        "grace_minutes": 60,
    }
    return Probe(key=key, clause=clause, examine=examine, seed=seed, **(plain | words))
