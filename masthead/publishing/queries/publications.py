"""Publications as members see them: scoped by the draft's or the account's department, or the account's group."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from masthead.accounts import queries as accounts_queries
from masthead.accounts.models import Account
from masthead.content import queries as content_queries
from masthead.content.models import Draft, Material
from masthead.core import clock
from masthead.core.context import once
from masthead.org import queries as org_queries
from masthead.org.models import Member
from masthead.publishing import errors
from masthead.publishing.models import CallbackEvent, Publication
from masthead.publishing.states import LIVE, CallbackState, PublicationState

READ = "publishing.publication.read"
SCHEDULE = "publishing.publication.schedule"
RESOLVE = "publishing.publication.resolve"


def _inside(member: Member, capability: str) -> Q:
    """Of a department in scope, or through an account in scope; the accounts are few and named, so that two indexes answer for the rows."""
    scope = org_queries.scope_of(member, capability)
    if scope.company:
        return scope.as_q(unit="unit_id")
    through = Account.objects.filter(scope.as_q(unit="unit_id", account_group="account_group_id"))
    keys = once(member, f"accounts:{capability}", lambda: list(through.values_list("pk", flat=True)))
    return scope.as_q(unit="unit_id") | Q(account__in=keys)


def publications_near(member: Member, start: dt.datetime, end: dt.datetime | None = None) -> QuerySet[Publication]:
    """What the member may see of a short time. Its index finds the few rows, so the accounts need not be named first."""
    scope = org_queries.scope_of(member, READ)
    through = Account.objects.filter(scope.as_q(unit="unit_id", account_group="account_group_id"))
    rows = Publication.objects.filter(due_at__gte=start)
    rows = rows.filter(due_at__lt=end) if end else rows
    inside = scope.as_q(unit="unit_id")
    rows = rows.filter(inside if scope.company else inside | Q(account__in=through.values("pk")))
    return rows.select_related("account__platform", "unit")


def publications_visible_to(member: Member) -> QuerySet[Publication]:
    """What the member may see, with what a list row shows."""
    rows = Publication.objects.filter(_inside(member, READ))
    return rows.select_related("account__platform", "unit", "preflight")


def get_publication_for(member: Member, pk: int, capability: str = READ) -> Publication:
    """One publication. Raises NotThere outside the member's view, NotPermitted inside it without the capability there."""
    text = ("draft__revision__cover", "draft__revision__video", "revision__cover", "revision__video")
    rows = publications_visible_to(member).select_related("draft", *text, "scheduled_by", "operator")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise errors.not_there()
    found.revision.draft = found.draft
    if capability != READ and not may_handle(member, capability, found):
        raise errors.not_permitted("out_of_reach")
    return found


def may_handle(member: Member, capability: str, publication: Publication) -> bool:
    """Does the member hold the capability for this publication's department or account group?"""
    group_id = publication.account.account_group_id
    return org_queries.may(member, capability, unit_id=publication.unit_id) or (
        group_id is not None and org_queries.may(member, capability, account_group_id=group_id)
    )


def may_send_through(member: Member, account: Account) -> bool:
    """May the member schedule for this account (its department or group)?"""
    return org_queries.may(member, SCHEDULE, unit_id=account.unit_id, account_group_id=account.account_group_id)


def filtered(
    rows: QuerySet[Publication], *, state: str = "", account: int | None = None, text: str = "", platform: str = ""
) -> QuerySet[Publication]:
    """The list page's filters."""
    if state:
        rows = rows.filter(state=state)
    if account:
        rows = rows.filter(account_id=account)
    if platform:
        rows = rows.filter(account__platform__key=platform)
    if text:
        rows = rows.filter(title__icontains=text)
    return rows


def accounts_in_view(member: Member) -> QuerySet[Account]:
    """Accounts for the list's filter."""
    return accounts_queries.accounts_visible_to(member).order_by("name")


def publications_of_draft(member: Member, draft: Draft) -> list[Publication]:
    """All publications of a draft, newest first."""
    return list(publications_visible_to(member).filter(draft=draft).order_by("-due_at", "-pk")[:50])


