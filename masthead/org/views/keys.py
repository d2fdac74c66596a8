"""个人设置 → 接口密钥, 设置 → 服务密钥. A token is shown on the answer to its making and nowhere else."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from masthead.core import clock
from masthead.core.errors import BadInput, NotPermitted
from masthead.core.paging import page_of
from masthead.core.permissions import for_every_member, requires
from masthead.core.refusals import beside_fields
from masthead.org import actions, queries
from masthead.org.key_forms import KeyForm, RotateForm, ServiceKeyForm
from masthead.org.models import ApiKey, KeyKind
from masthead.org.second_factor import recently_shown
from masthead.org.views.pages import viewer

ISSUE = "org.service_key.issue"
GET_OR_POST = ("GET", "HEAD", "POST")


def _list(request: HttpRequest, rows: Any, *, service: bool) -> HttpResponse:
    page = page_of(rows, order=["-pk"], cursor=request.GET.get("cursor", ""))
    return render(request, "org/keys.html", {"page": page, "service": service, "now": clock.now()})


@require_GET
@for_every_member
def my_keys(request: HttpRequest) -> HttpResponse:
    """One's own keys."""
    return _list(request, queries.my_keys(viewer(request)), service=False)


@require_GET
@requires(ISSUE)
def service_keys(request: HttpRequest) -> HttpResponse:
    """Keys of systems that the member answers for."""
    return _list(request, queries.service_keys_for(viewer(request)), service=True)


def _form_page(request: HttpRequest, form: KeyForm, *, service: bool) -> HttpResponse:
    context = {"form": form, "service": service, "second_factor": recently_shown(request)}
    return render(request, "org/key_form.html", context, status=422 if form.errors else 200)


def _token_page(request: HttpRequest, key: ApiKey, token: str) -> HttpResponse:
    response = render(request, "org/key_token.html", {"key": key, "token": token})
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(GET_OR_POST)
@for_every_member
def issue_key(request: HttpRequest) -> HttpResponse:
    """A new personal key."""
    form = KeyForm(request.POST or None, member=viewer(request))
    if request.method == "POST" and form.is_valid():
        try:
            shown = recently_shown(request)
            return _token_page(
                request, *actions.issue_personal_key(**form.cleaned_data, by=viewer(request), second_factor=shown)
            )
        except (BadInput, NotPermitted) as error:
            beside_fields(form, error, field="capabilities")
    return _form_page(request, form, service=False)


@require_http_methods(GET_OR_POST)
@requires(ISSUE)
def issue_service_key(request: HttpRequest) -> HttpResponse:
    """A new service key."""
    form = ServiceKeyForm(request.POST or None, member=viewer(request))
    if request.method == "POST" and form.is_valid():
        try:
            shown = recently_shown(request)
            return _token_page(
                request, *actions.issue_service_key(**form.cleaned_data, by=viewer(request), second_factor=shown)
            )
        except (BadInput, NotPermitted) as error:
            beside_fields(form, error, field="capabilities")
    return _form_page(request, form, service=True)


@require_GET
@for_every_member
def key(request: HttpRequest, pk: int) -> HttpResponse:
    """One key: what it may do, when it was used, its end."""
    found = queries.get_key_for(viewer(request), pk)
    live = found.revoked_at is None and found.expires_at > clock.now()
    mine = found.owner_id == viewer(request).pk
    context = {"key": found, "rights": _rights(found), "live": live, "mine": mine, "form": RotateForm()}
    return render(request, "org/key.html", context)


def _rights(found: ApiKey) -> list[str]:
    return queries.labels_of_rights(found.capabilities)


@require_POST
@for_every_member
def rotate_key(request: HttpRequest, pk: int) -> HttpResponse:
    """A new secret; the old one holds a while."""
    found = queries.get_key_for(viewer(request), pk)
    form = RotateForm(request.POST)
    hours = form.cleaned_data["overlap_hours"] if form.is_valid() else -1
    return _token_page(request, *actions.rotate_key(key=found, overlap_hours=hours, by=viewer(request)))


@require_POST
@for_every_member
def revoke_key(request: HttpRequest, pk: int) -> HttpResponse:
    """End it at once."""
    found = queries.get_key_for(viewer(request), pk)
    actions.revoke_key(key=found, by=viewer(request), reason=request.POST.get("reason", ""))
    messages.success(request, _("密钥已吊销，立即失效。"))
    return redirect("org:service_keys" if found.kind == KeyKind.SERVICE else "org:my_keys")
