"""States of requests, tickets, ideas, meetings and decisions, and the moves between them, as data."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from masthead.core.states import StateMachine


class RequestState(models.TextChoices):
    PENDING = "pending", _("待受理")
    TAKEN = "taken", _("已受理")
    WORKING = "working", _("处理中")
    DONE = "done", _("已完成")
    DECLINED = "declined", _("已婉拒")
    WITHDRAWN = "withdrawn", _("已撤回")


class TicketState(models.TextChoices):
    PENDING = "pending", _("待受理")
    WORKING = "working", _("处理中")
    ON_REQUESTER = "on_requester", _("待提交人补充")
    DEFERRED = "deferred", _("暂缓")
    RESOLVED = "resolved", _("已解决")
    CLOSED = "ticket_closed", _("已关闭")
    REFUSED = "declined", _("不采纳")
    WITHDRAWN = "withdrawn", _("已撤回")


class IdeaState(models.TextChoices):
    PROPOSED = "idea_open", _("征集意见")
    DISCUSSED = "discussed", _("已讨论")
    EXPERIMENT = "experiment", _("实验中")
    CONCLUDED = "concluded", _("已结题")
    SHELVED = "shelved", _("暂不采用")


class MeetingState(models.TextChoices):
    PLANNED = "planned", _("待召开")
    HELD = "held", _("已召开，待纪要")
    IN_REVIEW = "in_review", _("纪要待批")
    APPROVED = "approved", _("纪要已批准")
    CANCELLED = "cancelled", _("已取消")


class DecisionState(models.TextChoices):
    DRAFT = "draft", _("待批准")
    IN_PROGRESS = "in_progress", _("落实中")
    DONE = "done", _("已落实")
    DROPPED = "dropped", _("不再执行")


R, T, N, M, D = RequestState, TicketState, IdeaState, MeetingState, DecisionState
REQUEST = StateMachine(
    RequestState,
    {
        R.PENDING: {R.TAKEN, R.DECLINED, R.WITHDRAWN},
        R.TAKEN: {R.WORKING, R.DONE, R.DECLINED, R.WITHDRAWN},
        R.WORKING: {R.DONE, R.DECLINED, R.WITHDRAWN},
        R.DECLINED: {R.TAKEN},  # the leader's ruling may order it
        R.DONE: set(),
        R.WITHDRAWN: set(),
    },
    code="request",
    clause="1.3.5",
)
TICKET = StateMachine(
    TicketState,
    {
        T.PENDING: {T.WORKING, T.DEFERRED, T.REFUSED, T.WITHDRAWN},
        T.WORKING: {T.ON_REQUESTER, T.RESOLVED, T.WITHDRAWN},
        T.ON_REQUESTER: {T.WORKING, T.WITHDRAWN},
        T.DEFERRED: {T.WORKING, T.REFUSED, T.WITHDRAWN},
        T.RESOLVED: {T.WORKING, T.CLOSED},
        T.CLOSED: set(),
        T.REFUSED: set(),
        T.WITHDRAWN: set(),
    },
    code="ticket",
    clause="2.2.4",
)
IDEA = StateMachine(
    IdeaState,
    {
        N.PROPOSED: {N.DISCUSSED, N.SHELVED},
        N.DISCUSSED: {N.EXPERIMENT, N.SHELVED},
        N.EXPERIMENT: {N.CONCLUDED},
        N.SHELVED: {N.DISCUSSED},
        N.CONCLUDED: set(),
    },
    code="idea",
    clause="1.3.4",
)
MEETING = StateMachine(
    MeetingState,
    {
        M.PLANNED: {M.HELD, M.CANCELLED},
        M.HELD: {M.IN_REVIEW},
        M.IN_REVIEW: {M.HELD, M.APPROVED},
        M.APPROVED: set(),
        M.CANCELLED: set(),
    },
    code="meeting",
    clause="2.1",
)
DECISION = StateMachine(
    DecisionState,
    {
        D.DRAFT: {D.IN_PROGRESS, D.DROPPED},
        D.IN_PROGRESS: {D.DONE, D.DROPPED},
        D.DONE: set(),
        D.DROPPED: set(),
    },
    code="decision",
    clause="2.1",
)
OPEN_REQUESTS = (R.PENDING, R.TAKEN, R.WORKING)
OPEN_TICKETS = (T.PENDING, T.WORKING, T.ON_REQUESTER)
