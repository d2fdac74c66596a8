"""What this chapter declares to the floors below."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from masthead.core.health import health_check
from masthead.core.navigation import deed, entry
from masthead.core.onboarding import onboarding_step
from masthead.core.permissions import capability
from masthead.core.secrets import sealed_column
from masthead.core.workbench import Card, CardItem, card
from masthead.notify import actions, health, probes, queries  # noqa: F401  the probes register themselves
from masthead.notify.events import NotifyEvent
from masthead.notify.registry import notice_kind
from masthead.notify.states import MailMode
from masthead.org.models import Member
from masthead.org.registry import SignInNews, on_sign_in_news, role_gets, teller
from masthead.trail.registry import register_events

CARD_ROWS = 5


def unread_card(member: Member) -> Card:
    """Unread notices on the workbench, beside the to-dos: what they announce is counted there. One query while there are any."""
    unread = queries.unread_count(member)
    rows = list(queries.notices_of(member, unread=True)[:CARD_ROWS]) if unread else []
    items = [CardItem(n.title, reverse("notify:open", args=[n.pk]), n.sender_name, n.created_at) for n in rows]
    count = unread if len(rows) == CARD_ROWS else len(rows)
    return Card(
        _("未读通知"),
        count,
        items,
        url=reverse("notify:notices"),
        empty=_("没有未读的通知。"),
        kind="schedule",
        icon="bell",
    )


card("notify.unread", unread_card, order=80)

capability("notify.channel.manage", _("管理通知渠道"), clause="2.2.4", sensitive=True, scoped=False)
capability("notify.delivery.read", _("查看投递记录"), clause="2.2.4", scoped=False)
capability("notify.webhook.manage", _("管理 Webhook"), clause="2.2.4", sensitive=True)
role_gets("admin", ["notify.channel.manage", "notify.delivery.read", "notify.webhook.manage"])
role_gets("head", ["notify.webhook.manage"])
role_gets("auditor", ["notify.delivery.read"])

register_events(
    NotifyEvent,
    {
        NotifyEvent.CHANNEL_ADDED: (_("添加了通知渠道"), "2.2.4", "plug"),
        NotifyEvent.CHANNEL_CHANGED: (_("修改了通知渠道"), "2.2.4", "edit"),
        NotifyEvent.CHANNEL_TESTED: (_("测试了通知渠道"), "2.2.4", "send"),
        NotifyEvent.CHANNEL_LOST: (_("发现通知渠道故障"), "2.2.4", "plug-connected-x"),
        NotifyEvent.CHANNEL_RESTORED: (_("恢复了通知渠道"), "2.2.4", "plug-connected"),
        NotifyEvent.CHANNEL_SWITCHED: (_("启用或停用了通知渠道"), "2.2.4", "plug"),
        NotifyEvent.DELIVERY_REPEATED: (_("重发了一条投递"), "2.2.4", "refresh"),
        NotifyEvent.WEBHOOK_ADDED: (_("添加了 Webhook"), "2.2.4", "plug"),
        NotifyEvent.WEBHOOK_CHANGED: (_("修改了 Webhook"), "2.2.4", "edit"),
        NotifyEvent.WEBHOOK_ROTATED: (_("更换了 Webhook 密钥"), "2.2.4", "key"),
        NotifyEvent.WEBHOOK_SWITCHED: (_("启用或停用了 Webhook"), "2.2.4", "plug"),
        NotifyEvent.WEBHOOK_TESTED: (_("测试了 Webhook"), "2.2.4", "send"),
        NotifyEvent.WEBHOOK_DIED: (_("停用了长期失败的 Webhook"), "2.2.4", "plug-connected-x"),
        NotifyEvent.HOOK_REPEATED: (_("重发了一条 Webhook 投递"), "2.2.4", "refresh"),
    },
)
notice_kind("org.new_device", _("新设备登录"), icon="device-mobile", mail=MailMode.NOW)
notice_kind("org.factor", _("两步验证变更"), icon="shield-lock", mail=MailMode.NOW)
notice_kind("org.locked", _("登录被锁定"), icon="lock", mail=MailMode.NOW)


def tell_of_sign_in(news: SignInNews) -> None:
    """A member hears of every sign-in from a new device, every change of a second factor and every lock."""
    actions.tell(
        kind=news.kind,
        members=[news.member],
        title=news.title,
        url=reverse("mfa_index"),
        body=_("不是您本人操作的，请立即修改密码、结束其他登录，并联系系统管理员。"),
        clause="2.2.4",
        at=news.at,
    )


on_sign_in_news("notify", tell_of_sign_in)
notice_kind("notify.webhook_lost", _("Webhook 已停用"), icon="plug-connected-x", mail=MailMode.NOW)
notice_kind("notify.channel_lost", _("通知渠道故障"), icon="plug-connected-x", mail=MailMode.NOW)
notice_kind("org.absence", _("缺勤委托"), icon="user-check", mail=MailMode.NOW)
teller("notify", actions.tell)

entry("notify.settings", chapter="settings", label=_("通知设置"), url_name="notify:settings", order=5, section="own")
entry(
    "notify.channels",
    chapter="settings",
    label=_("通知渠道"),
    url_name="notify:channels",
    capability="notify.channel.manage",
    order=40,
    section="links",
)
entry(
    "notify.deliveries",
    chapter="settings",
    label=_("投递记录"),
    url_name="notify:deliveries",
    capability="notify.delivery.read",
    order=41,
    section="links",
)

deed(
    "notify.add_channel",
    label=_("添加通知渠道"),
    url_name="notify:add_channel",
    capability="notify.channel.manage",
    icon="plug",
)

deed(
    "notify.add_webhook",
    label=_("添加 Webhook"),
    url_name="notify:add_webhook",
    capability="notify.webhook.manage",
    icon="plug",
)

health_check("notify.channels", label=_("通知渠道"), run=health.channels, order=40)
health_check("notify.webhooks", label=_("Webhook"), run=health.webhooks, order=42)

onboarding_step(
    "notify.channel",
    label=_("接通工作群的机器人"),
    why=_("审批和发布异常会发到企业微信、钉钉或飞书群，不用守着页面"),
    url_name="notify:channels",
    done=lambda: queries.all_channels().exists(),
    order=60,
)

entry(
    "notify.webhooks",
    chapter="settings",
    label=_("Webhook"),
    url_name="notify:webhooks",
    capability="notify.webhook.manage",
    order=43,
    section="links",
)

for _column in ("sealed_address", "sealed_secret"):
    sealed_column("notify.RobotChannel", _column, context=lambda robot: robot.seal_context)
for _column in ("sealed_address", "sealed_secret", "sealed_old_secret"):
    sealed_column("notify.Webhook", _column, context=lambda hook: hook.seal_context)
