"""Cards of the workbench: what goes out today, and what needs a hand."""

import datetime as dt

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.workbench import Card, CardItem
from masthead.org.models import Member
from masthead.org.registry import Held
from masthead.publishing.models import Proof, Publication
from masthead.publishing.queries.by_hand import is_mine
from masthead.publishing.queries.publications import publications_near
from masthead.publishing.states import OPEN, TO_COME, PreflightResult, ProofState, PublicationState

TROUBLE = (PublicationState.UNKNOWN, PublicationState.FAILED, PublicationState.BLOCKED, PublicationState.HELD)
MOST = 6


def _item(row: Publication) -> CardItem:
    return CardItem(row.title, row.get_absolute_url(), row.account.name, row.due_at, row.state, row.get_state_display())


def _trouble(row: Publication) -> CardItem:
    """What has not failed yet says so: the look ahead found something, and there is still time."""
    if row.state not in TO_COME:
        return _item(row)
    address = f"{row.get_absolute_url()}#preflight"
    told = f"{row.account.name} · {_('发布前检查有问题，来得及处理')}"
    return CardItem(row.title, address, told, row.due_at, row.state, row.get_state_display())


def today_card(member: Member) -> Card | None:
    """Today's publications in order of time; one query."""
    start, end = clock.day_bounds(clock.today())
    rows = publications_near(member, start, end).exclude(state=PublicationState.CANCELLED)
    found = list(rows.order_by("due_at", "pk")[:50])
    return Card(
        title=_("今日发布"), count=len(found), items=[_item(r) for r in found[:MOST]], url=reverse("publishing:calendar") + "?view=day",
        empty=_("今天没有安排发布。"), kind="schedule", icon="calendar",
    )  # fmt: skip


def trouble_card(member: Member) -> Card | None:
    """Publications of the last fortnight that wait for a person, and those about to go out that cannot; one query. Silent when there are none."""
    since = clock.now() - dt.timedelta(days=14)
    foreseen = Q(state__in=sorted(TO_COME), preflight__due_at=F("due_at"), preflight__result=PreflightResult.BAD)
    rows = publications_near(member, since).filter(Q(state__in=TROUBLE) | foreseen)
    found = list(rows.order_by("-due_at", "-pk")[:50])
    if not found:
        return None
    return Card(
        title=_("发布需要处理"), count=len(found), items=[_trouble(r) for r in found[:MOST]], url=reverse("publishing:publications"),
        kind="todo", icon="alert-triangle",
    )  # fmt: skip


def by_hand_card(member: Member) -> Card | None:
    """Tasks that wait for this very person to publish them, those that are late first; one query. Silent when there are none."""
    rows = Publication.objects.filter(is_mine(member), state=PublicationState.HANDED).select_related(
        "account__platform"
    )
    found = list(rows.order_by("due_at", "pk")[:50])
    if not found:
        return None
    late = sum(1 for r in found if r.is_overdue)
    title = _("待我人工发布（%(n)d 项已逾期）") % {"n": late} if late else _("待我人工发布")
    return Card(
        title=title, count=len(found), items=[_task(r) for r in found[:MOST]], kind="todo", icon="hand-stop",
        url=reverse("publishing:publications") + "?state=handed",
    )  # fmt: skip


def _task(row: Publication) -> CardItem:
    return CardItem(
        row.title, reverse("publishing:kit", args=[row.pk]), row.account.name, row.due_at, row.state,
        str(_("已逾期")) if row.is_overdue else row.get_state_display(),
    )  # fmt: skip


def proofs_card(member: Member) -> Card | None:
    """Proofs that wait for this person's second look (never one's own); one query. Silent when there are none."""
    rows = publications_near(member, clock.now() - dt.timedelta(days=60)).filter(state=PublicationState.PROOF)
    own = Proof.objects.filter(publication=OuterRef("pk"), state=ProofState.WAITING, given_by=member)
    rows = rows.exclude(Exists(own)).exclude(operator=member)
    found = list(rows.order_by("due_at", "pk")[:50])
    if not found:
        return None
    return Card(
        title=_("待我复核的人工发布"), count=len(found), items=[_item(r) for r in found[:MOST]], kind="todo", icon="eye",
        url=reverse("publishing:publications") + "?state=proof",
    )  # fmt: skip


def releases_planned_by(member: Member) -> list[Held]:
    """What the member scheduled and is not out yet: it goes out as planned, whoever leaves."""
    rows = Publication.objects.filter(scheduled_by=member, state__in=OPEN).select_related("account")
    return [Held(r.title, r.get_absolute_url(), r.account.name) for r in rows.order_by("due_at", "pk")]
