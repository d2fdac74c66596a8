"""Floor 17, chapter 6.1 — risks 风险. Will own: the register, assessments, treatments, key risk indicators.

Words: risk 风险, assessment 风险评估 (likelihood × impact), treatment 处置措施.
"""
