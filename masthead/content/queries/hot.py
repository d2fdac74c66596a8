"""Hot topics as members see them: hot, faded, made into topics."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from masthead.content.models import HotMark, HotRisk, HotSource, HotTopic, PlanningImport
from masthead.core import clock
from masthead.core.errors import NotThere
from masthead.core.paging import Page, page_of
from masthead.org.models import Member

HOT_COLLECT, HOT_MARK = "content.hot.collect", "content.hot.mark"
STATES = ("hot", "made", "faded", "all")
MOST_TAGS = 12


@dataclass(frozen=True)
class HotFilter:
    """Narrowing of the list; state = hot | made | faded | all."""

    q: str = ""
    state: str = "hot"
    tag: str = ""
    risk: str = ""
    source_id: int | None = None


@dataclass
class HotPage:
    """The list, with the tags that are in use and the sources that are in trouble."""

    page: Page[HotTopic]
    mine: dict[int, bool] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    trouble: list[HotSource] = field(default_factory=list)


def hot_page(member: Member, wanted: HotFilter, cursor: str = "") -> HotPage:
    """One page of hot topics, the newest first; a constant number of queries."""
    page = page_of(_filtered(wanted), order=("-seen_at", "-id"), cursor=cursor)
    mine = dict(HotMark.objects.filter(member=member, hot__in=[h.pk for h in page.rows]).values_list("hot_id", "fits"))
    trouble = list(HotSource.objects.filter(is_active=True).exclude(error="").order_by("name")[:5])
    return HotPage(page, mine, tags_in_use(), trouble)


def _filtered(wanted: HotFilter) -> QuerySet[HotTopic]:
    rows = HotTopic.objects.select_related("source", "topic")
    now = clock.now()
    if wanted.state == "hot":
        rows = rows.filter(fades_at__gt=now, topic=None).exclude(risk=HotRisk.NO)
    elif wanted.state == "made":
        rows = rows.exclude(topic=None)
    elif wanted.state == "faded":
        rows = rows.filter(Q(fades_at__lte=now) | Q(risk=HotRisk.NO), topic=None)
    if wanted.q:
        rows = rows.filter(Q(title__icontains=wanted.q) | Q(summary__icontains=wanted.q))
    if wanted.tag:
        rows = rows.filter(tag_line__contains=f"|{wanted.tag}|")
    if wanted.risk:
        rows = rows.filter(risk=wanted.risk)
    return rows.filter(source_id=wanted.source_id) if wanted.source_id else rows


def tags_in_use() -> list[str]:
    """Tags of the newest hot topics, the most frequent first."""
    counts: dict[str, int] = {}
    for tags in HotTopic.objects.order_by("-seen_at").values_list("tags", flat=True)[:200]:
        for tag in tags:
            counts[tag] = counts.get(tag, 0) + 1
    return sorted(counts, key=lambda tag: -counts[tag])[:MOST_TAGS]


def hot_is_fresh(hot: HotTopic) -> bool:
    """Is it still hot?"""
    return hot.fades_at > clock.now()


def warmth_of(hot: HotTopic) -> int:
    """100 when it was just seen, 0 when it has faded: how far its time has run."""
    whole = (hot.fades_at - hot.seen_at).total_seconds()
    left = (hot.fades_at - clock.now()).total_seconds()
    return max(0, min(100, round(left / whole * 100)))


def get_hot(pk: int) -> HotTopic:
    """One hot topic. Raises NotThere."""
    found = HotTopic.objects.select_related("source", "topic").filter(pk=pk).first()
    if found is None:
        raise NotThere(_("没有这个热点。"), code="no_such_hot", clause="3.3.1", advice=_("请从热点列表进入。"))
    return found


def hot_marks_of(hot: HotTopic) -> list[HotMark]:
    return list(HotMark.objects.filter(hot=hot).select_related("member").order_by("-marked_at")[:50])


def hot_sources() -> list[HotSource]:
    """All sources, those in use first."""
    return list(HotSource.objects.select_related("made_by").order_by("-is_active", "name")[:200])


def get_source(pk: int) -> HotSource:
    """One source. Raises NotThere."""
    found = HotSource.objects.filter(pk=pk).first()
    if found is None:
        raise NotThere(_("没有这个热点来源。"), code="no_such_source", clause="3.3.1")
    return found


def due_sources(now: dt.datetime | None = None) -> list[int]:
    """Sources whose time has come, the longest waiting first."""
    rows = HotSource.objects.filter(is_active=True, next_at__lte=now or clock.now())
    return list(rows.order_by("next_at").values_list("pk", flat=True)[:50])


def get_planning_import(pk: int) -> PlanningImport:
    """A table that was read and waits. Raises NotThere."""
    found = PlanningImport.objects.filter(pk=pk).first()
    if found is None:
        raise NotThere(_("没有这份导入。"), code="no_such_import", clause="3.3.1", advice=_("请重新上传。"))
    return found


def planning_imports_of(member: Member, kind: str) -> list[PlanningImport]:
    rows: Any = PlanningImport.objects.filter(made_by=member, kind=kind).order_by("-made_at", "-pk")
    return list(rows[:10])
