"""What the platform accepts, as data. `mark` says how sure the fact is: sure = official page or two sources, likely = one source."""

from django.utils.translation import gettext_lazy as _

from masthead.platforms.limits import KB, MB, POSTS_A_DAY, Limits

limit = Limits("wechat_oa")
TITLE = limit("title", _("标题"), 64, _("字"), "likely", "draft_add page: 32; error 45003 and older page: 64", warn=32)
AUTHOR = limit("author", _("作者"), 16, _("字"), "sure", "draft_add page")
DIGEST = limit("digest", _("摘要"), 128, _("字"), "sure", "draft_add page (older: 120)", warn=120)
CONTENT_CHARS = limit(
    "content_chars",
    _("正文（含排版代码）"),
    19_999,
    _("字符"),
    "sure",
    "draft_add page and staff answer",
    warn=18_000,
)
CONTENT_BYTES = limit("content_bytes", _("正文大小"), MB - 1, _("字节"), "sure", "draft_add page")
SOURCE_URL = limit("source_url", _("原文链接"), KB, _("字节"), "sure", "draft_add page")
BODY_PICTURE = limit("body_picture", _("正文图片"), MB - 1, _("字节"), "sure", "media/uploadimg page")
COVER = limit("cover", _("封面"), 10 * MB, _("字节"), "sure", "material/add_topic_material page")
MASS_A_DAY = limit(
    POSTS_A_DAY,
    _("每天群发"),
    1,
    _("次"),
    "sure",
    "message/mass page: one successful call a day",
    only=("release", "mass"),
)

BODY_PICTURE_TYPES = frozenset({"image/jpeg", "image/png"})
COVER_TYPES = frozenset({"image/jpeg", "image/png", "image/gif", "image/bmp"})
EXTENSIONS = {"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/bmp": ".bmp"}

PICTURE_URL_CHARS = 180  # what a body picture's address adds to the HTML, on the safe side
FIGURE_DAYS = 30  # an article's figures are told for so many days
BATCH = 20  # rows of one freepublish/batchget
BATCH_PAGES = 5  # how far back a look-up reads
CALLBACK_AGE_SECONDS = 300  # older or newer messages are refused: the platform keeps no nonces
COMMENTS_A_PAGE = 49  # 50 and more are refused
MASS_MEMORY_SECONDS = 20 * 3600  # the platform remembers clientmsgid for 24 hours; a margin for slow clocks
TOKEN_MISSING_LIFETIME_SECONDS = 7200
