"""Pages of the vault. They never see plaintext."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from masthead.core.paging import page_of
from masthead.core.permissions import requires
from masthead.vault import queries


@requires("vault.secret.list")
def secrets(request: HttpRequest) -> HttpResponse:
    rows = queries.secrets_visible_to(request.user)  # type: ignore[arg-type]
    page = page_of(rows, order=("-replaced_at", "-pk"), cursor=request.GET.get("cursor", ""))
    entries = [{"secret": s, "overdue": queries.is_overdue(s), "age_days": queries.age_days(s)} for s in page.rows]
    return render(request, "vault/secret_list.html", {"page": page, "entries": entries})
