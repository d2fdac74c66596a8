"""Who calls, and doors that not every key may open."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from masthead.core import context
from masthead.core.errors import NotPermitted

PERSONAL = "personal"
OWN_AFFAIRS = "own.affairs"
Door = Callable[..., Any]


def caller(request: HttpRequest) -> Any:
    """The member on whose rights the call runs; `web.api` has let only members through."""
    return request.user


def people_only(door: Door) -> Door:
    """A deed that a person must answer for: service keys are refused."""

    @wraps(door)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        key = context.credential.get()
        if key is not None and key.kind != PERSONAL:
            raise NotPermitted(
                _("这项操作要由人办理，服务密钥不能使用。"), code="personal_key_only", advice=_("请使用个人密钥。")
            )
        return door(request, *args, **kwargs)

    return opened


def own_affairs(door: Door) -> Door:
    """What belongs to the member in person (notices, approval tasks): a personal key with the right to them."""

    @wraps(door)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        key = context.credential.get()
        if key is not None and OWN_AFFAIRS not in key.capabilities:
            raise NotPermitted(
                _("这把密钥不能办理个人事务。"),
                code=f"lacks:{OWN_AFFAIRS}",
                advice=_("请在签发密钥时选择「个人事务」。"),
            )
        return door(request, *args, **kwargs)

    return people_only(opened)
