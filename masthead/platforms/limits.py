"""A platform's limit as data: what it is, how sure the fact is, and where it stands. An administrator can be shown all of them."""

from dataclasses import dataclass

KB, MB = 1024, 1024 * 1024


@dataclass(frozen=True)
class Limit:
    """`most` refuses, `warn` only tells (0 = no warning). `mark`: sure = official page or two sources, likely = one, unsure = hearsay."""

    most: int
    unit: str
    mark: str
    source: str
    warn: int = 0
