"""What a server accepts where it does not say otherwise. `mark`: sure = official page or two sources, likely = one source.

A server's own numbers come from its instance page and are looked at before the post is made (`instance.py`).
"""

from django.utils.translation import gettext_lazy as _

from masthead.platforms.limits import MB, Limits

limit = Limits("mastodon")
STATED = {
    one.key: one
    for one in (
        limit("text", _("正文"), 500, _("字"), "sure", "docs.joinmastodon.org: default of the server"),
        limit("pictures", _("图片数量"), 4, _("张"), "sure", "docs.joinmastodon.org: default of the server"),
        limit("picture_bytes", _("单张图片"), 16 * MB, _("字节"), "likely", "docs.joinmastodon.org: image_size_limit"),
        limit("video_bytes", _("视频"), 99 * MB, _("字节"), "likely", "docs.joinmastodon.org: video_size_limit"),
        limit("alt", _("图片说明"), 1500, _("字"), "sure", "docs.joinmastodon.org: description_limit"),
        limit("url_counts", _("每个链接计"), 23, _("字"), "sure", "docs.joinmastodon.org: characters_reserved_per_url"),
    )
}

PICTURE_TYPES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
VIDEO_TYPES = frozenset({"video/mp4", "video/webm", "video/quicktime"})
PAGE = 40  # the most that a list gives
PAGES = 3  # how far back a look-up reads
SLACK_SECONDS = 600  # clocks differ
NOT_READY_SECONDS = 5  # a medium in the works is asked for again after so long
NO_END_SECONDS = 10 * 365 * 86_400  # a token that names no end


def most(key: str) -> int:
    """The limit in force."""
    return STATED[key].most
