"""Writes of the approval engine, by noun."""

from masthead.approvals.actions.cases import open_case, withdraw_case
from masthead.approvals.actions.decisions import approve_task, reject_task, return_task
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

__all__ = [
    "add_step",
    "approve_task",
    "change_step",
    "copy_step",
    "discard_draft",
    "move_step",
    "open_case",
    "publish_draft",
    "publish_flow",
    "reject_task",
    "remove_step",
    "rename_draft",
    "retire_flow",
    "return_task",
    "start_draft",
    "undo_change",
    "withdraw_case",
]
