"""What the pages of access show, put together from queries; and how an answer with content in it is sent."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from masthead.core import clock
from masthead.core.paging import Page
from masthead.org.models import Member
from masthead.org.queries import sits_in_group
from masthead.vault import queries
from masthead.vault.material import certificate_file
from masthead.vault.models import BreakGlass, Checkout, ReviewCampaign, ReviewEntry
from masthead.vault.states import CheckoutState, GlassState


def held_back(response: HttpResponse) -> HttpResponse:
    """No cache, no history, no address handed on: the content lives in this one answer."""
    response["Cache-Control"] = "no-store, private, max-age=0"
    response["Pragma"] = "no-cache"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, noarchive"
    return response


@sensitive_variables()
def as_download(checkout: Checkout, text: str) -> HttpResponse:
    """A certificate as a file."""
    data = certificate_file(text)
    response = HttpResponse(data, content_type="application/octet-stream")
    response["Content-Disposition"] = (
        content_disposition_header(
            as_attachment=True, filename=f"{checkout.secret}{'.pem' if data.startswith(b'-----') else '.p12'}"
        )
        or ""
    )
    return response


def tabs_of(member: Member, view: str) -> list[dict[str, Any]]:
    """Mine, waiting for me, all."""
    url, waiting = reverse("vault:checkouts"), queries.checkouts_to_approve(member).count()
    names = (("mine", _("我的"), None), ("waiting", _("待我审批"), waiting), ("all", _("全部"), None))
    return [
        {"label": label, "href": f"{url}?view={key}", "current": view == key, "count": count}
        for key, label, count in names
    ]


def checkout_page(member: Member, checkout: Checkout) -> dict[str, Any]:
    """One check-out with what the viewer may do next."""
    mine, case = checkout.requester_id == member.pk, queries.latest_case_of(checkout)
    return {
        "thing": checkout,
        "crumbs": [{"label": _("凭据领用"), "href": reverse("vault:checkouts")}, {"label": str(checkout.secret)}],
        "case": case,
        "tasks": queries.tasks_of_case(case),
        "needed": queries.needed_approvals(checkout),
        "people": _people_of(checkout),
        "owner_url": queries.owner_url(checkout.secret),
        "may_reveal": queries.may_reveal_now(checkout, member),
        "may_return": mine and checkout.state in (CheckoutState.GRANTED, CheckoutState.SEEN),
        "may_withdraw": mine and checkout.state == CheckoutState.ASKED,
    }


def _people_of(checkout: Checkout) -> list[tuple[Member, str]]:
    """The requester first, then the custodians; who is both stands once."""
    keepers = queries.keepers_of(checkout.secret)
    words = [_("领用人"), *(word for person, word in keepers if person.pk == checkout.requester_id)]
    return [(checkout.requester, " · ".join(words)), *(k for k in keepers if k[0].pk != checkout.requester_id)]


def glass_page(member: Member, glass: BreakGlass, form: Any) -> dict[str, Any]:
    """One emergency with what the viewer may do next."""
    waiting = glass.state == GlassState.WAITING and clock.now() < glass.confirm_until
    party = member.pk in (glass.opener_id, glass.confirmer_id)
    checkout = queries.checkout_of_glass(glass)
    return {
        "thing": glass,
        "form": form,
        "crumbs": [{"label": _("紧急启封"), "href": reverse("vault:glasses")}, {"label": str(glass.secret)}],
        "checkout": checkout if checkout and checkout.requester_id == member.pk else None,
        "may_confirm": waiting and not party and queries.may_confirm(member, glass.secret),
        "waiting": waiting,
        "may_review": glass.state == GlassState.OPENED and not party and sits_in_group(member),
    }


def review_page(member: Member, campaign: ReviewCampaign, page: Page[ReviewEntry]) -> dict[str, Any]:
    """The entries of a page, and whether the viewer may answer each."""
    may = member.has_perm(queries.DECIDE) and campaign.closed_at is None
    lines = [
        {"entry": e, "open": may and not e.decision and e.member_id != member.pk, "own": e.member_id == member.pk}
        for e in page.rows
    ]
    return {
        "campaign": campaign,
        "crumbs": [{"label": _("权限复核"), "href": reverse("vault:reviews")}, {"label": campaign.title}],
        "page": page,
        "lines": lines,
        "may_decide": may and any(line["open"] for line in lines),
        "late": campaign.closed_at is None and campaign.due_at < clock.now(),
    }
