"""Floor 11, clauses 1.3.1–1.3.3. Rule sets, checks of a text, findings. Knows no content: it is handed texts.

Owns: RuleSet, Check, Finding. Words: a Check 检查 leaves Findings 命中, each blocking 须修改 or warning 提醒.
"""
