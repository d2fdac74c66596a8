"""What the assistant takes, as data; only what is sure refuses."""

from django.utils.translation import gettext_lazy as _

from masthead.platforms.limits import MB, Limits

limit = Limits("wechat_channels")
TITLE_LEAST = 6
TITLE = limit("title", _("短标题"), 16, _("字"), "likely", "web assistant: 6 to 16")
DESCRIPTION = limit("text", _("视频描述"), 1000, _("字"), "likely", "web assistant; topics and mentions count")
PICTURES = limit("pictures", _("图片数量"), 18, _("张"), "unsure", "the app; vendors say nine")
PICTURE = limit("picture_bytes", _("单张图片"), 20 * MB, _("字节"), "unsure", "the app")
TAGS = limit("tags", _("话题数量"), 10, _("个"), "unsure", "vendors")
