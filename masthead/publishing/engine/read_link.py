"""The page behind a proof's link, read once through the door out. What it says is a hint; whatever goes wrong changes nothing."""

import html
import re

from masthead.core import outbound
from masthead.core.errors import DomainError
from masthead.publishing import actions, queries

TITLE = re.compile(rb"<title[^>]*>(.{1,600}?)</title>", re.IGNORECASE | re.DOTALL)
SOCIAL = re.compile(rb'property="og:title"\s+content="([^"]{1,600})"', re.IGNORECASE)


def read_link(proof_id: int) -> bool:
    """Keep the title that the page gives itself; False when it could not be read."""
    link = queries.link_of_proof(proof_id)
    if not link:
        return False
    try:
        reply = outbound.send("GET", link)
    except DomainError:  # not called at all, or not answered: both are only a hint less
        return False
    title = title_of(reply.body) if reply.status == 200 else ""
    if title:
        actions.note_page_title(proof_id=proof_id, title=title)
    return bool(title)


def title_of(body: bytes) -> str:
    """The page's own title, '' when it has none."""
    found = SOCIAL.search(body) or TITLE.search(body)
    return " ".join(html.unescape(found[1].decode("utf-8", "replace")).split()) if found else ""
