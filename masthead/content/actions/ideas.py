"""From an idea to a topic."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.collab import queries as collab
from masthead.collab.models import Idea
from masthead.content.actions.topics import propose_topic
from masthead.content.models import Topic, TopicForm, TopicSource
from masthead.notify import actions as notify
from masthead.org.models import Member, Unit
from masthead.trail.guards import guarded


@guarded("1.3.4")
@transaction.atomic
def topic_from_idea(
    *, idea: Idea, unit: Unit, by: Member, form: str = TopicForm.ARTICLE, at: dt.datetime | None = None
) -> Topic:
    """Put an idea forward as a topic, with a link back; its author is told. The day and the accounts are chosen later.

    Clause: 1.3.4.  Raises: NotPermitted (may not read ideas, may not propose there).  Events: content:topic:proposed.
    """
    collab.require(by, collab.IDEA_READ)
    topic = propose_topic(
        title=idea.title, theme=idea.text[:1000], form=form, source=TopicSource.IDEA, unit=unit, owner=by, planned_on=None,
        by=by, origin=idea, at=at,
    )  # fmt: skip
    notify.tell(
        kind="collab.idea", members=[idea.proposer_id], title=_("您的创意成为选题：%(title)s") % {"title": topic.title},
        body=_("由%(name)s提出，等待决定。") % {"name": by.name}, url=topic.get_absolute_url(), by=by, clause="1.3.4", at=at,
    )  # fmt: skip
    return topic
