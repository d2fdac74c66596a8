"""What B 站 accepts, as data."""

from django.utils.translation import gettext_lazy as _

from masthead.platforms.limits import MB, POSTS_A_DAY, Limits

limit = Limits("bilibili")

TITLE = limit("title", _("标题"), 80, _("字"), "sure", "add-by-utoken: 123030 above 80", warn=79)
DESC = limit("desc", _("简介"), 249, _("字"), "sure", "add-by-utoken: below 250")
TAGS = limit("tags", _("标签合计"), 199, _("字"), "sure", "add-by-utoken: below 200")
VIDEO = limit("video_bytes", _("视频"), 4 * 1024 * MB, _("字节"), "sure", "video page")
VIDEO_SECONDS = limit("video_seconds", _("视频时长"), 5 * 3600, _("秒"), "sure", "video page")
VIDEO_TYPES = {"video/mp4": ".mp4", "video/x-flv": ".flv", "video/quicktime": ".mov"}
PART = 8 * MB  # fixed, except the last [sure]
PARTS = limit("parts", _("视频分片"), 512, _("片"), "sure", "part/upload page")
COVER = limit("cover_bytes", _("封面"), 5 * MB, _("字节"), "sure", "cover/upload page")
COVER_LEAST = (960, 600)  # [sure]
COVER_MADE = (1146, 717)  # recommended [sure]
COVER_TYPES = frozenset({"image/jpeg", "image/png"})
ARTICLE_TITLE = limit("article_title", _("专栏标题"), 39, _("字"), "unsure", "article/add: below 40")
ARTICLE_PICTURE = limit("article_picture", _("专栏图片"), 5 * MB, _("字节"), "unsure", "as covers")
ARTICLE_TYPES = {"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif"}
# sure for members who are not formal yet (123036); whether an account is one, nobody tells us
A_DAY = limit(POSTS_A_DAY, _("每天投稿"), 5, _("篇"), "likely", "submission page: 5 a day for informal members")
LIST_PAGE, LIST_PAGES = 50, 3  # viewlist: at most 50 a page [sure]; how far we read
APART_SECONDS = 30  # between two submissions [sure]
CALLBACK_AGE_SECONDS = 600
CLOCK_SLACK_SECONDS = 120
ABSOLUTE_FROM = 10**9  # `expires_in` above is a moment, not a span [sure]
EARLY_SECONDS = 3 * 86_400  # an access token that is over cannot be renewed: it is renewed while it lives
