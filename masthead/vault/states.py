"""States of a check-out, of an emergency opening, and the two answers of an access review."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from masthead.core.states import StateMachine


class Mode(models.TextChoices):
    """What the person gets to see."""

    VIEW = "view", _("查看内容")
    CODE = "code", _("动态验证码")
    FILE = "file", _("下载文件")


class CheckoutState(models.TextChoices):
    ASKED = "pending", _("待批准")
    GRANTED = "approved", _("可查看")
    SEEN = "working", _("使用中")
    RETURNED = "done", _("已归还")
    EXPIRED = "expired", _("已到期")
    DECLINED = "rejected", _("未批准")
    WITHDRAWN = "withdrawn", _("已撤回")
    LAPSED = "dropped", _("无人答复，已失效")
    ENDED = "cancelled", _("已收回")


OPEN = (CheckoutState.ASKED, CheckoutState.GRANTED, CheckoutState.SEEN)
HELD = (CheckoutState.GRANTED, CheckoutState.SEEN)

_CLOSES = {CheckoutState.ENDED}
CHECKOUT = StateMachine(
    CheckoutState,
    {
        CheckoutState.ASKED: {
            CheckoutState.GRANTED, CheckoutState.DECLINED, CheckoutState.WITHDRAWN, CheckoutState.LAPSED, *_CLOSES,
        },
        CheckoutState.GRANTED: {CheckoutState.SEEN, CheckoutState.RETURNED, CheckoutState.EXPIRED, *_CLOSES},
        CheckoutState.SEEN: {CheckoutState.RETURNED, CheckoutState.EXPIRED, *_CLOSES},
        **{s: set() for s in CheckoutState if s not in OPEN},
    },
    code="checkout",
    clause="3.2.2",
)  # fmt: skip


class GlassState(models.TextChoices):
    WAITING = "pending", _("待第二人确认")
    OPENED = "unverified", _("已启封，待复盘")
    REVIEWED = "done", pgettext_lazy("emergency opening", "已复盘")
    LAPSED = "expired", _("无人确认，已失效")


GLASS = StateMachine(
    GlassState,
    {
        GlassState.WAITING: {GlassState.OPENED, GlassState.LAPSED},
        GlassState.OPENED: {GlassState.REVIEWED},
        GlassState.REVIEWED: set(),
        GlassState.LAPSED: set(),
    },
    code="glass",
    clause="3.2.3",
)


class Decision(models.TextChoices):
    KEEP = "keep", _("保留")
    REVOKE = "revoke", _("收回")
