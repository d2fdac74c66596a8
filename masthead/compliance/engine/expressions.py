"""Regular expressions by the standard module where it understands them: it is several times as fast as `regex`, which knows more.

A stand-in for `regex` in the code of rules.
"""

import re
import warnings
from functools import lru_cache
from re import Match, Pattern
from typing import Any, cast

import regex

__all__ = ["MULTILINE", "Match", "Pattern", "compile", "findall", "search", "split"]
MULTILINE = int(re.MULTILINE)  # the same number in both


@lru_cache(maxsize=8000)
def compile(source: str, flags: int = 0) -> Pattern[str]:  # noqa: A001 - named as in the module that it stands for
    """Compiled by either module; both are used alike.  Raises: regex.error."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of sets that a later version of the standard module may read otherwise
        try:
            return re.compile(source, flags)
        except (re.error, OverflowError):
            return cast("Pattern[str]", regex.compile(source, flags))


def search(source: str, text: str) -> Match[str] | None:
    return compile(source).search(text)


def findall(source: str, text: str) -> list[Any]:
    return compile(source).findall(text)


def split(source: str, text: str) -> list[Any]:
    return compile(source).split(text)
