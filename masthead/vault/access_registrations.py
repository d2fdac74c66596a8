"""What the vault declares of access by people: capabilities, wording, approval subject, what a leaver must not take along."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from masthead.approvals.blueprint import FactKind
from masthead.approvals.registry import Subject, register_subject
from masthead.core.navigation import deed, entry
from masthead.core.permissions import capability
from masthead.notify.registry import notice_kind
from masthead.org.registry import holding, role_gets
from masthead.vault import actions, queries
from masthead.vault.events import VaultEvent

capability(queries.ASK, _("领用凭据"), clause="3.2.2")
capability(queries.APPROVE, _("批准领用凭据"), clause="3.2.2", sensitive=True)
capability(queries.CONFIRM, _("确认紧急启封"), clause="3.2.3", sensitive=True)
capability(queries.READ_ALL, _("查看全部领用、复核与接触记录"), clause="3.2.2", scoped=False)
capability(queries.DECIDE, _("复核凭据权限"), clause="3.2.2", sensitive=True, scoped=False)
for _role in ("account_admin", "head", "publisher"):
    role_gets(_role, [queries.ASK])
for _role in ("account_admin", "head", "leader"):
    role_gets(_role, [queries.APPROVE, queries.CONFIRM])
for _role in ("account_admin", "leader", "auditor"):
    role_gets(_role, [queries.READ_ALL])
for _role in ("account_admin", "leader"):
    role_gets(_role, [queries.DECIDE])

EVENTS: dict[str, tuple[str | Promise, str, str]] = {
    VaultEvent.CHECKOUT_ASKED: (_("申请领用凭据"), "3.2.2", "key"),
    VaultEvent.CHECKOUT_GRANTED: (_("批准了领用"), "3.2.2", "circle-check"),
    VaultEvent.CHECKOUT_DECLINED: (_("没有批准领用"), "3.2.2", "circle-x"),
    VaultEvent.CHECKOUT_WITHDRAWN: (_("撤回了领用"), "3.2.2", "arrow-back-up"),
    VaultEvent.CHECKOUT_LAPSED: (_("使无人答复的领用失效"), "3.2.2", "hourglass"),
    VaultEvent.CHECKOUT_RETURNED: (_("归还了凭据"), "3.2.2", "archive"),
    VaultEvent.CHECKOUT_EXPIRED: (_("使到期的领用结束"), "3.2.2", "clock"),
    VaultEvent.CHECKOUT_ENDED: (_("收回了领用"), "3.2.2", "hand-stop"),
    VaultEvent.CHECKOUT_USED: (_("在领用时限内查看了内容"), "3.2.2", "eye"),
    VaultEvent.SECRET_REVEALED: (_("查看了凭据"), "3.2.2", "eye"),
    VaultEvent.REVEALS_TOO_MANY: (_("一小时内查看凭据过多"), "3.2.2", "alert-triangle"),
    VaultEvent.GLASS_ASKED: (_("发起了紧急启封"), "3.2.3", "alert-octagon"),
    VaultEvent.GLASS_OPENED: (_("确认了紧急启封"), "3.2.3", "lock-open"),
    VaultEvent.GLASS_LAPSED: (_("使无人确认的启封失效"), "3.2.3", "hourglass"),
    VaultEvent.GLASS_REVIEWED: (_("复盘了紧急启封"), "3.2.3", "clipboard-check"),
    VaultEvent.REVIEW_OPENED: (_("开始了权限复核"), "3.2.2", "users"),
    VaultEvent.REVIEW_KEPT: (_("复核后保留了权限"), "3.2.2", "user-check"),
    VaultEvent.REVIEW_REVOKED: (_("复核后收回了权限"), "3.2.2", "user-minus"),
    VaultEvent.REVIEW_CLOSED: (_("结束了权限复核"), "3.2.2", "checks"),
    VaultEvent.ACCESS_RESTORED: (_("恢复了凭据权限"), "3.2.2", "user-plus"),
}

notice_kind("vault.checkout.result", _("凭据领用结果"), icon="key")
notice_kind("vault.checkout.overdue", _("凭据到期未归还"), icon="clock")
notice_kind("vault.pace.lost", _("查看凭据过多"), icon="alert-triangle")
notice_kind("vault.glass.asked", _("紧急启封待确认"), icon="alert-octagon")
notice_kind("vault.glass.result", _("紧急启封结果"), icon="lock-open")
notice_kind("vault.glass.overdue", _("紧急启封待复盘"), icon="clipboard-check")
notice_kind("vault.review.asked", _("凭据权限复核"), icon="users")
notice_kind("vault.review.result", _("凭据权限变更"), icon="user-minus")

register_subject(
    Subject(
        kind=queries.CHECKOUT_KIND,
        label=pgettext_lazy("one", "凭据领用"),
        clause="3.2.2",
        flow_key=queries.CHECKOUT_KIND,
        capability=queries.APPROVE,
        load=queries.load_checkout,
        content_hash=queries.checkout_hash,
        title=str,
        url=lambda checkout: str(checkout.get_absolute_url()),
        unit_id=queries.unit_for_case,
        parties=lambda checkout: {int(checkout.requester_id)},
        confirmations=[
            ("purpose", _("用途真实：确为所写的工作需要")),
            ("least", _("范围适当：方式与时限没有超出需要")),
        ],
        exhibit=queries.exhibit,
        fact_kinds={"core": FactKind(_("核心账号"), "flag")},
        facts=lambda checkout: {"core": checkout.core},
        on_approved=lambda checkout, case, by: actions.note_granted(checkout=checkout, case=case, by=by),
        on_returned=lambda checkout, _case, by, comment: actions.note_declined(
            checkout=checkout, comment=comment, by=by
        ),
        on_rejected=lambda checkout, _case, by, comment: actions.note_declined(
            checkout=checkout, comment=comment, by=by
        ),
        on_withdrawn=lambda checkout, _case, by, _reason: actions.note_withdrawn(checkout=checkout, by=by),
    )
)

entry("vault.checkouts", chapter="accounts", label=_("凭据领用"), url_name="vault:checkouts", order=31)
entry(
    "vault.reviews",
    chapter="accounts",
    label=_("权限复核"),
    url_name="vault:reviews",
    capability=queries.READ_ALL,
    order=32,
)
deed("vault.ask", label=_("领用凭据"), url_name="vault:checkout_new", capability=queries.ASK, icon="key")

holding(
    "vault.seen",
    label=_("见过的凭据"),
    find=queries.sights_held,
    advice=_("打开「接触记录」，要求更换其见过的每一份凭据；全部更换后才能离职。"),
    order=25,
)
