"""What a check says about one place of a text."""

from dataclasses import KW_ONLY, dataclass
from typing import NamedTuple

BLOCK, WARN, INFO = "block", "warn", "info"
WEIGHT = {BLOCK: 2, WARN: 1, INFO: 0}


class Finding(NamedTuple):
    """One place that a rule points at; `start`/`end` are code points of the text as handed in."""

    category: str
    rule: str
    name: str
    severity: str
    start: int
    end: int
    excerpt: str
    law: str = ""
    why: str = ""
    suggestion: str = ""
    fix: str = ""
    exemption: str = ""
    evasion: tuple[str, ...] = ()

    @property
    def alarms(self) -> bool:
        return self.severity != INFO


@dataclass(slots=True)
class Hit:
    """What a code rule hands in: a place of the FOLDED text; empty words mean those of the rule."""

    start: int
    end: int
    _: KW_ONLY
    severity: str = ""
    why: str = ""
    suggestion: str = ""
    fix: str = ""
    exemption: str = ""
    masked: bool = False  # the excerpt must not repeat what was found (numbers of people)
    evasion: tuple[str, ...] = ()
