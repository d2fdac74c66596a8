"""The root of the API: every room's doors below /api/v1/, one gate in front of them, the reference page.

What comes through the gate has a key, is within its rate, and acts under that key's rights (`core.context.under_key`).
"""
