"""Shape and wording of what people hand in; what is allowed is decided by the actions."""

from masthead.rulebook.forms.imports import CorrectionInput, ImportFileInput, SplitInput, StoreInput
from masthead.rulebook.forms.life import (
    AddClauseForm,
    AnswerForm,
    AskForm,
    ClauseForm,
    ConfirmForm,
    ExceptionForm,
    FindingFilter,
    MoveForm,
    PackForm,
    PlanForm,
    ProposalForm,
    QuestionForm,
    QuizForm,
    RegisterFilter,
    SignForm,
)

__all__ = [
    "AddClauseForm",
    "AnswerForm",
    "AskForm",
    "ClauseForm",
    "ConfirmForm",
    "CorrectionInput",
    "ExceptionForm",
    "FindingFilter",
    "ImportFileInput",
    "MoveForm",
    "PackForm",
    "PlanForm",
    "ProposalForm",
    "QuestionForm",
    "QuizForm",
    "RegisterFilter",
    "SignForm",
    "SplitInput",
    "StoreInput",
]
