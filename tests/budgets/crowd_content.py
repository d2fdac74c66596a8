"""Rows of the content room: topics with grades and materials, lines of an agenda, own dates, hot topics, the library, claims, remarks."""

import datetime as dt
from typing import Any

from bench.world import Company, copies
from masthead.content.models import (
    AgendaLine,
    AlmanacEntry,
    Annotation,
    AnnotationReply,
    Block,
    Claim,
    Draft,
    HotTopic,
    Material,
    MaterialVersion,
    PlanningSeries,
    Topic,
    TopicEvaluation,
    TopicMaterial,
)
from masthead.core import clock
from masthead.publishing.models import Publication

MORE = 60_000


def crowd_of_content(things: dict[str, list[Any]], company: Company, numbers: range) -> None:
    """Everything hangs on the one thing that its page shows, and stands in the lists beside it."""
    draft = Draft.objects.get(pk=things["draft"][0])
    _topics(things, numbers)
    _planning(things, numbers)
    _days(things, numbers)
    _library(things, numbers)
    _words(draft, things, numbers)
    _month(Publication.objects.get(pk=things["publication"][0]), company, numbers)


def _topics(things: dict[str, list[Any]], numbers: range) -> None:
    today = clock.today()
    topic = Topic.objects.get(pk=things["topic"][0])
    copies(
        topic,
        numbers,
        lambda n: {"id": MORE + n, "title": f"选题 {n}", "planned_on": today + dt.timedelta(days=n % 20)},
    )
    proposed = Topic.objects.get(pk=things["topic_decision"][0])
    copies(proposed, numbers, lambda n: {"id": 2 * MORE + n, "title": f"待定选题 {n}"})
    for pk in (things["topic"][0], things["topic_material"][0]):
        grade = TopicEvaluation(topic_id=pk, member_id=0, value=4, timeliness=3, risk=2, effort=2, at=clock.now())
        copies(grade, numbers, lambda n: {"member_id": n})
    material = TopicMaterial.objects.get(pk=things["topic_material"][1])
    material.pk = None
    for material.topic_id in (things["topic"][0], things["topic_material"][0]):
        copies(material, numbers, lambda n: {"name": f"空镜 {n}", "owner_id": n})
    of_another = TopicMaterial.objects.get(pk=things["topic_material"][1])
    of_another.pk = None
    copies(of_another, numbers, lambda n: {"topic_id": MORE + n})


def _planning(things: dict[str, list[Any]], numbers: range) -> None:
    line = AgendaLine.objects.get(pk=things["planning_line"][1])
    line.pk = None
    copies(line, numbers, lambda n: {"number": n, "topic_id": 2 * MORE + n, "title": f"议题 {n}"})
    series = PlanningSeries.objects.get(pk=things["series"][0])
    copies(series, numbers, lambda n: {"id": MORE + n, "name": f"例会 {n}"})


def _days(things: dict[str, list[Any]], numbers: range) -> None:
    entry = AlmanacEntry.objects.get(pk=things["almanac_entry"][0])
    entry.pk, today = None, clock.today()
    copies(entry, numbers, lambda n: {"name": f"纪念日 {n}", "on": today.replace(day=1 + n % 28)})
    hot = HotTopic.objects.get(pk=things["hot_topic"][0])
    hot.pk = None
    copies(hot, numbers, lambda n: {"title": f"热点 {n}", "fingerprint": f"{n:064x}", "topic_id": MORE + n})


def _library(things: dict[str, list[Any]], numbers: range) -> None:
    version = MaterialVersion.objects.get(pk=things["material_version"][0])
    copies(version, numbers, lambda n: {"id": MORE + n, "number": n, "sha256": f"{n:064x}"})
    material = Material.objects.get(pk=things["material"][0])
    copies(material, numbers, lambda n: {"id": MORE + n, "name": f"茶园 {n}", "version_id": MORE + n})


def _words(draft: Draft, things: dict[str, list[Any]], numbers: range) -> None:
    claim = Claim.objects.get(pk=things["claim"][1])
    claim.pk = None
    copies(claim, numbers, lambda n: {"fingerprint": f"{n:064x}", "quote": f"茶园 {n} 亩"})
    remark = Annotation.objects.get(pk=things["annotation"][0])
    copies(remark, numbers, lambda n: {"id": MORE + n, "body": f"意见 {n}", "author_id": n})
    reply = AnnotationReply(annotation_id=0, author=draft.author, body="已改。", at=clock.now())
    copies(reply, numbers, lambda n: {"annotation_id": MORE + n, "author_id": n})
    block = Block.objects.get(pk=things["block"][0])
    copies(block, numbers, lambda n: {"id": MORE + n, "name": f"片段 {n}"})


def _month(publication: Publication, company: Company, numbers: range) -> None:
    """Publications planned for days of this month, of accounts of their own."""
    first = company.now.replace(day=1)
    shown = dt.timedelta(hours=4)

    def one(n: int) -> dict[str, Any]:
        at = first + dt.timedelta(days=n % 27)
        times = {"window_start": at, "window_end": at + shown, "planned_at": at, "due_at": at}
        return {"id": MORE + n, "account_id": n, "content_hash": f"{n:063x}c", **times}

    copies(publication, numbers, one)
