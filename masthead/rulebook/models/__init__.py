"""The rulebook's text by version, what probes found, the state of clauses by day; imports; readings."""

from masthead.rulebook.models.imports import PolicyImport
from masthead.rulebook.models.policy import (
    Clause,
    ClauseLevel,
    ClauseState,
    PolicyDocument,
    PolicyVersion,
    ProbeResult,
    ProbeRun,
    ResultRank,
)

__all__ = [
    "Clause",
    "ClauseLevel",
    "ClauseState",
    "PolicyDocument",
    "PolicyImport",
    "PolicyVersion",
    "ProbeResult",
    "ProbeRun",
    "ResultRank",
]
