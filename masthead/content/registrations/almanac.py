"""What the marketing calendar and the hot topics declare."""

from django.utils.translation import gettext_lazy as _

from masthead.content.events import AlmanacEvent
from masthead.core.navigation import deed, entry
from masthead.core.permissions import capability
from masthead.org.registry import role_gets
from masthead.trail.registry import register_events

READ, KEEP = "content.almanac.read", "content.almanac.keep"
MARK, COLLECT, REPLAN = "content.hot.mark", "content.hot.collect", "content.draft.replan"
capability(READ, _("查看营销日历与热点"), clause="3.3.1", scoped=False)
capability(KEEP, _("维护公司日期"), clause="3.3.1", scoped=False)
capability(MARK, _("录入与评估热点"), clause="3.3.1", scoped=False)
capability(COLLECT, _("管理热点来源"), clause="3.3.1", scoped=False)
capability(REPLAN, _("改到审核时段之外并退回审核"), clause="3.3.2")

for _role in ("editor", "reviewer", "head", "leader", "publisher", "auditor", "account_admin"):
    role_gets(_role, [READ])
for _role in ("editor", "head", "publisher"):
    role_gets(_role, [KEEP, MARK])
for _role in ("head", "account_admin"):
    role_gets(_role, [COLLECT])
for _role in ("publisher", "head"):
    role_gets(_role, [REPLAN])

register_events(
    AlmanacEvent,
    {
        AlmanacEvent.ALMANAC_ENTRY_KEPT: (_("写下了公司日期"), "3.3.1", "calendar-plus"),
        AlmanacEvent.ALMANAC_ENTRY_DROPPED: (_("删除了公司日期"), "3.3.1", "trash"),
        AlmanacEvent.ALMANAC_TOPIC_MADE: (_("从营销日历提出选题"), "3.3.1", "bulb"),
        AlmanacEvent.PLANNING_TABLE_READ: (_("上传了策划资料"), "3.3.1", "file-import"),
        AlmanacEvent.PLANNING_TABLE_TAKEN: (_("导入了策划资料"), "3.3.1", "file-check"),
        AlmanacEvent.PLANNING_TABLE_DROPPED: (_("放弃了策划资料导入"), "3.3.1", "x"),
        AlmanacEvent.HOT_SOURCE_KEPT: (_("维护了热点来源"), "3.3.1", "radar"),
        AlmanacEvent.HOT_SOURCE_READ: (_("读取到新热点"), "3.3.1", "download"),
        AlmanacEvent.HOT_SOURCE_FAILED: (_("热点来源读取失败"), "3.3.1", "alert-circle"),
        AlmanacEvent.HOT_ADDED: (_("录入了热点"), "3.3.1", "plus"),
        AlmanacEvent.HOT_JUDGED: (_("评估了热点风险"), "3.3.1", "scale"),
        AlmanacEvent.HOT_MARKED: (_("标了热点相关度"), "3.3.1", "thumb-up"),
        AlmanacEvent.HOT_TOPIC_MADE: (_("从热点提出选题"), "3.3.1", "bulb"),
        AlmanacEvent.RELEASE_REPLANNED: (_("改到审核时段之外，退回审核"), "3.3.2", "calendar-time"),
    },
)

entry("content.almanac", chapter="content", label=_("营销日历"), url_name="content:almanac", capability=READ, order=12)
entry("content.hot", chapter="content", label=_("热点"), url_name="content:hot", capability=READ, order=14)
deed("content.add_hot", label=_("录入热点"), url_name="content:hot_new", capability=MARK, icon="trending-up")
