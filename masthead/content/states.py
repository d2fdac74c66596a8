"""States of topics and drafts, and the moves between them, as data."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from masthead.core.states import StateMachine


class TopicState(models.TextChoices):
    PROPOSED = "proposed", _("待定")
    ADOPTED = "adopted", _("已采纳")
    IN_PROGRESS = "in_progress", _("撰写中")
    DONE = "done", _("已完成")
    DROPPED = "dropped", _("已放弃")


class DraftState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    IN_REVIEW = "in_review", _("待审")
    RETURNED = "returned", _("退回")
    APPROVED = "approved", _("已通过")
    REJECTED = "rejected", _("已驳回")
    EXPIRED = "expired", _("已过期")


TOPIC = StateMachine(
    TopicState,
    {
        TopicState.PROPOSED: {TopicState.ADOPTED, TopicState.DROPPED},
        TopicState.ADOPTED: {TopicState.IN_PROGRESS, TopicState.DROPPED},
        TopicState.IN_PROGRESS: {TopicState.DONE, TopicState.DROPPED},
        TopicState.DONE: {TopicState.IN_PROGRESS},
        TopicState.DROPPED: set(),
    },
    code="topic",
    clause="3.3.1",
)
DRAFT = StateMachine(
    DraftState,
    {
        DraftState.DRAFT: {DraftState.IN_REVIEW},
        DraftState.RETURNED: {DraftState.IN_REVIEW, DraftState.EXPIRED},
        DraftState.IN_REVIEW: {
            DraftState.APPROVED,
            DraftState.RETURNED,
            DraftState.REJECTED,
            DraftState.DRAFT,
            DraftState.EXPIRED,
        },
        DraftState.EXPIRED: {DraftState.DRAFT},  # a new window makes it a draft again; it is handed in anew
        DraftState.APPROVED: {DraftState.DRAFT},  # an edit voids the approval
        DraftState.REJECTED: set(),
    },
    code="draft",
    clause="3.3.2",
)
HANDABLE = (DraftState.DRAFT, DraftState.RETURNED)  # may go to review
WRITABLE = (*HANDABLE, DraftState.EXPIRED)
OPEN_TOPICS = (TopicState.PROPOSED, TopicState.ADOPTED, TopicState.IN_PROGRESS)
OPEN_DRAFTS = (*WRITABLE, DraftState.IN_REVIEW)
