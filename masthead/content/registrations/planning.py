"""What planning declares: topics, planning meetings, experiments."""

from django.utils.translation import gettext_lazy as _

from masthead.collab import queries as collab
from masthead.collab.registry import conclusion_gate
from masthead.content import probes, queries  # noqa: F401  the probes register themselves
from masthead.content.registry import agenda_source
from masthead.core.navigation import deed, entry
from masthead.core.panels import panel
from masthead.notify.registry import notice_kind

notice_kind("content.topic", _("选题与素材"), icon="bulb")

entry(
    "content.planning",
    chapter="content",
    label=_("策划会"),
    url_name="content:planning",
    capability="content.topic.read",
    order=12,
)
entry(
    "content.experiments",
    chapter="content",
    label=_("实验"),
    url_name="content:experiments",
    capability=collab.IDEA_READ,
    order=16,
)
deed(
    "content.call_planning",
    label=_("召集策划会"),
    url_name="content:planning_new",
    capability="content.topic.decide",
    icon="users-group",
)
panel("collab.idea", "content:idea_topics", title=_("选题"), capability="content.topic.read", order=20)
panel("collab.meeting", "content:meeting_planning", title=_("策划会"), capability="content.topic.read", order=10)

agenda_source("undecided", _("待定选题"), queries.undecided_topics, order=10)
agenda_source("due", _("临近的选题"), queries.topics_due, order=20)
agenda_source("findings", _("未关闭的问题"), queries.open_findings, order=60)
agenda_source("sent_back", _("退回与驳回的稿件"), queries.drafts_sent_back, order=70)

conclusion_gate("content.arms", queries.require_figures)
