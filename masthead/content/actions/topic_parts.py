"""What people think of a topic, and what they collect for it."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.content import errors
from masthead.content.events import ContentEvent
from masthead.content.models import Topic, TopicEvaluation, TopicMaterial, TopicMaterialState
from masthead.content.queries import require_in_unit, score_of
from masthead.content.states import OPEN_TOPICS
from masthead.core import clock
from masthead.core.errors import BadInput
from masthead.notify import actions as notify
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

CLAUSE, GRADES = "3.3.1", ("value", "timeliness", "risk", "effort")


@guarded("3.3.1")
@transaction.atomic
def evaluate_topic(
    *,
    topic: Topic,
    value: int,
    timeliness: int,
    risk: int,
    effort: int,
    by: Member,
    reasons: Mapping[str, str] | None = None,
    at: dt.datetime | None = None,
) -> TopicEvaluation:
    """Say what one thinks of an open topic; a second time takes the place of the first. The topic's score is counted anew.

    Clause: 3.3.1.  Raises: NotPermitted, BadInput (a grade outside 1 to 5), RuleBroken when the topic is closed.
    Events: content:topic:evaluated.  Races: the topic's row is locked, so the score rests on all evaluations.
    """
    require_in_unit(by, "content.topic.propose", topic.unit_id)
    held = _open(topic)
    grades = {"value": value, "timeliness": timeliness, "risk": risk, "effort": effort}
    for name, grade in grades.items():
        if grade not in range(1, 6):
            line = _("请打 1 到 5 分。")
            raise BadInput(line, code="grade_out_of_range", clause=CLAUSE, fields={name: [line]})
    why = {
        name: (reasons or {}).get(name, "").strip()[:200] for name in GRADES if (reasons or {}).get(name, "").strip()
    }
    row, _made = TopicEvaluation.objects.update_or_create(
        topic=held, member=by, defaults={**grades, "reasons": why, "at": at or clock.now()}
    )
    Topic.objects.filter(pk=held.pk).update(score=score_of(list(held.evaluations.all())))
    trail.record(ContentEvent.TOPIC_EVALUATED, target=held, by=by, data=grades)
    topic.refresh_from_db()
    return row


@guarded("3.3.1")
@transaction.atomic
def add_topic_material(
    *,
    topic: Topic,
    name: str,
    kind: str,
    owner: Member,
    by: Member,
    until: dt.date | None = None,
    note: str = "",
    state: str = TopicMaterialState.WANTED,
    at: dt.datetime | None = None,
) -> TopicMaterial:
    """Write down what has to be there before somebody can write, who brings it and until when.

    Clause: 3.3.1.  Raises: NotPermitted, BadInput without a name, RuleBroken when the topic is closed.
    Events: content:topic_material:wanted.
    """
    require_in_unit(by, "content.topic.propose", topic.unit_id)
    held = _open(topic)
    if not name.strip():
        line = _("请写明需要什么素材。")
        raise BadInput(line, code="material_without_name", clause=CLAUSE, fields={"name": [line]})
    row = TopicMaterial.objects.create(
        topic=held, name=name.strip()[:80], kind=kind, state=state, owner=owner, until=until, note=note.strip()[:200],
        added_by=by, added_at=at or clock.now(),
    )  # fmt: skip
    trail.record(ContentEvent.TOPIC_MATERIAL_WANTED, target=held, by=by, after=row.name, data={"owner": owner.pk})
    notify.tell(
        kind="content.topic", members=[owner.pk], title=_("请收集素材：%(name)s") % {"name": row.name}, body=held.title,
        url=held.get_absolute_url(), by=by, clause=CLAUSE, at=at,
    )  # fmt: skip
    return row


@guarded("3.3.1")
@transaction.atomic
def settle_topic_material(
    *, topic: Topic, material_id: int, state: str, by: Member, note: str = "", at: dt.datetime | None = None
) -> TopicMaterial:
    """Say that a material is wanted, at hand or collected; its collector, the topic's owner, and whoever may propose there.

    Clause: 3.3.1.  Raises: NotPermitted, NotThere, BadInput for an unknown state.  Events: content:topic_material:settled.
    """
    if state not in TopicMaterialState.values:
        raise BadInput(_("没有这种素材状态。"), code="no_such_material_state", clause=CLAUSE)
    row = topic.materials.filter(pk=material_id).first()
    if row is None:
        raise errors.topic_material_not_there()
    if by.pk not in (row.owner_id, topic.owner_id):
        require_in_unit(by, "content.topic.propose", topic.unit_id)
    row.state, row.note = state, note.strip()[:200] or row.note
    row.settled_at = None if state == TopicMaterialState.WANTED else at or clock.now()
    row.save(update_fields=["state", "note", "settled_at"])
    trail.record(
        ContentEvent.TOPIC_MATERIAL_SETTLED,
        target=topic,
        by=by,
        reason=row.name,
        data={"material": row.pk, "state": state},
    )
    return row


def _open(topic: Topic) -> Topic:
    held = Topic.objects.select_for_update().get(pk=topic.pk)
    if held.state not in OPEN_TOPICS:
        raise errors.not_writable(held.get_state_display())
    return held
