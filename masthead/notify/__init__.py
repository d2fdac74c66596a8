"""Floor 4 — notices. Owns: Notice, channels, receipts. Words: Notice 通知, see docs/glossary.md."""
