"""Addresses of publishing by hand and of figures that people bring: (name, demand, object in the address). All but one are scoped."""

BY_HAND: tuple[tuple[str, ...], ...] = (
    ("publishing:kit", "publishing.kit.use", "task_by_hand"),
    ("publishing:kit_file", "publishing.kit.use", "kit_file"),
    ("publishing:kit_archive", "publishing.kit.use", "task_by_hand"),
    ("publishing:kit_tick", "publishing.kit.use", "task_by_hand"),
    ("publishing:kit_handoff", "publishing.kit.use", "task_by_hand"),
    ("publishing:kit_scan", "publishing.kit.use", "kit_token"),
    ("publishing:kit_media", "public", "kit_token"),
    ("publishing:proof", "publishing.kit.use", "task_by_hand"),
    ("publishing:proof_confirm", "publishing.proof.judge", "task_by_hand"),
    ("publishing:proof_return", "publishing.proof.judge", "task_by_hand"),
    ("publishing:not_published", "publishing.kit.use", "task_by_hand"),
    ("publishing:operator", "publishing.publication.schedule", "task_by_hand"),
    ("analytics:publication_figures", "analytics.figures.read", "publication"),
    ("analytics:enter", "analytics.figures.enter", "publication"),
    ("analytics:imports", "analytics.figures.enter"),
    ("analytics:figure_import", "analytics.figures.enter", "figure_import"),
    ("analytics:import_assign", "analytics.figures.enter", "figure_import"),
    ("analytics:import_apply", "analytics.figures.enter", "figure_import"),
    ("analytics:import_discard", "analytics.figures.enter", "figure_import"),
)
POSTS = frozenset(
    {
        "publishing:kit_tick",
        "publishing:kit_handoff",
        "publishing:proof",
        "publishing:proof_confirm",
        "publishing:proof_return",
        "publishing:not_published",
        "publishing:operator",
        "analytics:import_assign",
        "analytics:import_apply",
        "analytics:import_discard",
    }
)
HOLDERS_BY_HAND: dict[str, set[str]] = {
    "publishing.kit.use": {"publisher", "head", "account_admin"},
    "publishing.proof.judge": {"publisher", "head"},
    "analytics.figures.enter": {"publisher", "head"},
}
