"""What the platform accepts, as data. `mark` says how sure the fact is: sure = lexicon, or seen on a real server."""

from django.utils.translation import gettext_lazy as _

from masthead.platforms.limits import Limits

limit = Limits("bluesky")
TEXT_GRAPHEMES = limit(
    "text",
    _("正文"),
    300,
    _("字"),
    "sure",
    "lexicon app.bsky.feed.post, maxGraphemes; 301 seen refused",
    counted="graphemes",
)
TEXT_BYTES = limit("text_bytes", _("正文大小"), 3000, _("字节"), "sure", "lexicon app.bsky.feed.post, maxLength")
TAG_GRAPHEMES = limit("tag", _("话题"), 64, _("字"), "sure", "lexicon app.bsky.richtext.facet#tag")
PICTURES = limit("pictures", _("图片数量"), 4, _("张"), "sure", "lexicon app.bsky.embed.images")
BLOB_BYTES = limit(
    "picture_bytes",
    _("单张图片"),
    1_000_000,
    _("字节"),
    "sure",
    "lexicon app.bsky.embed.images; newer ones allow 2,000,000",
)
LOGINS = limit("logins", _("五分钟内登录"), 30, _("次"), "sure", "createSession; 31st seen refused, 300 a day")

PICTURE_TYPES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
PICTURE_SIDE = 2000  # pixels; the official app scales to this
TOKEN_SECONDS = 600  # of an access token that does not tell its end
POSTS_ASKED = 25  # sure: uris in one getPosts
REPOS_MOST, RECORDS_MOST = 200, 50  # how far replies are looked for on a server without its own view of the network
