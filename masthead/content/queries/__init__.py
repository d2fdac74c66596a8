"""Reads of `content`, by noun."""

from masthead.content.queries.agenda import drafts_sent_back, open_findings, topics_due, undecided_topics
from masthead.content.queries.agenda import sources as agenda_sources
from masthead.content.queries.almanac import (
    ALMANAC_KEEP,
    ALMANAC_READ,
    AlmanacDay,
    MonthSheet,
    Upcoming,
    almanac_days,
    get_entry,
    kinds_count,
    occasion_on,
    own_entries,
    topic_of,
    unpublished_years,
    upcoming,
    year_sheets,
)
from masthead.content.queries.almanac_pages import almanac_calendar, almanac_page
from masthead.content.queries.annotations import (
    Thread,
    get_annotation_for,
    hold_of,
    may_annotate,
    may_settle,
    open_counts,
    part_choices,
    range_of,
    said_again,
    threads_of,
    words_kept,
)
from masthead.content.queries.assistant import (
    Voice,
    assistant_empty_words,
    assistant_is_on,
    assistant_off_words,
    assistant_setup,
    assistant_status_words,
    get_run,
    runs_of,
    voice_of,
)
from masthead.content.queries.cards import my_drafts, returned_to_me
from masthead.content.queries.checks import (
    Note,
    Report,
    format_issues_of,
    issues_by_account,
    kept_report,
    only_on,
    parts_of,
    picture_matches,
    platforms_of,
    report_on,
)
from masthead.content.queries.claims import (
    claims_of,
    claims_page,
    get_claim,
    may_read_claim_proof,
    open_claims,
    register_page,
    register_rows,
    share_of,
)
from masthead.content.queries.composing import (
    account_setup,
    accounts_for_blocks,
    block_crumbs,
    blocks_for,
    blocks_page,
    blocks_to_manage,
    brand_colours,
    colours_as_lines,
    get_block_for,
    others_present,
    themes_setup,
)
from masthead.content.queries.diffs import difference_of, field_changes, marked_body, text_diff
from masthead.content.queries.drafts import ORDER as DRAFT_ORDER
from masthead.content.queries.drafts import (
    DraftFilter,
    assets_of,
    authors_of,
    current_number,
    draft_page,
    draft_rows,
    drafts_visible_to,
    films_of,
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
    videos_of,
)
from masthead.content.queries.editor_pages import conflict_of, editor_page, words_of
from masthead.content.queries.experiments import (
    Quarter,
    arms_by_experiment,
    arms_of,
    experiments_page,
    quarters,
    require_figures,
)
from masthead.content.queries.facts import (
    CATEGORIES,
    FACT_KINDS,
    LEGAL,
    RISKS,
    Risk,
    category_of,
    condition_facts,
    found_in,
    risk_of,
)
from masthead.content.queries.frames import address_of, addresses_of, article_of, shown_html
from masthead.content.queries.holdings import content_held, content_kept_in, drafts_judged_by, open_drafts, open_topics
from masthead.content.queries.hot import (
    HOT_COLLECT,
    HOT_MARK,
    HotFilter,
    due_sources,
    get_hot,
    get_planning_import,
    get_source,
    hot_is_fresh,
    hot_marks_of,
    hot_page,
    hot_sources,
    planning_imports_of,
    tags_in_use,
    warmth_of,
)
from masthead.content.queries.labels import labels_of
from masthead.content.queries.later_looks import (
    drafts_past_their_window,
    later_exhibit,
    later_looks_lying,
    load_round,
    parties_of_round,
    rounds_to_look_at,
    title_of_round,
)
from masthead.content.queries.library import (
    MaterialFilter,
    find_materials,
    folder_tree,
    folders_visible_to,
    get_folder_for,
    get_material_for,
    known_tags,
    material_documents,
    material_page,
    materials_to_change,
    materials_visible_to,
    tokens_in,
    words_of_material,
)
from masthead.content.queries.library_history import RightsThen, Showing, rights_then
from masthead.content.queries.library_media import (
    Alike,
    PictureFinding,
    alike,
    arrived_upload,
    arriving_bytes,
    film_issues_for,
    get_upload_for,
    get_version_for,
    may_read_material,
    may_read_proof,
    picture_findings,
    rendition_of,
    same_file,
    uploads_of,
    uploads_to_look_at,
    version_to_draw,
    versions_without_thumb,
    whole_uploads,
)
from masthead.content.queries.library_pages import (
    consent_of,
    library_choices,
    library_page,
    material_crumbs,
    material_page_of,
    rights_word,
    short_facts,
    upload_page,
    upload_rows,
)
from masthead.content.queries.library_rights import (
    RightsIssue,
    draft_ids_with,
    due_for_notice,
    end_of_rights,
    material_endings,
    papers_of,
    platform_names,
    rights_issues,
    rights_page,
    rights_problems,
    uses_of,
)
from masthead.content.queries.merging import merge_of
from masthead.content.queries.packages import approved_package, package_of, packages_for
from masthead.content.queries.pages import (
    detail_of,
    draft_crumbs,
    review_of,
    saved_filters,
    submission_of,
    topic_crumbs,
    topic_step,
    topic_views,
    versions_of,
)
from masthead.content.queries.planning import (
    Hall,
    choices_for,
    get_line_of,
    get_planning_for,
    get_series_for,
    hall_of,
    labels,
    lines_of,
    may_record,
    minutes_text,
    next_day,
    planning_figures,
    planning_of,
    planning_page,
    planning_visible_to,
    series_due,
    series_rows,
    series_visible_to,
)
from masthead.content.queries.planning_pages import (
    idea_panel,
    import_url,
    live_page,
    planning_crumbs,
    series_with_next,
    topic_parts,
    undated_count,
)
from masthead.content.queries.previews import account_of, preview_of
from masthead.content.queries.queue import (
    OVERSEE,
    SHOWS,
    Load,
    Waiting,
    get_reviewer_for,
    load_rows,
    loads,
    waiting_page,
)
from masthead.content.queries.review_page import (
    FindingCard,
    MarkedPart,
    Preview,
    evidence_of,
    exhibit,
    finding_cards,
    marked_context,
    marks_of,
    remarks_page,
)
from masthead.content.queries.rounds import facts_of, open_round, rounds_of
from masthead.content.queries.scopes import accounts_to_aim_at, require_in_unit, units_for
from masthead.content.queries.sealing import (
    OF_A_SEAL,
    Gap,
    Planned,
    content_hash,
    gaps_of,
    hash_as_read,
    planned_time,
    require_seal,
    seal_hash,
    unanswered,
    words_hash,
    words_payload,
)
from masthead.content.queries.search import draft_documents, find_drafts, find_topics, topic_documents
from masthead.content.queries.shipped import shipped_flows
from masthead.content.queries.steps import Item, NextStep, PathRow, menu_of, next_step, review_path
from masthead.content.queries.topic_imports import (
    get_topic_import_for,
    known_for_import,
    require_somewhere,
    topic_imports_of,
)
from masthead.content.queries.topic_parts import aims_of, materials_of, matrix_of, my_evaluation, score_of, topics_like
from masthead.content.queries.topics import ORDER as TOPIC_ORDER
from masthead.content.queries.topics import (
    TopicFilter,
    drafts_of,
    get_topic_for,
    get_topics_for,
    may_edit_topic,
    topic_board,
    topic_page,
    topic_rows,
    topics_from,
    topics_to_write,
    topics_visible_to,
)
from masthead.content.queries.variants import Words, behind_fields, master_fields, standing_of, words_for

