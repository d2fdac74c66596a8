"""What the platform accepts, as data. `mark` says how sure the fact is: sure = lexicon, or seen on a real server."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limit:
    """`stop` refuses, `warn` only tells (0 = no warning)."""

    stop: int
    unit: str
    mark: str
    source: str
    warn: int = 0


TEXT_GRAPHEMES = Limit(300, "graphemes", "sure", "lexicon app.bsky.feed.post, maxGraphemes; 301 seen refused")
TEXT_BYTES = Limit(3000, "bytes of UTF-8", "sure", "lexicon app.bsky.feed.post, maxLength")
TAG_GRAPHEMES = Limit(64, "graphemes", "sure", "lexicon app.bsky.richtext.facet#tag")
PICTURES = Limit(4, "pictures", "sure", "lexicon app.bsky.embed.images")
BLOB_BYTES = Limit(1_000_000, "bytes", "sure", "lexicon app.bsky.embed.images; newer ones allow 2,000,000")
LOGINS = Limit(30, "logins in five minutes", "sure", "createSession; 31st seen refused, 300 a day")

PICTURE_TYPES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
PICTURE_SIDE = 2000  # pixels; the official app scales to this
TOKEN_SECONDS = 600  # of an access token that does not tell its end
POSTS_ASKED = 25  # sure: uris in one getPosts
REPOS_MOST, RECORDS_MOST = 200, 50  # how far replies are looked for on a server without its own view of the network
