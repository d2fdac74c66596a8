"""What the platform accepts, as data. `mark` says how sure the fact is; a site's host or plug-ins may allow less."""

from dataclasses import dataclass

MB = 1024 * 1024


@dataclass(frozen=True)
class Limit:
    """`stop` refuses, `warn` only tells (0 = no warning)."""

    stop: int
    unit: str
    mark: str
    source: str
    warn: int = 0


TITLE = Limit(1000, "characters", "likely", "post_title is a text column; themes break long ones", warn=80)
CONTENT_BYTES = Limit(4 * MB, "bytes of HTML", "likely", "max_allowed_packet of the usual database")
PICTURE = Limit(20 * MB, "bytes", "unsure", "upload_max_filesize of the host; PHP ships with 2 MB", warn=2 * MB)

PICTURE_TYPES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})  # sure: webp since 5.8
EXTENSIONS = {"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/webp": ".webp"}
COMMENT_PAGE = 50
PAGE_MOST = 100  # sure: REST handbook, per_page
FIGURE_REFS = 100  # so many posts are asked for their comments in one go
STYLE_SECONDS = 600.0  # how long it is remembered in which way a site answers
