"""Floor 18, chapter 6.2 — emergencies 应急. Will own: incidents, plans, drills, duty rosters.

Words: incident 突发事件, emergency plan 应急预案, drill 应急演练, closing review 复盘.
"""
