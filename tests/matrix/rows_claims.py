"""Rows of the claims register and of declarations."""

from tests.matrix.row import Row

ROWS_OF_CLAIMS = [
    Row("content:claim_register", "content.draft.read"),
    Row("content:claims", "content.draft.read", of="draft", scoped=True),
    Row("content:claims_panel", "content.draft.read", of="draft", scoped=True),
    Row("content:claim_add", "content.draft.write", of="draft", post=True, scoped=True),
    Row("content:claim_source", "content.draft.write", of="claim", post=True, scoped=True),
    Row("content:claim_dismiss", "content.draft.write", of="claim", post=True, scoped=True),
    Row("content:claim_reopen", "content.draft.write", of="claim", post=True, scoped=True),
    Row("content:draft_declare", "content.draft.write", of="draft", scoped=True),
    Row("content:assistant_setup", "content.assistant.manage"),
    Row("content:assistant", "content.draft.write", of="draft", scoped=True),
    Row("content:assistant_run", "content.draft.write", of="assistant_run", scoped=True),
    Row("content:assistant_take", "content.draft.write", of="assistant_run", post=True, scoped=True),
]
HOLDERS_OF_CLAIMS = {"content.assistant.manage": {"admin"}}
