"""Every minute of a publication in plain Chinese: what happened, what it means, what to do next; technical things folded away."""

import csv
import datetime as dt
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from masthead.approvals.models import Case
from masthead.core import clock, figures
from masthead.publishing.brakes import Missed
from masthead.publishing.events import WatchEvent
from masthead.publishing.limits import limits, seconds
from masthead.publishing.models import Attempt, CallbackEvent, Pause, PreflightCheck, Publication
from masthead.publishing.queries.brakes import covering
from masthead.publishing.queries.log_words import words_of_call, words_of_deed
from masthead.publishing.queries.preflight import preflights_of
from masthead.publishing.queries.story import TONES
from masthead.publishing.states import AttemptOutcome, PreflightResult, PublicationState
from masthead.trail import queries as trail_queries
from masthead.trail.models import Event
from masthead.trail.registry import EVENTS

MOST_CALLS, MOST_DEEDS, MOST_MESSAGES, MOST_PAUSES = 300, 200, 30, 20
WORTH_TELLING = 0.5  # seconds
AGAIN = frozenset({AttemptOutcome.NOT_SENT, AttemptOutcome.THROTTLED, AttemptOutcome.LOST})
TOLD_ELSEWHERE = frozenset(str(name) for name in WatchEvent)
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class LogLine:
    """One thing that happened. `technical` = (name, value) pairs for those who mend machines."""

    at: dt.datetime
    title: str
    who: str = ""
    reason: str = ""
    means: str = ""
    todo: str = ""
    technical: tuple[tuple[str, str], ...] = ()
    tone: str = ""
    icon: str = "point"

    @property
    def moment(self) -> str:
        """To the second, on a clock in Shanghai."""
        return _clock_text(self.at)


def calls_of(publication: Publication) -> list[Attempt]:
    """Calls of a publication in their order, the newest three hundred."""
    return list(Attempt.objects.filter(publication=publication).order_by("-no")[:MOST_CALLS])[::-1]


def log_of(publication: Publication, calls: Sequence[Attempt] | None = None) -> list[LogLine]:
    """Newest first; at most six queries, none of them per line."""
    attempts = calls_of(publication) if calls is None else list(calls)
    pauses = pauses_while(publication)
    lines = [
        *_approved(publication),
        *(_deed(e) for e in trail_queries.timeline_of(publication, most=MOST_DEEDS) if e.name not in TOLD_ELSEWHERE),
        *_looks(preflights_of(publication)),
        *_pauses(pauses),
        *_time(publication, attempts, pauses),
        *_claims(publication, attempts),
        *_calls(publication, attempts),
        *_messages(publication),
    ]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _approved(publication: Publication) -> Iterator[LogLine]:
    case = Case.objects.filter(pk=publication.case_id).first() if publication.case_id else None
    if case is not None and case.closed_at:
        means = _("审核人确认的正是这一版本；之后改动一个字都会使审核失效。")
        yield LogLine(
            case.closed_at, _("审核通过"), means=means, technical=((_("内容指纹"), publication.content_hash),),
            tone="green", icon="signature",
        )  # fmt: skip


def _deed(event: Event) -> LogLine:
    kind = EVENTS.get(event.name)
    means, todo = words_of_deed(event.name, kind=str((event.data or {}).get("kind", "")))
    facts = tuple((str(name), _plain(value)) for name, value in sorted((event.data or {}).items()))
    if kind is None:
        return LogLine(event.at, event.reason, event.actor_name, technical=facts, icon="shield-x")
    return LogLine(event.at, str(kind.label), event.actor_name, event.reason, means, todo, facts, icon=kind.icon)


