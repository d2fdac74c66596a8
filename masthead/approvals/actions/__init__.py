"""Writes of the approval engine, by noun."""

from masthead.approvals.actions.batch import Batch, approve_batch
from masthead.approvals.actions.cases import expire_case, open_case, withdraw_case
from masthead.approvals.actions.copies import confirm_reading
from masthead.approvals.actions.decisions import approve_task, reject_task
from masthead.approvals.actions.drafts import (
    add_step,
    change_step,
    copy_step,
    discard_draft,
    move_step,
    remove_step,
    rename_draft,
    start_draft,
    undo_change,
)
from masthead.approvals.actions.flows import publish_draft, publish_flow, retire_flow
from masthead.approvals.actions.handovers import HandOver, hand_over_all, hand_over_everything
from masthead.approvals.actions.moves import add_signers, delegate_task, hand_over_task, transfer_task
from masthead.approvals.actions.overdue import mind_step, replace_leaver
from masthead.approvals.actions.returns import return_task, return_to_step

__all__ = [
    "Batch",
    "HandOver",
    "add_signers",
    "add_step",
    "approve_batch",
    "approve_task",
    "change_step",
    "confirm_reading",
    "copy_step",
    "delegate_task",
    "discard_draft",
    "expire_case",
    "hand_over_all",
    "hand_over_everything",
    "hand_over_task",
    "mind_step",
    "move_step",
    "open_case",
    "publish_draft",
    "publish_flow",
    "reject_task",
    "remove_step",
    "rename_draft",
    "replace_leaver",
    "retire_flow",
    "return_task",
    "return_to_step",
    "start_draft",
    "transfer_task",
    "undo_change",
    "withdraw_case",
]
