"""The long-lived half of an authorisation, asked for at the moment of a call."""

from django.utils.translation import gettext as _

from masthead.core import secrets
from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms.contract import Channel


def grant_of(channel: Channel) -> str:
    """The kept token. Raises CREDENTIAL for an account that nobody has authorised yet, and SecretUnavailable without vault."""
    if not channel.grant_ref:
        raise PlatformFault(
            _("账号还没有授权。"),
            kind=FaultKind.CREDENTIAL,
            platform_code="no_grant",
            advice=_("请账号管理员在账号页点「授权」。"),
        )
    return secrets.resolve(channel.grant_ref)
