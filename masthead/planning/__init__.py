"""Floor 9, chapters 4.1 and 2.2 — plans 计划. Will own: annual, quarterly and monthly plans, tasks, campaigns, decisions.

Words: plan 计划 (intent), never schedule 排期 (a moment); campaign 营销推广方案, decision 决策事项.
"""
