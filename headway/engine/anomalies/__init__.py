"""When a series does what it has not done lately: extremes beyond all of before, steps in its level, and how often
that would be right on the series itself.
"""
