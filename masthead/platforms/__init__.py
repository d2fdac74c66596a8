"""Floor 7, clause 3.1 — the platform catalogue and its connectors. Owns: Platform, Connection. Words: see docs/glossary.md."""
