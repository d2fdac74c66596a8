"""What this chapter declares to the floors below."""

from django.utils.translation import gettext_lazy as _

from masthead.analytics import (
    probes,  # noqa: F401  registers the probe of this chapter
    queries,
)
from masthead.analytics.events import AnalyticsEvent
from masthead.analytics.registry import register_metric
from masthead.core.files.uses import MEGABYTE, TEXT, XLSX, file_use
from masthead.core.navigation import entry
from masthead.core.panels import panel
from masthead.core.permissions import capability
from masthead.org.registry import role_gets
from masthead.trail.registry import register_events

capability(queries.READ, _("查看数据"), clause="5.2.1")
for _role in ("editor", "reviewer", "head", "leader", "publisher", "auditor"):
    role_gets(_role, [queries.READ])

capability(queries.ENTER, _("导入与录入数据"), clause="5.2.1")
for _role in ("publisher", "head"):
    role_gets(_role, [queries.ENTER])
file_use(
    "analytics.table", _("平台数据表"), types={XLSX, TEXT}, most_bytes=10 * MEGABYTE, may_read=queries.may_read_table
)

register_events(
    AnalyticsEvent,
    {
        AnalyticsEvent.METRICS_SYNCED: (_("更新了指标定义"), "5.1.1", "chart-bar"),
        AnalyticsEvent.DAY_COLLECTED: (_("采集了一天的数据"), "5.2.1", "download"),
        AnalyticsEvent.DAY_FAILED: (_("没有采集到数据"), "5.2.1", "cloud-off"),
        AnalyticsEvent.FIGURE_CORRECTED: (_("按平台修正了数据"), "5.2.1", "refresh"),
        AnalyticsEvent.FIGURE_ENTERED: (_("录入了数据"), "5.2.1", "pencil"),
        AnalyticsEvent.IMPORT_STARTED: (_("上传了平台数据表"), "5.2.1", "upload"),
        AnalyticsEvent.IMPORT_ASSIGNED: (_("为数据行选择了内容"), "5.2.1", "link"),
        AnalyticsEvent.IMPORT_APPLIED: (_("导入了平台数据表"), "5.2.1", "file-import"),
        AnalyticsEvent.IMPORT_DISCARDED: (_("放弃了数据导入"), "5.2.1", "trash"),
    },
)

_people, _times, _api = _("人"), _("次"), _("平台数据接口")
_daily = _("平台按日提供的当日新增人数，同一人当日只计一次")
register_metric("read_users", _("阅读"), unit=_people, source=_api, formula=_daily, order=10)
register_metric("like_users", _("点赞"), unit=_people, source=_api, formula=_daily, order=20)
register_metric("share_users", _("转发"), unit=_people, source=_api, formula=_daily, order=30)
register_metric(
    "comment_count", _("评论"), unit=_times, source=_api, formula=_("平台按日提供的当日新增评论条数"), order=40
)
register_metric("recommend_users", _("推荐"), unit=_people, source=_api, formula=_daily, order=50)
register_metric("favourite_users", _("收藏"), unit=_people, source=_api, formula=_daily, order=60)

entry(
    "analytics.ranking",
    chapter="data",
    label=_("内容数据"),
    url_name="analytics:ranking",
    capability=queries.READ,
    order=10,
)
panel("content.draft", "analytics:draft_figures", title=_("数据"), capability=queries.READ, order=30)
panel("publishing.publication", "analytics:publication_figures", title=_("数据"), capability=queries.READ, order=40)
