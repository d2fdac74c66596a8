"""Writes of the shell, by noun."""

from masthead.web.actions.house import CONTENT_FLOW, open_house
from masthead.web.actions.search import follow_trail, rebuild_search

__all__ = ["CONTENT_FLOW", "follow_trail", "open_house", "rebuild_search"]
