"""The manners of the house as tests: each failure says why the rule stands and what to do instead."""
