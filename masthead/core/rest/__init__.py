"""What every door for machines shares: kinds of values, problems, paging, ETags. The doors themselves are each room's `api.py`.

A door reads by `queries` and writes by `actions`, as a page does, and declares one access with the same decorators
(`core.permissions`); `web.api` collects them below /api/v1/.
"""

from masthead.core.rest.answers import REFUSALS, answers
from masthead.core.rest.doors import Doors
from masthead.core.rest.entry import caller, own_affairs, people_only
from masthead.core.rest.etags import expect, tag
from masthead.core.rest.forms import checked
from masthead.core.rest.kinds import (
    BodyKey,
    Day,
    Flag,
    In,
    Key,
    LongText,
    Moment,
    Named,
    Note,
    Out,
    Reason,
    Search,
    Sha256,
    Title,
)
from masthead.core.rest.paging import Listed, Paging, listed

__all__ = [
    "REFUSALS",
    "BodyKey",
    "Day",
    "Doors",
    "Flag",
    "In",
    "Key",
    "Listed",
    "LongText",
    "Moment",
    "Named",
    "Note",
    "Out",
    "Paging",
    "Reason",
    "Search",
    "Sha256",
    "Title",
    "answers",
    "caller",
    "checked",
    "expect",
    "listed",
    "own_affairs",
    "people_only",
    "tag",
]
