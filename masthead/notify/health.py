"""What the ways out of the house say of themselves on the page 系统状态."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.health import Health, State
from masthead.notify import queries

LATE = dt.timedelta(minutes=15)


def channels() -> Health:
    """Channels in trouble, and messages that should have gone out long ago."""
    faulty = queries.faulty_channels()
    if faulty:
        names = _("、").join(channel.name for channel in faulty)
        return Health(
            State.WARN, _("渠道异常：%(names)s") % {"names": names}, _("打开渠道查看原因。"), reverse("notify:channels")
        )
    late = queries.overdue_count(clock.now() - LATE)
    if late:
        return Health(
            State.WARN, _("有 %(n)d 条消息超过 15 分钟没有发出") % {"n": late}, url=reverse("notify:deliveries")
        )
    if not queries.mail_is_set_up():
        return Health(State.QUIET, _("邮件没有接通；站内通知与群机器人不受影响"), url=reverse("notify:channels"))
    return Health(State.OK, _("通知渠道正常"), url=reverse("notify:channels"))


def webhooks() -> Health:
    """Webhooks that were switched off after failing."""
    lost, url = queries.webhooks_lost(), reverse("notify:webhooks")
    if lost:
        text = _("Webhook 已停用：%(names)s") % {"names": "、".join(lost[:5])}
        return Health(State.WARN, text, _("请对方恢复接收地址，再重新启用。"), url)
    return Health(State.OK, _("没有因失败停用的 Webhook"), url=url)
