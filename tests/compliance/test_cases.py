"""How well the shipped rules judge 2,940 texts, half of them lawful look-alikes. The 980 of `aside_*` were never seen by those who wrote the rules.

On first sight: c 0.744, d 0.688, e 0.602, f 0.652 (hard paraphrase) and h 0.808 (disguises), learnt from afterwards; g, i, j and k (kept aside) 0.899.
"""

from pathlib import Path

import pytest

from masthead.compliance import engine
from tools.score_compliance import Score, read, score

CASES = Path(__file__).parent / "cases"
F1, FALSE_ALARMS = 0.80, 0.10
UNDER_EVASION = 0.80


def result(prefix: str) -> Score:
    return score(read(sorted(CASES.glob(f"{prefix}_*.jsonl"))), engine.shipped())


@pytest.mark.parametrize("prefix", ["tuning", "aside"])
def test_breaches_are_found_and_lawful_texts_left_alone(prefix: str) -> None:
    figures = result(prefix)

    assert figures.f1 >= F1, f"F1 {figures.f1:.3f}"
    assert figures.false_alarms <= FALSE_ALARMS, f"false alarms {figures.false_alarms:.3f}"
    assert figures.recall_under_evasion >= UNDER_EVASION, f"recall under evasion {figures.recall_under_evasion:.3f}"
