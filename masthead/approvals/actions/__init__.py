"""Writes of the approval engine, by noun."""

from masthead.approvals.actions.batch import Batch, approve_batch
from masthead.approvals.actions.cases import open_case, withdraw_case
from masthead.approvals.actions.copies import confirm_reading
from masthead.approvals.actions.decisions import approve_task, reject_task
from masthead.approvals.actions.flows import publish_flow
from masthead.approvals.actions.handovers import HandOver, hand_over_all
from masthead.approvals.actions.moves import add_signers, delegate_task, hand_over_task, transfer_task
from masthead.approvals.actions.overdue import mind_step, replace_leaver
from masthead.approvals.actions.returns import return_task, return_to_step

__all__ = [
    "Batch",
    "HandOver",
    "add_signers",
    "approve_batch",
    "approve_task",
    "confirm_reading",
    "delegate_task",
    "hand_over_all",
    "hand_over_task",
    "mind_step",
    "open_case",
    "publish_flow",
    "reject_task",
    "replace_leaver",
    "return_task",
    "return_to_step",
    "transfer_task",
    "withdraw_case",
]
