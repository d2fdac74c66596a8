"""Open topics and drafts pass from somebody who leaves to a successor."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.content import queries
from masthead.content.events import ContentEvent
from masthead.content.models import Draft, Topic
from masthead.content.states import OPEN_DRAFTS, OPEN_TOPICS
from masthead.core.errors import Stale
from masthead.org import queries as org
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

CLAUSE = "3.3.1"


@guarded("3.3.1")
@transaction.atomic
def hand_over_content(*, member: Member, to: Member, by: Member, at: dt.datetime | None = None) -> int:
    """The successor owns the leaver's open topics and writes the open drafts on; how many things changed hands.

    Versions keep the names of those who saved them: who wrote a text still never reviews it.
    Clause: 3.3.1, 3.3.2.  Raises: NotPermitted, BadInput, RuleBroken (no right to write there, judge of a draft under review), Stale.
    Events: content:topic:handed_over, content:draft:handed_over.  Races: each row changes only while it is open and the leaver's.
    """
    org.require_hand_over(by=by, to=to, clause=CLAUSE)
    topics = list(queries.open_topics().filter(owner=member))
    drafts = list(queries.open_drafts().filter(author=member))
    _require_writer_of(to, topics, drafts)
    for topic in topics:
        rows = Topic.objects.filter(pk=topic.pk, owner=member, state__in=OPEN_TOPICS)
        _changed(rows.update(owner=to))
        trail.record(ContentEvent.TOPIC_HANDED_OVER, target=topic, by=by, before=member.pk, after=to.pk, at=at)
    for draft in drafts:
        own = Draft.objects.filter(pk=draft.pk, author=member, state__in=OPEN_DRAFTS)
        _changed(own.update(author=to))
        draft.coauthors.remove(to)
        trail.record(ContentEvent.DRAFT_HANDED_OVER, target=draft, by=by, before=member.pk, after=to.pk, at=at)
    return len(topics) + len(drafts)


def _require_writer_of(to: Member, topics: list[Topic], drafts: list[Draft]) -> None:
    able = {
        unit: org.may(to, "content.draft.write", unit_id=unit)
        for unit in {t.unit_id for t in topics} | {d.unit_id for d in drafts}
    }
    foreign = [t.title for t in topics if not able[t.unit_id]] + [d.title for d in drafts if not able[d.unit_id]]
    if foreign:
        raise org.cannot_take(to, foreign, why=_("在该部门没有写稿权限。"), clause=CLAUSE)
    judged = [d.title for d in queries.drafts_judged_by(to, drafts)]
    if judged:
        raise org.cannot_take(to, judged, why=_("正在审核这份稿件，不能同时成为作者。"), clause="3.3.2")


def _changed(rows: int) -> None:
    if rows != 1:
        raise Stale(_("内容刚刚有变化，请重试。"), code="content_raced", clause=CLAUSE)
