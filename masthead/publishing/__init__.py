"""Floor 13, clause 3.3.3 — takes approved content to accounts. Owns: Publication, attempts, proofs. Words: Publication 发布任务."""
