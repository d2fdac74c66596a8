"""Floor 6, chapters 1 and 8 — the rulebook and its execution board.

Owns: PolicyDocument, PolicyVersion, Clause, ProbeRun, ProbeResult, ClauseState. Words: Clause 条款, execution board 执行看板.
"""
