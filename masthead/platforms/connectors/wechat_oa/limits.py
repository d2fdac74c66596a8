"""What the platform accepts, as data. `mark` says how sure the fact is: sure = official page or two sources, likely = one source."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from masthead.platforms import limits
from masthead.platforms.limits import LimitSeed

KB, MB = 1024, 1024 * 1024


@dataclass(frozen=True)
class Limit:
    """`stop` refuses, `warn` only tells (0 = no warning)."""

    stop: int
    unit: str
    mark: str
    source: str
    warn: int = 0
    key: str = ""  # under which an administrator may correct it

    @property
    def most(self) -> int:
        """The limit in force."""
        return limits.value("wechat_oa", self.key, self.stop)


TITLE = Limit(64, "characters", "likely", "draft_add page: 32; error 45003 and older page: 64", warn=32, key="title")
AUTHOR = Limit(16, "characters", "sure", "draft_add page", key="author")
DIGEST = Limit(128, "characters", "sure", "draft_add page (older: 120)", warn=120, key="digest")
CONTENT_CHARS = Limit(
    19_999,
    "characters of HTML, tags included",
    "sure",
    "draft_add page and staff answer",
    warn=18_000,
    key="content_chars",
)
CONTENT_BYTES = Limit(MB - 1, "bytes of HTML", "sure", "draft_add page", key="content_bytes")
SOURCE_URL = Limit(KB, "bytes", "sure", "draft_add page", key="source_url")
BODY_PICTURE = Limit(MB - 1, "bytes", "sure", "media/uploadimg page", key="body_picture")
COVER = Limit(10 * MB, "bytes", "sure", "material/add_material page", key="cover")

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

SEEDS: tuple[tuple[Limit, str | Promise, str | Promise], ...] = (
    (TITLE, _("标题"), _("字")),
    (AUTHOR, _("作者"), _("字")),
    (DIGEST, _("摘要"), _("字")),
    (CONTENT_CHARS, _("正文（含排版代码）"), _("字符")),
    (CONTENT_BYTES, _("正文大小"), _("字节")),
    (SOURCE_URL, _("原文链接"), _("字节")),
    (BODY_PICTURE, _("正文图片"), _("字节")),
    (COVER, _("封面"), _("字节")),
)


def seeds() -> list[LimitSeed]:
    """The facts as the catalogue of limits keeps them."""
    return [LimitSeed(one.key, label, one.stop, unit, one.mark, one.source) for one, label, unit in SEEDS]
