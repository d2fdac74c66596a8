"""What the editor offers beside the sheet: blocks, colours, themes, limits of each account, and who else is there."""

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from masthead.accounts import queries as accounts_queries
from masthead.accounts.models import Account
from masthead.content import errors
from masthead.content.documents.themes import THEMES
from masthead.content.limits import PRESENT_SECONDS
from masthead.content.models import Block, BlockKind, BrandColour, Draft, Presence
from masthead.content.queries.scopes import require_in_unit
from masthead.core import clock
from masthead.org import queries as org
from masthead.org.models import Member
from masthead.platforms.catalogue import Face, cover_ratio_of, face_of
from masthead.platforms.limits import LIMITS

SHORT_FACES = {Face.FEED, Face.NOTE, Face.VERTICAL, Face.CARD, Face.POST}
COUNTED = {
    "title": ("title",),
    "digest": ("digest",),
    "byline": ("author",),
    "text": ("short", "text", "caption", "desc"),
    "body": ("content_chars",),
}
FALLBACK_COLOURS = (
    (lazy("朱砂"), "#b93a26"),
    (lazy("茶绿"), "#1c6b3f"),
    (lazy("靛青"), "#2f4a9a"),
    (lazy("琥珀"), "#8a5a00"),
    (lazy("墨灰"), "#6b6b6b"),
)


def blocks_for(draft: Draft) -> list[Block]:
    """Blocks for this draft: the company's, its department's, its accounts'; one query."""
    accounts = [a.pk for a in draft.accounts.all()]
    mine = Q(unit=None) | Q(unit_id=draft.unit_id, account=None) | Q(account__in=accounts)
    return list(Block.objects.filter(mine, retired=False).select_related("account"))


def blocks_to_manage(member: Member) -> QuerySet[Block]:
    """Blocks in the member's reach, with the company's to look at."""
    scope = org.scope_of(member, "content.draft.read")
    rows = Block.objects.filter(retired=False).select_related("unit", "account")
    return rows if scope.company else rows.filter(Q(unit=None) | Q(unit_id__in=scope.unit_ids))


def get_block_for(member: Member, pk: int, capability: str) -> Block:
    """A block that the member may see. Raises NotThere, NotPermitted without the capability where it belongs."""
    found = blocks_to_manage(member).filter(pk=pk).first()
    if found is None:
        raise errors.block_not_there()
    if found.unit_id is not None:
        require_in_unit(member, capability, found.unit_id)
    elif not org.scope_of(member, capability).company:
        raise errors.company_blocks()
    return found


def blocks_page(member: Member) -> dict[str, Any]:
    """The page of blocks and colours."""
    scope = org.scope_of(member, "content.block.manage")
    rows = [(b, scope.company or b.unit_id in scope.unit_ids) for b in blocks_to_manage(member)[:200]]
    return {
        "rows": rows,
        "colours": brand_colours(),
        "may_manage": bool(scope.company or scope.unit_ids),
        "company": scope.company,
    }


def block_crumbs() -> list[dict[str, str]]:
    """The way up from a block's form."""
    return [{"label": _("常用内容"), "href": reverse("content:blocks")}]


def colours_as_lines() -> str:
    """The colours as their form shows them."""
    return "\n".join(f"{name} {value}" for name, value in brand_colours())


def accounts_for_blocks(member: Member) -> QuerySet[Account]:
    """Accounts that a block may belong to."""
    visible = accounts_queries.accounts_visible_to(member).order_by().values("pk")
    return Account.objects.filter(pk__in=visible).select_related("platform").order_by("name", "pk")


def brand_colours() -> list[tuple[str, str]]:
    """[(name, #rrggbb)]: the company's, or the house's own while it has named none."""
    return list(BrandColour.objects.values_list("name", "value")) or [
        (str(name), value) for name, value in FALLBACK_COLOURS
    ]


def account_setup(account: Account) -> dict[str, Any]:
    """What the editor knows of an account: its face, forms and the limits of its platform as they are counted."""
    key = account.platform.key
    known = key in LIMITS
    limits = {limit.key: limit for limit in LIMITS[key]} if known else {}
    found = {}
    for name, keys in COUNTED.items():
        limit = next((limits[k] for k in keys if k in limits), None)
        if limit:
            found[name] = [limit.warn, limit.most, limit.counted]
    face = face_of(key)
    return {
        "key": str(account.pk), "name": account.name, "platform": str(account.platform), "face": str(face), "short": face in SHORT_FACES,
        "cover": cover_ratio_of(key), "forms": list(account.platform.forms), "limits": found,
    }  # fmt: skip


def blocks_setup(blocks: list[Block]) -> list[dict[str, Any]]:
    """Blocks as the editor takes them."""
    labels = dict(BlockKind.choices)
    return [
        {
            "id": b.pk, "kind": b.kind, "label": str(labels[b.kind]), "name": b.name, "html": b.html, "account": str(b.account_id or ""),
            "of": b.account.name if b.account else "",
        }
        for b in blocks
    ]  # fmt: skip


def themes_setup() -> list[dict[str, str]]:
    """Themes for the picker."""
    return [{"key": key, "name": str(theme.name), "colour": theme.colour} for key, theme in THEMES.items()]


def others_present(draft: Draft, member: Member, now: dt.datetime | None = None) -> list[str]:
    """Names of others who have the draft open."""
    since = (now or clock.now()) - dt.timedelta(seconds=PRESENT_SECONDS)
    rows = Presence.objects.filter(draft=draft, seen_at__gte=since).exclude(member=member)
    return sorted(set(rows.values_list("member__name", flat=True)))
