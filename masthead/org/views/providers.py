"""设置 → 登录方式: providers, their rules, who is linked, and who waits."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from masthead.core.errors import DomainError, RuleBroken
from masthead.core.paging import page_of
from masthead.core.permissions import requires
from masthead.core.refusals import beside_fields
from masthead.org import actions, providers, queries
from masthead.org.models import ProviderKind, SignInProvider
from masthead.org.provider_forms import DenyForm, LinkForm, ProviderForm, RuleForm
from masthead.org.views.pages import viewer

MANAGE = "org.sign_in.manage"
GET_OR_POST = ("GET", "HEAD", "POST")


@require_GET
@requires(MANAGE)
def provider_list(request: HttpRequest) -> HttpResponse:
    """Every provider, who waits, and who should have a second factor and has none."""
    context = {
        "rows": queries.provider_rows(),
        "waiting": queries.waiting_requests().count(),
        "bare": queries.members_without_factor(),
        "kinds": ProviderKind.choices,
    }
    return render(request, "org/providers.html", context)


def _tried(form: Form, deed: Callable[[], Any]) -> Any:
    """Do it; what is refused stands beside the field and nothing that was typed is lost."""
    try:
        return deed()
    except RuleBroken as refused:
        beside_fields(form, refused)
        return None


def _page(request: HttpRequest, form: ProviderForm, kind: str, provider: SignInProvider | None = None) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "kind": kind, "kind_name": ProviderKind(kind).label, "provider": provider}
    if provider is not None:
        context |= {
            "callback": f"{settings.BASE_URL}{reverse('account_provider_callback', args=[provider.key])}",
            "rules": queries.rules_of(provider),
            "page": page_of(queries.identities_of(provider), order=["-pk"], cursor=request.GET.get("cursor", "")),
        }
    return render(request, "org/provider.html", context, status=422 if form.errors else 200)


@require_http_methods(GET_OR_POST)
@requires(MANAGE)
def add_provider(request: HttpRequest, kind: str) -> HttpResponse:
    """A new provider of a kind."""
    kind = kind if kind in ProviderKind.values else ProviderKind.OIDC
    form = ProviderForm(request.POST or None, kind=kind)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["key"] or kind
        made = _tried(form, lambda: actions.add_provider(kind=kind, key=key, **form.deed(), by=viewer(request)))
        if made:
            messages.success(request, _("登录方式已添加。请把回调地址登记到对方后台，检查连接后再启用。"))
            return redirect(made)
    return _page(request, form, kind)


@require_http_methods(GET_OR_POST)
@requires(MANAGE)
def provider(request: HttpRequest, pk: int) -> HttpResponse:
    """One provider: settings, rules, linked members."""
    row = queries.get_provider(pk)
    form = ProviderForm(request.POST or None, kind=row.kind, provider=row)
    if request.method == "POST" and form.is_valid():
        if _tried(form, lambda: actions.change_provider(provider=row, **form.deed(), by=viewer(request))):
            messages.success(request, _("登录方式已保存。"))
            return redirect(row)
        row = queries.get_provider(pk)
    return _page(request, form, row.kind, row)


@require_POST
@requires(MANAGE)
def check_provider(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the provider now."""
    row = queries.get_provider(pk)
    try:
        messages.success(request, providers.probe(row))
    except DomainError as fault:
        messages.error(request, f"{fault.message}{fault.advice}")
    return redirect(row)


@require_POST
@requires(MANAGE)
def switch_provider(request: HttpRequest, pk: int) -> HttpResponse:
    """Open or shut."""
    row = actions.switch_provider(
        provider=queries.get_provider(pk), on=request.POST.get("on") == "1", by=viewer(request)
    )
    messages.success(request, _("已启用，登录页上可以选用。") if row.enabled else _("已停用，登录页上不再显示。"))
    return redirect(row)


def _side_form(
    request: HttpRequest, row: SignInProvider, form: Form, deed: Callable[[], Any], **words: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid() and _tried(form, deed):
        messages.success(request, words["done"])
        return redirect(row)
    context = {"form": form, "back": row.get_absolute_url(), **words}
    return render(request, "org/form.html", context, status=422 if form.errors else 200)


@require_http_methods(GET_OR_POST)
@requires(MANAGE)
def add_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """A further mapping rule."""
    row, form = queries.get_provider(pk), RuleForm(request.POST or None)

    def deed() -> Any:
        return actions.add_mapping_rule(provider=row, **form.cleaned_data, by=viewer(request))

    title, done = _("添加映射规则 · %(name)s") % {"name": row.name}, _("规则已添加，下次登录时生效。")
    return _side_form(request, row, form, deed, title=title, verb=_("添加规则"), done=done)


@require_POST
@requires(MANAGE)
def end_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """A rule gives nothing any more."""
    rule = actions.end_mapping_rule(rule=queries.get_rule(pk), by=viewer(request))
    messages.success(request, _("规则已停用，各人下次登录时收回。"))
    return redirect(rule.provider)


@require_http_methods(GET_OR_POST)
@requires(MANAGE)
def add_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who somebody at the provider is here."""
    row, form = queries.get_provider(pk), LinkForm(request.POST or None)

    def deed() -> Any:
        return actions.link_identity(provider=row, **form.cleaned_data, by=viewer(request))

    title = _("关联成员 · %(name)s") % {"name": row.name}
    return _side_form(request, row, form, deed, title=title, verb=_("关联"), done=_("已关联。"))


@require_POST
@requires(MANAGE)
def end_link(request: HttpRequest, pk: int) -> HttpResponse:
    """End a link."""
    link = actions.unlink_identity(link=queries.get_identity(pk), by=viewer(request))
    messages.success(request, _("已解除关联，由规则得到的角色一并收回。"))
    return redirect(link.provider)


@require_GET
@requires(MANAGE)
def request_list(request: HttpRequest) -> HttpResponse:
    """Who waits."""
    page = page_of(queries.waiting_requests(), order=["-asked_at", "-pk"], cursor=request.GET.get("cursor", ""))
    return render(request, "org/sign_in_requests.html", {"page": page, "decided": queries.decided_requests()})


@require_POST
@requires(MANAGE)
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Let in, or give the role."""
    member = actions.approve_request(request=queries.get_request(pk), by=viewer(request))
    messages.success(request, _("已批准：%(name)s。") % {"name": member.name})
    return redirect("org:sign_in_requests")


@require_http_methods(GET_OR_POST)
@requires(MANAGE)
def deny(request: HttpRequest, pk: int) -> HttpResponse:
    """Not let in; asks for the reason."""
    row, form = queries.get_request(pk), DenyForm(request.POST or None)

    def deed() -> Any:
        return actions.deny_request(request=row, reason=form.cleaned_data["reason"], by=viewer(request))

    if request.method == "POST" and form.is_valid() and _tried(form, deed):
        messages.success(request, _("已拒绝。"))
        return redirect("org:sign_in_requests")
    title, back = _("拒绝申请 · %(name)s") % {"name": str(row)}, reverse("org:sign_in_requests")
    context = {"form": form, "title": title, "verb": _("拒绝"), "back": back}
    return render(request, "org/form.html", context, status=422 if form.errors else 200)
