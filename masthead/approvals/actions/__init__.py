"""Writes of the approval engine, by noun."""

from masthead.approvals.actions.cases import open_case, withdraw_case
from masthead.approvals.actions.decisions import approve_task, reject_task, return_task
from masthead.approvals.actions.flows import publish_flow

__all__ = ["approve_task", "open_case", "publish_flow", "reject_task", "return_task", "withdraw_case"]
