"""What this chapter declares to the floors below."""

import datetime as dt

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from masthead.accounts import (  # noqa: F401  probes and checks register themselves
    actions,
    checks,
    choice_probes,
    connection_probes,
    health,
    paper_probes,
    probes,
    queries,
)
from masthead.accounts import queries as account_queries
from masthead.accounts.actions.authorising import sealed_context
from masthead.accounts.events import AccountEvent
from masthead.accounts.models import Account, AccountRequest
from masthead.accounts.positioning import SheetState
from masthead.accounts.registry import ending_source, on_lock_down
from masthead.approvals.models import Case
from masthead.approvals.registry import Subject, register_subject
from masthead.collab.registry import commentable
from masthead.core.files.uses import JPEG, MEGABYTE, PDF, PNG, WEBP, file_use
from masthead.core.health import health_check
from masthead.core.navigation import deed, entry
from masthead.core.onboarding import onboarding_step
from masthead.core.panels import panel
from masthead.core.permissions import capability
from masthead.core.search.registry import searchable
from masthead.core.secrets import sealed_column
from masthead.notify.registry import hook_target, notice_kind
from masthead.org import queries as org_queries
from masthead.org.models import Member
from masthead.org.registry import ROLE_SEEDS, holding, on_transfer, role_gets, unit_holding
from masthead.trail.registry import register_events
from masthead.vault import actions as vault_actions
from masthead.vault.custody import custody
from masthead.vault.registry import secret_owner

capability("accounts.account.read", _("查看账号"), clause="3.2.1")
capability("accounts.account.manage", _("登记和接入账号"), clause="3.2.1", sensitive=True)
for _role in ROLE_SEEDS:
    role_gets(_role, ["accounts.account.read"])
role_gets("account_admin", ["accounts.account.manage"])
capability("accounts.document.keep", _("保管和调阅账号资料"), clause="3.2.3", sensitive=True)
role_gets("account_admin", ["accounts.document.keep"])
capability("accounts.request.approve", _("审批账号开设、停更与注销"), clause="3.2.1")
role_gets("head", ["accounts.request.approve"])
role_gets("leader", ["accounts.request.approve"])
capability(queries.RELEASE, _("复核账号解锁"), clause="3.2.3", sensitive=False)
for _role in ("head", "leader", "account_admin"):
    role_gets(_role, [queries.RELEASE])

capability(queries.DRAFT, _("起草账号定位"), clause="3.1.2")
capability(queries.APPROVE, _("批准账号定位"), clause="3.1.2")
for _role in ("editor", "head", "leader", "account_admin"):
    role_gets(_role, [queries.DRAFT])
