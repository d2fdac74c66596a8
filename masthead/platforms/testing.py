"""Builders for tests: the catalogue, and a channel to the sandbox whose secrets lie in the vault's seam."""

from masthead.platforms import actions, queries
from masthead.platforms.models import Platform


def make_platform(key: str = "wechat_oa") -> Platform:
    """The platform from the real catalogue."""
    actions.sync_catalogue(by=None)
    return queries.get_platform(key)
