"""What 快手 accepts, as data. The open platform publishes few numbers; what is not sure only warns where it can."""

from masthead.platforms.limits import MB, Limit

CAPTION = Limit(1000, "characters, topics included", "likely", "product of a vendor")
TAGS = Limit(4, "topics", "likely", "product of a vendor")
COVER = Limit(10 * MB, "bytes", "sure", "photo/publish page")
COVER_TYPES = frozenset({"image/jpeg", "image/png", "image/bmp", "image/webp"})
VIDEO = Limit(4 * 1024 * MB, "bytes", "unsure", "the app; the open platform names none", warn=2 * 1024 * MB)
VIDEO_SECONDS = Limit(1800, "seconds", "unsure", "the app; the open platform names none", warn=900)
VIDEO_TYPES = frozenset({"video/mp4", "video/quicktime"})
FRAGMENT = 4 * MB
LIST_PAGE, LIST_PAGES = 200, 5  # photo/list: at most 200 a page [sure]; how far we read
LATE_SECONDS = 300  # photo/info may not know a new video for a short while [sure]; how long is our own guess
CLOCK_SLACK_SECONDS = 120
EXTENSIONS = {"image/jpeg": ".jpg", "image/png": ".png", "image/bmp": ".bmp", "image/webp": ".webp"}