for _role in ("head", "leader"):
    role_gets(_role, [queries.APPROVE])

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
        AccountEvent.DOSSIER_SAVED: (_("更新了账号档案"), "3.2.1", "file-text"),
        AccountEvent.CERTIFIED: (_("登记了平台认证"), "3.2.1", "rosette-discount-check"),
        AccountEvent.FILED: (_("登记了备案号"), "3.2.1", "file-check"),
        AccountEvent.UNFILED: (_("删除了备案号"), "3.2.1", "trash"),
        AccountEvent.DOCUMENT_STORED: (_("存入了账号资料"), "3.2.3", "upload"),
        AccountEvent.DOCUMENT_OPENED: (_("调阅了账号资料"), "3.2.3", "eye"),
        AccountEvent.STATUS_ASKED: (_("申请了变更账号状态"), "3.2.1", "send"),
        AccountEvent.STATUS_REFUSED: (_("退回了账号状态申请"), "3.2.1", "arrow-back-up"),
        AccountEvent.HANDOVER_BEGUN: (_("发起了账号交接"), "3.2.1", "user-minus"),
        AccountEvent.HANDED: (_("办理了账号交接"), "3.2.1", "user-plus"),
        AccountEvent.ACKNOWLEDGED: (_("确认接收了账号"), "3.2.1", "user-check"),
        AccountEvent.HANDOVER_DONE: (_("完成了账号交接"), "3.2.1", "checks"),
        AccountEvent.RESTORED: (_("平台连接恢复了"), "3.2.1", "plug-connected"),
        AccountEvent.ABILITIES_CHANGED: (_("查明了账号能力的变化"), "3.1.1", "list-check"),
        AccountEvent.AUTHORISATION_STARTED: (_("前往平台授权"), "3.2.2", "external-link"),
        AccountEvent.AUTHORISED: (_("完成了平台授权"), "3.2.2", "user-check"),
        AccountEvent.AUTHORISATION_FAILED: (_("平台授权没有完成"), "3.2.2", "circle-x"),
        AccountEvent.LOCKED_DOWN: (_("启动了账号锁定"), "3.2.3", "lock"),
        AccountEvent.LOCK_DOWN_ENDED: (_("完成了锁定处置"), "3.2.3", "shield-check"),
        AccountEvent.UNLOCK_ASKED: (_("申请解锁账号"), "3.2.3", "lock-open"),
        AccountEvent.UNLOCK_DECLINED: (_("没有同意解锁"), "3.2.3", "circle-x"),
        AccountEvent.UNLOCKED: (_("复核并解锁了账号"), "3.2.3", "lock-open"),
        AccountEvent.POSITIONING_SAVED: (_("保存了账号定位"), "3.1.2", "edit"),
        AccountEvent.POSITIONING_SUBMITTED: (_("提交了账号定位"), "3.1.2", "send"),
        AccountEvent.POSITIONING_IN_FORCE: (_("启用了账号定位"), "3.1.2", "target-arrow"),
        AccountEvent.POSITIONING_RETURNED: (_("收回了账号定位"), "3.1.2", "arrow-back-up"),
    },
)

notice_kind("accounts.connection", _("账号连接异常"), icon="plug-connected-x")
notice_kind("accounts.frozen", _("账号冻结"), icon="snowflake")
notice_kind("accounts.expiry", _("账号事项到期"), icon="hourglass")
notice_kind("accounts.handover", _("账号交接"), icon="user-check")
notice_kind("accounts.request", _("账号变更申请"), icon="flag")

file_use(
    "accounts.document",
    _("账号资料"),
    types={PDF, JPEG, PNG},
    most_bytes=20 * MEGABYTE,
    may_read=queries.never,
)
file_use(
    "accounts.avatar",
    _("账号头像"),
    types={JPEG, PNG, WEBP},
    most_bytes=2 * MEGABYTE,
    may_read=queries.may_read_avatar,
    reencode=True,
)

for _key, _label, _icon, _find in (
    ("certification", _("平台认证"), "rosette-discount-check", queries.certification_endings),
    ("grant", _("平台授权"), "key", queries.grant_endings),
    ("filing", _("备案"), "file-check", queries.filing_endings),
    ("document", _("资料"), "file-text", queries.document_endings),
):
    ending_source(_key, _label, _icon, _find)


def _carry_out(wish: AccountRequest, case: Case, by: Member) -> None:
    actions.carry_out_request(wish=wish, case=case, by=by)


def _drop(wish: AccountRequest, _case: Case, by: Member, words: str) -> None:
    actions.drop_request(wish=wish, by=by, words=words)


register_subject(
    Subject(
        kind=queries.REQUEST_KIND,
        label=_("账号变更申请"),
        clause="3.2.1",
        flow_key=queries.REQUEST_KIND,
        capability=queries.REQUEST_APPROVE,
        load=queries.load_request,
        content_hash=queries.request_hash,
        title=str,
        url=lambda wish: str(wish.get_absolute_url()),
        unit_id=lambda wish: int(wish.account.unit_id),
        parties=lambda wish: {wish.asked_by_id},
        confirmations=[("needed", _("理由充分，确有必要")), ("in_order", _("管理人、主体与资料无误"))],
        exhibit=queries.request_exhibit,
        on_approved=_carry_out,
        on_returned=_drop,
        on_rejected=_drop,
        on_withdrawn=_drop,
        owner=lambda wish: int(wish.asked_by_id),
    )
)
notice_kind("accounts.locked_down", _("账号锁定"), icon="lock")

