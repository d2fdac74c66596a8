"""Reads of check-outs: whose are seen by whom, what is running out, how many have approved."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from masthead.approvals.models import Case, CaseState, Task, TaskState
from masthead.core import clock
from masthead.core.digest import digest_of
from masthead.core.errors import NotThere
from masthead.core.models import SearchEntry
from masthead.core.search.registry import SEARCHABLE
from masthead.org.models import Member
from masthead.org.queries import may
from masthead.vault.models import Checkout, Reveal, Secret
from masthead.vault.queries.custody import APPROVE, READ_ALL, owned, unit_of
from masthead.vault.states import HELD, OPEN, CheckoutState

CHECKOUT_KIND = "vault.checkout"
PEOPLE = ("secret", "requester")
PURPOSE_LEAST = 4
TASK_LEAST = 2
REVEALS_AN_HOUR = 5


def checkouts_visible_to(member: Member) -> QuerySet[Checkout]:
    """One's own, those of owners in one's care, those one may approve; everything for who oversees it all."""
    rows = Checkout.objects.select_related(*PEOPLE)
    if may(member, READ_ALL):
        return rows
    near = Q(secret__in=Secret.objects.filter(owned(member, APPROVE, custodian=True)))
    return rows.filter(Q(requester=member) | near)


def checkouts_to_approve(member: Member) -> QuerySet[Checkout]:
    """Those whose case asks the member now."""
    asked = Task.objects.filter(
        assignee=member, state=TaskState.PENDING, case__subject_kind=CHECKOUT_KIND, case__state=CaseState.RUNNING
    )
    rows = Checkout.objects.select_related(*PEOPLE).filter(state=CheckoutState.ASKED)
    return rows.filter(pk__in=asked.values("case__subject_id"))


def checkout_rows(member: Member, *, view: str, text: str = "", state: str = "") -> QuerySet[Checkout]:
    """The list page: `mine`, `waiting` for me, or `all` that I may see."""
    if view == "waiting":
        rows = checkouts_to_approve(member)
    else:
        rows = checkouts_visible_to(member)
        rows = rows if view == "all" else rows.filter(requester=member)
    if text:
        rows = rows.filter(Q(secret__label__icontains=text) | Q(purpose__icontains=text) | Q(task__icontains=text))
    return rows.filter(state=state) if state else rows


def get_checkout_for(member: Member, pk: int) -> Checkout:
    """Raises NotThere outside of what the member may see."""
    found = checkouts_visible_to(member).select_related("emergency", "reveal").filter(pk=pk).first()
    if found is None:
        raise NotThere(_("没有这次领用，或不在您的权限范围内。"), code="checkout_not_there")
    return found


def load_checkout(pk: int) -> Checkout:
    """For the approval engine. Raises NotThere."""
    found = Checkout.objects.select_related(*PEOPLE).filter(pk=pk).first()
    if found is None:
        raise NotThere(_("没有这次领用。"), code="checkout_not_there")
    return found


def checkout_hash(checkout: Checkout) -> str:
    """What the approvers agree to."""
    words = {
        name: getattr(checkout, name)
        for name in ("secret_id", "requester_id", "purpose", "task", "mode", "minutes", "core")
    }
    return digest_of(words)


def needed_approvals(checkout: Checkout, *, core: bool = False) -> int:
    """Two for a core owner (at the asking or now), one for others, none for what two persons opened in an emergency."""
    if checkout.emergency_id:
        return 0
    return 2 if checkout.core or core else 1


def approvers_of(checkouts: Iterable[Checkout]) -> dict[int, set[int]]:
    """{check-out: people who approved its exact content and are not the requester}; one query."""
    rows = Task.objects.filter(
        case__subject_kind=CHECKOUT_KIND,
        case__subject_id__in=[c.pk for c in checkouts],
        case__state=CaseState.APPROVED,
        case__content_hash=F("hash_seen"),
        state=TaskState.APPROVED,
        step__superseded=False,
    ).exclude(assignee_id=F("case__requester_id"))
    found: dict[int, set[int]] = {}
    for pk, person in rows.values_list("case__subject_id", "assignee_id"):
        found.setdefault(pk, set()).add(person)
    return {c.pk: found.get(c.pk, set()) - {c.requester_id} for c in checkouts}


def running_case_of(checkout: Checkout) -> Case | None:
    """The case that still asks for approval."""
    return Case.objects.filter(subject_kind=CHECKOUT_KIND, subject_id=checkout.pk, state=CaseState.RUNNING).first()


def latest_case_of(checkout: Checkout) -> Case | None:
    """The case of the check-out, whatever became of it."""
    return Case.objects.filter(subject_kind=CHECKOUT_KIND, subject_id=checkout.pk).order_by("-pk").first()


def tasks_of_case(case: Case | None) -> list[Task]:
    """Who is asked and who answered what, for the detail page."""
    if case is None:
        return []
    rows = Task.objects.filter(case=case, step__superseded=False).exclude(state=TaskState.CLOSED)
    return list(rows.select_related("assignee", "step").order_by("step__number", "line", "pk"))


def checkouts_of_owner(owner_kind: str, owner_id: int) -> QuerySet[Checkout]:
    """Newest first, for the panel on the owner's page."""
    rows = Checkout.objects.select_related(*PEOPLE).filter(secret__owner_kind=owner_kind, secret__owner_id=owner_id)
    return rows.order_by("-asked_at", "-pk")


