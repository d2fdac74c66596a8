"""Floor 6, chapters 1 and 8 — the rulebook and its execution board. Owns: Clause, versions, evidence. Words: Clause 条款."""
