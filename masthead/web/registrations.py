"""What the shell declares to the floors below."""

from django.utils.translation import gettext_lazy as _

from masthead.core.health import health_check
from masthead.core.navigation import entry
from masthead.core.permissions import capability
from masthead.core.workbench import card
from masthead.org.registry import role_gets
from masthead.web import cards, health

capability("web.map", _("查看房屋图"), scoped=False)
capability("web.system.read", _("查看系统状态"), clause="2.2.4", scoped=False)
role_gets("admin", ["web.map", "web.system.read"])
role_gets("auditor", ["web.system.read"])

entry(
    "web.map",
    chapter="settings",
    label=_("房屋图"),
    url_name="web:house",
    capability="web.map",
    order=95,
    section="system",
)

entry(
    "web.system",
    chapter="settings",
    label=_("系统状态"),
    url_name="web:system",
    capability="web.system.read",
    order=90,
    section="system",
)

health_check("web.database", label=_("数据库"), run=health.database, vital=True, order=10)
health_check("web.broker", label=_("消息与缓存"), run=health.broker, vital=True, order=12)
health_check("web.background", label=_("后台进程"), run=health.background, order=14)
health_check("web.files", label=_("文件存储"), run=health.files, vital=True, order=16)
health_check("web.disk", label=_("磁盘空间"), run=health.disk, order=18)
health_check("web.search", label=_("搜索索引"), run=health.search, order=60)

card("web.onboarding", cards.onboarding_card, capability="org.manage", order=1)
