"""What the platform accepts, as data. `mark` says how sure the fact is: sure = official page or two sources, likely = one source."""

from dataclasses import dataclass

KB, MB = 1024, 1024 * 1024


@dataclass(frozen=True)
class Limit:
    """`stop` refuses, `warn` only tells (0 = no warning)."""

    stop: int
    unit: str
    mark: str
    source: str
    warn: int = 0


TITLE = Limit(64, "characters", "likely", "draft_add page: 32; error 45003 and older page: 64", warn=32)
AUTHOR = Limit(16, "characters", "sure", "draft_add page")
DIGEST = Limit(128, "characters", "sure", "draft_add page (older: 120)", warn=120)
CONTENT_CHARS = Limit(
    19_999, "characters of HTML, tags included", "sure", "draft_add page and staff answer", warn=18_000
)
CONTENT_BYTES = Limit(MB - 1, "bytes of HTML", "sure", "draft_add page")
SOURCE_URL = Limit(KB, "bytes", "sure", "draft_add page")
BODY_PICTURE = Limit(MB - 1, "bytes", "sure", "media/uploadimg page")
COVER = Limit(10 * MB, "bytes", "sure", "material/add_material page")

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