entry(
    "accounts.list",
    chapter="accounts",
    label=_("账号"),
    url_name="accounts:list",
    capability="accounts.account.read",
    order=20,
)

entry(
    "accounts.checkups",
    chapter="accounts",
    label=_("体检"),
    url_name="accounts:checkups",
    capability="accounts.account.read",
    order=40,
)
entry(
    "accounts.expiries",
    chapter="accounts",
    label=_("到期日历"),
    url_name="accounts:expiries",
    capability="accounts.account.read",
    order=45,
)
entry(
    "accounts.handovers",
    chapter="accounts",
    label=_("交接"),
    url_name="accounts:handovers",
    capability="accounts.account.read",
    order=50,
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
holding(
    "accounts.handover",
    label=_("未完成的账号交接"),
    find=queries.handover_items_held,
    advice=_("请接收人逐项确认；密码和密钥在保险箱更换后才算完成。"),
    order=21,
)
holding(
    "accounts.seen",
    label=_("仍知晓的凭据"),
    find=queries.secrets_still_known,
    advice=_("请由他人在保险箱更换这些账号的凭据。"),
    order=22,
)
on_transfer("accounts.duties", lambda member, unit, by: actions.follow_transfer(member=member, unit=unit, by=by))
unit_holding(
    "accounts.kept",
    label=_("责任账号"),
    find=queries.accounts_kept_in,
    advice=_("请先在账号页更换责任部门。"),
    order=20,
)
secret_owner(
    "accounts.account",
    label=_("账号"),
    facts=queries.owners_of_secrets,
    choices=queries.owner_choices,
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


def end_checkouts(account: Account, by: Member, at: dt.datetime) -> str:
    """Nobody goes on using a secret of an account that may be in strange hands."""
    ended = vault_actions.end_checkouts_of(
        owner_kind=queries.OWNER_KIND, owner_id=account.pk, reason=gettext("账号锁定"), by=by, at=at
    )
    return gettext("已收回 %(n)d 次未结束的凭据领用。") % {"n": ended}


on_lock_down("vault.checkouts", label=_("收回凭据领用"), run=end_checkouts, in_drills=False)

entry(
    "accounts.positioning",
    chapter="accounts",
    label=_("账号定位"),
    url_name="accounts:positioning",
    capability="accounts.account.read",
    order=22,
)
panel(
    "accounts.account",
    "accounts:positioning_card",
    title=_("账号定位"),
    capability="accounts.account.read",
    order=15,
)
register_subject(
    Subject(
        kind=queries.SHEET_KIND,
        label=_("账号定位"),
        clause="3.1.2",
        flow_key=queries.SHEET_KIND,
        capability=queries.APPROVE,
        load=queries.get_sheet,
        content_hash=queries.sheet_hash,
        title=str,
        url=lambda sheet: str(sheet.get_absolute_url()),
        unit_id=lambda sheet: int(sheet.account.unit_id),
        parties=queries.sheet_parties,
        confirmations=[
            ("audience", _("读者、语气与内容支柱符合公司要求")),
            ("matrix", _("频率、目标与转发关系可行")),
        ],
        exhibit=queries.sheet_exhibit,
        on_approved=lambda sheet, case, by: actions.note_positioning_approved(sheet=sheet, case=case, by=by),
        on_returned=lambda sheet, case, by, words: actions.note_positioning_back(
            sheet=sheet, case=case, by=by, words=words
        ),
        on_rejected=lambda sheet, case, by, words: actions.note_positioning_back(
            sheet=sheet, case=case, by=by, words=words, to=SheetState.REJECTED
        ),
        on_withdrawn=lambda sheet, case, by, words: actions.note_positioning_back(
            sheet=sheet, case=case, by=by, words=words
        ),
    )
)

sealed_column(
    "accounts.Authorisation", "sealed_verifier", context=lambda row: sealed_context(row.state_digest, "verifier")
)
sealed_column("accounts.Authorisation", "sealed_grant", context=lambda row: sealed_context(row.state_digest, "grant"))
