"""Floor 19, chapter 5.3 — evaluation of the work 效果评估. Will own: scorecards, rewards, improvement orders.

Words: evaluation 效果评估 (of work), never appraisal 考核 (of people); improvement order 督促改进.
"""
