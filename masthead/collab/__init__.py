"""Floor 7, clauses 1.3.4–1.3.5, 2.1, 2.2.1, 2.2.4 — work of several departments in one place 协同.

Owns: Comment, Idea, Experiment, CrossRequest, Ticket, Meeting, Decision. Words: see docs/glossary.md.
"""
