"""Floor 4 — notices. Tells members what happened and what waits for them, inside the house.

Owns: Notice. Words: Notice 通知, see docs/glossary.md.
"""
