"""What a person publishes: handing the task over, opening the kit, ticking it off, reminders, and closing without a post."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.notify import actions as notify_actions
from masthead.org.models import Member
from masthead.publishing import errors, queries
from masthead.publishing.actions.endings import close_gate, people_of
from masthead.publishing.events import PublishingEvent
from masthead.publishing.limits import limits, seconds
from masthead.publishing.models import KitOpening, Publication
from masthead.publishing.queries.gates import Gate
from masthead.publishing.states import PUBLICATION, PublicationState
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent

REASON_MIN = 4
TICKS_MOST = 40
S = PublicationState


@silent("each task that is handed over, or stopped by a gate, records its own event")
@transaction.atomic
def hand_over_due(*, at: dt.datetime | None = None, most: int = 200) -> int:
    """Hand what is near its time, for accounts that a person serves, to the one in charge; all gates are asked first.

    Clause: 3.3.3.  Races: the update names the state; of two workers one hands over.
    """
    moment = at or clock.now()
    # In the order of the index of due rows: by their time the embedded database walks through everything that was ever published.
    rows = queries.to_hand_over(moment).select_related("draft", "account").order_by("state", "next_try_at")
    count = 0
    for row in rows[:most]:
        # Before the window the gates are asked as they will stand at its beginning: handing over early is not publishing early.
        gate = queries.closed_gate(row, max(moment, row.window_start))
        if gate is not None:
            still = Publication.objects.filter(pk=row.pk, state=S.SCHEDULED)
            count += close_gate(publication=row, still=still, gate=gate, at=moment)
            continue
        count += hand_over(publication=row, at=moment)
    return count


@guarded("3.3.3")
@transaction.atomic
def hand_over(*, publication: Publication, at: dt.datetime | None = None) -> int:
    """The task is a person's now: the one in charge is told, reminders begin at its time. Returns 0 when somebody was faster.

    Clause: 3.3.3.  Events: publishing:task:handed.
    """
    moment = at or clock.now()
    rows = Publication.objects.filter(pk=publication.pk, state=S.SCHEDULED)
    first = limits().reminder_seconds[0]
    changed = rows.update(
        state=S.HANDED, by_hand=True, handed_at=moment, reminders=0, failure_kind="", failure_message="", failure_advice="",
        remind_at=max(moment, publication.due_at + seconds(first)),
    )  # fmt: skip
    if not changed:
        return 0
    publication.refresh_from_db(fields=["state", "by_hand", "handed_at", "remind_at", "reminders"])
    people = queries.in_charge(publication)
    trail.record(
        PublishingEvent.HANDED, target=publication, version=publication.content_hash, data={"people": people}, at=at
    )
    _tell(publication, people, _("请在%(account)s发布「%(title)s」"), moment)
    return changed


def _tell(
    publication: Publication, people: list[int], words: str, moment: dt.datetime, *, urgent: bool = False
) -> None:
    due = clock.china(publication.due_at)
    notify_actions.tell(
        kind="publishing.task", members=people, clause="3.3.3", at=moment, urgent=urgent, url=publication.get_absolute_url(),
        title=words % {"title": publication.title, "account": publication.account.name},
        body=_("计划时间 %(when)s。打开发布包，按步骤发布后提交链接或截图。") % {"when": f"{due:%m-%d %H:%M}"},
    )  # fmt: skip


@guarded("3.3.3")
@transaction.atomic
def set_operator(
    *, publication: Publication, operator: Member, by: Member, at: dt.datetime | None = None
) -> Publication:
    """Name the one who publishes; the task is theirs from now on, and they are told.

    Clause: 3.3.3.  Raises: NotPermitted, BadInput for somebody who may not publish here, RuleBroken when it is over.
    Events: publishing:task:operator_set.  Races: the update names the state.
    """
    _require_handling(publication, by)
    if not queries.has_kit(publication) or publication.state == S.PROOF:
        raise errors.refusal("not_handed")
    if not operator.is_active or not queries.may_take(operator, publication):
        raise errors.bad_input("operator", "operator")
    rows = Publication.objects.filter(pk=publication.pk, state=publication.state)
    if rows.update(operator=operator) != 1:
        raise errors.stale("moved_on")
    publication.operator = operator
    data = {"operator": operator.pk, "name": operator.name}
    trail.record(PublishingEvent.OPERATOR_SET, target=publication, by=by, data=data, at=at)
    if operator.pk != by.pk:
        _tell(publication, [operator.pk], _("%(account)s的「%(title)s」由您发布"), at or clock.now())
    return publication


@guarded("3.3.3")
@transaction.atomic
def open_kit(*, publication: Publication, by: Member, at: dt.datetime | None = None) -> Gate | None:
    """Look into the kit: the first time of each person is kept. Returns the gate that has just stopped the task, or None.

    Clause: 3.3.2, 3.3.3.  Raises: NotPermitted, RuleBroken (account frozen or closed, task over).
    Events: publishing:kit:opened, publishing:publication:blocked.
    Races: two tabs of one person — the unique row is made once.
    """
    moment = at or clock.now()
    _require_charge(publication, by)
    if not queries.has_kit(publication):
        raise errors.refusal("not_handed")
    if publication.state != S.PROOF and (gate := gate_by_hand(publication, max(moment, publication.window_start))):
        return stop_by_gate(publication, gate, moment)
    _row, created = KitOpening.objects.get_or_create(publication=publication, member=by, defaults={"first_at": moment})
    if created:
        trail.record(PublishingEvent.KIT_OPENED, target=publication, by=by, version=publication.content_hash, at=at)
    return None


def gate_by_hand(publication: Publication, moment: dt.datetime) -> Gate | None:
    """The closed gate, or None. A window that has run out is no gate for a task in a person's hands: its proof names its own moment."""
    return queries.closed_gate(publication, min(moment, publication.window_end))


