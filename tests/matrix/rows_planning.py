"""Rows of the role matrix for planning: what hangs on topics, planning meetings, experiments."""

from tests.matrix.row import Row

READ, PROPOSE, DECIDE = "content.topic.read", "content.topic.propose", "content.topic.decide"
PLANNING_ROWS = (
    Row("content:topic_decide", DECIDE, of="topic_decision", scoped=True),
    Row("content:topic_evaluate", PROPOSE, of="topic", scoped=True),
    Row("content:topic_material_new", PROPOSE, of="topic", scoped=True),
    Row("content:topic_material_settle", READ, of="topic_material", post=True, scoped=True),
    Row("content:topics_bulk", DECIDE, post=True),
    Row("content:topics_export", READ),
    Row("content:topics_template", PROPOSE),
    Row("content:topics_import", PROPOSE),
    Row("content:topic_import", PROPOSE, of="topic_import", scoped=True),
    Row("content:topic_import_deed", PROPOSE, of="topic_import_deed", post=True, scoped=True),
    Row("content:planning", READ),
    Row("content:planning_new", DECIDE),
    Row("content:series_new", DECIDE),
    Row("content:series_edit", DECIDE, of="series", scoped=True),
    Row("content:series_pause", DECIDE, of="series", post=True, scoped=True),
    Row("content:planning_meeting", READ, of="planning", scoped=True),
    Row("content:line_decide", READ, of="planning_line", post=True, scoped=True),
    Row("content:line_words", READ, of="planning_line", post=True, scoped=True),
    Row("content:planning_deed", READ, of="planning_deed", post=True, scoped=True),
    Row("content:meeting_planning", READ, of="meeting"),
    Row("content:experiments", "collab.idea.read"),
    Row("content:experiment_arms", "collab.idea.read", of="experiment"),
    Row("content:experiment_figures", "collab.idea.read", of="experiment"),
    Row("content:idea_topics", READ, of="idea"),
    Row("content:idea_to_topic", PROPOSE, of="idea"),
)
