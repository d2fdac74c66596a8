"""What watching leaves behind: looks ahead of a publication's time, and alarms of the engine. Nothing here sends or stops anything."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.notify import actions as notify_actions
from masthead.org import queries as org_queries
from masthead.publishing import queries
from masthead.publishing.actions.endings import people_of
from masthead.publishing.events import WatchEvent
from masthead.publishing.models import Alarm, PreflightCheck, Publication
from masthead.publishing.queries.preflight import PreflightFinding, result_of
from masthead.publishing.states import TO_COME, AlarmKind, PreflightResult
from masthead.trail import actions as trail
from masthead.trail.guards import guarded


@guarded("3.3.3")
@transaction.atomic
def note_preflight(
    *, publication: Publication, minutes: int, findings: Sequence[PreflightFinding], at: dt.datetime | None = None
) -> PreflightCheck | None:
    """Keep what a look ahead found; the people concerned are told once of each thing found, until it is mended and comes back.

    Clause: 3.3.3.  Events: publishing:preflight:found, publishing:preflight:mended.  Returns None when it was moved or taken meanwhile.
    Races: the row is locked, so of two runs the second finds what the first has told.
    """
    moment = at or clock.now()
    rows = Publication.objects.filter(pk=publication.pk, due_at=publication.due_at, state__in=sorted(TO_COME))
    held = rows.select_for_update(of=("self",)).select_related("draft", "account", "preflight").first()
    if held is None:
        return None
    before = held.preflight_now
    known = {one["code"] for one in before.findings} if before else set()
    check = _kept(held, minutes, findings, moment)
    fresh = [one for one in findings if one.code not in known]
    if fresh:
        _tell(held, minutes, fresh, moment)
    elif before is not None and known and not findings:
        # What an earlier step found is seen to be mended at this one.
        PreflightCheck.objects.filter(pk=before.pk, mended_at=None).update(
            result=PreflightResult.OK, findings=[], mended_at=moment
        )
        trail.record(
            WatchEvent.MENDED, target=held, version=held.content_hash, data={"codes": sorted(known)}, at=moment
        )
    return check


def _kept(
    publication: Publication, minutes: int, findings: Sequence[PreflightFinding], moment: dt.datetime
) -> PreflightCheck:
    values: dict[str, Any] = {
        "at": moment, "result": result_of(findings), "findings": [one.as_json() for one in findings],
    }  # fmt: skip
    first = {"first_at": moment, "found": values["findings"]} | values
    keys = {"publication": publication, "due_at": publication.due_at, "minutes": minutes}
    check, created = PreflightCheck.objects.get_or_create(**keys, defaults=first)
    if not created:
        seen = {one["code"] for one in check.found}
        check.found = [*check.found, *(one for one in values["findings"] if one["code"] not in seen)]
        mended = check.result != PreflightResult.OK and not findings
        check.mended_at = moment if mended else (None if findings else check.mended_at)
        for name, value in values.items():
            setattr(check, name, value)
        check.save(update_fields=["found", "mended_at", *values])
    Publication.objects.filter(pk=publication.pk).update(preflight=check)
    return check


def _tell(publication: Publication, minutes: int, fresh: list[PreflightFinding], moment: dt.datetime) -> None:
    data = {"minutes": minutes, "codes": [one.code for one in fresh]}
    why = _("；").join(one.message for one in fresh)
    trail.record(
        WatchEvent.FOUND, target=publication, version=publication.content_hash, reason=why[:500], data=data, at=moment
    )
    left = max(1, round((publication.due_at - moment).total_seconds() / 60))
    notify_actions.tell(
        kind="publishing.preflight",
        members=people_of(publication, publication.account.administrator_id),
        title=_("「%(title)s」%(n)d 分钟后在%(account)s发布，检查发现问题")
        % {"title": publication.title, "n": left, "account": publication.account.name},
        url=f"{publication.get_absolute_url()}#preflight",
        body=_("；").join(f"{one.message}{one.advice}" for one in fresh),
        clause="3.3.3",
        at=moment,
    )


@guarded("3.3.3")
@transaction.atomic
def watch_claims(*, at: dt.datetime | None = None) -> Alarm | None:
    """Is something due that nobody took in time? Raises, keeps up or ends the alarm; administrators are told once an incident.

    Clause: 3.3.3.  Events: publishing:alarm:raised, publishing:alarm:ended.
    Races: a constraint lets one alarm of a kind be open; whoever comes second keeps up the first one's.
    """
    moment = at or clock.now()
    count, oldest = queries.unclaimed(moment)
    rows = Alarm.objects.filter(kind=AlarmKind.UNCLAIMED, closed_at=None)
    alarm = rows.select_for_update().first()
    if count and alarm is None:
        return _raise(count, oldest, moment)
    if alarm is None:
        return None
    if count:
        rows.update(seen_at=moment, worst=Greatest(F("worst"), count))
        return alarm
    rows.update(closed_at=moment, seen_at=moment)
    lasted = int((moment - alarm.opened_at).total_seconds())
    trail.record(WatchEvent.ALARM_ENDED, target=alarm, data={"seconds": lasted, "worst": alarm.worst}, at=moment)
    return None


def _raise(count: int, oldest: dt.datetime | None, moment: dt.datetime) -> Alarm | None:
    try:
        with transaction.atomic():
            alarm = Alarm.objects.create(
                kind=AlarmKind.UNCLAIMED, opened_at=moment, seen_at=moment, worst=count, oldest_due=oldest
            )
    except IntegrityError:
        return None  # another process raised it in this moment and tells of it
    trail.record(WatchEvent.ALARM_RAISED, target=alarm, data={"count": count}, at=moment)
    notify_actions.tell(
        kind="publishing.alarm",
        members=org_queries.administrators(),
        title=_("有 %(n)d 项发布到点没有被领取") % {"n": count},
        url=alarm.get_absolute_url(),
        body=_("请检查后台进程是否在运行，再看发布引擎页面；恢复后会继续发出，不会重复。"),
        clause="3.3.3",
        at=moment,
        urgent=True,
    )
    return alarm
