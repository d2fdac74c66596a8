"""Dear expressions behind a cheap question: whether one of the words without which they cannot match is there at all."""

import re
from typing import Any

from masthead.compliance.engine import expressions
from masthead.compliance.engine.commonness import Commonness
from masthead.compliance.engine.literals import required

COMMON = Commonness(())


class Guarded:
    """Searches as the expression does."""

    def __init__(self, source: str) -> None:
        self.pattern = source
        self._search = expressions.compile(source).search
        calls = required(source, COMMON.of_any).calls
        words = sorted({word[:2] for row in calls for word in row}) if all(calls) else []
        self._guard = re.compile("|".join(map(re.escape, words))).search

    def search(self, text: str, start: int = 0, end: int | None = None) -> Any:
        end = len(text) if end is None else end
        return self._search(text, start, end) if self._guard(text, start, end) else None
