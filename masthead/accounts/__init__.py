"""Floor 8, chapters 3.1–3.2 — the account register. Owns: Account. Words: Account 账号 is a platform account, never a person."""
