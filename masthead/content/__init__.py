"""Floor 12, clauses 3.3.1–3.3.2 — topics, drafts, versions, assets. Owns: Topic, Draft, Revision, Asset. Words: see docs/glossary.md."""
