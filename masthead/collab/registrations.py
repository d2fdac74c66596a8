"""What this chapter declares to the floors below."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from masthead.approvals.models import Case
from masthead.approvals.registry import Subject, register_subject
from masthead.collab import actions, probes, queries  # noqa: F401  the probes register themselves
from masthead.collab.events import CollabEvent
from masthead.collab.models import CrossRequest, Idea, Meeting, Ticket
from masthead.collab.registry import commentable
from masthead.collab.wording import WORDING
from masthead.core.navigation import deed, entry
from masthead.core.panels import panel
from masthead.core.permissions import capability
from masthead.core.search.registry import searchable
from masthead.core.workbench import card
from masthead.notify.registry import notice_kind
from masthead.org.registry import ROLE_SEEDS, holding, role_gets, unit_holding
from masthead.trail.registry import register_events

capability(queries.REQUEST_READ, _("查看协作请求"), clause="1.3.5")
capability(queries.REQUEST_ASK, _("提出和受理协作请求"), clause="1.3.5")
capability(queries.REQUEST_ASSIGN, _("指派协作请求"), clause="1.3.5")
capability(queries.TARGETS, _("设置答复和处理时限"), clause="1.3.5", scoped=False)
capability(queries.TICKET_READ, _("查看技术工单"), clause="2.2.4")
capability(queries.TICKET_OPEN, _("提交技术工单"), clause="2.2.4")
capability(queries.TICKET_HANDLE, _("受理技术工单"), clause="2.2.4", scoped=False)
capability(queries.FEATURE_DECIDE, _("决定功能需求"), clause="2.2.4", scoped=False)
capability(queries.IDEA_READ, _("查看创意与实验"), clause="1.3.4", scoped=False)
capability(queries.IDEA_PROPOSE, _("提出创意"), clause="1.3.4", scoped=False)
capability(queries.IDEA_DECIDE, _("决定创意与实验"), clause="1.3.4")
capability(queries.MEETING_READ, _("查看小组会议与决议"), clause="2.1", scoped=False)
capability(queries.MEETING_MANAGE, _("召集会议、确认落实"), clause="2.1", scoped=False)
capability(queries.MEETING_AUDIT, _("查看未批准的会议纪要"), clause="2.1", scoped=False)
capability(queries.MINUTES_APPROVE, _("批准会议纪要与决议"), clause="2.2.1", sensitive=True, scoped=False)

for _role in ROLE_SEEDS:
    role_gets(_role, [queries.REQUEST_READ, queries.TICKET_READ, queries.IDEA_READ, queries.MEETING_READ])
    role_gets(_role, [queries.TICKET_OPEN, queries.IDEA_PROPOSE])
    if _role != "auditor":
        role_gets(_role, [queries.REQUEST_ASK])
for _role in ("head", "leader"):
    role_gets(_role, [queries.REQUEST_ASSIGN, queries.IDEA_DECIDE, queries.MEETING_MANAGE])
for _role in ("account_admin", "admin"):
    role_gets(_role, [queries.TICKET_HANDLE])
for _role in ("head", "leader", "admin"):
    role_gets(_role, [queries.FEATURE_DECIDE])
for _role in ("leader", "admin"):
    role_gets(_role, [queries.TARGETS])
role_gets("auditor", [queries.MEETING_AUDIT])
role_gets("leader", [queries.MINUTES_APPROVE])

register_events(CollabEvent, WORDING)

notice_kind("collab.mention", _("讨论里提到我"), icon="message")
notice_kind("collab.reply", _("讨论有回复"), icon="message")
notice_kind("collab.idea", _("创意与实验"), icon="bulb")
notice_kind("collab.request", _("协作请求"), icon="arrow-forward-up")
notice_kind("collab.ticket", _("技术工单"), icon="lifebuoy")
notice_kind("collab.meeting", _("小组会议"), icon="users-group")
notice_kind("collab.decision", _("会议决议"), icon="gavel")
notice_kind("collab.overdue", _("协作事项超时"), icon="clock")

entry(
    "collab.ideas", chapter="content", label=_("创意"), url_name="collab:ideas", capability=queries.IDEA_READ, order=15
)
entry(
    "collab.meetings",
    chapter="plans",
    label=_("会议与决策"),
    url_name="collab:meetings",
    capability=queries.MEETING_READ,
    counter=queries.DECISIONS_BADGE,
    order=60,
)
entry(
    "collab.requests",
    chapter="plans",
    label=_("协作请求"),
    url_name="collab:requests",
    capability=queries.REQUEST_READ,
    counter=queries.REQUESTS_BADGE,
    order=70,
)
entry(
    "collab.tickets",
    chapter="plans",
    label=_("技术工单"),
    url_name="collab:tickets",
    capability=queries.TICKET_READ,
    counter=queries.TICKETS_BADGE,
    order=80,
)
entry("collab.mentions", chapter="plans", label=_("提到我的"), url_name="collab:mentions", order=90)

card("collab.requests", queries.request_card, capability=queries.REQUEST_READ, order=35)
card("collab.tickets", queries.ticket_card, capability=queries.TICKET_HANDLE, order=36)
card("collab.decisions", queries.decision_card, order=37)


def _no_unit(_thing: object) -> None:
    """Minutes are of the whole house."""


def _whole_house(_thing: object) -> list[None]:
    """Not a thing of one department."""
    return [None]


commentable(
    "collab.idea",
    model=Idea,
    visible=queries.ideas_visible_to,
    units=_whole_house,
    capability=queries.IDEA_READ,
)
commentable(
    "collab.crossrequest",
    model=CrossRequest,
    visible=queries.requests_visible_to,
    units=lambda request: [request.from_unit_id, request.to_unit_id],
    capability=queries.REQUEST_READ,
)
commentable(
    "collab.ticket",
    model=Ticket,
    visible=queries.tickets_visible_to,
    capability=queries.TICKET_READ,
)
commentable(
    "collab.meeting",
    model=Meeting,
    visible=queries.meetings_visible_to,
    units=_whole_house,
    capability=queries.MEETING_READ,
)
commentable(
    "approvals.case",
    model=Case,
    visible=queries.cases_readable_by,
    url=lambda case: reverse("approvals:case", args=[case.pk]),
)
for _kind in ("collab.idea", "collab.crossrequest", "collab.ticket", "collab.meeting", "approvals.case"):
    panel(_kind, f"collab:comments_{_kind.replace('.', '_')}", title=_("讨论"), order=90)

register_subject(
    Subject(
        kind=queries.MINUTES_KIND,
        label=_("会议纪要"),
        clause="2.2.1",
        flow_key=queries.MINUTES_KIND,
        capability=queries.MINUTES_APPROVE,
        load=queries.load_meeting,
        content_hash=queries.minutes_hash,
        title=str,
        url=lambda meeting: str(meeting.get_absolute_url()),
        unit_id=_no_unit,
        parties=queries.minutes_parties,
        confirmations=[
            ("faithful", _("纪要如实反映会议讨论")),
            ("feasible", _("每项决议有责任人和可行的期限")),
        ],
        exhibit=queries.minutes_exhibit,
        on_approved=lambda meeting, case, by: actions.note_minutes_approved(meeting=meeting, case=case, by=by),
        on_returned=lambda meeting, case, by, words: actions.note_minutes_back(
            meeting=meeting, case=case, by=by, words=words
        ),
        on_rejected=lambda meeting, case, by, words: actions.note_minutes_back(
            meeting=meeting, case=case, by=by, words=words
        ),
        on_withdrawn=lambda meeting, case, by, words: actions.note_minutes_back(
            meeting=meeting, case=case, by=by, words=words, event=CollabEvent.MINUTES_WITHDRAWN
        ),
    )
)

holding(
    "collab.work",
    label=_("协作事项"),
    find=queries.joint_work_held,
    advice=_("请选择承办部门的交接人，或先办结这些协作请求、工单、决议与实验。"),
    hand_over=lambda member, to, by: actions.hand_over_joint_work(member=member, to=to, by=by),
    order=50,
)
unit_holding(
    "collab.work",
    label=_("未办结的协作"),
    find=queries.joint_work_kept_in,
    advice=_("请先办结或撤回该部门的协作请求与工单。"),
    order=50,
)

for _kind, _label, _icon, _documents, _reach, _readable in (
    ("collab.idea", _("创意"), "bulb", queries.idea_documents, queries.reach_of_ideas, queries.find_ideas),
    (
        "collab.crossrequest",
        _("协作请求"),
        "arrow-forward-up",
        queries.request_documents,
        queries.reach_of_requests,
        queries.find_requests,
    ),
    ("collab.ticket", _("技术工单"), "lifebuoy", queries.ticket_documents, queries.reach_of_tickets, queries.find_tickets),
    ("collab.meeting", _("小组会议"), "users-group", queries.meeting_documents, queries.reach_of_meetings, queries.find_meetings),
    ("collab.decision", _("决议"), "gavel", queries.decision_documents, queries.reach_of_decisions, queries.find_decisions),
):  # fmt: skip
    searchable(_kind, label=_label, icon=_icon, documents=_documents, reach=_reach, readable=_readable, order=45)

for _key, _label, _url, _capability, _icon in (
    ("collab.propose_idea", _("提创意"), "collab:idea_new", queries.IDEA_PROPOSE, "bulb"),
    ("collab.ask_department", _("提协作请求"), "collab:request_new", queries.REQUEST_ASK, "arrow-forward-up"),
    ("collab.open_ticket", _("提技术工单"), "collab:ticket_new", queries.TICKET_OPEN, "lifebuoy"),
    ("collab.plan_meeting", _("安排小组会议"), "collab:meeting_new", queries.MEETING_MANAGE, "users-group"),
):
    deed(_key, label=_label, url_name=_url, capability=_capability, icon=_icon)
