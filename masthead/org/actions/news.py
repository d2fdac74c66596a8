"""News of `org` for members: carried by whichever room above has registered as a teller."""

from collections.abc import Iterable

from django.utils.functional import Promise

from masthead.org.models import Member
from masthead.org.registry import TELLERS
from masthead.trail.guards import silent


@silent("news repeat a deed that is on the trail itself")
def tell(
    *,
    kind: str,
    members: Iterable[int],
    title: str | Promise,
    url: str,
    body: str | Promise = "",
    by: Member | None = None,
    clause: str = "2.1",
) -> None:
    """Hand news over inside the deed's transaction; without a teller nothing is said."""
    told = list(members)
    for carry in TELLERS.values():
        carry(kind=kind, members=told, title=title, body=body, url=url, by=by, clause=clause)
