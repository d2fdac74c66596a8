"""Reading rows."""

from typing import TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def lone(rows: QuerySet[Row]) -> Row | None:
    """The row of a filter that at most one row can meet; `first()` would sort what needs no sorting, which a hot path feels."""
    return next(iter(rows), None)
