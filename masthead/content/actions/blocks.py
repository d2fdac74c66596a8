"""Reusable words and the colours of the house."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.accounts.models import Account
from masthead.content import errors
from masthead.content.documents import asset_hashes, clean_html, plain_text
from masthead.content.events import ContentEvent
from masthead.content.models import Block, BrandColour
from masthead.content.queries import require_in_unit
from masthead.core import clock
from masthead.core.errors import BadInput
from masthead.org import queries as org
from masthead.org.models import Member, Unit
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

CAPABILITY = "content.block.manage"


@guarded("3.3.1")
@transaction.atomic
def save_block(
    *, kind: str, name: str, html: str, unit: Unit | None, by: Member, account: Account | None = None, block: Block | None = None,
    at: dt.datetime | None = None,
) -> Block:  # fmt: skip
    """Keep words for use in many texts; texts that have them already stay as they are.

    Clause: 3.3.1.  Raises: NotPermitted (another department, or the whole company without reach over it), BadInput without words.
    Events: content:block:saved.
    """
    _require_reach(by, unit.pk if unit else None)
    if block is not None:
        _require_reach(by, block.unit_id)
    cleaned = clean_html(html)
    if not plain_text(cleaned) or not name.strip():
        raise BadInput(_("请写名称和内容。"), code="block_empty", clause="3.3.1", fields={"html": [_("请写内容。")]})
    if asset_hashes(cleaned):
        raise BadInput(
            _("常用内容里不能放图片，图片属于各自的稿件。"),
            code="block_picture",
            clause="3.3.1",
            fields={"html": [_("请去掉图片。")]},
        )
    kept = block or Block(made_by=by, made_at=at or clock.now())
    kept.kind, kept.name, kept.html, kept.unit, kept.account = kind, name.strip()[:40], cleaned, unit, account
    kept.retired = False
    kept.save()
    trail.record(
        ContentEvent.BLOCK_SAVED,
        target=kept,
        by=by,
        data={"kind": kind, "unit": kept.unit_id, "account": kept.account_id},
    )
    return kept


@guarded("3.3.1")
@transaction.atomic
def retire_block(*, block: Block, by: Member) -> Block:
    """Offer a block no longer; nothing is deleted.  Clause: 3.3.1.  Raises: NotPermitted.  Events: content:block:retired."""
    _require_reach(by, block.unit_id)
    if Block.objects.filter(pk=block.pk, retired=False).update(retired=True):
        trail.record(ContentEvent.BLOCK_RETIRED, target=block, by=by)
    block.refresh_from_db()
    return block


@guarded("3.3.1")
@transaction.atomic
def set_brand_colours(*, colours: list[tuple[str, str]], by: Member) -> list[BrandColour]:
    """Name the colours of the house, in their order; [(name, #rrggbb)].

    Clause: 3.3.1.  Raises: NotPermitted, BadInput for a wrong or a double colour.  Events: content:colours:set.
    """
    _require_reach(by, None)
    rows = [
        BrandColour(name=name.strip()[:12], value=value.strip().lower(), order=n)
        for n, (name, value) in enumerate(colours)
    ]
    if len({row.value for row in rows}) != len(rows):
        raise BadInput(_("同一个颜色写了两次。"), code="colour_twice", clause="3.3.1")
    before = list(BrandColour.objects.values_list("value", flat=True))
    BrandColour.objects.all().delete()
    for row in rows:
        row.clean_fields()
        row.save()
    trail.record(ContentEvent.COLOURS_SET, target=by, by=by, before=before, after=[row.value for row in rows])
    return rows


def _require_reach(by: Member, unit_id: int | None) -> None:
    """A department's own by whoever manages blocks there; the company's only with reach over the whole company."""
    if unit_id is not None:
        require_in_unit(by, CAPABILITY, unit_id)
    elif not org.scope_of(by, CAPABILITY).company:
        raise errors.company_blocks()
