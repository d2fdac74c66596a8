"""What B 站 accepts, as data."""

from masthead.platforms.limits import MB, Limit

TITLE = Limit(80, "characters", "sure", "add-by-utoken: 123030 above 80", warn=79)
DESC = Limit(249, "characters", "sure", "add-by-utoken: below 250")
TAGS = Limit(199, "characters, commas included", "sure", "add-by-utoken: below 200")
VIDEO = Limit(4 * 1024 * MB, "bytes", "sure", "video page")
VIDEO_SECONDS = Limit(5 * 3600, "seconds", "sure", "video page")
VIDEO_TYPES = {"video/mp4": ".mp4", "video/x-flv": ".flv", "video/quicktime": ".mov"}
PART = 8 * MB  # fixed, except the last [sure]
PARTS = Limit(512, "parts", "sure", "part/upload page")
COVER = Limit(5 * MB, "bytes", "sure", "cover/upload page")
COVER_LEAST = (960, 600)  # [sure]
COVER_MADE = (1146, 717)  # recommended [sure]
COVER_TYPES = frozenset({"image/jpeg", "image/png"})
ARTICLE_TITLE = Limit(39, "characters", "unsure", "article/add: below 40")
ARTICLE_PICTURE = Limit(5 * MB, "bytes", "unsure", "as covers")
ARTICLE_TYPES = {"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif"}
LIST_PAGE, LIST_PAGES = 50, 3  # viewlist: at most 50 a page [sure]; how far we read
APART_SECONDS = 30  # between two submissions [sure]
CALLBACK_AGE_SECONDS = 600
CLOCK_SLACK_SECONDS = 120
ABSOLUTE_FROM = 10**9  # `expires_in` above is a moment, not a span [sure]
EARLY_SECONDS = 3 * 86_400  # an access token that is over cannot be renewed: it is renewed while it lives
