"""What polls and look-ups tell, and sweeps that close what can no longer go out."""

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.errors import FaultKind, PlatformFault
from masthead.notify import actions as notify_actions
from masthead.platforms.contract import Connector, Found, LookUp, Progress, ProgressState
from masthead.publishing import queries
from masthead.publishing.actions.endings import close_gate, close_published, close_unsent, note_connection, people_of
from masthead.publishing.actions.stages import accept, reference_columns
from masthead.publishing.events import PublishingEvent
from masthead.publishing.limits import limits, seconds
from masthead.publishing.models import Attempt, Publication
from masthead.publishing.pacing import look_after, next_try, poll_after
from masthead.publishing.queries.gates import Gate
from masthead.publishing.states import AttemptOutcome, PublicationState
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent

# Handed over counts when the platform itself tells of the post: a code was scanned, a person tapped the button in the app.
WAITING = (PublicationState.ACCEPTED, PublicationState.UNKNOWN, PublicationState.HANDED)
NOS_NEEDED = 2
# What an answer needs of the row; a wide row costs more than the question itself.
OF_AN_ANSWER = (
    "state", "stage", "remote", "title", "content_hash", "looks", "no_count", "attempt_no", "unknown_since", "asked_at", "claimed_by",
    "accepted_at", "scheduled_by", "draft__author", "account__name", "account__administrator",
)  # fmt: skip


def _locked(publication_id: int, *states: PublicationState) -> Publication | None:
    rows = Publication.objects.filter(pk=publication_id, state__in=states).select_for_update(of=("self",))
    return rows.select_related("draft", "account").only(*OF_AN_ANSWER).first()


@guarded("3.3.3")
@transaction.atomic
def settle_progress(
    *, publication_id: int, progress: Progress, connector: Connector, source: str, at: dt.datetime | None = None
) -> None:
    """Take in the platform's word on an accepted publication, from a poll or a callback; hearing it twice changes nothing.

    Clause: 3.3.3.  Events: publishing:publication:published, publishing:publication:failed.
    """
    moment = at or clock.now()
    publication = _locked(publication_id, *WAITING)
    if publication is None:
        return
    still = Publication.objects.filter(pk=publication.pk, state=publication.state)
    columns = reference_columns(publication.remote | progress.remote, connector)
    if progress.state == ProgressState.PUBLISHED:
        close_published(
            publication=publication, still=still, at=moment, columns=columns, url=progress.url, source=source
        )
    elif progress.state == ProgressState.PENDING:
        later = next_try(moment + poll_after(publication.looks + 1), at=moment)
        still.update(looks=F("looks") + 1, **later, **columns)
    else:
        gone = progress.state == ProgressState.GONE
        message = progress.reason or (_("文章发布后已被删除。") if gone else _("平台审核没有通过。"))
        still.update(**columns)
        close_unsent(publication=publication, still=still, kind=FaultKind.REJECTED.value, at=moment, message=message)


@silent("asking again later is no deed; a credential fault is noted by the account")
@transaction.atomic
def settle_question_fault(*, publication_id: int, fault: PlatformFault, at: dt.datetime | None = None) -> None:
    """The question itself failed: ask again later; the publication's state never changes by it.  Clause: 3.3.3."""
    moment = at or clock.now()
    publication = _locked(publication_id, *WAITING)
    if publication is None:
        return
    pause = look_after if publication.state == PublicationState.UNKNOWN else poll_after
    wait = max(pause(publication.looks + 1), seconds(fault.retry_after or 0))
    Publication.objects.filter(pk=publication.pk).update(looks=F("looks") + 1, **next_try(moment + wait, at=moment))
    if fault.kind == FaultKind.CREDENTIAL:
        note_connection(publication=publication, fault=fault, at=moment)
    if publication.state == PublicationState.UNKNOWN:
        _keep_look_up(publication, AttemptOutcome.UNSURE, str(fault.message), moment)
        _ask_a_person(publication, moment)


@guarded("3.3.3")
@transaction.atomic
def settle_look_up(
    *, publication_id: int, found: LookUp, asked_at: dt.datetime, connector: Connector, at: dt.datetime | None = None
) -> None:
    """Take in what a look-up of an unknown outcome says. Only two «surely no» with time between allow sending again.

    Clause: 3.3.3.  Events: publishing:publication:found, publishing:publication:cleared.
    Races: a late answer or a person may have settled it; then the row is no longer unknown and nothing happens.
    """
    moment = at or clock.now()
    publication = _locked(publication_id, PublicationState.UNKNOWN)
    if publication is None:
        return
    if found.found == Found.YES:
        _keep_look_up(publication, AttemptOutcome.FOUND, found.note, moment)
        accept(publication=publication, facts=found.remote, stage=publication.stage, connector=connector, at=moment)
        trail.record(
            PublishingEvent.FOUND, target=publication, version=publication.content_hash, reason=found.note, at=at
        )
        return
    if found.found == Found.NO and _no_counts(publication, asked_at, told_when=at is not None):
        _keep_look_up(publication, AttemptOutcome.ABSENT, found.note, moment)
        _count_no(publication, moment)
        return
    _keep_look_up(publication, AttemptOutcome.UNSURE, found.note, moment)
    looks = publication.looks + 1
    later = next_try(moment + look_after(looks), at=moment)
    Publication.objects.filter(pk=publication.pk).update(no_count=0, looks=looks, **later)
    _ask_a_person(publication, moment)


