"""Writes of the shell, by noun."""

from masthead.web.actions.house import open_house
from masthead.web.actions.search import follow_trail, rebuild_search

__all__ = ["follow_trail", "open_house", "rebuild_search"]
