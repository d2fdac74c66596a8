"""Addresses of publications, the calendar and the engine."""

from tests.matrix.row import Row

ENGINE_ROWS: tuple[Row, ...] = (
    Row("publishing:publications", "publishing.publication.read"),
    Row("publishing:calendar", "publishing.publication.read"),
    Row("publishing:engine", "publishing.engine.read"),
    Row("publishing:callback", "public", of="account", post=True),
    Row("publishing:schedule", "publishing.publication.schedule", of="draft", scoped=True),
    Row(
        "publishing:draft_publications",
        "publishing.publication.read",
        of="draft",
        scoped=True,
        sees="content.draft.read",
    ),
    Row("publishing:account_publications", "publishing.publication.read", of="account", scoped=True),
    Row("publishing:publication_detail", "publishing.publication.read", of="publication", scoped=True),
    Row("publishing:log_csv", "publishing.publication.read", of="publication", scoped=True),
    Row("publishing:log_json", "publishing.publication.read", of="publication", scoped=True),
    Row("publishing:move", "publishing.publication.schedule", of="publication", post=True, scoped=True),
    Row("publishing:cancel", "publishing.publication.schedule", of="publication", post=True, scoped=True),
    Row("publishing:retry", "publishing.publication.schedule", of="publication", post=True, scoped=True),
    Row("publishing:resolve", "publishing.publication.resolve", of="publication", post=True, scoped=True),
)
