"""Reads of `content`, by noun."""

from masthead.content.queries.cards import my_drafts, returned_to_me
from masthead.content.queries.checks import Note, Report, format_issues_of, kept_report, parts_of, report_on
from masthead.content.queries.diffs import field_changes, text_diff
from masthead.content.queries.drafts import ORDER as DRAFT_ORDER
from masthead.content.queries.drafts import (
    DraftFilter,
    assets_of,
    authors_of,
    current_number,
    draft_page,
    draft_rows,
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
from masthead.content.queries.editing import (
    EditorText,
    as_revision,
    editor_text,
    live_report,
    pictures_of,
    preview_context,
)
from masthead.content.queries.frames import address_of, addresses_of, article_of, shown_html
from masthead.content.queries.packages import approved_package, package_of
from masthead.content.queries.pages import (
    conflict_of,
    detail_of,
    draft_crumbs,
    editor_page,
    review_of,
    saved_filters,
    submission_of,
    topic_crumbs,
    topic_step,
    versions_of,
    words_of,
)
from masthead.content.queries.rounds import exhibit, facts_of, open_round, rounds_of
from masthead.content.queries.scopes import accounts_to_aim_at, require_in_unit, units_for
from masthead.content.queries.sealing import (
    Gap,
    content_hash,
    gaps_of,
    require_seal,
    seal_hash,
    words_hash,
    words_payload,
)
from masthead.content.queries.steps import Item, NextStep, PathRow, menu_of, next_step, review_path
from masthead.content.queries.topics import ORDER as TOPIC_ORDER
from masthead.content.queries.topics import (
    TopicFilter,
    drafts_of,
    get_topic_for,
    may_edit_topic,
    topic_board,
    topic_page,
    topic_rows,
    topics_to_write,
    topics_visible_to,
)

__all__ = [
    "DRAFT_ORDER",
    "TOPIC_ORDER",
    "draft_rows",
    "topic_rows",
    "DraftFilter", "EditorText", "Gap", "Item", "NextStep", "Note", "PathRow", "Report", "TopicFilter",
    "accounts_to_aim_at", "address_of", "addresses_of", "approved_package", "article_of", "as_revision", "assets_of",
    "authors_of", "conflict_of", "content_hash", "current_number", "detail_of", "draft_crumbs", "draft_page",
    "drafts_of", "drafts_visible_to", "editor_page", "editor_text", "exhibit", "facts_of", "field_changes",
    "format_issues_of", "gaps_of", "get_draft_for", "get_revision_for", "get_revision_of", "get_topic_for",
    "is_behind", "is_writable", "is_writer", "kept_report", "live_report", "load_draft", "may_edit_topic", "may_read_picture",
    "may_read_word", "may_submit", "may_write", "menu_of", "my_drafts", "next_step", "open_round", "package_of",
    "parts_of", "people_of", "pictures_of", "preview_context", "report_on", "require_in_unit", "require_seal",
    "returned_to_me", "review_of", "review_path", "revisions_of", "rounds_of", "saved_filters", "seal_hash",
    "shown_html", "submission_of", "text_diff", "topic_board", "topic_crumbs", "topic_page", "topic_step",
    "topics_to_write", "topics_visible_to", "units_for", "versions_of", "words_hash", "words_of", "words_payload",
    "working_copy_of",
]  # fmt: skip