def stop_by_gate(publication: Publication, gate: Gate, moment: dt.datetime, *, link: str = "") -> Gate:
    """A voided approval ends the task at once and says to take the post down; any other gate is only a refusal now."""
    if gate.code != "approval_void":
        raise errors.refusal(gate.code)
    gate = Gate("take_down") if publication.state != S.SCHEDULED or link else gate
    still = Publication.objects.filter(pk=publication.pk, state=publication.state)
    if link:
        still.update(article_url=link[:1000])
    close_gate(publication=publication, still=still, gate=gate, at=moment)
    publication.refresh_from_db()
    return gate


@silent("a tick in a checklist is a working aid; what was done is proved by the proof")
@transaction.atomic
def tick_kit(*, publication: Publication, line: int, done: bool, by: Member) -> list[int]:
    """Tick one line of the kit's checklist on or off; the ticks stay for everybody in charge.

    Clause: 3.3.3.  Raises: NotPermitted, RuleBroken, BadInput.  Races: the row is locked, so no tick gets lost.
    """
    _require_charge(publication, by)
    if not 0 <= line < TICKS_MOST:
        raise errors.bad_input("no_line", "line")
    locked = Publication.objects.select_for_update(of=("self",)).get(pk=publication.pk)
    ticked = set(locked.ticked)
    ticked = ticked | {line} if done else ticked - {line}
    marks: list[int] = sorted(ticked)
    locked.ticked = publication.ticked = marks
    locked.save(update_fields=["ticked"])
    return marks


@guarded("3.3.3")
@transaction.atomic
def close_unpublished(
    *, publication: Publication, reason: str, by: Member, at: dt.datetime | None = None
) -> Publication:
    """A person says that it was not published, and why: closed, it counts as missed and may be scheduled anew.

    Clause: 3.3.3.  Raises: BadInput without a reason, NotPermitted, RuleBroken, Stale.  Events: publishing:task:not_published.
    Races: a proof that comes first wins; the conditional move then loses.
    """
    _require_charge(publication, by)
    if publication.state != S.HANDED:
        raise errors.refusal("not_handed")
    if len(reason.strip()) < REASON_MIN:
        raise errors.bad_input("reason", "reason")
    moment = at or clock.now()
    PUBLICATION.move(
        publication, to=S.EXPIRED, ended_at=moment, remind_at=None, failure_kind="not_published",
        failure_message=_("没有发布：%(why)s") % {"why": reason.strip()}, failure_advice=_("需要发布的，请重新排期。"),
    )  # fmt: skip
    trail.record(
        PublishingEvent.NOT_PUBLISHED, target=publication, by=by, version=publication.content_hash, reason=reason.strip(), at=at
    )  # fmt: skip
    return publication


@silent("each reminder records its own event")
@transaction.atomic
def remind_overdue(*, at: dt.datetime | None = None, most: int = 200) -> int:
    """Remind of tasks whose time has come or passed: at the time, after half an hour, two hours, then daily; each step once.

    Clause: 3.3.3.  Races: the update names the step that it answers, so two workers remind once.
    """
    moment = at or clock.now()
    count = 0
    for row in queries.to_remind(moment).select_related("draft", "account").order_by("remind_at", "pk")[:most]:
        count += remind(publication=row, at=moment)
    return count


@guarded("3.3.3")
@transaction.atomic
def remind(*, publication: Publication, at: dt.datetime) -> int:
    """One reminder; from the third on the scheduler and the author hear it too.  Clause: 3.3.3.  Events: publishing:task:reminded."""
    number = publication.reminders + 1
    rows = Publication.objects.filter(pk=publication.pk, state=S.HANDED, reminders=publication.reminders)
    if not rows.update(reminders=number, remind_at=_next_reminder(publication, number, at)):
        return 0
    people = queries.in_charge(publication)
    if number > 2:
        people = [*people, *people_of(publication)]
    trail.record(
        PublishingEvent.REMINDED, target=publication, version=publication.content_hash, data={"number": number}, at=at
    )
    words = (
        _("到点了：请在%(account)s发布「%(title)s」")
        if number == 1
        else _("已逾期：%(account)s的「%(title)s」还没有发布凭证")
    )
    _tell(publication, people, words, at, urgent=number > 1)
    return 1


def _next_reminder(publication: Publication, number: int, at: dt.datetime) -> dt.datetime | None:
    """Steps missed while the house was dark are not made up one after the other: the next one lies ahead."""
    steps = limits().reminder_seconds
    if number >= limits().reminders_most:
        return None
    if number < len(steps) - 1:
        planned = publication.due_at + seconds(steps[number])
    else:
        planned = at + seconds(steps[-1])
    return planned if planned > at else at + seconds(steps[1])


def _require_charge(publication: Publication, by: Member) -> None:
    if not queries.may_take(by, publication):
        raise errors.not_permitted("out_of_reach")


def _require_handling(publication: Publication, by: Member) -> None:
    if not queries.may_handle(by, queries.SCHEDULE, publication):
        raise errors.not_permitted("out_of_reach")
