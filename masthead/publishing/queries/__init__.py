"""Reads of `publishing`, by noun."""

from masthead.publishing.queries.calendar import Chip, Day, Span, calendar_between, calendar_days, chips_of, span_of
from masthead.publishing.queries.drafts import accounts_to_schedule, drafts_to_schedule, schedule_gate
from masthead.publishing.queries.engine import (
    EngineHealth,
    abandoned,
    due_in_turn,
    due_publications,
    engine_health,
    engine_pulse,
    look_ups_in_turn,
    overdue_windows,
    percentile,
    polls_in_turn,
    voided_approvals,
)
from masthead.publishing.queries.gates import (
    Gate,
    account_gate,
    closed_gate,
    closed_now,
    draft_gate,
    outer_gate,
    retry_gate,
    sealed_gate,
)
from masthead.publishing.queries.publications import (
    READ,
    RESOLVE,
    SCHEDULE,
    account_by_key,
    accounts_in_view,
    attempts_of,
    drafts_with_live_publication,
    facts_of,
    filtered,
    get_publication_for,
    live_account_ids,
    may_handle,
    may_send_through,
    neighbours,
    publications_of_account,
    publications_of_draft,
    publications_visible_to,
    published_with_refs,
    taken_times,
)
from masthead.publishing.queries.search import find_publications, publication_documents
from masthead.publishing.queries.slots import Crowd, crowd_at, free_slots
from masthead.publishing.queries.story import Advice, Line, advice_for, story_of
from masthead.publishing.queries.workbench import today_card, trouble_card

__all__ = [
    "Advice", "Chip", "Crowd", "Day", "EngineHealth", "Gate", "Line", "READ", "RESOLVE", "SCHEDULE", "Span",
    "abandoned", "account_by_key", "account_gate", "accounts_in_view", "accounts_to_schedule", "advice_for",
    "attempts_of", "calendar_between", "calendar_days", "chips_of", "closed_gate", "closed_now", "crowd_at",
    "draft_gate", "drafts_to_schedule", "drafts_with_live_publication", "due_in_turn", "due_publications",
    "engine_health", "engine_pulse", "facts_of", "filtered", "find_publications", "free_slots", "get_publication_for", "live_account_ids",
    "look_ups_in_turn", "may_handle", "may_send_through", "neighbours", "outer_gate", "overdue_windows", "percentile",
    "polls_in_turn", "publication_documents", "publications_of_account", "publications_of_draft", "publications_visible_to",
    "published_with_refs", "retry_gate", "schedule_gate", "sealed_gate", "span_of", "story_of", "taken_times", "today_card",
    "trouble_card", "voided_approvals",
]  # fmt: skip
