"""The first comment that was approved together with the post."""

from masthead.content import queries as content_queries
from masthead.publishing.models import Publication

SETTING = "first_comment"


def first_comment_of(publication: Publication) -> str:
    """The account's own first comment, else the master's, as it stands in the version that went out; '' = none.

    Taken from the immutable version, never from the draft of today: what is said below the post is what was approved.
    """
    words = content_queries.words_for(publication.revision, publication.account_id)
    return str(words.settings.get(SETTING) or "").strip()
