"""Shape of what people hand in, by noun."""

from masthead.approvals.forms.clauses import clause_row
from masthead.approvals.forms.decisions import ApproveForm, TurnDownForm, WithdrawForm
from masthead.approvals.forms.moves import AddForm, HandOverForm, PassForm, ReturnToForm
from masthead.approvals.forms.publishing import PublishForm
from masthead.approvals.forms.steps import StepForm
from masthead.approvals.forms.trial import TrialForm, data_of

__all__ = [
    "AddForm",
    "ApproveForm",
    "HandOverForm",
    "PassForm",
    "PublishForm",
    "ReturnToForm",
    "StepForm",
    "TrialForm",
    "TurnDownForm",
    "WithdrawForm",
    "clause_row",
    "data_of",
]