def publications_of_material(member: Member, material: Material) -> list[Publication]:
    """What went out or will go out with a material of the library, newest first."""
    drafts = content_queries.draft_ids_with(material)
    return list(publications_visible_to(member).filter(draft__in=drafts).order_by("-due_at", "-pk")[:100])


def publications_of_account(member: Member, account: Account) -> list[Publication]:
    """The newest publications of an account."""
    return list(publications_visible_to(member).filter(account=account).order_by("-due_at", "-pk")[:10])


def live_account_ids(draft: Draft, content_hash: str) -> set[int]:
    """Accounts that hold this very version already (scheduled, under way, out or unknown)."""
    rows = Publication.objects.filter(draft=draft, content_hash=content_hash, state__in=sorted(LIVE))
    return set(rows.values_list("account_id", flat=True))


def was_withdrawn(account_id: int, content_hash: str) -> bool:
    """Was this very version taken down from the account?"""
    rows = Publication.objects.filter(account_id=account_id, content_hash=content_hash)
    return rows.filter(state=PublicationState.WITHDRAWN).exists()


def drafts_with_live_publication(draft_ids: Iterable[int]) -> set[int]:
    """Which of the drafts have at least one publication that is not void."""
    rows = Publication.objects.filter(draft_id__in=list(draft_ids), state__in=sorted(LIVE))
    return set(rows.values_list("draft_id", flat=True))


def neighbours(
    account_ids: Iterable[int], around: dt.datetime, *, minutes: int = 60, besides: int | None = None
) -> QuerySet[Publication]:
    """Live publications of the accounts within `minutes` before or after: the same hour is crowded."""
    span = dt.timedelta(minutes=minutes)
    rows = Publication.objects.filter(
        account_id__in=list(account_ids), state__in=sorted(LIVE), due_at__gt=around - span, due_at__lt=around + span
    )
    if besides is not None:
        rows = rows.exclude(pk=besides)
    return rows.select_related("account").order_by("due_at")


def taken_times(account_ids: Iterable[int], start: dt.datetime, end: dt.datetime) -> list[dt.datetime]:
    """Moments in [start, end) at which one of the accounts sends something."""
    rows = Publication.objects.filter(
        account_id__in=list(account_ids), state__in=sorted(LIVE), due_at__gte=start, due_at__lt=end
    )
    return list(rows.order_by("due_at").values_list("due_at", flat=True))


def account_by_key(pk: int) -> Account:
    """The account that a platform calls back for; no member asks. Raises NotThere."""
    found = Account.objects.select_related("platform").filter(pk=pk).first()
    if found is None:
        raise errors.not_there()
    return found


def callback_by_key(pk: int) -> CallbackEvent | None:
    """A kept message of a platform, with its account."""
    return CallbackEvent.objects.select_related("account__platform").filter(pk=pk).first()


def callbacks_left(before: dt.datetime, *, most_tries: int) -> list[int]:
    """Keys of kept messages that nobody finished since the moment, oldest first."""
    rows = CallbackEvent.objects.exclude(state=CallbackState.PROCESSED).filter(
        received_at__lt=before, tries__lt=most_tries
    )
    return list(rows.order_by("received_at").values_list("pk", flat=True))


def published_with_refs(account_id: int, refs: Iterable[str]) -> dict[str, int]:
    """{figures reference: publication key} of an account, for joining the platform's figures."""
    rows = Publication.objects.filter(account_id=account_id, figures_ref__in=[r for r in refs if r])
    return dict(rows.values_list("figures_ref", "pk"))


def figure_refs(account_id: int, on: dt.date, days: int = 30) -> list[str]:
    """Figures references of what the account published in the `days` up to and including `on`, for platforms that must be told."""
    end = clock.at_china(on + dt.timedelta(days=1))
    rows = Publication.objects.filter(
        account_id=account_id, published_at__lt=end, published_at__gte=end - dt.timedelta(days=days)
    )
    return list(rows.exclude(figures_ref="").order_by("-published_at").values_list("figures_ref", flat=True)[:500])


def facts_of(publication: Publication) -> list[dict[str, Any]]:
    """What the platform told us, as label and value for the detail page."""
    return [
        {"label": key, "value": str(value)}
        for key, value in sorted(publication.remote.items())
        if not isinstance(value, dict | list)
    ]
