"""What the platform accepts, as data. `mark` says how sure the fact is; a site's host or plug-ins may allow less."""

from django.utils.translation import gettext_lazy as _

from masthead.platforms.limits import MB, Limits

limit = Limits("wordpress")
TITLE = limit(
    "title", _("标题"), 1000, _("字"), "likely", "post_title is a text column; themes break long ones", warn=80
)
CONTENT_BYTES = limit(
    "content_bytes", _("正文大小"), 4 * MB, _("字节"), "likely", "max_allowed_packet of the usual database"
)
PICTURE = limit(
    "picture_bytes",
    _("单张图片"),
    20 * MB,
    _("字节"),
    "unsure",
    "upload_max_filesize of the host; PHP ships with 2 MB",
    warn=2 * MB,
)

PICTURE_TYPES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})  # sure: webp since 5.8
EXTENSIONS = {"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/webp": ".webp"}
COMMENT_PAGE = 50
PAGE_MOST = 100  # sure: REST handbook, per_page
FIGURE_REFS = 100  # so many posts are asked for their comments in one go
STYLE_SECONDS = 600.0  # how long it is remembered in which way a site answers
