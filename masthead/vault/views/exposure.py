"""Who has seen what, over HTTP. Never any content."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from masthead.core.paging import page_of
from masthead.core.permissions import requires
from masthead.org import queries as org
from masthead.vault import actions, queries
from masthead.vault.views.acting import member_of

STORE = "vault.secret.store"


@require_GET
@requires(queries.READ_ALL)
def exposure(request: HttpRequest) -> HttpResponse:
    by_secret = request.GET.get("by") == "secret"
    rows = queries.exposed_secrets() if by_secret else queries.exposed_members()
    order = ("label", "pk") if by_secret else ("name", "pk")
    page = page_of(rows, order=order, cursor=request.GET.get("cursor", ""))
    pks = [row.pk for row in page.rows]
    found = queries.sights(secrets=pks) if by_secret else queries.sights(members=pks)
    lines = [(r, [s for s in found if r in (s.member, s.secret)]) for r in page.rows]
    return render(request, "vault/exposure.html", {"page": page, "lines": lines, "by_secret": by_secret})


@require_GET
@requires(queries.READ_ALL)
def exposure_member(request: HttpRequest, pk: int) -> HttpResponse:
    person = org.get_member(pk)
    found = queries.sights(members=[person.pk])
    known = sum(s.still_known for s in found)
    context = {"person": person, "sights": found, "known": known, "may_demand": request.user.has_perm(STORE)}
    return render(request, "vault/exposure_member.html", context)


@require_POST
@requires(STORE)
def exposure_rotate(request: HttpRequest, pk: int) -> HttpResponse:
    person = org.get_member(pk)
    n = actions.demand_rotation_of_seen(member=person, by=member_of(request))
    messages.success(request, _("已要求更换 %(n)d 份凭据。") % {"n": n})
    return redirect("vault:exposure_member", pk)


@require_GET
@requires(queries.READ_ALL)
def exposure_secret(request: HttpRequest, pk: int) -> HttpResponse:
    secret = queries.get_secret_for(member_of(request), pk)
    context = {
        "secret": secret,
        "looks": queries.reveals_of(secret),
        "versions": queries.versions_of(secret),
        "keepers": queries.keepers_of(secret),
    }
    return render(request, "vault/exposure_secret.html", context)
