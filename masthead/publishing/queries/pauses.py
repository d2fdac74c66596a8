"""Pauses as members see and press them: who may, what waits under one, what a resumption would do."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from masthead.accounts import queries as accounts_queries
from masthead.accounts.models import Account
from masthead.content import queries as content_queries
from masthead.content.models import Topic, TopicSource
from masthead.content.states import TopicState
from masthead.org import queries as org_queries
from masthead.org.models import Member
from masthead.platforms.models import Platform
from masthead.publishing import errors
from masthead.publishing.brakes import PauseScope
from masthead.publishing.models import Pause, Publication
from masthead.publishing.queries.brakes import covered_by, open_pauses, pauses_over, under_a_pause
from masthead.publishing.queries.publications import READ, publications_visible_to
from masthead.publishing.states import PublicationState

PAUSE = "publishing.pause.press"
PAUSE_ALL = "publishing.pause.everything"
SHOWN = 50
S = PublicationState
UNDER_WAY = (S.SCHEDULED, S.SENDING, S.HANDED, S.HELD)


def may_press(
    member: Member,
    scope: PauseScope,
    *,
    account: Account | None = None,
    topic: Topic | None = None,
) -> bool:
    """May the member pause and resume this? Company and platforms: the management group. An account: who keeps it, or who is in charge there."""
    if org_queries.may(member, PAUSE_ALL):
        return True
    if scope == PauseScope.ACCOUNT and account is not None:
        return may_press_account(member, account)
    if scope == PauseScope.CAMPAIGN and topic is not None:
        return org_queries.may(member, PAUSE, unit_id=topic.unit_id)
    return False


def may_press_account(member: Member, account: Account) -> bool:
    """Its administrator and backup by name; others by the capability for its department or group."""
    if member.pk in (account.administrator_id, account.backup_id) and not org_queries.scope_of(member, PAUSE).empty:
        return True
    return org_queries.may(member, PAUSE, unit_id=account.unit_id, account_group_id=account.account_group_id)


def may_end(member: Member, pause: Pause) -> bool:
    """Whoever may press it may release it."""
    return may_press(member, PauseScope(pause.scope), account=pause.account, topic=pause.topic)


def accounts_to_pause(member: Member) -> list[Account]:
    rows = accounts_queries.accounts_visible_to(member).select_related("platform").order_by("name")
    everything = org_queries.may(member, PAUSE_ALL)
    return [a for a in rows if a.status != "closed" and (everything or may_press_account(member, a))]


def platforms_to_pause(member: Member) -> list[Platform]:
    """Platforms on which we have accounts."""
    if not org_queries.may(member, PAUSE_ALL):
        return []
    return list(Platform.objects.filter(pk__in=Account.objects.values("platform_id")).order_by("name"))


def campaigns_to_pause(member: Member) -> list[Topic]:
    """Topics of source 活动方案 that are not over, newest first."""
    rows = content_queries.topics_visible_to(member).filter(source=TopicSource.CAMPAIGN)
    rows = rows.exclude(state__in=[TopicState.DONE, TopicState.DROPPED]).order_by("-pk")[:100]
    return [t for t in rows if may_press(member, PauseScope.CAMPAIGN, topic=t)]


def pauses_visible_to(member: Member) -> QuerySet[Pause]:
    """Company and platforms: everybody. Accounts and campaigns: who sees their publications, and who keeps the account."""
    scope = org_queries.scope_of(member, READ)
    accounts = Account.objects.filter(
        scope.as_q(unit="unit_id", account_group="account_group_id") | Q(administrator=member) | Q(backup=member)
    )
    inside = Q(scope__in=[PauseScope.COMPANY, PauseScope.PLATFORM]) | Q(account__in=accounts.values("pk"))
    inside |= Q(topic__in=Topic.objects.filter(scope.as_q(unit="unit_id")).values("pk"))
    rows = Pause.objects.filter(inside)
    return rows.select_related("platform", "account__platform", "topic", "made_by", "ended_by")


def open_pauses_for(member: Member) -> list[Pause]:
    """For the banner; one query."""
    return list(pauses_visible_to(member).filter(ended_at=None).order_by("-made_at", "-pk")[:20])


def get_pause_for(member: Member, pk: int) -> Pause:
    found = pauses_visible_to(member).filter(pk=pk).first()
    if found is None:
        raise errors.not_there("no_pause")
    return found


def waiting_under(pause: Pause) -> QuerySet[Publication]:
    """What the pause holds back, whatever its time; soonest first."""
    rows = Publication.objects.filter(covered_by(pause), state__in=UNDER_WAY)
    return rows.select_related("account__platform", "unit", "draft").order_by("due_at", "pk")


def missed_by(pause: Pause, at: dt.datetime) -> QuerySet[Publication]:
    """What became due under the pause and is not out. Asked after the pause has ended, or by its preview."""
    rows = waiting_under(pause).filter(state__in=[S.SCHEDULED, S.HANDED], due_at__lte=at)
    return rows.filter(Q(state=S.SCHEDULED, next_try_at__lte=at) | Q(state=S.HANDED, due_at__gte=pause.made_at))


@dataclass(frozen=True)
class Preview:
    """What a resumption would meet. `rows` are the first of what was missed, as far as the member sees them."""

    rows: list[Publication]
    missed: int
    too_late: int
    elsewhere: int
    ahead: int


def resumption_preview(member: Member, pause: Pause, at: dt.datetime) -> Preview:
    """Missed and in their window, missed and past it, still under another pause, and not due yet."""
    missed = missed_by(pause, at)
    others = Pause.objects.filter(ended_at=None).exclude(pk=pause.pk).exists()
    seen = publications_visible_to(member).filter(pk__in=missed.values("pk")).order_by("due_at", "pk")
    return Preview(
        rows=list(seen[:SHOWN]),
        missed=missed.filter(window_end__gte=at).count(),
        too_late=missed.filter(window_end__lt=at).count(),
        elsewhere=_also_under_others(pause, missed) if others else 0,
        ahead=waiting_under(pause).filter(due_at__gt=at).count(),
    )


def _also_under_others(pause: Pause, rows: QuerySet[Publication]) -> int:
    others = [other for other in open_pauses() if other.pk != pause.pk]
    held = Q(pk__in=[])
    for other in others:
        held |= covered_by(other)
    return rows.filter(held).count()


def is_paused(publication: Publication) -> bool:
    """Asked in the transaction that would allow the last call; one query."""
    return pauses_over(publication).exists()


def people_waiting(pause: Pause, until: dt.datetime) -> set[int]:
    """Schedulers, authors and named operators of what waits and is due before the moment."""
    rows = Publication.objects.filter(covered_by(pause), state__in=UNDER_WAY, due_at__lte=until)
    found = rows.values_list("scheduled_by_id", "draft__author_id", "operator_id").distinct()
    return {pk for row in found for pk in row if pk}


def paused_ones(rows: QuerySet[Publication]) -> set[int]:
    """Which of the rows wait under a pause; one query."""
    return set(rows.filter(under_a_pause()).values_list("pk", flat=True))
