"""The rulebook's text by version, what probes found, the state of clauses by day; imports; readings."""

from masthead.rulebook.models.amending import BindingKind, BindingReview, Interpretation
from masthead.rulebook.models.board import AuditPack, BoardDay, BoardSnapshot, Finding, PolicyException
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
from masthead.rulebook.models.signing import Opening, Question, QuizAttempt, Signature, SignReminder

__all__ = [
    "AuditPack",
    "BindingKind",
    "BindingReview",
    "BoardDay",
    "BoardSnapshot",
    "Clause",
    "ClauseLevel",
    "ClauseState",
    "Finding",
    "Interpretation",
    "Opening",
    "PolicyDocument",
    "PolicyImport",
    "PolicyException",
    "PolicyVersion",
    "ProbeResult",
    "ProbeRun",
    "Question",
    "QuizAttempt",
    "ResultRank",
    "SignReminder",
    "Signature",
]
