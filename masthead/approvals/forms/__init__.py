"""Shape of what people hand in, by noun."""

from masthead.approvals.forms.decisions import ApproveForm, TurnDownForm, WithdrawForm
from masthead.approvals.forms.moves import AddForm, HandOverForm, PassForm, ReturnToForm

__all__ = ["AddForm", "ApproveForm", "HandOverForm", "PassForm", "ReturnToForm", "TurnDownForm", "WithdrawForm"]
