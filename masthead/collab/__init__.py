"""Floor 7, clauses 1.3.4–1.3.5, 2.1, 2.2.1, 2.2.4 — work of several departments in one place.

Owns: Comment, CrossRequest, Ticket, Idea, Experiment, Meeting, Decision. Words: 讨论, 协作请求, 技术工单, 创意, 实验, 小组会议, 决议.
"""
