"""Signing in elsewhere: out to the provider, back with a code, linked or not."""

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from masthead.core.errors import NotPermitted
from masthead.core.permissions import for_every_member, public
from masthead.org import actions, limits, providers, queries
from masthead.org.models import Member, SignInProvider
from masthead.org.views.pages import viewer
from masthead.org.views.sign_in import fresh, onward

ELSEWHERE = "people sign in here by their company's directory"


@require_GET
@never_cache
@public(ELSEWHERE)
def begin(request: HttpRequest, key: str) -> HttpResponse:
    """Out to the provider."""
    if request.user.is_authenticated:
        return HttpResponseRedirect("/")
    limits.count_request(request, "provider")
    wanted = request.GET.get("next", "")
    safe = wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else ""
    return HttpResponseRedirect(providers.begin(request, queries.get_open_provider(key), next_url=safe))


@require_GET
@never_cache
@public(ELSEWHERE)
def callback(request: HttpRequest, key: str) -> HttpResponse:
    """Back from the provider."""
    limits.count_request(request, "provider")
    provider = queries.get_open_provider(key)
    came = providers.finish(request, provider)
    if came.purpose != "sign_in":
        return (
            _shown_again(request, provider, came)
            if came.purpose == "again"
            else _linked(request, provider, came.identity)
        )
    admission = actions.admit(provider=provider, identity=came.identity)
    if admission.member is None:
        return render(request, "org/waiting.html", {"provider": provider, "name": came.identity.name})
    return _sign_in(request, provider, admission.member, came)


def _sign_in(request: HttpRequest, provider: SignInProvider, member: Member, came: providers.Finished) -> HttpResponse:
    """On through allauth's stages: whoever has a second factor is asked for it here too."""
    record_authentication(request, member, method="socialaccount", provider=provider.name)
    response: HttpResponse = perform_login(request, Login(user=member, redirect_url=came.next_url or None))
    return response


def _shown_again(request: HttpRequest, provider: SignInProvider, came: providers.Finished) -> HttpResponse:
    member = viewer(request)
    if queries.get_link_of(member, provider.key).subject != came.identity.subject:
        raise NotPermitted(_("这不是您关联的企业账号。"), code="identity_of_another", clause="2.1")
    record_authentication(request, member, method="socialaccount", provider=provider.name)
    return HttpResponseRedirect(came.next_url or reverse("mfa_index"))


def _linked(request: HttpRequest, provider: SignInProvider, identity: providers.Identity) -> HttpResponse:
    member = viewer(request)
    label = identity.name or identity.username
    actions.link_identity(provider=provider, subject=identity.subject, member=member, by=member, label=label)
    messages.success(request, _("已关联「%(name)s」，以后可以用它登录。") % {"name": provider.name})
    return HttpResponseRedirect(reverse("mfa_index"))


@require_GET
@never_cache
@for_every_member
@fresh
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator]
def link(request: HttpRequest, key: str) -> HttpResponse:
    """Out to the provider, to link it with the signed-in member."""
    return onward(request, queries.get_open_provider(key), purpose="link")


@require_POST
@for_every_member
@fresh
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator]
def unlink(request: HttpRequest, key: str) -> HttpResponse:
    """End the link."""
    row = actions.unlink_identity(link=queries.get_link_of(viewer(request), key), by=viewer(request))
    messages.success(request, _("已解除与「%(name)s」的关联。") % {"name": row.provider.name})
    return HttpResponseRedirect(reverse("mfa_index"))
