"""What a platform may be able to do, and in which way. No models: connectors speak in these words."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Ability(TextChoices):
    PUBLISH = "publish", _("发布")
    WITHDRAW = "withdraw", _("撤下")
    COMMENTS = "comments", _("评论")
    MESSAGES = "messages", _("私信")
    FIGURES = "figures", _("数据")


class Mode(TextChoices):
    AUTOMATIC = "automatic", _("自动")
    HANDOFF = "handoff", _("扫码确认")
    ASSISTED = "assisted", _("人工辅助")
    NONE = "none", _("未接入")
