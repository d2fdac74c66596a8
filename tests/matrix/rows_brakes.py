"""Addresses of what holds publishing back: who holds what, and what each demands."""

from tests.matrix.row import Row

SEE, PAUSE, STEER = "publishing.publication.read", "publishing.pause.press", "publishing.engine.steer"
HOLDERS_OF_BRAKES: dict[str, set[str]] = {
    PAUSE: {"leader", "head", "account_admin"},
    "publishing.pause.everything": {"leader"},
    STEER: {"leader", "admin", "account_admin"},
}
BRAKE_ROWS: tuple[Row, ...] = (
    Row("publishing:pauses", SEE),
    Row("publishing:pause_press", PAUSE, post=True),
    Row("publishing:pause", SEE, of="pause", scoped=True),
    Row("publishing:pause_resume", PAUSE, of="pause", post=True, scoped=True),
    Row("publishing:send_late", "publishing.publication.schedule", of="publication", post=True, scoped=True),
    Row("publishing:rules", STEER),
    Row("publishing:circuit", STEER, of="platform", post=True),
)
