"""Reads of the shared access tokens."""

from masthead.core.rows import lone
from masthead.platforms.models import PlatformToken


def platform_token(account_id: int) -> PlatformToken | None:
    """The shared token row of an account, fresh from the database."""
    return lone(PlatformToken.objects.filter(account_id=account_id))
