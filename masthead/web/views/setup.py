"""Set-up of an empty system in three steps. Until the last one nothing is written: earlier answers travel in a signed cookie."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core import signing
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from masthead.core.errors import BadInput, NotThere
from masthead.core.permissions import public
from masthead.core.refusals import beside_fields
from masthead.org import actions as org
from masthead.org import queries as org_queries
from masthead.web import actions
from masthead.web.forms import AdminForm, CompanyForm, GroupForm

View = Callable[..., HttpResponseBase]
COOKIE, SALT, HOURS = "setup", "masthead.web.setup", 12
GET_OR_POST = ("GET", "HEAD", "POST")
EMPTY_ONLY = "an empty system has nobody who could sign in; gone for good once a company exists"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def leads_to_set_up(view: View) -> View:
    """The front page of an empty system is the set-up. Signed-in members are not asked: their company exists."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated and not org_queries.company_exists():
            return HttpResponseRedirect(reverse("web:setup_company"))
        return view(request, *args, **kwargs)

    return asked


def _while_empty(view: View) -> View:
    @wraps(view)
    def open_once(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if org_queries.company_exists():
            raise NotThere(_("公司信息已经建立。"), code="company_exists", clause="2.1", advice=_("请直接登录。"))
        return view(request, *args, **kwargs)

    return never_cache(open_once)


def _answers(request: HttpRequest) -> dict[str, str]:
    """What the earlier steps were told; a cookie that is forged or old counts as none."""
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=HOURS * 3600)
    except signing.BadSignature:
        return {}
    return {key: str(kept[key]) for key in ("company", "group") if key in kept} if isinstance(kept, dict) else {}


def _keep(response: HttpResponse, answers: dict[str, str]) -> HttpResponse:
    response.set_cookie(
        COOKIE, signing.dumps(answers, salt=SALT), max_age=HOURS * 3600, path="/setup/", httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def _page(request: HttpRequest, step: int, form: Form, template: str) -> HttpResponse:
    names = ("web:setup_company", "web:setup_group", "web:setup_admin")
    labels = (_("公司"), _("运营管理小组"), _("第一位管理员"))
    steps = [
        {
            "label": label,
            "state": "done" if n < step else "current" if n == step else "todo",
            "href": reverse(name) if n < step else "",
        }
        for n, (name, label) in enumerate(zip(names, labels, strict=True))
    ]
    context = {"form": form, "steps": steps, "back_href": reverse(names[step - 1]) if step else ""}
    return render(request, template, context, status=422 if form.errors else 200)


@public(EMPTY_ONLY)
@require_http_methods(GET_OR_POST)
@_while_empty
def company(request: HttpRequest) -> HttpResponse:
    """Step 1: the company."""
    answers = _answers(request)
    form = CompanyForm(request.POST or None, initial=answers)
    if form.is_valid():
        return _keep(HttpResponseRedirect(reverse("web:setup_group")), answers | form.cleaned_data)
    return _page(request, 0, form, "web/setup_company.html")


@public(EMPTY_ONLY)
@require_http_methods(GET_OR_POST)
@_while_empty
def group(request: HttpRequest) -> HttpResponse:
    """Step 2: the management group."""
    answers = _answers(request)
    if "company" not in answers:
        return HttpResponseRedirect(reverse("web:setup_company"))
    form = GroupForm(request.POST or None, initial={k: v for k, v in answers.items() if k == "group"})
    if form.is_valid():
        return _keep(HttpResponseRedirect(reverse("web:setup_admin")), answers | form.cleaned_data)
    return _page(request, 1, form, "web/setup_group.html")


@public(EMPTY_ONLY)
@require_http_methods(GET_OR_POST)
@_while_empty
def admin(request: HttpRequest) -> HttpResponse:
    """Step 3: the first administrator; everything is written now, at once."""
    answers = _answers(request)
    if "company" not in answers or "group" not in answers:
        return HttpResponseRedirect(reverse("web:setup_company"))
    form = AdminForm(request.POST or None)
    if form.is_valid() and (response := _open(request, form, answers)):
        return response
    return _page(request, 2, form, "web/setup_admin.html")


def _open(request: HttpRequest, form: AdminForm, answers: dict[str, str]) -> HttpResponse | None:
    given = {key: value for key, value in form.cleaned_data.items() if key != "again"}
    try:
        member = actions.open_house(company=answers["company"], group=answers["group"], **given)
    except BadInput as refused:
        beside_fields(form, refused)
        return None
    login(request, member, backend=BACKEND)
    key, browser = request.session.session_key or "", request.headers.get("User-Agent", "")
    org.note_sign_in(member=member, by=member, session_key=key, browser=browser)
    messages.success(request, _("公司已建立。接下来请添加成员，并为自己启用两步验证。"))
    response = HttpResponseRedirect(reverse("web:home"))
    response.delete_cookie(COOKIE, path="/setup/")
    return response
