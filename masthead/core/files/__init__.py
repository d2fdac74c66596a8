"""Files by content: bytes stored under their SHA-256, type sniffed, limits per use, private unless the use says public."""
