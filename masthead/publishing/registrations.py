"""What this chapter declares to the floors below."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from masthead.collab.registry import commentable
from masthead.content.registry import agenda_source
from masthead.core.files.uses import JPEG, MEGABYTE, PNG, WEBP, file_use
from masthead.core.health import health_check
from masthead.core.navigation import entry
from masthead.core.panels import panel
from masthead.core.permissions import capability
from masthead.core.search.registry import searchable
from masthead.core.secrets import sealed_column
from masthead.core.workbench import card
from masthead.notify.registry import hook_target, notice_kind
from masthead.org import queries as org_queries
from masthead.org.models import Member
from masthead.org.registry import holding, role_gets
from masthead.publishing import (
    after_registrations,  # noqa: F401  registers them
    health,
    probes,  # noqa: F401  registers them
    queries,
)
from masthead.publishing.actions.callbacks import wire_context
from masthead.publishing.events import BrakeEvent, CalendarEvent, PublishingEvent, WatchEvent
from masthead.publishing.models import Publication
from masthead.trail.registry import register_events

READ, SCHEDULE, RESOLVE, ENGINE = queries.READ, queries.SCHEDULE, queries.RESOLVE, "publishing.engine.read"
KIT, LOOK = queries.KIT, queries.LOOK
capability(READ, _("查看发布任务与日历"), clause="3.3.3")
capability(SCHEDULE, _("排期与发布"), clause="3.3.3")
capability(RESOLVE, _("核实结果不明的发布"), clause="3.3.3", sensitive=True)
capability(queries.SENSITIVE, _("批准在敏感日发布"), clause="3.3.3", sensitive=True)
capability(KIT, _("办理人工发布"), clause="3.3.3")
capability(LOOK, _("复核人工发布的凭证"), clause="3.3.3", sensitive=True)
capability(ENGINE, _("查看发布引擎"), clause="3.3.3", scoped=False)

PAUSE, PAUSE_ALL, STEER = queries.PAUSE, queries.PAUSE_ALL, queries.STEER
capability(PAUSE, _("暂停与恢复账号和活动的发布"), clause="3.3.3")
capability(PAUSE_ALL, _("暂停与恢复全公司和平台的发布"), clause="3.3.3", scoped=False)
capability(STEER, _("调节发布引擎与发布规则"), clause="3.3.3", scoped=False)
for _role in ("leader", "head", "account_admin"):
    role_gets(_role, [PAUSE])
role_gets("leader", [PAUSE_ALL])
for _role in ("leader", "admin", "account_admin"):
    role_gets(_role, [STEER])

for _role in ("editor", "reviewer", "head", "leader", "publisher", "auditor", "account_admin"):
    role_gets(_role, [READ])
for _role in ("publisher", "head"):
    role_gets(_role, [SCHEDULE, RESOLVE, LOOK])
for _role in ("publisher", "head", "account_admin"):
    role_gets(_role, [KIT])
for _role in ("admin", "publisher", "account_admin"):
    role_gets(_role, [ENGINE])
for _role in ("head", "leader"):
    role_gets(_role, [queries.SENSITIVE])

register_events(
    PublishingEvent,
    {
        PublishingEvent.SCHEDULED: (_("排定了发布"), "3.3.3", "calendar-plus"),
        PublishingEvent.MOVED: (_("改了发布时间"), "3.3.3", "calendar-time"),
        PublishingEvent.CANCELLED: (_("取消了发布"), "3.3.3", "circle-x"),
        PublishingEvent.RETRIED: (pgettext_lazy("event", "重新发送"), "3.3.3", "refresh"),
        PublishingEvent.ACCEPTED: (_("交给平台，平台已受理"), "3.3.3", "send"),
        PublishingEvent.PUBLISHED: (_("确认已发布"), "3.3.3", "circle-check"),
        PublishingEvent.FAILED: (pgettext_lazy("event", "没有发出"), "3.3.3", "alert-circle"),
        PublishingEvent.BLOCKED: (_("在发送前拦下"), "3.3.2", "hand-stop"),
        PublishingEvent.EXPIRED: (_("因时段已过停止发布"), "3.3.3", "clock"),
        PublishingEvent.OUTCOME_UNKNOWN: (_("没有得到平台答复，转为待核实"), "3.3.3", "help"),
        PublishingEvent.FOUND: (_("在平台找到了这篇内容"), "3.3.3", "search"),
        PublishingEvent.CLEARED: (_("两次核实平台上都没有，允许重新发送"), "3.3.3", "search"),
        PublishingEvent.CALLBACKS_REFUSED: (_("拒绝了平台回调"), "3.2.2", "shield-x"),
        PublishingEvent.RESOLVED: (_("人工核实了结果"), "3.3.3", "user-check"),
        PublishingEvent.HANDED: (_("交给负责人人工发布"), "3.3.3", "user"),
        PublishingEvent.OPERATOR_SET: (_("指定了发布人"), "3.3.3", "user-check"),
        PublishingEvent.KIT_OPENED: (_("首次打开发布包"), "3.3.3", "paperclip"),
        PublishingEvent.HANDOFF_PREPARED: (_("生成了手机发布码"), "3.3.3", "device-mobile"),
        PublishingEvent.REMINDED: (_("提醒了发布人"), "3.3.3", "bell"),
        PublishingEvent.NOT_PUBLISHED: (_("以没有发布结案"), "3.3.3", "circle-x"),
        PublishingEvent.PROOF_GIVEN: (_("提交了发布凭证"), "3.3.3", "camera"),
        PublishingEvent.PROOF_CONFIRMED: (_("复核通过发布凭证"), "3.3.3", "checks"),
        PublishingEvent.PROOF_RETURNED: (_("退回了发布凭证"), "3.3.3", "arrow-back-up"),
    },
)

register_events(
    WatchEvent,
    {
        WatchEvent.FOUND: (_("发布前检查发现问题"), "3.3.3", "clipboard-check"),
        WatchEvent.MENDED: (_("发布前检查恢复正常"), "3.3.3", "clipboard-check"),
        WatchEvent.ALARM_RAISED: (_("发布引擎告警"), "3.3.3", "alert-octagon"),
        WatchEvent.ALARM_ENDED: (_("发布引擎告警解除"), "3.3.3", "circle-check"),
    },
)

register_events(
    BrakeEvent,
    {
        BrakeEvent.PAUSED: (_("暂停了发布"), "3.3.3", "player-pause"),
        BrakeEvent.RESUMED: (_("恢复了发布"), "3.3.3", "player-play"),
        BrakeEvent.HELD: (_("错过时间，等人决定"), "3.3.3", "player-pause"),
        BrakeEvent.SENT_LATE: (_("决定补发"), "3.3.3", "send"),
        BrakeEvent.CIRCUIT_OPENED: (_("平台熔断"), "3.3.3", "plug-x"),
        BrakeEvent.CIRCUIT_CLOSED: (_("平台恢复，熔断解除"), "3.3.3", "plug-connected"),
        BrakeEvent.THROTTLED: (_("平台限流，账号放慢"), "3.3.3", "hourglass"),
        BrakeEvent.RULES_SET: (_("改了发布规则"), "3.3.3", "settings"),
    },
)

register_events(
    CalendarEvent,
    {
        CalendarEvent.REPLANNED: (_("改到审核时段之外，撤下重审"), "3.3.3", "calendar-time"),
        CalendarEvent.SENSITIVE_EXPLAINED: (_("写明了敏感日发布的理由"), "3.3.3", "alert-triangle"),
        CalendarEvent.SLOT_KEPT: (_("设了固定栏目"), "3.3.3", "calendar-plus"),
        CalendarEvent.SLOT_ENDED: (_("停用了固定栏目"), "3.3.3", "calendar-event"),
        CalendarEvent.FEED_OPENED: (_("生成了日历订阅地址"), "3.3.3", "link"),
        CalendarEvent.FEED_CLOSED: (_("停用了日历订阅地址"), "3.3.3", "link"),
    },
)

notice_kind("publishing.failed", _("发布失败"), icon="alert-circle")
notice_kind("publishing.blocked", _("发布被拦下"), icon="hand-stop")
notice_kind("publishing.unknown", _("发布待核实"), icon="help")
notice_kind("publishing.credential", _("平台凭据失效"), icon="plug-x")
notice_kind("publishing.callbacks", _("回调被拒"), icon="shield-x")
notice_kind("publishing.task", _("人工发布任务"), icon="hand-stop")
notice_kind("publishing.second_look", _("凭证待复核"), icon="eye")
notice_kind("publishing.preflight", _("发布前检查发现问题"), icon="clipboard-check")
notice_kind("publishing.alarm", _("发布引擎告警"), icon="alert-octagon")
notice_kind("publishing.paused", _("暂停与恢复发布"), icon="player-pause")
notice_kind("publishing.held", _("错过时间待决定"), icon="clock")
notice_kind("publishing.published", _("发布成功"), icon="circle-check")

entry(
    "publishing.calendar", chapter="content", label=_("日历"), url_name="publishing:calendar", capability=READ, order=20,
    phone=True,
)  # fmt: skip
entry(
    "publishing.publications", chapter="content", label=_("发布"), url_name="publishing:publications", capability=READ,
    order=60, phone=True,
)  # fmt: skip
entry(
    "publishing.pauses", chapter="content", label=_("暂停发布"), url_name="publishing:pauses", capability=READ, order=62,
)  # fmt: skip
entry(
    "publishing.engine",
    chapter="settings",
    label=_("发布引擎"),
    url_name="publishing:engine",
    capability=ENGINE,
    order=80,
    section="engines",
)
agenda_source("expired", _("没有发出的排期"), queries.expired_slots, order=80)
entry(
    "publishing.frequency",
    chapter="content",
    label=_("发布频率"),
    url_name="publishing:frequency",
    capability=READ,
    order=65,
)
panel("content.draft", "publishing:draft_publications", title=_("发布"), capability=READ, order=20)
panel("content.material", "publishing:material_publications", title=_("随它发布的内容"), capability=READ, order=20)
panel("accounts.account", "publishing:account_publications", title=_("最近发布"), capability=READ, order=20)
card("publishing.trouble", queries.trouble_card, capability=SCHEDULE, order=15)
card("publishing.by_hand", queries.by_hand_card, capability=KIT, order=12)
card("publishing.proofs", queries.proofs_card, capability=LOOK, order=13)
card("publishing.today", queries.today_card, capability=READ, order=40)

file_use(
    "publishing.screenshot",
    _("发布截图"),
    types={JPEG, PNG, WEBP},
    most_bytes=10 * MEGABYTE,
    may_read=queries.may_read_screenshot,
    reencode=True,
)

searchable(
    "publishing.publication",
    label=_("发布任务"),
    icon="send",
    documents=queries.publication_documents,
    reach=lambda member: org_queries.reach_of(member, READ),
    readable=queries.find_publications,
    order=30,
)

health_check("publishing.engine", label=_("发布引擎"), run=health.engine, order=30)


def may_see_publication(owner: Member, pk: int) -> bool:
    """For webhooks: is the publication inside the owner's view?"""
    return queries.publications_visible_to(owner).filter(pk=pk).exists()


hook_target("publishing.publication", may_see_publication)
commentable(
    "publishing.publication", model=Publication, visible=queries.publications_visible_to, capability=READ, tickets=True
)
panel("publishing.publication", "collab:comments_publishing_publication", title=_("讨论"), capability=READ, order=90)
holding(
    "publishing.planned",
    label=_("已排期的发布"),
    find=queries.releases_planned_by,
    advice=_("照常按计划发布，由部门的发布专员继续跟进。"),
    ends=True,
    order=70,
)

sealed_column(
    "publishing.CallbackEvent", "sealed", context=lambda event: wire_context(event.account_id, event.event_key)
)
