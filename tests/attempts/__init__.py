"""Attempts that must fail, through the doors that people have. Each test says in its name what is tried, or why it cannot work."""
