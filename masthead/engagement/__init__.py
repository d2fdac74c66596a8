"""Floor 14, chapter 3.4 — talk with the public 互动. Will own: the inbox, activities, draws, feedback, opinion watch.

Words: inbox 收件箱, activity 互动活动, draw 抽奖, feedback 用户反馈, opinion 舆情.
"""
