"""Hot topics: sources and what they bring, marks and judgements of people, topics made of them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from masthead.content import queries
from masthead.content.actions.topics import propose_topic
from masthead.content.events import AlmanacEvent
from masthead.content.hot_items import HotItem, fingerprint_of, tag_line, tag_list
from masthead.content.models import HotMark, HotRisk, HotSource, HotTopic, SourceKind, Topic
from masthead.core import clock, jobs, outbound
from masthead.core.errors import BadInput, NotPermitted, RuleBroken, Stale
from masthead.org import queries as org
from masthead.org.models import Member, Unit
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent

READ_SOURCE = "content.read_hot_source"
LEASE = dt.timedelta(minutes=5)
LONGEST_PAUSE = dt.timedelta(hours=12)
MANUAL_DAYS = 5


@dataclass(frozen=True)
class SourceWords:
    """What a source of hot topics is."""

    name: str
    url: str
    kind: str = SourceKind.FEED
    every_minutes: int = 60
    keep_days: int = 5
    tags: Sequence[str] = field(default_factory=list)
    is_active: bool = True


@guarded("3.3.1")
@transaction.atomic
def keep_source(
    *, words: SourceWords, by: Member, source: HotSource | None = None, at: dt.datetime | None = None
) -> HotSource:
    """Take an address into the sources of hot topics, or change one; it is asked at once.

    Clause: 3.3.1.  Raises: NotPermitted, BadInput (an address that the house does not call is told by name).
    Events: content:hot_source:kept.  Races: the unique constraint keeps one row an address.
    """
    if not org.may(by, queries.HOT_COLLECT):
        raise _not_permitted()
    _require_source(words)
    moment = at or clock.now()
    kept = source or HotSource(made_by=by, made_at=moment)
    kept.name, kept.url, kept.kind = words.name.strip()[:60], words.url.strip(), words.kind
    kept.every_minutes, kept.keep_days = words.every_minutes, words.keep_days
    kept.tags, kept.is_active, kept.next_at, kept.fails = tag_list(list(words.tags)), words.is_active, moment, 0
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError:
        message = _("这个地址已经是热点来源。")
        raise BadInput(message, code="hot_source_twice", clause="3.3.1", fields={"url": [message]}) from None
    trail.record(AlmanacEvent.HOT_SOURCE_KEPT, target=kept, by=by, data={"active": kept.is_active}, at=at)
    if kept.is_active:
        jobs.enqueue(READ_SOURCE, kept.pk)
    return kept


def _require_source(words: SourceWords) -> None:
    wrong: dict[str, list[str]] = {}
    if not words.name.strip():
        wrong["name"] = [_("请填写来源名称。")]
    if words.kind not in SourceKind.values:
        wrong["kind"] = [_("没有这种格式。")]
    if not 10 <= words.every_minutes <= 10080:
        wrong["every_minutes"] = [_("间隔在 10 分钟到 7 天之间。")]
    if not 1 <= words.keep_days <= 60:
        wrong["keep_days"] = [_("热度保持 1 到 60 天。")]
    try:
        outbound.check(words.url.strip())
    except outbound.Refused as refused:
        wrong["url"] = [refused.message]
    if wrong:
        raise BadInput(_("热点来源有误，请改正。"), code="hot_source", clause="3.3.1", fields=wrong)


@guarded("3.3.1")
@transaction.atomic
def ask_source(*, source: HotSource, by: Member, at: dt.datetime | None = None) -> None:
    """Ask a source now instead of at its time.

    Clause: 3.3.1.  Raises: NotPermitted, RuleBroken for one that is switched off.  Events: content:hot_source:kept.
    """
    if not org.may(by, queries.HOT_COLLECT):
        raise _not_permitted()
    if HotSource.objects.filter(pk=source.pk, is_active=True).update(next_at=at or clock.now()) != 1:
        raise RuleBroken(_("这个来源已停用。"), code="hot_source_off", clause="3.3.1", advice=_("请先启用。"))
    trail.record(AlmanacEvent.HOT_SOURCE_KEPT, target=source, by=by, data={"asked": True}, at=at)
    jobs.enqueue(READ_SOURCE, source.pk)


@silent("a claim; what comes of it is recorded by take_items or note_source_failed")
@transaction.atomic
def claim_source(*, source_pk: int, at: dt.datetime | None = None) -> HotSource | None:
    """The source if it is due and nobody asks it: its next time moves ahead, so that one of two workers wins."""
    moment = at or clock.now()
    claimed = HotSource.objects.filter(pk=source_pk, is_active=True, next_at__lte=moment).update(
        next_at=moment + LEASE, asked_at=moment
    )
    return HotSource.objects.get(pk=source_pk) if claimed else None


@guarded("3.3.1")
@transaction.atomic
def take_items(*, source: HotSource, items: Sequence[HotItem], at: dt.datetime | None = None) -> int:
    """Keep what a source brought: new titles once, known ones only grow hotter. Returns how many were new.

    Clause: 3.3.1.  Events: content:hot_source:read.
    """
    moment = at or clock.now()
    made = _keep(items, source=source, origin=source.name, tags=source.tags, days=source.keep_days, moment=moment)
    HotSource.objects.filter(pk=source.pk).update(
        ok_at=moment, error="", fails=0, got=len(made), next_at=moment + dt.timedelta(minutes=source.every_minutes)
    )
    if made:
        trail.record(AlmanacEvent.HOT_SOURCE_READ, target=source, by=None, data={"new": len(made)}, at=at)
    return len(made)


@guarded("3.3.1")
@transaction.atomic
def note_source_failed(*, source: HotSource, words: str, at: dt.datetime | None = None) -> None:
    """Keep why a source could not be read; it is asked again later and later. The trail hears of the first failure only.

    Clause: 3.3.1.  Events: content:hot_source:failed.
    """
    moment = at or clock.now()
    pause = min(dt.timedelta(minutes=source.every_minutes) * 2 ** min(source.fails, 6), LONGEST_PAUSE)
    HotSource.objects.filter(pk=source.pk).update(
        error=words[:300], fails=F("fails") + 1, next_at=moment + pause, got=0
    )
    if source.fails == 0:
        trail.record(AlmanacEvent.HOT_SOURCE_FAILED, target=source, by=None, reason=words[:300], at=at)


@guarded("3.3.1")
@transaction.atomic
def add_hot_topics(
    *, items: Sequence[HotItem], origin: str, by: Member, at: dt.datetime | None = None
) -> list[HotTopic]:
    """Hot topics that a person found or brought in a table; those that are known already are left.

    Clause: 3.3.1.  Raises: NotPermitted.  Events: content:hot_topic:added.
    """
    if not org.may(by, queries.HOT_MARK):
        raise _not_permitted()
    made = _keep(items, source=None, origin=origin, tags=[], days=MANUAL_DAYS, moment=at or clock.now())
    for hot in made[:50]:
        trail.record(AlmanacEvent.HOT_ADDED, target=hot, by=by, at=at)
    return made


def _keep(
    items: Iterable[HotItem],
    *,
    source: HotSource | None,
    origin: str,
    tags: Sequence[str],
    days: int,
    moment: dt.datetime,
) -> list[HotTopic]:
    """New rows for new titles. Two sources that bring one title at once: the unique fingerprint keeps the first."""
    by_print = {fingerprint_of(item.title): item for item in items}
    known = dict(HotTopic.objects.filter(fingerprint__in=by_print).values_list("fingerprint", "heat"))
    for mark, heat in known.items():
        if (fresh := by_print[mark].heat) is not None and fresh > (heat or 0):
            HotTopic.objects.filter(fingerprint=mark).update(heat=fresh)
    rows = [
        HotTopic(
            source=source, origin=origin[:60], title=item.title, summary=item.summary, url=item.url, heat=item.heat,
            tags=tag_list([*tags, *item.tags]), tag_line=tag_line(tag_list([*tags, *item.tags])), fingerprint=mark, seen_at=moment, told_at=item.told_at,
            fades_at=moment + dt.timedelta(days=days),
        )
        for mark, item in by_print.items() if mark not in known
    ]  # fmt: skip
    HotTopic.objects.bulk_create(rows, ignore_conflicts=True)
    return list(HotTopic.objects.filter(fingerprint__in=[row.fingerprint for row in rows]).order_by("pk"))


@guarded("3.3.1")
@transaction.atomic
def mark_hot_topic(*, hot: HotTopic, fits: bool, by: Member, at: dt.datetime | None = None) -> HotTopic:
    """Say whether a hot topic fits the company; a second word of the same person replaces the first.

    Clause: 3.3.1.  Raises: NotPermitted.  Events: content:hot_topic:marked.
    """
    if not org.may(by, queries.HOT_MARK):
        raise _not_permitted()
    held = HotTopic.objects.select_for_update().get(pk=hot.pk)
    HotMark.objects.update_or_create(hot=held, member=by, defaults={"fits": fits, "marked_at": at or clock.now()})
    counts = list(HotMark.objects.filter(hot=held).values_list("fits", flat=True))
    HotTopic.objects.filter(pk=held.pk).update(fits=sum(counts), misfits=len(counts) - sum(counts))
    trail.record(AlmanacEvent.HOT_MARKED, target=held, by=by, data={"fits": fits}, at=at)
    held.refresh_from_db()
    return held


@guarded("3.3.1")
@transaction.atomic
def judge_hot_topic(
    *, hot: HotTopic, risk: str, note: str, tags: Sequence[str], by: Member, at: dt.datetime | None = None
) -> HotTopic:
    """Put down how risky it is to follow a hot topic, and its tags.

    Clause: 3.3.1.  Raises: NotPermitted, BadInput without a note for what should be followed with care or not at all.
    Events: content:hot_topic:judged.
    """
    if not org.may(by, queries.HOT_MARK):
        raise _not_permitted()
    if risk not in HotRisk.values or (risk in (HotRisk.CARE, HotRisk.NO) and not note.strip()):
        message = _("慎跟或不跟请写明风险。")
        raise BadInput(message, code="hot_risk", clause="3.3.1", fields={"risk_note": [message]})
    before = {"risk": hot.risk}
    HotTopic.objects.filter(pk=hot.pk).update(
        risk=risk, risk_note=note.strip()[:300], tags=tag_list(list(tags)), tag_line=tag_line(tag_list(list(tags)))
    )
    trail.record(AlmanacEvent.HOT_JUDGED, target=hot, by=by, before=before, after={"risk": risk}, reason=note.strip()[:300], at=at)  # fmt: skip
    hot.refresh_from_db()
    return hot


@guarded("3.3.1")
@transaction.atomic
def make_topic_of_hot(*, hot: HotTopic, unit: Unit, by: Member, at: dt.datetime | None = None) -> Topic:
    """One click from a hot topic to a proposed topic, with link and risk in it.

    Clause: 3.3.1.  Raises: NotPermitted, RuleBroken for one that should not be followed, Stale when it has a topic already.
    Events: content:topic:proposed, content:hot_topic:topic_made.
    """
    if hot.risk == HotRisk.NO:
        raise RuleBroken(
            _("这个热点已评估为不跟：%(why)s") % {"why": hot.risk_note}, code="hot_not_followed", clause="3.3.1",
            advice=_("确需跟进，请先改风险评估。"),
        )  # fmt: skip
    lines = [
        hot.summary,
        _("热点链接：") + hot.url if hot.url else "",
        _("风险：") + hot.risk_note if hot.risk_note else "",
    ]
    soon = clock.china(min(hot.fades_at, clock.now() + dt.timedelta(days=1))).date()
    topic = propose_topic(
        title=hot.title[:80], theme=("\n".join(filter(None, lines)) or hot.title)[:1000], form="article", source="hot", unit=unit, owner=by,
        planned_on=max(soon, clock.today()), by=by, at=at,
    )  # fmt: skip
    if HotTopic.objects.filter(pk=hot.pk, topic=None).update(topic=topic) != 1:
        raise Stale(
            _("这个热点刚才已做成选题。"), code="hot_has_topic", clause="3.3.1", advice=_("请刷新后打开已有的选题。")
        )
    trail.record(AlmanacEvent.HOT_TOPIC_MADE, target=topic, by=by, data={"hot": hot.pk}, at=at)
    return topic


def _not_permitted() -> NotPermitted:
    return NotPermitted(_("您没有这项热点权限。"), code="hot", clause="3.3.1", advice=_("请联系部门负责人。"))
