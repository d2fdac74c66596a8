"""What `org` declares to the floors below."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from masthead.core.navigation import entry
from masthead.core.permissions import capability
from masthead.org import key_probes, probes  # noqa: F401  the probes register themselves
from masthead.org.events import OrgEvent
from masthead.org.registry import role_gets
from masthead.trail.registry import register_events

capability("org.member.read", _("查看成员与部门"), clause="2.1")
capability("org.manage", _("管理组织、成员与角色"), clause="2.1", sensitive=True, scoped=False)
capability("org.service_key.issue", _("签发服务密钥"), clause="2.2.4", sensitive=True)

for _role in ("editor", "reviewer", "head", "leader", "publisher", "account_admin", "auditor", "admin"):
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
        OrgEvent.CALENDAR_IMPORTED: (_("导入了工作日历"), "2.1", "calendar"),
        OrgEvent.SIGNED_IN: (pgettext_lazy("event", "登录"), "2.1", "login"),
        OrgEvent.SIGN_IN_REFUSED: (_("登录被拒"), "2.2.4", "lock"),
        OrgEvent.SIGNED_OUT: (pgettext_lazy("event", "退出登录"), "2.1", "logout"),
        OrgEvent.SECOND_FACTOR_CHANGED: (_("变更了两步验证"), "2.1", "device-mobile"),
        OrgEvent.KEY_ISSUED: (_("签发了接口密钥"), "2.2.4", "key"),
        OrgEvent.KEY_ROTATED: (_("更换了接口密钥的口令"), "2.2.4", "refresh"),
        OrgEvent.KEY_REVOKED: (_("吊销了接口密钥"), "2.2.4", "lock"),
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
entry("org.my_keys", chapter="settings", label=_("API 密钥"), url_name="org:my_keys", order=6)
entry(
    "org.service_keys",
    chapter="settings",
    label=_("服务密钥"),
    url_name="org:service_keys",
    capability="org.service_key.issue",
    order=42,
)
