"""How well the shipped rules judge eleven hundred texts, half of them lawful look-alikes; a half of the files was never seen by those who wrote the rules."""

from pathlib import Path

import pytest

from masthead.compliance import engine
from tools.score_compliance import Score, read, score

CASES = Path(__file__).parent / "cases"
F1, FALSE_ALARMS, UNDER_EVASION = 0.80, 0.10, 0.80


def result(prefix: str) -> Score:
    return score(read(sorted(CASES.glob(f"{prefix}_*.jsonl"))), engine.shipped())


@pytest.mark.parametrize("prefix", ["tuning", "aside"])
def test_breaches_are_found_and_lawful_texts_left_alone(prefix: str) -> None:
    figures = result(prefix)

    assert figures.f1 >= F1, f"F1 {figures.f1:.3f}"
    assert figures.false_alarms <= FALSE_ALARMS, f"false alarms {figures.false_alarms:.3f}"
    assert figures.recall_under_evasion >= UNDER_EVASION, f"recall under evasion {figures.recall_under_evasion:.3f}"
