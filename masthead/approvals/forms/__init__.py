"""Shape of what people hand in, by noun."""

from masthead.approvals.forms.decisions import ApproveForm, TurnDownForm, WithdrawForm
from masthead.approvals.forms.clauses import clause_row
from masthead.approvals.forms.publishing import PublishForm
from masthead.approvals.forms.steps import StepForm

__all__ = ["ApproveForm", "PublishForm", "StepForm", "TurnDownForm", "WithdrawForm", "clause_row"]
