"""What 微博 accepts, as data."""

from masthead.platforms.limits import MB, Limit

SHORT = Limit(130, "characters, Latin ones a half", "sure", "share: 140 units, safety kept")
LONG = Limit(2000, "characters, Latin ones a half", "unsure", "update/biz: 2,000, one SDK 5,000", warn=130)
LONG_FROM = 140  # above, `is_longtext=1` is needed
COMMENT = Limit(130, "characters, Latin ones a half", "sure", "comments/create: 140, keep 130")
PICTURE = Limit(5 * MB - 1, "bytes", "sure", "share, upload_pic")
PICTURES_FREE = Limit(1, "pictures", "sure", "share")
PICTURES_PAID = Limit(9, "pictures", "sure", "upload_url_text: nine classic, more with some SDKs (likely)")
PICTURE_TYPES = frozenset({"image/jpeg", "image/png", "image/gif"})
EXTENSIONS = {"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif"}
TIMELINE = 5  # the free app is told the latest five of its own posts [sure]
COUNT_BATCH = 100  # ids of one statuses/count [sure]
COMMENT_PAGE = 50
CLOCK_SLACK_SECONDS = 120
