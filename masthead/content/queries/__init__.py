"""Reads of `content`, by noun."""

from masthead.content.queries.cards import my_drafts, returned_to_me
from masthead.content.queries.checks import Note, Report, format_issues_of, kept_report, parts_of, report_on
from masthead.content.queries.diffs import field_changes, text_diff
from masthead.content.queries.drafts import (
    DraftFilter,
    assets_of,
    authors_of,
    current_number,
    draft_page,
    drafts_visible_to,
    get_draft_for,
    get_revision_for,
    get_revision_of,
    is_behind,
    is_writable,
    is_writer,
    load_draft,
    may_read_picture,
    may_read_word,
    may_submit,
    may_write,
    people_of,
    revisions_of,
    working_copy_of,
)
from masthead.content.queries.frames import address_of, addresses_of, article_of, shown_html
from masthead.content.queries.packages import approved_package, package_of
from masthead.content.queries.rounds import exhibit, facts_of, open_round, rounds_of
from masthead.content.queries.scopes import require_in_unit, units_for
from masthead.content.queries.sealing import Gap, content_hash, gaps_of, require_seal, seal_hash, words_hash, words_payload
from masthead.content.queries.steps import Item, NextStep, menu_of, next_step
from masthead.content.queries.topics import (
    TopicFilter,
    drafts_of,
    get_topic_for,
    topic_board,
    topic_page,
    topics_to_write,
    topics_visible_to,
)

__all__ = [
    "DraftFilter", "Gap", "Item", "NextStep", "Note", "Report", "TopicFilter", "address_of", "addresses_of", "approved_package", "article_of",
    "assets_of", "authors_of", "content_hash", "current_number", "draft_page", "drafts_of", "drafts_visible_to", "exhibit", "facts_of",
    "field_changes", "format_issues_of", "gaps_of", "get_draft_for", "get_revision_for", "get_revision_of", "get_topic_for", "is_behind",
    "is_writable", "is_writer", "kept_report", "load_draft", "may_read_picture", "may_read_word", "may_submit", "may_write", "menu_of", "my_drafts",
    "next_step", "open_round", "package_of", "parts_of", "people_of", "report_on", "require_in_unit", "require_seal", "returned_to_me",
    "revisions_of", "rounds_of", "seal_hash", "shown_html", "text_diff", "topic_board", "topic_page", "topics_to_write", "topics_visible_to",
    "units_for", "words_hash", "words_payload", "working_copy_of",
]  # fmt: skip
