"""What `org` declares to the floors below."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from masthead.core.navigation import deed, entry
from masthead.core.onboarding import onboarding_step
from masthead.core.permissions import capability
from masthead.core.search.registry import searchable
from masthead.org import probes, queries  # noqa: F401  the probe of clause 2.1 registers itself
from masthead.org.events import OrgEvent
from masthead.org.registry import role_gets
from masthead.trail.registry import register_events

capability("org.member.read", _("查看成员与部门"), clause="2.1")
capability("org.manage", _("管理组织、成员与角色"), clause="2.1", sensitive=True, scoped=False)

for _role in ("editor", "reviewer", "head", "leader", "publisher", "account_admin", "auditor", "admin"):
    role_gets(_role, ["org.member.read"])
role_gets("admin", ["org.manage", "trail.event.read"])
role_gets("auditor", ["trail.event.read"])
role_gets("leader", ["trail.event.read"])

register_events(
    OrgEvent,
    {
        OrgEvent.COMPANY_FOUNDED: (_("建立了公司"), "2.1", "building"),
        OrgEvent.UNIT_CREATED: (_("设立了部门"), "2.1", "hierarchy"),
        OrgEvent.MEMBER_JOINED: (_("加入了成员"), "2.1", "user-plus"),
        OrgEvent.MEMBER_LEFT: (_("办理了离职"), "2.1", "user-minus"),
        OrgEvent.PASSWORD_SET: (_("重设了密码"), "2.1", "key"),
        OrgEvent.POSITION_TAKEN: (_("安排了岗位"), "2.1", "briefcase"),
        OrgEvent.SEAT_TAKEN: (_("安排了小组席位"), "2.1", "users-group"),
        OrgEvent.ROLE_GRANTED: (_("授予了角色"), "2.1", "shield-check"),
        OrgEvent.ROLE_ENDED: (_("收回了角色"), "2.1", "shield-off"),
        OrgEvent.ROLES_SYNCED: (_("同步了内置角色"), "2.1", "refresh"),
        OrgEvent.ACCOUNT_GROUP_CREATED: (_("建立了账号组"), "3.1.2", "folders"),
        OrgEvent.CALENDAR_IMPORTED: (_("导入了工作日历"), "2.1", "calendar"),
        OrgEvent.SIGNED_IN: (pgettext_lazy("event", "登录"), "2.1", "login"),
        OrgEvent.SIGN_IN_REFUSED: (_("登录被拒"), "2.2.4", "lock"),
        OrgEvent.SIGNED_OUT: (pgettext_lazy("event", "退出登录"), "2.1", "logout"),
        OrgEvent.SECOND_FACTOR_CHANGED: (_("变更了两步验证"), "2.1", "device-mobile"),
    },
)

entry(
    "org.members",
    chapter="settings",
    label=_("成员与部门"),
    url_name="org:members",
    capability="org.member.read",
    order=10,
)

searchable(
    "org.member",
    label=_("成员"),
    icon="user",
    documents=queries.member_documents,
    reach=lambda member: queries.reach_of(member, "org.member.read", own=True),
    readable=queries.find_members,
    order=60,
)

deed("org.add_member", label=_("添加成员"), url_name="org:add_member", capability="org.manage", icon="user-plus")
deed("org.add_unit", label=_("设立部门"), url_name="org:add_unit", capability="org.manage", icon="hierarchy")

onboarding_step(
    "org.members",
    label=_("添加成员并授予角色"),
    why=_("至少要有编辑、审核、发布各一人，而且写稿的人不能审自己的稿"),
    url_name="org:members",
    done=queries.has_colleagues,
    order=10,
)
onboarding_step(
    "org.group",
    label=_("组成运营管理小组"),
    why=_("组长批准计划、预算和重大决策，小组每季度开会"),
    url_name="org:group",
    done=lambda: queries.leader_of_group() is not None,
    order=20,
)
