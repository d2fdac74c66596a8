"""Addresses of what is done after publishing: (name, demand, object in the address). All are scoped."""

AFTERWARDS: tuple[tuple[str, str, str], ...] = (
    ("publishing:afterwards", "publishing.publication.read", "post_out"),
    ("publishing:evidence_add", "publishing.kit.use", "post_out"),
    ("publishing:comment_said", "publishing.kit.use", "post_comment"),
    ("publishing:withdraw", "publishing.publication.withdraw", "post_out"),
    ("publishing:withdrawal_prove", "publishing.kit.use", "post_out"),
    ("publishing:withdrawal_confirm", "publishing.proof.judge", "post_out"),
    ("publishing:withdrawal_return", "publishing.proof.judge", "post_out"),
    ("publishing:withdrawal_hand", "publishing.publication.withdraw", "post_out"),
    ("publishing:withdrawal_drop", "publishing.publication.withdraw", "post_out"),
    ("publishing:correction_new", "publishing.correction.write", "post_out"),
    ("publishing:correction_approve", "publishing.correction.approve", "post_correction"),
    ("publishing:correction_refuse", "publishing.correction.approve", "post_correction"),
)
READ_TOO = frozenset({"publishing:afterwards", "publishing:withdraw", "publishing:correction_new"})
HOLDERS_AFTERWARDS: dict[str, set[str]] = {
    "publishing.publication.withdraw": {"publisher", "head"},
    "publishing.publication.withdraw_core": {"head", "leader"},
    "publishing.correction.write": {"editor", "publisher", "head"},
    "publishing.correction.approve": {"reviewer", "head", "leader"},
}
