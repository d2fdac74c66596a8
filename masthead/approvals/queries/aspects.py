"""What a decider confirms, with what was checked already and the note written beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from masthead.approvals.models import Case
from masthead.approvals.registry import Evidence, Subject


@dataclass(frozen=True)
class Aspect:
    """`noted`: a note may be written beside it; `note` is what was typed and could not be used yet."""

    key: str
    label: str | Promise
    evidence: Sequence[Evidence] = field(default_factory=tuple)
    noted: bool = False
    note: str = ""


def aspects_of(subject: Subject, thing: Any, case: Case, notes: Mapping[str, str]) -> list[Aspect]:
    """The aspects of a subject in its own order."""
    found = subject.evidence(thing, case) if subject.evidence else {}
    return [
        Aspect(key, label, found.get(key, ()), noted=subject.evidence is not None, note=notes.get(key, ""))
        for key, label in subject.confirmations
    ]
