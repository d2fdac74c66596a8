"""What 快手 accepts, as data. The open platform publishes few numbers; what is not sure only warns where it can."""

from django.utils.translation import gettext_lazy as _

from masthead.platforms.limits import MB, Limits

limit = Limits("kuaishou")

CAPTION = limit("caption", _("文案（含话题）"), 1000, _("字"), "likely", "product of a vendor")
TAGS = limit("tags", _("话题数量"), 4, _("个"), "likely", "product of a vendor")
COVER = limit("cover_bytes", _("封面"), 10 * MB, _("字节"), "sure", "photo/publish page")
COVER_TYPES = frozenset({"image/jpeg", "image/png", "image/bmp", "image/webp"})
VIDEO = limit(
    "video_bytes",
    _("视频"),
    4 * 1024 * MB,
    _("字节"),
    "unsure",
    "the app; the open platform names none",
    warn=2 * 1024 * MB,
)
VIDEO_SECONDS = limit(
    "video_seconds", _("视频时长"), 1800, _("秒"), "unsure", "the app; the open platform names none", warn=900
)
VIDEO_TYPES = frozenset({"video/mp4", "video/quicktime"})
FRAGMENT = 4 * MB
LIST_PAGE, LIST_PAGES = 200, 5  # photo/list: at most 200 a page [sure]; how far we read
LATE_SECONDS = 300  # photo/info may not know a new video for a short while [sure]; how long is our own guess
CLOCK_SLACK_SECONDS = 120
EXTENSIONS = {"image/jpeg": ".jpg", "image/png": ".png", "image/bmp": ".bmp", "image/webp": ".webp"}
