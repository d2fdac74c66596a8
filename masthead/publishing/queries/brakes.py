"""What holds a row back now: conditions for the due query, each a part of the one statement that finds or claims rows."""

import datetime as dt

from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, Q, QuerySet, Value

from masthead.accounts.models import Account
from masthead.content.models import Draft
from masthead.platforms.models import Platform
from masthead.publishing.brakes import CircuitState, PauseScope
from masthead.publishing.limits import limits, seconds
from masthead.publishing.models import AccountPace, Circuit, Pause, Publication
from masthead.publishing.states import PublicationState


def open_pauses() -> QuerySet[Pause]:
    """Pauses that hold now, newest first."""
    rows = Pause.objects.filter(ended_at=None).select_related("platform", "account__platform", "topic", "made_by")
    return rows.order_by("-made_at", "-pk")


def under_a_pause() -> Q:
    """Publications that an open pause covers. The subqueries do not depend on the row, so a database asks each of them once."""
    held = Pause.objects.filter(ended_at=None)
    platforms = Account.objects.filter(platform_id__in=held.filter(scope=PauseScope.PLATFORM).values("platform_id"))
    campaigns = Draft.objects.filter(topic_id__in=held.filter(scope=PauseScope.CAMPAIGN).values("topic_id"))
    return (
        Exists(held.filter(scope=PauseScope.COMPANY))
        | Q(account_id__in=held.filter(scope=PauseScope.ACCOUNT).values("account_id"))
        | Q(account_id__in=platforms.values("pk"))
        | Q(draft_id__in=campaigns.values("pk"))
    )


def covered_by(pause: Pause) -> Q:
    """Publications that this pause covers, open or over."""
    if pause.scope == PauseScope.PLATFORM:
        return Q(account__platform_id=pause.platform_id)
    if pause.scope == PauseScope.ACCOUNT:
        return Q(account_id=pause.account_id)
    if pause.scope == PauseScope.CAMPAIGN:
        return Q(draft__topic_id=pause.topic_id)
    return ~Q(pk__in=[])


def covering(publication: Publication) -> Q:
    """Pauses that cover this publication, open or over: `covered_by` from the other side."""
    topic = Draft.objects.filter(pk=publication.draft_id).values("topic_id")
    platform = Account.objects.filter(pk=publication.account_id).values("platform_id")
    return (
        Q(scope=PauseScope.COMPANY)
        | Q(account_id=publication.account_id)
        | Q(platform_id__in=platform)
        | Q(topic_id__in=topic)
    )


def pauses_over(publication: Publication) -> QuerySet[Pause]:
    """Open pauses that cover the publication, with the people and things that they name."""
    return open_pauses().filter(covering(publication))


def waits_for_platform(at: dt.datetime) -> Q:
    """The circuit of the platform is not closed, or the platform throttles everybody."""
    held = Circuit.objects.filter(~Q(state=CircuitState.CLOSED) | Q(not_before__gt=at))
    return Q(account_id__in=Account.objects.filter(platform_id__in=held.values("platform_id")).values("pk"))


def throttled_everywhere(at: dt.datetime) -> Q:
    """The platform throttles everybody; a single row may not try either."""
    held = Circuit.objects.filter(not_before__gt=at)
    return Q(account_id__in=Account.objects.filter(platform_id__in=held.values("platform_id")).values("pk"))


def waits_for_pace(at: dt.datetime) -> Q:
    """The account was told to wait."""
    return Q(account_id__in=AccountPace.objects.filter(not_before__gt=at).values("account_id"))


def learned_pace() -> Q:
    """The account goes step by step: what waits in its row waits for the platform, not for us."""
    return Q(account_id__in=AccountPace.objects.filter(gap_seconds__gt=0).values("account_id"))


def too_late(at: dt.datetime) -> Q:
    """Later than the content allows. Counted from `next_try_at`: a back-off or a throttle is no lateness, a downtime is.

    Never from before the due moment: a `next_try_at` ahead of it was written by a clock that ran behind.
    """
    edge = ExpressionWrapper(Value(at, output_field=DateTimeField()) - F("late_by"), output_field=DateTimeField())
    graced = at - seconds(limits().grace_seconds)
    tried = Q(next_try_at__lt=graced) & Q(next_try_at__lt=edge)
    return tried & Q(due_at__lt=graced) & Q(due_at__lt=edge) & ~learned_pace()


def slow_accounts() -> set[int]:
    """Accounts that are used one call at a time."""
    return set(AccountPace.objects.filter(gap_seconds__gt=0).values_list("account_id", flat=True))


def late_rows(at: dt.datetime) -> QuerySet[Publication]:
    """What the house comes too late to by its own fault. A pause is no such fault: its end decides."""
    rows = Publication.objects.filter(state=PublicationState.SCHEDULED, window_end__gte=at).filter(too_late(at))
    return rows.exclude(under_a_pause()).exclude(throttled_everywhere(at))


def waits_outside(publication: Publication, at: dt.datetime) -> tuple[str, dt.datetime | None, str] | None:
    """(circuit | throttle | pace, until when, what was said) of what holds a due row back besides pauses; None = nothing does."""
    if publication.next_try_at > at:
        return None
    circuit = Circuit.objects.filter(platform_id=publication.account.platform_id).first()
    if circuit is not None and circuit.state != CircuitState.CLOSED:
        return "circuit", circuit.probe_at, circuit.said
    if circuit is not None and circuit.not_before and circuit.not_before > at:
        return "throttle", circuit.not_before, circuit.said
    pace = AccountPace.objects.filter(account_id=publication.account_id, not_before__gt=at).first()
    return ("pace", pace.not_before, pace.said) if pace else None


def circuits_to_probe(at: dt.datetime) -> list[Circuit]:
    """Open ones whose time to try has come; also half-open ones whose single row never came back."""
    rows = Circuit.objects.filter(by_hand=False, probe_at__lte=at).exclude(state=CircuitState.CLOSED)
    return list(rows.order_by("probe_at")[:4])


def circuits() -> list[Circuit]:
    """One for each platform on which we have accounts, whether or not it ever had something to tell; two queries."""
    kept = {circuit.platform_id: circuit for circuit in Circuit.objects.select_related("platform")}
    platforms = Platform.objects.filter(pk__in=Account.objects.values("platform_id")).order_by("name")
    return [kept.get(platform.pk) or Circuit(platform=platform) for platform in platforms]


def slow_paces(at: dt.datetime) -> list[AccountPace]:
    """Accounts that wait or go step by step."""
    rows = AccountPace.objects.filter(Q(gap_seconds__gt=0) | Q(not_before__gt=at))
    return list(rows.select_related("account__platform").order_by("-not_before")[:50])
