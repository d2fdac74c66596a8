"""Addresses of the marketing calendar, the hot topics and the publishing calendar: who holds what, and what each demands."""

from tests.matrix.row import Row

READ, KEEP, MARK, COLLECT = "content.almanac.read", "content.almanac.keep", "content.hot.mark", "content.hot.collect"
SEE, SCHEDULE = "publishing.publication.read", "publishing.publication.schedule"
HOLDERS_ALMANAC: dict[str, set[str]] = {
    READ: {"editor", "reviewer", "head", "leader", "publisher", "auditor", "account_admin"},
    KEEP: {"editor", "head", "publisher"},
    MARK: {"editor", "head", "publisher"},
    COLLECT: {"head", "account_admin"},
    "content.draft.replan": {"publisher", "head"},
}
ALMANAC_ROWS: tuple[Row, ...] = (
    Row("content:almanac", READ),
    Row("content:almanac_ics", READ),
    Row("content:almanac_topic", "content.topic.propose", post=True),
    Row("content:almanac_entries", READ),
    Row("content:almanac_entry_new", KEEP),
    Row("content:almanac_entry", KEEP, of="almanac_entry"),
    Row("content:almanac_entry_drop", KEEP, of="almanac_entry", post=True),
    Row("content:dates_import", KEEP),
    Row("content:hot", READ),
    Row("content:hot_new", MARK),
    Row("content:hot_import", MARK),
    Row("content:hot_sources", READ),
    Row("content:hot_source_new", COLLECT),
    Row("content:hot_source", COLLECT, of="hot_source"),
    Row("content:hot_source_read", COLLECT, of="hot_source", post=True),
    Row("content:hot_topic", READ, of="hot_topic"),
    Row("content:hot_mark", MARK, of="hot_topic", post=True),
    Row("content:hot_judge", MARK, of="hot_topic", post=True),
    Row("content:hot_make_topic", "content.topic.propose", of="hot_topic", post=True),
    Row("content:planning_import", KEEP, of="planning_import"),
    Row("content:planning_import_take", KEEP, of="planning_import", post=True),
    Row("content:planning_import_drop", KEEP, of="planning_import", post=True),
    Row("content:planning_template", READ, of="planning_template"),
    Row("publishing:calendar_day", SEE),
    Row("publishing:calendar_ics", SEE),
    Row("publishing:calendar_feed", SEE),
    Row("publishing:calendar_feed_open", SEE, post=True),
    Row("publishing:calendar_feed_close", SEE, post=True),
    Row("publishing:calendar_feed_file", "public", of="feed_secret"),
    Row("publishing:frequency", SEE),
    Row("publishing:slots", SCHEDULE),
    Row("publishing:slot_end", SCHEDULE, of="slot", post=True, scoped=True),
    Row("publishing:slot_fill", SCHEDULE, of="slot", scoped=True),
    Row("publishing:moving", SCHEDULE, of="publication", scoped=True),
    Row("publishing:replan", SCHEDULE, of="publication", post=True, scoped=True),
    Row("publishing:sensitive", "publishing.publication.sensitive", of="publication", post=True, scoped=True),
)