def _no_counts(publication: Publication, asked_at: dt.datetime, *, told_when: bool) -> bool:
    """A «no» is worth nothing while the call in question may still be under way at the platform.

    How long ago it began is told by a clock that nobody can set, where this machine made the call. The wall clock decides elsewhere, and
    where the caller says at which moment all this happens.
    """
    last = Attempt.objects.filter(publication=publication, is_last=True).order_by("-no").first()
    if last is None:
        return True
    gone, needed = clock.seconds_since(last.steady), limits().no_trust_seconds
    if gone is not None and not told_when:
        return gone >= needed
    return asked_at >= last.started_at + seconds(needed)


def _count_no(publication: Publication, moment: dt.datetime) -> None:
    rows = Publication.objects.filter(pk=publication.pk, state=PublicationState.UNKNOWN)
    count = publication.no_count + 1
    if count < NOS_NEEDED:
        later = next_try(moment + seconds(limits().look_gap_seconds), at=moment)
        rows.update(no_count=count, looks=F("looks") + 1, **later)
        return
    if _is_doubtful(publication):
        later = next_try(moment + look_after(publication.looks + 1), at=moment)
        rows.update(no_count=0, looks=F("looks") + 1, **later)
        _ask_a_person(publication, moment, at_once=True)
        return
    rows.update(
        state=PublicationState.SCHEDULED,
        no_count=0,
        looks=0,
        **next_try(moment, at=moment),
        unknown_since=None,
        failure_kind="",
        failure_message="",
    )
    trail.record(
        PublishingEvent.CLEARED,
        target=publication,
        version=publication.content_hash,
        data={"looks": publication.looks + 1},
    )


def _is_doubtful(publication: Publication) -> bool:
    """Unknown and «surely no» again and again: either the platform or the look-up is wrong, and one more call could be the second post."""
    calls = Attempt.objects.filter(publication=publication, is_last=True, outcome=AttemptOutcome.UNKNOWN)
    return calls.count() >= limits().unknown_most


def _keep_look_up(publication: Publication, outcome: AttemptOutcome, note: str, moment: dt.datetime) -> None:
    publication.attempt_no += 1
    publication.save(update_fields=["attempt_no"])
    Attempt.objects.create(
        publication=publication, no=publication.attempt_no, stage="look_up", label=_("向平台核实"), started_at=moment,
        ended_at=moment, outcome=outcome, detail=note[:2000], worker=publication.claimed_by,
    )  # fmt: skip


def _ask_a_person(publication: Publication, moment: dt.datetime, *, at_once: bool = False) -> None:
    """Unknown for too long or too often: one notice, the looking goes on."""
    since = publication.unknown_since or moment
    if publication.asked_at or not (at_once or moment >= since + seconds(limits().ask_person_seconds)):
        return
    Publication.objects.filter(pk=publication.pk).update(asked_at=moment)
    notify_actions.tell(
        kind="publishing.unknown",
        members=people_of(publication, publication.account.administrator_id),
        title=_("「%(title)s」是否已在%(account)s发布，需要您核实")
        % {"title": publication.title, "account": publication.account.name},
        url=publication.get_absolute_url(),
        body=_("多次提交都没有答复，平台上又查不到，系统不再自动重发。请登录平台查看，再在任务页确认。")
        if at_once
        else _("平台一直没有给出明确答复。请登录平台查看，再在任务页确认。"),
        clause="3.3.3",
    )


@silent("closing each gate records its event")
@transaction.atomic
def close_hopeless(*, at: dt.datetime | None = None, most: int = 200) -> int:
    """Expire what its window has left behind and stop what was edited after approval, before its time comes.

    Clause: 3.3.2, 3.3.3.  Races: the update names the state; a row that was claimed meanwhile meets the same gates in the engine.
    """
    moment = at or clock.now()
    count = 0
    overdue = queries.overdue_windows(moment)
    sweeps = (
        (overdue.filter(state=PublicationState.HELD), Gate("held_over", over=True)),
        (overdue.filter(queries.under_a_pause()), Gate("paused_over", over=True)),
        (overdue, Gate("window_over", over=True)),
        (queries.voided_approvals(), Gate("approval_void")),
    )
    for rows, gate in sweeps:
        # In the order of the index of due rows: by key the embedded database walks through everything that was ever published.
        for row in rows.select_related("draft", "account").order_by("state", "next_try_at")[:most]:
            still = Publication.objects.filter(pk=row.pk, state=row.state)
            said = Gate("take_down") if row.state == PublicationState.HANDED else gate
            count += close_gate(publication=row, still=still, gate=said, at=moment)
    return count
