"""What this chapter declares to the floors below."""

from django.utils.translation import gettext_lazy as _

from masthead.accounts import actions, health, probes, queries  # noqa: F401  the probe registers itself
from masthead.accounts import queries as account_queries
from masthead.accounts.events import AccountEvent
from masthead.accounts.models import Account
from masthead.collab.registry import commentable
from masthead.core.health import health_check
from masthead.core.navigation import deed, entry
from masthead.core.onboarding import onboarding_step
from masthead.core.panels import panel
from masthead.core.permissions import capability
from masthead.core.search.registry import searchable
from masthead.notify.registry import hook_target, notice_kind
from masthead.org import queries as org_queries
from masthead.org.models import Member
from masthead.org.registry import ROLE_SEEDS, holding, role_gets, unit_holding
from masthead.trail.registry import register_events
from masthead.vault.custody import custody

capability("accounts.account.read", _("查看账号"), clause="3.2.1")
capability("accounts.account.manage", _("登记和接入账号"), clause="3.2.1", sensitive=True)
for _role in ROLE_SEEDS:
    role_gets(_role, ["accounts.account.read"])
role_gets("account_admin", ["accounts.account.manage"])

register_events(
    AccountEvent,
    {
        AccountEvent.REGISTERED: (_("登记了账号"), "3.2.1", "id-badge-2"),
        AccountEvent.CHANGED: (_("变更了账号信息"), "3.2.1", "edit"),
        AccountEvent.STATUS_CHANGED: (_("变更了账号状态"), "3.2.1", "flag"),
        AccountEvent.CONNECTED: (_("录入了接入信息"), "3.2.2", "plug"),
        AccountEvent.TESTED: (_("测试了平台连接"), "3.2.1", "plug-connected"),
        AccountEvent.LOST: (_("发现了连接异常"), "3.2.1", "plug-connected-x"),
        AccountEvent.FROZEN: (_("冻结了账号"), "3.2.3", "snowflake"),
        AccountEvent.UNFROZEN: (_("解冻了账号"), "3.2.3", "lock-open"),
    },
)

notice_kind("accounts.connection", _("账号连接异常"), icon="plug-connected-x")
notice_kind("accounts.frozen", _("账号冻结"), icon="snowflake")

entry(
    "accounts.list",
    chapter="accounts",
    label=_("账号"),
    url_name="accounts:list",
    capability="accounts.account.read",
    order=20,
)

searchable(
    "accounts.account",
    label=_("账号"),
    icon="id-badge-2",
    documents=queries.account_documents,
    reach=lambda member: org_queries.reach_of(member, "accounts.account.read"),
    readable=queries.find_accounts,
    order=40,
)

deed(
    "accounts.register",
    label=_("登记账号"),
    url_name="accounts:register",
    capability="accounts.account.manage",
    icon="id-badge-2",
)

health_check("accounts.connections", label=_("平台连接"), run=health.connections, order=32)

onboarding_step(
    "accounts.first",
    label=_("登记并接通第一个账号"),
    why=_("登记账号、指定管理员和备岗，录入接入信息后测试连接"),
    url_name="accounts:list",
    done=queries.has_connected_account,
    order=40,
)


def may_see_account(owner: Member, pk: int) -> bool:
    """For webhooks: is the account inside the owner's scope?"""
    return queries.accounts_visible_to(owner).filter(pk=pk).exists()


hook_target("accounts.account", may_see_account)
commentable(
    "accounts.account", model=Account, visible=account_queries.accounts_visible_to, capability="accounts.account.read",
    tickets=True,
)  # fmt: skip
panel(
    "accounts.account",
    "collab:comments_accounts_account",
    title=_("讨论"),
    capability="accounts.account.read",
    order=90,
)

holding(
    "accounts.duties",
    label=_("名下账号"),
    find=queries.duties_held,
    advice=_("请选择交接人接任账号管理员或备岗，或先在账号页更换。"),
    hand_over=lambda member, to, by: actions.hand_over_accounts(member=member, to=to, by=by),
    order=20,
)
unit_holding(
    "accounts.kept",
    label=_("责任账号"),
    find=queries.accounts_kept_in,
    advice=_("请先在账号页更换责任部门。"),
    order=20,
)

custody(
    queries.OWNER_KIND,
    custodians=queries.custodians_of,
    is_core=queries.is_core,
    visible_to=lambda member, name: queries.accounts_visible_to(member, name).order_by().values("pk"),
    held_by=lambda member: queries.accounts_held_by(member).order_by().values("pk"),
    owners=lambda: queries.accounts_in_use().values_list("pk", flat=True),
    label=queries.name_of,
    unit_id=queries.unit_of,
    url=queries.page_of_account,
    reads=queries.READ,
)
panel(
    "accounts.account",
    "vault:custody_accounts_account",
    title=_("凭据领用"),
    capability="accounts.account.read",
    order=30,
)
