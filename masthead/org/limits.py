"""How often one address may knock at the doors before sign-in."""

from allauth.core.internal.ratelimit import consume
from django.http import HttpRequest
from django.utils.translation import gettext as _

from masthead.core.errors import TooMany


def count_request(request: HttpRequest, action: str) -> None:
    """One more request of this address (settings.ACCOUNT_RATE_LIMITS). Raises TooMany."""
    if not consume(request, app="allauth.account", action=action, limit_get=True):
        raise TooMany(
            _("请求太频繁，已暂时锁定。"),
            code="sign_in_flood",
            clause="2.2.4",
            advice=_("请几分钟后再试，或联系系统管理员。"),
        )
