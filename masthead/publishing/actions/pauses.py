"""暂停发布: pressing the brake, releasing it, and what then becomes of what was missed."""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from masthead.accounts.models import Account
from masthead.content.models import Topic, TopicSource
from masthead.core import clock
from masthead.notify import actions as notify_actions
from masthead.org.models import Member
from masthead.platforms.models import Platform
from masthead.publishing import errors, queries
from masthead.publishing.actions.endings import FREE
from masthead.publishing.actions.lateness import hold
from masthead.publishing.brake_lock import hold_the_brake
from masthead.publishing.brakes import Missed, PauseReason, PauseScope
from masthead.publishing.events import BrakeEvent, PublishingEvent
from masthead.publishing.models import Pause, Publication
from masthead.publishing.pacing import next_try
from masthead.publishing.states import PublicationState
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

WORDS_MIN = 4
TOLD_AHEAD = dt.timedelta(days=7)  # who has something on the calendar within a week is told
S = PublicationState


@dataclass(frozen=True)
class Target:
    """What to pause: nothing named = the whole company."""

    platform: Platform | None = None
    account: Account | None = None
    topic: Topic | None = None

    @property
    def scope(self) -> PauseScope:
        if self.platform is not None:
            return PauseScope.PLATFORM
        if self.account is not None:
            return PauseScope.ACCOUNT
        return PauseScope.COMPANY if self.topic is None else PauseScope.CAMPAIGN

    @property
    def covers(self) -> str:
        thing = self.platform or self.account or self.topic
        return f"{self.scope.value}:{thing.pk}" if thing else self.scope.value


@guarded("3.3.3")
@transaction.atomic
def pause_publishing(
    *, target: Target, why: PauseReason, by: Member, words: str = "", at: dt.datetime | None = None
) -> Pause:
    """Stop: a call under way ends, no last stage begins any more until somebody resumes. Those who wait are told.

    Clause: 3.3.3.  Raises: NotPermitted, BadInput without words for 其他, RuleBroken when it is paused already.
    Events: publishing:pause:pressed.
    Races: the brake lock is held while the pause is written — a last stage that begins later sees it; the unique constraint lets
    one of two pauses of the same thing through.
    """
    if not queries.may_press(by, target.scope, account=target.account, topic=target.topic):
        raise errors.not_permitted("pause_out_of_reach")
    if target.topic is not None and target.topic.source != TopicSource.CAMPAIGN:
        raise errors.bad_input("pause_no_campaign", "topic")
    if why == PauseReason.OTHER and len(words.strip()) < WORDS_MIN:
        raise errors.bad_input("pause_words", "words")
    hold_the_brake()
    moment = at or clock.now()
    pause = Pause(
        scope=target.scope, covers=target.covers, platform=target.platform, account=target.account, topic=target.topic,
        why=why, words=words.strip()[:500], made_by=by, made_at=moment,
    )  # fmt: skip
    try:
        with transaction.atomic():
            pause.save(force_insert=True)
    except IntegrityError:
        raise errors.refusal("pause_already") from None
    data = {"scope": pause.scope, "covers": pause.covers, "why": pause.why}
    trail.record(BrakeEvent.PAUSED, target=pause, by=by, reason=pause.reason, data=data, at=at)
    _tell_waiting(pause, by, moment)
    return pause


def _tell_waiting(pause: Pause, by: Member, moment: dt.datetime) -> None:
    notify_actions.tell(
        kind="publishing.paused", members=queries.people_waiting(pause, moment + TOLD_AHEAD), by=by, clause="3.3.3", at=moment,
        urgent=True, url=pause.get_absolute_url(), title=_("已暂停发布：%(what)s") % {"what": pause.name},
        body=_("%(why)s。您排定的内容暂时不会发出；恢复时会告诉您怎样处理。人工发布的，请先不要发。") % {"why": pause.reason},
    )  # fmt: skip


@guarded("3.3.3")
@transaction.atomic
def resume_publishing(*, pause: Pause, missed: Missed, reason: str, by: Member, at: dt.datetime | None = None) -> int:
    """Go on. What became due meanwhile is sent now inside its window, put before people one by one, or cancelled. Returns how many.

    What another open pause still covers waits on, and is decided when that one ends.
    Clause: 3.3.3.  Raises: NotPermitted, BadInput without a reason, Stale.
    Events: publishing:pause:released, publishing:publication:held, publishing:publication:cancelled.
    Races: two resumptions — the conditional update lets one through; a row that somebody moved or cancelled meanwhile is left alone.
    """
    if not queries.may_end(by, pause):
        raise errors.not_permitted("pause_out_of_reach")
    if len(reason.strip()) < WORDS_MIN:
        raise errors.bad_input("reason", "reason")
    hold_the_brake()
    moment = at or clock.now()
    ended = {"ended_by": by, "ended_at": moment, "missed": missed.value, "end_words": reason.strip()[:500]}
    if Pause.objects.filter(pk=pause.pk, ended_at=None).update(**ended) != 1:
        raise errors.stale("pause_over")
    pause.refresh_from_db()
    people = queries.people_waiting(pause, moment)
    rows = queries.missed_by(pause, moment).exclude(queries.under_a_pause())
    count = _settle_missed(list(rows), missed, reason.strip(), by, moment)
    Pause.objects.filter(pk=pause.pk).update(missed_count=count)
    pause.missed_count = count
    data = {"covers": pause.covers, "missed": missed.value, "count": count}
    trail.record(BrakeEvent.RESUMED, target=pause, by=by, reason=reason.strip(), data=data, at=at)
    words = {"what": pause.name, "missed": missed.label, "n": count}
    notify_actions.tell(
        kind="publishing.paused", members=people, by=by, clause="3.3.3", at=moment, url=pause.get_absolute_url(),
        title=_("已恢复发布：%(what)s") % words, body=_("错过的 %(n)d 项：%(missed)s。") % words,
    )  # fmt: skip
    return count


def _settle_missed(rows: list[Publication], missed: Missed, reason: str, by: Member, moment: dt.datetime) -> int:
    """A task in a person's hands is cancelled with the others; else the person goes on with it."""
    waiting = [row for row in rows if row.state == S.SCHEDULED and row.window_end >= moment]
    if missed == Missed.CANCEL:
        return sum(_cancel(row, reason, by, moment) for row in rows)
    if missed == Missed.ASK:
        return sum(hold(publication=row, why="held_paused", at=moment) for row in waiting)
    keys = [row.pk for row in waiting]
    return Publication.objects.filter(pk__in=keys, state=S.SCHEDULED).update(**next_try(moment, at=moment))


def _cancel(row: Publication, reason: str, by: Member, moment: dt.datetime) -> int:
    still = Publication.objects.filter(pk=row.pk, state=row.state)
    changed = still.update(state=S.CANCELLED, ended_at=moment, **FREE)
    if changed:
        trail.record(
            PublishingEvent.CANCELLED, target=row, by=by, version=row.content_hash, reason=reason, data={"by": "resume"}, at=moment
        )  # fmt: skip
    return changed