def _plain(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _looks(checks: QuerySet[PreflightCheck]) -> Iterator[LogLine]:
    """Each look ahead when it was first made, and when it turned green."""
    for check in checks[:20]:
        title = _("提前 %(n)d 分钟检查") % {"n": check.minutes}
        if not check.found:
            means = _("凭据、审核、规则、媒体、授权、账号与当日限额都正常。")
            yield LogLine(check.first_at, title, _("发布引擎"), means=means, tone="green", icon="clipboard-check")
            continue
        tone = "amber" if check.result == PreflightResult.WARN else "red"
        yield LogLine(
            check.first_at, _("%(what)s：发现问题") % {"what": title}, _("发布引擎"), _("；").join(o["message"] for o in check.found),
            _("检查只提醒，不拦截；到点时以发送前的核对为准。"), " ".join(dict.fromkeys(o["advice"] for o in check.found)),
            tuple((o["code"], o["message"]) for o in check.found), tone, "alert-triangle",
        )  # fmt: skip
        if check.mended_at:
            yield LogLine(
                check.mended_at, _("检查恢复正常"), _("发布引擎"), means=_("先前发现的问题已经解决。"), tone="green",
                icon="clipboard-check",
            )  # fmt: skip


def pauses_while(publication: Publication) -> list[Pause]:
    """Pauses that covered it while it was on the calendar and not out; one query."""
    end = publication.accepted_at or publication.ended_at or clock.now()
    rows = Pause.objects.filter(covering(publication), made_at__lt=end).exclude(ended_at__lt=publication.scheduled_at)
    people_and_things = ("platform", "account", "topic", "made_by", "ended_by")
    return list(rows.select_related(*people_and_things).order_by("-made_at")[:MOST_PAUSES])


def _pauses(pauses: Sequence[Pause]) -> Iterator[LogLine]:
    for pause in pauses:
        why = _("：").join(filter(None, [str(pause.get_why_display()), pause.words]))
        title = _("暂停发布：%(what)s") % {"what": pause.name}
        means = _("这一项在等待，不会发出。")
        yield LogLine(pause.made_at, title, pause.made_by.name, why, means, tone="red", icon="player-pause")
        if pause.ended_at and pause.ended_by:
            then = Missed(pause.missed).label if pause.missed else ""
            means = _("错过时间的内容：%(then)s。") % {"then": then} if then else ""
            yield LogLine(
                pause.ended_at, _("恢复发布：%(what)s") % {"what": pause.name}, pause.ended_by.name, pause.end_words, means,
                tone="green", icon="player-play",
            )  # fmt: skip


def _time(publication: Publication, attempts: Sequence[Attempt], pauses: Sequence[Pause]) -> Iterator[LogLine]:
    """The planned time itself, and the minute after it when nobody came; under a pause nobody was to come."""
    now, due = clock.now(), publication.due_at
    ended = publication.ended_at if publication.state == PublicationState.CANCELLED else None
    if due > now or (ended and ended < due) or publication.by_hand or publication.account.publishes_by_hand:
        return
    yield LogLine(due, _("到了计划时间"), means=_("从这一刻起，任何一个发布进程都可以领取。"), icon="clock")
    taken = next(
        (a.started_at for a in attempts if a.started_at >= due), publication.accepted_at or publication.ended_at
    )
    limit = due + seconds(limits().claim_seconds)
    if any(pause.held_between(due, limit) for pause in pauses):
        return
    if (taken or now) > limit and publication.scheduled_at < due:
        todo = "" if taken else _("请系统管理员查看「设置 → 发布引擎」，确认后台进程在运行。")
        means = _("没有进程来领取，或进程都在忙；内容没有丢，恢复后会继续。")
        yield LogLine(limit, _("到点一分钟还没有被领取"), means=means, todo=todo, tone="red", icon="hourglass")


def _claims(publication: Publication, attempts: Sequence[Attempt]) -> Iterator[LogLine]:
    """A worker took it: before the first call, and again after each interruption. The moment is that of the first call."""
    before: Attempt | None = None
    for attempt in attempts:
        fresh = before is None or before.outcome != AttemptOutcome.DONE or before.worker != attempt.worker
        if fresh and attempt.stage != "look_up":
            late = (attempt.started_at - publication.due_at).total_seconds()
            told = _("比计划时间晚 %(s)s 秒。") % {"s": round(late, 1)} if before is None and late >= 0 else ""
            means = told + _("租期内只有它能处理这一项。")
            began = attempt.started_at - dt.timedelta(milliseconds=1)
            yield LogLine(began, _("发布进程领取了任务"), attempt.worker, means=means, icon="server")
        before = attempt


def _calls(publication: Publication, attempts: Sequence[Attempt]) -> Iterator[LogLine]:
    following = {a.pk: b.started_at for a, b in pairwise(attempts)}
    for attempt in attempts:
        outcome = AttemptOutcome(attempt.outcome)
        tone, icon = TONES[outcome]
        means, todo = words_of_call(outcome, is_last=attempt.is_last)
        if outcome in AGAIN and (when := following.get(attempt.pk) or _next_try(publication)):
            means += _("再试时间 %(when)s。") % {"when": _clock_text(when)}
        title = f"{attempt.label}{_('：')}{outcome.label}"
        yield LogLine(
            attempt.started_at, title, _("发布引擎"), attempt.detail, means, todo, _technical(attempt), tone, icon
        )


def _next_try(publication: Publication) -> dt.datetime | None:
    return publication.next_try_at if publication.state == PublicationState.SCHEDULED else None


def _clock_text(moment: dt.datetime) -> str:
    local = clock.china(moment)
    return f"{figures.short_day_text(local.date())} {local:%H:%M:%S}"


def _technical(attempt: Attempt) -> tuple[tuple[str, str], ...]:
    spent = (attempt.ended_at - attempt.started_at).total_seconds() if attempt.ended_at else 0
    pairs = [
        (_("调用"), f"#{attempt.no} {attempt.stage}"),
        (_("进程"), attempt.worker),
        (_("用时"), _("%(s)s 秒") % {"s": round(spent, 2)} if spent >= WORTH_TELLING else ""),
        (_("平台答复"), attempt.technical),
    ]
    return tuple((name, value) for name, value in pairs if value)


def _messages(publication: Publication) -> Iterator[LogLine]:
    """What the platform told by itself, joined by the number that it gave."""
    if not publication.remote_key or publication.accepted_at is None:
        return
    end = (publication.ended_at or clock.now()) + dt.timedelta(days=1)
    rows = CallbackEvent.objects.filter(
        account=publication.account_id, received_at__gte=publication.accepted_at - dt.timedelta(hours=1), received_at__lt=end,
        told__remote_value=publication.remote_key,
    )  # fmt: skip
    for row in rows.order_by("received_at")[:MOST_MESSAGES]:
        proven = row.told.get("proven", True)
        means = _("签名已核对。") if proven else _("签名不包含内容，只当作提示，系统会再去查询。")
        technical = ((_("消息"), row.event_key), (_("处理"), str(row.get_state_display())))
        yield LogLine(
            row.received_at, _("收到平台的通知"), _("平台"), row.note, means, "", technical, "blue", "message"
        )


def log_rows(publication: Publication) -> list[dict[str, Any]]:
    """The log in order of time, for files."""
    return [
        {
            "at": clock.china(line.at).isoformat(timespec="milliseconds"), "title": line.title, "who": line.who,
            "reason": line.reason, "means": line.means, "todo": line.todo, "technical": dict(line.technical),
        }
        for line in reversed(log_of(publication))
    ]  # fmt: skip


def log_csv(publication: Publication) -> str:
    """The same as a table that spreadsheets open; a cell never begins a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_("时间"), _("事项"), _("由谁"), _("原因"), _("含义"), _("接下来"), _("技术细节")])
    for row in log_rows(publication):
        details = "; ".join(f"{name}={value}" for name, value in row["technical"].items())
        cells = [row["at"], row["title"], row["who"], row["reason"], row["means"], row["todo"], details]
        writer.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells])
    return "\ufeff" + out.getvalue()
