"""May this publication still go out, now? Asked at scheduling and again in the moment before the last call."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from masthead.accounts.models import Account
from masthead.content import queries as content_queries
from masthead.content.models import Draft
from masthead.content.states import DraftState
from masthead.core import clock
from masthead.core.rows import lone
from masthead.publishing.errors import MESSAGES
from masthead.publishing.models import Publication

OF_THE_LAST_GATE = (
    "content_hash", "revision", "window_start", "window_end", "account__frozen", "account__status",
    *(f"draft__{name}" for name in content_queries.OF_A_SEAL),
)  # fmt: skip


@dataclass(frozen=True)
class Gate:
    """A closed gate: its code in `errors.MESSAGES`; `over` = the window has passed (expired, not blocked)."""

    code: str
    over: bool = False

    @property
    def message(self) -> str:
        return str(MESSAGES[self.code][0])

    @property
    def advice(self) -> str:
        return str(MESSAGES[self.code][1])


def draft_gate(draft: Draft, expected_hash: str) -> str:
    """'' or why the draft may not go out: the state, the kept seal and the seal computed anew must agree, and the rights of what it shows last."""
    return _draft_gate(draft, expected_hash, content_queries.content_hash)


def _draft_gate(draft: Draft, expected_hash: str, seal_of: Callable[[Draft], str]) -> str:
    if draft.state != DraftState.APPROVED or not draft.approved_hash:
        return "not_approved" if not expected_hash else "approval_void"
    sealed = expected_hash or draft.approved_hash
    if draft.approved_hash != sealed or seal_of(draft) != sealed:
        return "approval_void"
    return "rights_over" if content_queries.rights_issues(draft) else ""


def account_gate(account: Account) -> str:
    """'' or why nothing may be sent through the account. A failing connection is no gate: the call itself will tell."""
    if account.frozen:
        return "account_frozen"
    return "" if account.status == "active" else "account_closed"


def outer_gate(publication: Publication, at: dt.datetime) -> Gate | None:
    """What can be told without reading the content: the window and the account."""
    if at > publication.window_end:
        return Gate("window_over", over=True)
    if at < publication.window_start:
        return Gate("outside_window")
    code = account_gate(publication.account)
    return Gate(code) if code else None


def sealed_gate(publication: Publication, at: dt.datetime) -> Gate | None:
    """Window, account, and the seal as kept: cheap enough to ask inside the transaction that allows the last call.

    Every edit takes the kept seal away in its own transaction, so an edit that was first is always seen here.
    """
    if gate := outer_gate(publication, at):
        return gate
    draft = publication.draft
    kept = draft.state == DraftState.APPROVED and draft.approved_hash == publication.content_hash
    return None if kept and draft.approved_revision_id == publication.revision_id else Gate("approval_void")


def closed_gate(publication: Publication, at: dt.datetime) -> Gate | None:
    """The first closed gate, or None. Reads the draft as it is at this moment and computes its seal anew."""
    if gate := sealed_gate(publication, at):
        return gate
    code = draft_gate(publication.draft, publication.content_hash)
    return Gate(code) if code else None


def closed_now(publication_id: int, at: dt.datetime) -> Gate | None:
    """`closed_gate` on rows read at this moment: publication, account, draft and text in one statement, so nothing is read twice."""
    rows = Publication.objects.select_related("account", "draft__revision__cover", "draft__revision__video")
    fresh = lone(rows.filter(pk=publication_id).only(*OF_THE_LAST_GATE))
    if fresh is None:
        return Gate("not_there")
    if gate := sealed_gate(fresh, at):
        return gate
    code = _draft_gate(fresh.draft, fresh.content_hash, content_queries.hash_as_read)
    return Gate(code) if code else None


def retry_gate(publication: Publication) -> Gate | None:
    """Why a failed publication cannot be sent again, or None."""
    return closed_gate(publication, max(clock.now(), publication.window_start))
