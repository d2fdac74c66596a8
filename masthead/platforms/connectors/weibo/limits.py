"""What 微博 accepts, as data."""

from django.utils.translation import gettext_lazy as _

from masthead.platforms.limits import MB, Limits

limit = Limits("weibo")

SHORT = limit("short", _("短微博"), 130, _("字（英文算半个）"), "sure", "share: 140 units, safety kept", counted="half")
LONG = limit(
    "long",
    _("长微博"),
    2000,
    _("字（英文算半个）"),
    "unsure",
    "update/biz: 2,000, one SDK 5,000",
    warn=130,
    counted="half",
)
LONG_FROM = 140  # above, `is_longtext=1` is needed
COMMENT = limit(
    "comment", _("评论"), 130, _("字（英文算半个）"), "sure", "comments/create: 140, keep 130", counted="half"
)
PICTURE = limit("picture_bytes", _("单张图片"), 5 * MB - 1, _("字节"), "sure", "share, upload_pic")
PICTURES_FREE = limit("pictures_free", _("图片数量（免费接口）"), 1, _("张"), "sure", "share")
PICTURES_PAID = limit(
    "pictures_paid",
    _("图片数量（商业接口）"),
    9,
    _("张"),
    "sure",
    "upload_url_text: nine classic, more with some SDKs (likely)",
)
PICTURE_TYPES = frozenset({"image/jpeg", "image/png", "image/gif"})
EXTENSIONS = {"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif"}
TIMELINE = 5  # the free app is told the latest five of its own posts [sure]
COUNT_BATCH = 100  # ids of one statuses/count [sure]
COMMENT_PAGE = 50
CLOCK_SLACK_SECONDS = 120
