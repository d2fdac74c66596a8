"""Every view declares exactly one access: a capability, "every member", or public with a reason.

Capabilities are declared in `registrations.py`; an unknown name fails at import. Who holds them is decided by `org` through
Django's auth backend, so this module imports nobody.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from masthead.core.errors import NotPermitted
from masthead.core.registry import Registry

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Capability:
    """`name` = room.thing.deed; `scoped` says whether a grant may be limited to a unit or an account group."""

    name: str
    label: str | Promise
    clause: str = ""
    sensitive: bool = False
    scoped: bool = True


CAPABILITIES: Registry[Capability] = Registry("org.capabilities")


def capability(
    name: str, label: str | Promise, *, clause: str = "", sensitive: bool = False, scoped: bool = True
) -> Capability:
    """Declare a capability (registrations.py only)."""
    return CAPABILITIES.add(name, Capability(name, label, clause, sensitive, scoped), depth=2)


@dataclass(frozen=True)
class Access:
    """What a view demands; read by the role matrix and the architecture tests as `view.masthead_access`."""

    kind: Literal["capability", "member", "public"]
    name: str = ""
    reason: str = ""


def _mark(view: View, access: Access) -> View:
    if getattr(view, "masthead_access", None) is not None:
        raise ValueError(f"{view.__module__}.{view.__name__} declares its access twice")
    view.masthead_access = access  # type: ignore[attr-defined]
    return view


def _sign_in(request: HttpRequest) -> HttpResponseBase:
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = f"{resolve_url(settings.LOGIN_URL)}?next=/"
        return response
    return redirect_to_login(request.get_full_path())


def requires(name: str) -> Callable[[View], View]:
    """Only members who hold the capability in at least one scope; the scoped fetch in `queries` narrows it to the thing itself."""
    if name not in CAPABILITIES:
        raise ValueError(
            f"unknown capability «{name}»: declare it in registrations.py; known: {', '.join(sorted(CAPABILITIES))}"
        )

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _sign_in(request)
            if not request.user.has_perm(name):
                label = CAPABILITIES[name].label
                raise NotPermitted(
                    _("您没有「%(what)s」的权限。") % {"what": label},
                    code=f"lacks:{name}",
                    clause=CAPABILITIES[name].clause,
                    advice=_("需要时请联系系统管理员，为您的岗位授予相应角色。"),
                )
            return view(request, *args, **kwargs)

        return _mark(checked, Access("capability", name))

    return decorate


def for_every_member(view: View) -> View:
    """Any signed-in, active member."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _sign_in(request)
        return view(request, *args, **kwargs)

    return _mark(checked, Access("member"))


def public(reason: str) -> Callable[[View], View]:
    """No sign-in; the reason is shown under `/_map/` and checked to be there."""
    if not reason.strip():
        raise ValueError("a public view needs a reason")

    def decorate(view: View) -> View:
        @wraps(view)
        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return view(request, *args, **kwargs)

        return _mark(opened, Access("public", reason=reason))

    return decorate
