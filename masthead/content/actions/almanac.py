"""Own dates of the company, and topics made of days of the almanac."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from masthead.content import queries
from masthead.content.actions.topics import propose_topic
from masthead.content.almanac import Category
from masthead.content.events import AlmanacEvent
from masthead.content.models import AlmanacEntry, AlmanacTopic, Topic
from masthead.core import clock
from masthead.core.errors import BadInput, NotPermitted, RuleBroken, Stale
from masthead.org import queries as org
from masthead.org.models import Member, Unit
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

MOST_LEAD = 365


@dataclass(frozen=True)
class EntryWords:
    """What an own date says."""

    name: str
    on: dt.date
    category: str = Category.COMPANY
    yearly: bool = False
    lead_days: int = 7
    hint: str = ""
    caution: str = ""
    strict: bool = False


@guarded("3.3.1")
@transaction.atomic
def keep_entry(
    *, words: EntryWords, by: Member, entry: AlmanacEntry | None = None, at: dt.datetime | None = None
) -> AlmanacEntry:
    """Write down a date of the company's own, or change one.

    Clause: 3.3.1.  Raises: NotPermitted, BadInput.  Events: content:almanac_entry:kept.
    Races: two people write the same date — the unique constraint keeps one.
    """
    _require_keeper(by)
    if wrong := entry_errors(words):
        raise BadInput(_("日期有误，请改正。"), code="almanac_entry", clause="3.3.1", fields=wrong)
    kept = entry or AlmanacEntry(made_by=by, made_at=at or clock.now())
    kept.name, kept.on, kept.category, kept.yearly = words.name.strip(), words.on, words.category, words.yearly
    kept.lead_days, kept.hint, kept.caution = words.lead_days, words.hint.strip(), words.caution.strip()
    kept.strict = words.strict
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError:
        message = _("这一天已经有同名的公司日期。")
        raise BadInput(message, code="almanac_entry_twice", clause="3.3.1", fields={"name": [message]}) from None
    trail.record(
        AlmanacEvent.ALMANAC_ENTRY_KEPT, target=kept, by=by, data={"on": f"{kept.on}", "strict": kept.strict}, at=at
    )
    return kept


def entry_errors(words: EntryWords) -> Mapping[str, list[str]]:
    """{field: messages} of an own date; the import asks the same for every row."""
    found: dict[str, list[str]] = {}
    if not words.name.strip() or len(words.name.strip()) > 60:
        found["name"] = [_("请填写名称，不超过 60 个字。")]
    if words.category not in Category.values:
        found["category"] = [_("没有这个类别。")]
    if not 0 <= words.lead_days <= MOST_LEAD:
        found["lead_days"] = [_("提前准备的天数在 0 到 365 之间。")]
    if len(words.hint) > 200:
        found["hint"] = [_("不超过 200 个字。")]
    if len(words.caution) > 300:
        found["caution"] = [_("不超过 300 个字。")]
    if (words.strict or words.category == Category.SENSITIVE) and not words.caution.strip():
        found["caution"] = [_("敏感日期请写明当天不做什么。")]
    return found


@guarded("3.3.1")
@transaction.atomic
def drop_entry(*, entry: AlmanacEntry, by: Member, at: dt.datetime | None = None) -> None:
    """Take an own date off the calendar; topics that came out of it stay.

    Clause: 3.3.1.  Raises: NotPermitted, Stale.  Events: content:almanac_entry:dropped.
    """
    _require_keeper(by)
    if AlmanacEntry.objects.filter(pk=entry.pk, dropped_at=None).update(dropped_at=at or clock.now()) != 1:
        raise Stale(_("这个日期刚才已被删除。"), code="almanac_entry_gone", clause="3.3.1")
    trail.record(AlmanacEvent.ALMANAC_ENTRY_DROPPED, target=entry, by=by, data={"on": f"{entry.on}"}, at=at)


@guarded("3.3.1")
@transaction.atomic
def make_topic_of_day(*, key: str, on: dt.date, unit: Unit, by: Member, at: dt.datetime | None = None) -> Topic:
    """One click from a day of the marketing calendar to a proposed topic: its date, its name, its cautions are in it.

    Clause: 3.3.1.  Raises: NotThere, RuleBroken for a day gone by or made already, NotPermitted.
    Events: content:topic:proposed, content:almanac:topic_made.
    """
    occasion = queries.occasion_on(key, on)
    if on < clock.today():
        raise RuleBroken(_("这一天已经过去。"), code="day_over", clause="3.3.1", advice=_("请选择今天或以后的日子。"))
    if queries.topic_of(key, on):
        raise RuleBroken(
            _("这个日子已经有选题。"), code="day_has_topic", clause="3.3.1", advice=_("请在营销日历里打开已有的选题。")
        )
    theme = "\n".join(filter(None, [occasion.hint, _("注意：") + occasion.caution if occasion.caution else ""]))
    topic = propose_topic(
        title=_("%(name)s选题") % {"name": occasion.name}, theme=theme or occasion.name, form="article", source="calendar", unit=unit,
        owner=by, planned_on=on, by=by, at=at,
    )  # fmt: skip
    AlmanacTopic.objects.create(key=key, on=on, name=occasion.name, topic=topic)
    trail.record(AlmanacEvent.ALMANAC_TOPIC_MADE, target=topic, by=by, data={"key": key, "on": f"{on}"}, at=at)
    return topic


def _require_keeper(by: Member) -> None:
    if not org.may(by, queries.ALMANAC_KEEP):
        raise NotPermitted(
            _("您没有维护营销日历的权限。"), code="almanac_keep", clause="3.3.1", advice=_("请联系部门负责人。")
        )
