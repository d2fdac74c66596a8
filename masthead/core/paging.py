"""Paging by cursor: the position is the last row's key, so page 2,000 costs what page 1 costs and new rows shift nothing."""

import base64
import binascii
import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import QueryDict

M = TypeVar("M", bound=Model)
PAGE = 25


@dataclass(frozen=True)
class Page(Generic[M]):
    """Rows of one page; `next`/`previous` are cursors or ''."""

    rows: list[M]
    next: str = ""
    previous: str = ""

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def _encode(direction: str, values: Sequence[Any]) -> str:
    plain = [v.isoformat() if isinstance(v, dt.datetime | dt.date) else v for v in values]
    return base64.urlsafe_b64encode(json.dumps([direction, *plain]).encode()).decode().rstrip("=")


def _decode(cursor: str) -> tuple[str, list[Any]] | None:
    try:
        parts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error):
        return None
    if not isinstance(parts, list) or len(parts) < 2 or parts[0] not in ("n", "p"):
        return None
    return str(parts[0]), parts[1:]


def _beyond(fields: list[str], values: list[Any], *, backwards: bool) -> Q:
    """Rows after the cursor in the given order: (a, b) > (x, y) written out, as SQL row comparison cannot mix directions.

    The bound on the first field alone says nothing new; with it the database begins in its index where the page begins.
    """
    condition, equal = Q(), Q()
    for name, value in zip(fields, values, strict=False):
        descending = name.startswith("-") != backwards
        bare = name.lstrip("-")
        condition |= equal & Q(**{f"{bare}__{'lt' if descending else 'gt'}": value})
        equal &= Q(**{bare: value})
    bound = "lte" if fields[0].startswith("-") != backwards else "gte"
    return Q(**{f"{fields[0].lstrip('-')}__{bound}": values[0]}) & condition


def page_of(queryset: QuerySet[M], *, order: Sequence[str], cursor: str = "", size: int = PAGE) -> Page[M]:
    """One page of `queryset` in `order` (field names, '-' for descending, the last one unique; no NULLs). A bad cursor means page 1."""
    fields = list(order)
    decoded = _decode(cursor) if cursor else None
    if decoded and len(decoded[1]) != len(fields):
        decoded = None
    backwards = bool(decoded and decoded[0] == "p")
    directed = [f.lstrip("-") if f.startswith("-") else f"-{f}" for f in fields] if backwards else fields
    rows_query = queryset.order_by(*directed)
    if decoded:
        try:
            rows_query = rows_query.filter(_beyond(fields, decoded[1], backwards=backwards))
        except (ValueError, TypeError):
            decoded = None
    rows = list(rows_query[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()

    def key(row: M) -> list[Any]:
        return [getattr(row, f.lstrip("-")) for f in fields]

    has_next = bool(rows) and (more if not backwards else True)
    has_previous = bool(rows) and (bool(decoded) if not backwards else more)
    return Page(
        rows, _encode("n", key(rows[-1])) if has_next else "", _encode("p", key(rows[0])) if has_previous else ""
    )


def address_with(query: QueryDict, **changes: str) -> str:
    """The query string with some keys changed ('' removes), for pager and filter links."""
    copy = query.copy()
    for name, value in changes.items():
        if value:
            copy[name] = value
        else:
            copy.pop(name, None)
    return f"?{copy.urlencode()}" if copy else "?"
