"""Floor 7, clauses 1.3.4–1.3.5, 2.1, 2.2 — working together 协同. Will own: comments, ideas, requests, tickets, meetings.

Words: request 协同需求, ticket 技术支持工单, idea 创意, minutes 会议纪要.
"""