__all__ = [
    "ALMANAC_KEEP", "ALMANAC_READ", "Alike", "AlmanacDay", "CATEGORIES", "DRAFT_ORDER", "DraftFilter", "EditorText", "FACT_KINDS", "FindingCard", "Gap",
    "HOT_COLLECT", "HOT_MARK", "Hall", "HotFilter", "Item", "LEGAL", "Load", "MarkedPart", "MaterialFilter", "MonthSheet", "NextStep", "Note", "OF_A_SEAL",
    "OVERSEE", "PathRow", "PictureFinding", "Planned", "Preview", "Quarter", "RISKS", "Report", "RightsIssue", "RightsThen", "Risk", "SHOWS", "Showing",
    "TOPIC_ORDER", "Thread", "TopicFilter", "Upcoming", "Voice", "Waiting", "Words", "account_of", "account_setup", "accounts_for_blocks",
    "accounts_to_aim_at", "address_of", "addresses_of", "agenda_sources", "aims_of", "alike", "almanac_calendar", "almanac_days", "almanac_page",
    "approved_package", "arms_by_experiment", "arms_of", "arrived_upload", "arriving_bytes", "article_of", "as_revision", "assets_of",
    "assistant_empty_words", "assistant_is_on", "assistant_off_words", "assistant_setup", "assistant_status_words", "authors_of", "behind_fields",
    "block_crumbs", "blocks_for", "blocks_page", "blocks_to_manage", "brand_colours", "category_of", "choices_for", "claims_of", "claims_page",
    "colours_as_lines", "condition_facts", "conflict_of", "consent_of", "content_hash", "content_held", "content_kept_in", "current_number", "detail_of",
    "difference_of", "draft_crumbs", "draft_documents", "draft_ids_with", "draft_page", "draft_rows", "drafts_judged_by", "drafts_of",
    "drafts_past_their_window", "drafts_sent_back", "drafts_visible_to", "due_for_notice", "due_sources", "editor_page", "editor_text", "end_of_rights",
    "evidence_of", "exhibit", "experiments_page", "facts_of", "field_changes", "film_issues_for", "films_of", "find_drafts", "find_materials",
    "find_topics", "finding_cards", "folder_tree", "folders_visible_to", "format_issues_of", "found_in", "gaps_of", "get_annotation_for", "get_block_for",
    "get_claim", "get_draft_for", "get_entry", "get_folder_for", "get_hot", "get_line_of", "get_material_for", "get_planning_for", "get_planning_import",
    "get_reviewer_for", "get_revision_for", "get_revision_of", "get_run", "get_series_for", "get_source", "get_topic_for", "get_topic_import_for",
    "get_topics_for", "get_upload_for", "get_version_for", "hall_of", "hash_as_read", "hold_of", "hot_is_fresh", "hot_marks_of", "hot_page", "hot_sources",
    "idea_panel", "import_url", "is_behind", "is_writable", "is_writer", "issues_by_account", "kept_report", "kinds_count", "known_for_import",
    "known_tags", "labels", "labels_of", "later_exhibit", "later_looks_lying", "library_choices", "library_page", "lines_of", "live_page", "live_report",
    "load_draft", "load_round", "load_rows", "loads", "marked_body", "marked_context", "marks_of", "master_fields", "material_crumbs", "material_documents",
    "material_endings", "material_page", "material_page_of", "materials_of", "materials_to_change", "materials_visible_to", "matrix_of", "may_annotate",
    "may_edit_topic", "may_read_claim_proof", "may_read_material", "may_read_picture", "may_read_proof", "may_read_word", "may_record", "may_settle",
    "may_submit", "may_write", "menu_of", "merge_of", "minutes_text", "my_drafts", "my_evaluation", "next_day", "next_step", "occasion_on", "only_on",
    "open_claims", "open_counts", "open_drafts", "open_findings", "open_round", "open_topics", "others_present", "own_entries", "package_of",
    "packages_for", "papers_of", "part_choices", "parties_of_round", "parts_of", "people_of", "picture_findings", "picture_matches", "pictures_of",
    "planned_time", "planning_crumbs", "planning_figures", "planning_imports_of", "planning_of", "planning_page", "planning_visible_to", "platform_names",
    "platforms_of", "preview_context", "preview_of", "quarters", "range_of", "register_page", "register_rows", "remarks_page", "rendition_of",
    "report_on", "require_figures", "require_in_unit", "require_seal", "require_somewhere", "returned_to_me", "review_of", "review_path", "revisions_of",
    "rights_issues", "rights_page", "rights_problems", "rights_then", "rights_word", "risk_of", "rounds_of", "rounds_to_look_at", "runs_of", "said_again",
    "same_file", "saved_filters", "score_of", "seal_hash", "series_due", "series_rows", "series_visible_to", "series_with_next", "share_of",
    "shipped_flows", "short_facts", "shown_html", "standing_of", "submission_of", "tags_in_use", "text_diff", "themes_setup", "threads_of",
    "title_of_round", "tokens_in", "topic_board", "topic_crumbs", "topic_documents", "topic_imports_of", "topic_of", "topic_page", "topic_parts",
    "topic_rows", "topic_step", "topic_views", "topics_due", "topics_from", "topics_like", "topics_to_write", "topics_visible_to", "unanswered",
    "undated_count", "undecided_topics", "units_for", "unpublished_years", "upcoming", "upload_page", "upload_rows", "uploads_of", "uploads_to_look_at",
    "uses_of", "version_to_draw", "versions_of", "versions_without_thumb", "videos_of", "voice_of", "waiting_page", "warmth_of", "whole_uploads",
    "words_for", "words_hash", "words_kept", "words_of", "words_of_material", "words_payload", "working_copy_of", "year_sheets",
]  # fmt: skip
