"""Putting secrets in and replacing them. What was typed is in no answer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from masthead.core.errors import RuleBroken
from masthead.core.permissions import requires
from masthead.core.refusals import beside_fields
from masthead.vault import actions, queries
from masthead.vault.forms import SecretForm, StrengthForm
from masthead.vault.kinds import BY_HAND, facts_of
from masthead.vault.models import Secret, SecretKind
from masthead.vault.strength import LEAST_LENGTH, strength_of
from masthead.vault.views import member_of

STORE = "vault.secret.store"


@require_GET
@requires(STORE)
def choose(request: HttpRequest) -> HttpResponse:
    """Which kind is it?"""
    return render(request, "vault/choose.html", {"kinds": BY_HAND})


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
@requires(STORE)
def add(request: HttpRequest, kind: str) -> HttpResponse:
    """A first secret of an owner."""
    facts, member = queries.kind_by_hand(kind), member_of(request)
    initial = {"owner": request.GET.get("owner", "")}
    form = SecretForm(request.POST or None, request.FILES or None, facts=facts, member=member, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            stored = _store(form, member)
        except RuleBroken as error:
            beside_fields(form, error, field="plaintext")
        else:
            messages.success(request, _("已存入保险箱。内容不再显示。"))
            return redirect(stored)
    return _page(request, form)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
@requires(STORE)
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """A newer version."""
    secret = queries.get_replaceable(member_of(request), pk)
    form = SecretForm(request.POST or None, request.FILES or None, facts=facts_of(secret.kind), secret=secret)
    if request.method == "POST" and form.is_valid():
        try:
            actions.replace_secret(secret=secret, plaintext=form.cleaned_data["plaintext"], by=member_of(request))
        except RuleBroken as error:
            beside_fields(form, error, field="plaintext")
        else:
            messages.success(request, _("已更换，旧版本加密留存。"))
            return redirect(secret)
    return _page(request, form)


@sensitive_post_parameters()
@never_cache
@require_POST
@requires(STORE)
def strength(request: HttpRequest) -> HttpResponse:
    """The meter beside a password that is being typed; nothing of it is kept."""
    form = StrengthForm(request.POST)
    given = form.cleaned_data if form.is_valid() else {"plaintext": "", "owner": ""}
    level = queries.rule_of(SecretKind.PASSWORD).level
    found = strength_of(given["plaintext"], level=level, words=queries.words_of_choice(given["owner"]))
    return render(request, "vault/_strength.html", {"found": found, "typed": bool(given["plaintext"])})


def _store(form: SecretForm, member: object) -> Secret:
    kind, (owner_kind, owner_id) = form.facts.kind, form.owner_key()
    owner = {"kind": kind, "owner_kind": owner_kind, "owner_id": owner_id, "label": form.owner_name(), "by": member}
    if form.cleaned_data.get("generate"):
        return actions.store_generated(**owner)  # type: ignore[arg-type]
    given = form.cleaned_data
    return actions.store_secret(**owner, plaintext=given["plaintext"], slot=given.get("slot", ""))  # type: ignore[arg-type]


def _page(request: HttpRequest, form: SecretForm) -> HttpResponse:
    least = LEAST_LENGTH[queries.rule_of(form.facts.kind).level]  # type: ignore[index]
    context = {"form": form, "facts": form.facts, "secret": form.secret, "least": least}
    return render(request, "vault/secret_form.html", context, status=422 if form.errors else 200)