def open_checkouts_of(member: Member, owner_kind: str, owner_id: int) -> list[Checkout]:
    """What the person has open of this owner."""
    return list(checkouts_of_owner(owner_kind, owner_id).filter(requester=member, state__in=OPEN))


def all_open_checkouts(owner_kind: str, owner_id: int) -> list[Checkout]:
    """What anybody has open of this owner."""
    return list(checkouts_of_owner(owner_kind, owner_id).filter(state__in=OPEN))


def open_checkouts_of_secret(member: Member, secret: Secret) -> list[Checkout]:
    """The person's check-out of this secret that is still open."""
    return list(Checkout.objects.select_related(*PEOPLE).filter(requester=member, secret=secret, state__in=OPEN))


def reveal_of(checkout: Checkout) -> Reveal | None:
    """The look that was taken."""
    return Reveal.objects.filter(checkout=checkout).first()


def asks_run_out(at: dt.datetime) -> QuerySet[Checkout]:
    """Asked and never answered in time."""
    return Checkout.objects.select_related(*PEOPLE).filter(state=CheckoutState.ASKED, ask_until__lte=at)


def grants_run_out(at: dt.datetime) -> QuerySet[Checkout]:
    """Granted and not returned in time."""
    return Checkout.objects.select_related(*PEOPLE).filter(state__in=HELD, granted_until__lte=at)


def reveals_lately(member: Member, at: dt.datetime) -> int:
    """How many secrets the person has looked at within the hour before."""
    return Reveal.objects.filter(member=member, at__gt=at - dt.timedelta(hours=1), at__lte=at).count()


def linked_thing(link: str, member: Member) -> SearchEntry | None:
    """A thing of the house by its address or `kind:id`, if the member may read it."""
    path = "/" + link.split("://", 1)[1].partition("/")[2] if "://" in link else link
    kind, _colon, number = link.rpartition(":")
    by_key = (
        Q(kind=kind, object_id=int(number))
        if kind in SEARCHABLE and number.isdecimal() and len(number) < 19
        else Q(pk=None)
    )
    found = SearchEntry.objects.filter(Q(url=path.split("?")[0]) | by_key).first()
    if found is None or found.kind not in SEARCHABLE:
        return None
    return found if found.object_id in SEARCHABLE[found.kind].readable(member, [found.object_id]) else None


def may_reveal_now(checkout: Checkout, member: Member, at: dt.datetime | None = None) -> bool:
    """For the page: would a look be allowed? The action asks everything again."""
    moment = at or clock.now()
    return (
        checkout.requester_id == member.pk
        and checkout.state == CheckoutState.GRANTED
        and bool(checkout.granted_until and moment < checkout.granted_until)
    )


def exhibit(checkout: Checkout, case: Case) -> tuple[str, dict[str, object]]:
    """The left side of the case page."""
    return "vault/_checkout_exhibit.html", {"checkout": checkout, "case": case}


def unit_for_case(checkout: Checkout) -> int | None:
    """Where the approvers are looked for."""
    return unit_of(checkout.secret)
