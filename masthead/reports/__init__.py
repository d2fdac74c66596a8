"""Floor 16, clauses 5.2.2–5.2.3 — the monthly report 月报. Will own: reports, their figures, strategy adjustments.

Words: monthly report 月报, adjustment 策略调整.
"""
