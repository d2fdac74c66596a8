"""Floor 10, chapter 4.2 — money 预算. Will own: budget lines, the ledger, spending requests.

Words: line 预算科目, reservation 冻结, spending request 支出申请; amounts are whole 分 (`amount_fen`).
"""
