"""What `org` declares to the floors below."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from masthead.core.health import health_check
from masthead.core.navigation import deed, entry
from masthead.core.onboarding import onboarding_step
from masthead.core.permissions import capability
from masthead.core.search.registry import searchable
from masthead.core.secrets import sealed_column
from masthead.core.workbench import card
from masthead.org import (  # noqa: F401  the probes register themselves
    cards,
    health,
    key_probes,
    probes,
    queries,
    sign_in_probes,
)
from masthead.org.adapters import SECOND_FACTOR
from masthead.org.events import OrgEvent
from masthead.org.registry import holding, role_gets
from masthead.trail.registry import register_events

capability("org.member.read", _("查看成员与部门"), clause="2.1")
capability("org.manage", _("管理组织、成员与角色"), clause="2.1", sensitive=True, scoped=False)
capability("org.sign_in.manage", _("管理登录方式"), clause="2.2.4", sensitive=True, scoped=False)

for _role in ("editor", "reviewer", "legal", "head", "leader", "publisher", "account_admin", "auditor", "admin"):
    role_gets(_role, ["org.member.read"])
capability("org.role.read", _("查看角色与权限"), clause="2.1", scoped=False)
role_gets("admin", ["org.manage", "org.role.read", "trail.event.read"])
for _role in ("auditor", "leader"):
    role_gets(_role, ["org.role.read"])
role_gets("admin", ["org.manage", "org.sign_in.manage", "trail.event.read"])
capability("org.service_key.issue", _("签发服务密钥"), clause="2.2.4", sensitive=True)

for _role in ("editor", "reviewer", "legal", "head", "leader", "publisher", "account_admin", "auditor", "admin"):
    role_gets(_role, ["org.member.read"])
for _role in ("head", "leader", "admin"):
    role_gets(_role, ["org.service_key.issue"])
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
        OrgEvent.UNIT_CHANGED: (_("修改了部门"), "2.1", "edit"),
        OrgEvent.UNIT_MOVED: (_("调整了部门的上级"), "2.1", "hierarchy"),
        OrgEvent.UNIT_CLOSED: (_("撤销了部门"), "2.1", "archive"),
        OrgEvent.UNIT_MERGED: (_("合并了部门"), "2.1", "archive"),
        OrgEvent.MEMBER_CHANGED: (_("修改了成员资料"), "2.1", "edit"),
        OrgEvent.MEMBER_TRANSFERRED: (_("办理了调岗"), "2.1", "route"),
        OrgEvent.MEMBER_RETURNED: (_("办理了返岗"), "2.1", "user-check"),
        OrgEvent.DUTIES_HANDED_OVER: (_("交接了工作"), "3.2.1", "arrow-right"),
        OrgEvent.POSITION_CHANGED: (_("修改了岗位"), "2.1", "briefcase"),
        OrgEvent.POSITION_ENDED: (_("结束了岗位"), "2.1", "briefcase"),
        OrgEvent.SEAT_ENDED: (_("结束了小组席位"), "2.1", "users-group"),
        OrgEvent.GROUP_CHANGED: (_("修改了小组信息"), "2.1", "edit"),
        OrgEvent.LEADER_CHANGED: (_("更换了小组组长"), "2.2.1", "users-group"),
        OrgEvent.ROLE_CREATED: (_("新建了角色"), "2.1", "shield"),
        OrgEvent.ROLE_CHANGED: (_("修改了角色权限"), "2.1", "shield"),
        OrgEvent.ROLE_RETIRED: (_("停用了角色"), "2.1", "shield-off"),
        OrgEvent.ACCOUNT_GROUP_RENAMED: (_("修改了账号组名称"), "3.1.2", "folders"),
        OrgEvent.DUTIES_DELEGATED: (_("办理了缺勤委托"), "2.1", "user-check"),
        OrgEvent.ABSENCE_ENDED: (_("结束了缺勤委托"), "2.1", "user-x"),
        OrgEvent.OFFICE_HOURS_SET: (_("调整了办公时间"), "2.1", "clock"),
        OrgEvent.OWN_DAY_SET: (_("设置了公司自定日"), "2.1", "calendar-plus"),
        OrgEvent.OWN_DAY_DROPPED: (_("取消了公司自定日"), "2.1", "calendar"),
        OrgEvent.IMPORT_READ: (_("上传了成员名单"), "2.1", "upload"),
        OrgEvent.IMPORT_DONE: (_("导入了成员名单"), "2.1", "file-import"),
        OrgEvent.IMPORT_UNDONE: (_("撤销了成员导入"), "2.1", "arrow-back"),
        OrgEvent.IMPORT_DROPPED: (_("放弃了成员导入"), "2.1", "x"),
        OrgEvent.MEMBERS_EXPORTED: (_("导出了成员名单"), "2.1", "download"),
        OrgEvent.SETUP_LINK_MADE: (_("生成了设置密码的链接"), "2.1", "link"),
        OrgEvent.FIRST_PASSWORD_SET: (_("本人设置了密码"), "2.1", "key"),
        OrgEvent.CALENDAR_IMPORTED: (_("导入了工作日历"), "2.1", "calendar"),
        OrgEvent.SIGNED_IN: (pgettext_lazy("event", "登录"), "2.1", "login"),
        OrgEvent.SIGN_IN_REFUSED: (_("登录被拒"), "2.2.4", "lock"),
        OrgEvent.SIGNED_OUT: (pgettext_lazy("event", "退出登录"), "2.1", "logout"),
        OrgEvent.SECOND_FACTOR_CHANGED: (_("变更了两步验证"), "2.1", "device-mobile"),
        OrgEvent.SESSION_ENDED: (_("结束了登录会话"), "2.2.4", "logout"),
        OrgEvent.SIGN_IN_LOCKED: (_("登录被锁定"), "2.2.4", "lock"),
        OrgEvent.SIGN_IN_UNLOCKED: (_("解除了登录锁定"), "2.2.4", "lock-open"),
        OrgEvent.PROVIDER_ADDED: (_("添加了登录方式"), "2.2.4", "plug"),
        OrgEvent.PROVIDER_CHANGED: (_("修改了登录方式"), "2.2.4", "edit"),
        OrgEvent.PROVIDER_SWITCHED: (_("启用或停用了登录方式"), "2.2.4", "plug"),
        OrgEvent.RULE_ADDED: (_("添加了映射规则"), "2.1", "route"),
        OrgEvent.RULE_ENDED: (_("停用了映射规则"), "2.1", "route"),
        OrgEvent.IDENTITY_LINKED: (_("关联了企业账号"), "2.1", "link"),
        OrgEvent.IDENTITY_UNLINKED: (_("解除了企业账号关联"), "2.1", "link"),
        OrgEvent.IDENTITY_MAPPED: (_("按企业账号调整了角色与部门"), "2.1", "route"),
        OrgEvent.ADMISSION_ASKED: (_("申请登录或敏感角色"), "2.1", "user-plus"),
        OrgEvent.ADMISSION_DECIDED: (_("处理了登录申请"), "2.1", "user-check"),
        OrgEvent.KEY_ISSUED: (_("签发了接口密钥"), "2.2.4", "key"),
        OrgEvent.KEY_ROTATED: (_("更换了接口密钥的口令"), "2.2.4", "refresh"),
        OrgEvent.KEY_REVOKED: (_("吊销了接口密钥"), "2.2.4", "lock"),
    },
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

health_check("org.sign_in", label=_("登录方式"), run=health.sign_in_providers, order=26)

deed("org.add_member", label=_("添加成员"), url_name="org:add_member", capability="org.manage", icon="user-plus")
deed("org.add_unit", label=_("设立部门"), url_name="org:add_unit", capability="org.manage", icon="hierarchy")

deed("org.import_members", label=_("导入成员"), url_name="org:imports", capability="org.manage", icon="file-import")
deed("org.add_absence", label=_("申请缺勤委托"), url_name="org:add_absence", icon="user-check")
deed("org.issue_key", label=_("新建接口密钥"), url_name="org:issue_key", icon="key")

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
for _key, _label, _url, _capability, _order in (
    ("org.members", _("成员与部门"), "org:members", "org.member.read", 10),
    ("org.units", _("组织架构"), "org:units", "org.member.read", 11),
    ("org.group", _("运营管理小组"), "org:group", "org.member.read", 12),
    ("org.roles", _("角色与权限"), "org:roles", "org.role.read", 13),
    ("org.calendar", _("工作日历"), "org:calendar", "", 15),
):
    entry(_key, chapter="settings", label=_label, url_name=_url, capability=_capability, order=_order, section="people")

for _key, _label, _find, _order in (
    ("org.positions", _("岗位"), queries.positions_held, 10),
    ("org.roles", _("角色"), queries.roles_held, 11),
    ("org.seats", _("小组席位"), queries.seats_held, 12),
    ("org.absences", _("缺勤委托"), queries.absences_held, 13),
    ("org.keys", pgettext_lazy("list", "接口密钥"), queries.keys_held, 14),
):
    holding(_key, label=_label, find=_find, advice=_("离职时自动结束。"), ends=True, order=_order)

card("org.absent", cards.absence_card, order=60)
card("org.upkeep", cards.upkeep_card, capability="org.manage", order=70)
entry(
    "org.sign_in",
    chapter="settings",
    label=_("登录方式"),
    url_name="org:providers",
    capability="org.sign_in.manage",
    order=16,
    section="people",
)
entry(
    "org.my_keys",
    chapter="settings",
    label=pgettext_lazy("list", "接口密钥"),
    url_name="org:my_keys",
    order=6,
    section="own",
)
entry("org.absences", chapter="settings", label=_("缺勤委托"), url_name="org:absences", order=7, section="own")
entry(
    "org.service_keys",
    chapter="settings",
    label=_("服务密钥"),
    url_name="org:service_keys",
    capability="org.service_key.issue",
    order=42,
    section="links",
)

sealed_column("org.SignInProvider", "sealed_secret", context=lambda provider: provider.seal_context)
sealed_column(
    "mfa.Authenticator", "data", context=lambda _row: SECOND_FACTOR, keys=("secret", "seed", "migrated_codes")
)
