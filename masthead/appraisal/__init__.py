"""Floor 20, chapter 7.2 — appraisal of people 考核. Will own: cycles, sheets, grades, appeals.

Words: appraisal 考核 (of people), never evaluation 效果评估 (of work); sheet 考核表, cycle 考核周期.
"""
