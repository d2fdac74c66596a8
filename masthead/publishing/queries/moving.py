"""What another time would mean for a publication, told before anybody presses the button."""

import datetime as dt
from dataclasses import dataclass, field

from masthead.content.queries import AlmanacDay, almanac_days
from masthead.core import clock
from masthead.org import queries as org_queries
from masthead.org.models import Member
from masthead.publishing.errors import MESSAGES
from masthead.publishing.models import Publication
from masthead.publishing.queries.days import is_explained, may_explain, over_day_limit
from masthead.publishing.queries.gates import draft_gate
from masthead.publishing.queries.publications import SCHEDULE, may_handle, publications_visible_to
from masthead.publishing.queries.rules import lead_facts, rules_in_force
from masthead.publishing.queries.slots import Crowd, crowd_at
from masthead.publishing.states import LIVE, PUBLICATION, PublicationState

REPLAN = "content.draft.replan"
WAITING = frozenset({PublicationState.SCHEDULED, PublicationState.HANDED, PublicationState.HELD})
FARTHEST = dt.timedelta(days=400)
INSIDE, OUTSIDE, REFUSED = "inside", "outside", "refused"


@dataclass
class Consequence:
    """`kind`: inside (the approval holds) · outside (a new review) · refused (`reason` and `advice` say why)."""

    kind: str
    reason: str = ""
    advice: str = ""
    together: list[Publication] = field(default_factory=list)  # the same content at the same minute on other accounts
    cancelled: list[Publication] = field(default_factory=list)  # what a new review takes off the calendar besides
    crowd: list[Crowd] = field(default_factory=list)
    day: AlmanacDay | None = None
    demands: bool = False  # the day demands a written reason, and there is none yet
    full: str = ""  # more than the platform is likely to take on that day


def lead() -> dt.timedelta:
    """How long before its time a publication may be moved at the latest, and how near its new time may be."""
    return rules_in_force().lead


def consequence_of(member: Member, publication: Publication, at: dt.datetime) -> Consequence:
    """Asks in the order of the action; the action itself asks again."""
    if code := move_gate(member, publication, at):
        return _refused(code)
    day = _day(clock.china(at).date())
    found = Consequence(INSIDE, day=day, demands=bool(day.strict) and not is_explained(publication, day.on))
    found.crowd = crowd_at([publication.account], at, besides=publication)
    if publication.window_start <= at <= publication.window_end:
        if found.demands and not may_explain(member, unit_id=publication.unit_id, account=publication.account):
            return _refused("sensitive_closed", day=day.strict_names)
        found.full, sure = over_day_limit(publication.account, at, besides=publication)
        if sure:
            return _refused("day_full", words=found.full)
        found.together = siblings_at(member, publication)
        return found
    if not org_queries.may(member, REPLAN, unit_id=publication.draft.unit_id):
        return _refused("outside_window")
    others = versions_besides(publication)
    if any(other.state not in WAITING for other in others):
        return _refused("replan_out_already")
    found.kind, found.cancelled = OUTSIDE, others
    return found


def _day(on: dt.date) -> AlmanacDay:
    return almanac_days(on, on, topics=False)[on]


def move_gate(member: Member, publication: Publication, at: dt.datetime) -> str:
    """'' or why it cannot be moved to any time like that."""
    now = clock.now()
    if not may_handle(member, SCHEDULE, publication):
        return "out_of_reach"
    if not PUBLICATION.allows(publication.state, PublicationState.CANCELLED):
        return "not_movable"
    if at < now:
        return "past"
    if at > now + FARTHEST:
        return "too_far"
    if is_too_near(publication, at, now):
        return "too_near"
    return draft_gate(publication.draft, publication.content_hash)


def is_too_near(publication: Publication, at: dt.datetime, now: dt.datetime) -> bool:
    """A new time nearer than the lead, or an old one so near that the engine may begin any moment; times gone by are refused as such."""
    near = now + lead()
    begins_soon = publication.state == PublicationState.SCHEDULED and now <= publication.due_at < near
    return now <= at and (at < near or begins_soon)


def _refused(code: str, **more: object) -> Consequence:
    message, advice, _clause = MESSAGES[code]
    facts = {**lead_facts(clock.now()), **more}
    said, told = (str(words) % facts if "%(" in str(words) else str(words) for words in (message, advice))
    return Consequence(REFUSED, said, told)


def siblings_at(member: Member, publication: Publication) -> list[Publication]:
    """The same version at the same minute on other accounts, as far as they can be moved: the other marks of the chip."""
    minute = publication.due_at.replace(second=0, microsecond=0)
    rows = publications_visible_to(member).filter(
        draft_id=publication.draft_id, content_hash=publication.content_hash, state__in=sorted(WAITING), due_at__gte=minute,
        due_at__lt=minute + dt.timedelta(minutes=1),
    )  # fmt: skip
    return [row for row in rows.exclude(pk=publication.pk).order_by("pk") if may_handle(member, SCHEDULE, row)]


def versions_besides(publication: Publication) -> list[Publication]:
    """Everything else of the same approved version that is not void."""
    rows = Publication.objects.filter(
        draft_id=publication.draft_id, content_hash=publication.content_hash, state__in=sorted(LIVE)
    )
    return list(rows.exclude(pk=publication.pk).select_related("account__platform").order_by("pk"))


def shifted_window(publication: Publication, at: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """The approved window moved along with the publication: as long as before, and not in the past."""
    by = at - publication.planned_at
    start, end = publication.window_start + by, publication.window_end + by
    return min(max(start, clock.now()), at), max(end, at + dt.timedelta(hours=1))
