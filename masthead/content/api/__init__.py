"""Doors of `content`: topics, drafts, their texts and pictures."""

from masthead.content.api import drafts, texts, topics

ROOMS = (topics.doors, drafts.doors, texts.doors)

__all__ = ["ROOMS"]
