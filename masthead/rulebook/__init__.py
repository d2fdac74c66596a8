"""Floor 6, chapters 1 and 8 — the rulebook and its execution board.

Owns: PolicyDocument, PolicyVersion, Clause, Question, Signature, Interpretation, ProbeRun, ProbeResult, ClauseState, Finding, PolicyException,
BoardSnapshot, AuditPack. Words: Clause 条款, Signature 阅读确认, execution board 执行看板, see docs/glossary.md.
"""
