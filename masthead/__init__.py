"""Masthead 刊头: a company runs its new media by its own rulebook."""
