"""Pages of the vault. They never see plaintext."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from masthead.core.paging import page_of
from masthead.core.permissions import requires
from masthead.vault import presenters, queries
from masthead.vault.forms import FilterForm
from masthead.vault.views import member_of


@require_GET
@requires("vault.secret.list")
def secrets(request: HttpRequest) -> HttpResponse:
    """The catalogue."""
    form = FilterForm(request.GET)
    visible = queries.secrets_visible_to(member_of(request))
    rows = presenters.narrowed(form.wishes(), visible)
    page = page_of(rows, order=("-replaced_at", "-pk"), cursor=request.GET.get("cursor", ""))
    context = {
        "page": page,
        "entries": presenters.entries_of(page.rows),
        "form": form,
        "filtered": bool(form.wishes()),
        **presenters.around(member_of(request)),
    }
    return render(request, "vault/secret_list.html", context)


@require_GET
@requires("vault.secret.list")
def secret(request: HttpRequest, pk: int) -> HttpResponse:
    """One secret: everything but its content."""
    row, member = queries.get_secret(member_of(request), pk), member_of(request)
    (entry,), rule = presenters.entries_of([row]), queries.rule_of(row.kind)
    context = {
        "secret": row, "entry": entry, "rule": rule, "facts": presenters.facts_of_secret(entry, rule),
        "versions": queries.versions_of(row), "demands": queries.demands_of(row), "seen": presenters.who_saw(row),
        "replaceable": rule.facts.kind != "grant", **presenters.around(member, late=0),
    }  # fmt: skip
    return render(request, "vault/secret.html", context)
