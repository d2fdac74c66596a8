"""Floor 21 — the shell: frame, workbench, search, set-up, gallery. Sees all, seen by none. Owns: no chapter's tables."""
