"""Lists by cursor. A cursor is signed for its address: it cannot be made up, and belongs to no other list."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from django.core.signing import BadSignature, Signer
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field

from masthead.core.errors import BadInput
from masthead.core.paging import page_of
from masthead.core.rest.kinds import Out

T = TypeVar("T")
M = TypeVar("M", bound=Model)


class Paging(Schema):
    """Where a page begins and how long it is."""

    cursor: str = Field("", max_length=500)
    limit: int = Field(25, ge=1, le=100)


class Listed(Out, Generic[T]):
    """One page. `next` and `previous` are cursors, empty where there is nothing more."""

    items: list[T]
    next: str = ""
    previous: str = ""


def listed(
    request: HttpRequest,
    rows: QuerySet[M],
    paging: Paging,
    *,
    order: Sequence[str],
    shape: Callable[[M], Any],
) -> dict[str, Any]:
    """One page of `rows`, each in its shape. Raises BadInput for a cursor that this list did not give."""
    signer = Signer(salt=f"api:{request.path}")
    try:
        cursor = signer.unsign(paging.cursor) if paging.cursor else ""
    except BadSignature:
        words = _("这个 cursor 不是本列表给出的。")
        raise BadInput(words, code="bad_cursor", fields={"cursor": [words]}) from None
    page = page_of(rows, order=order, cursor=cursor, size=paging.limit)
    near = {"next": page.next, "previous": page.previous}
    return {"items": [shape(row) for row in page.rows], **{k: signer.sign(v) if v else "" for k, v in near.items()}}
