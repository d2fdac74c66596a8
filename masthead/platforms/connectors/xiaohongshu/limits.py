"""What a note may hold, as data; only what is sure refuses."""

from django.utils.translation import gettext_lazy as _

from masthead.platforms.limits import MB, Limits

limit = Limits("xiaohongshu")
TITLE = limit("title", _("标题"), 20, _("字（英文算半个）"), "sure", "the app", counted="half")
BODY = limit("text", _("正文（含话题）"), 1000, _("字"), "sure", "the app; topics count")
PICTURES = limit("pictures", _("图片数量"), 18, _("张"), "likely", "the app; nine in older ones")
PICTURE = limit("picture_bytes", _("单张图片"), 20 * MB, _("字节"), "likely", "the app; 32 MB in newer ones")
TAGS = limit("tags", _("话题数量"), 10, _("个"), "likely", "the app")
