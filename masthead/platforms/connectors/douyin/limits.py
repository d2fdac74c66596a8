"""What the app accepts, as data. `mark` says how sure the fact is; only what is sure refuses."""

from django.utils.translation import gettext_lazy as _

from masthead.platforms.limits import POSTS_A_DAY, Limits

limit = Limits("douyin")
TITLE = limit("title", _("标题"), 30, _("字"), "likely", "share to the app")
TEXT = limit("text", _("作品描述"), 1000, _("字"), "likely", "the app")
SHORT_TITLE = limit("short_title", _("短标题"), 12, _("字"), "sure", "share schema")
TAGS = limit("tags", _("话题数量"), 5, _("个"), "likely", "the app")
PICTURES = limit("pictures", _("图片数量"), 35, _("张"), "sure", "share schema")
VIDEO_SECONDS = limit("video_seconds", _("视频时长"), 3600, _("秒"), "sure", "share schema")
A_DAY = limit(POSTS_A_DAY, _("每天发布"), 75, _("条"), "unsure", "2114007 is official, its number is hearsay")
VIDEO_TYPES = frozenset({"video/mp4"})
FIGURE_DAYS = 30  # item data is told for videos of thirty days
CALLBACK_AGE_SECONDS = 0  # the platform sends no time: repetitions are told apart by Msg-Id alone
