"""Tables of dates and hot topics: read, looked at, taken in. Nothing is committed before a person has seen the preview."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.content import planning_tables, queries
from masthead.content.actions.almanac import EntryWords, entry_errors, keep_entry
from masthead.content.actions.hot import add_hot_topics
from masthead.content.actions.previews import settle_preview
from masthead.content.events import AlmanacEvent
from masthead.content.hot_items import HotItem
from masthead.content.models import AlmanacEntry, ImportState, PlanningImport
from masthead.core import clock
from masthead.core.errors import NotPermitted
from masthead.org import queries as org
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

RIGHTS = {"dates": queries.ALMANAC_KEEP, "hot": queries.HOT_MARK}


@guarded("3.3.1")
@transaction.atomic
def read_planning_table(
    *, kind: str, by: Member, data: bytes = b"", name: str = "", text: str = "", at: dt.datetime | None = None
) -> PlanningImport:
    """Read a table (or pasted lines of hot topics) and keep it for the preview.

    Clause: 3.3.1.  Raises: NotPermitted, BadInput for what is no such table.  Events: content:planning_table:read.
    """
    _require(by, kind)
    rows = planning_tables.read_lines(text) if text else planning_tables.read_table(kind, data, name)
    if kind == "dates":
        kept = set(AlmanacEntry.objects.filter(dropped_at=None).values_list("name", "on"))
        for row in rows:
            if not row["errors"]:
                row["errors"] += [m for found in entry_errors(_words(row)).values() for m in found]
                if (row["name"], dt.date.fromisoformat(row["on"])) in kept:
                    row["errors"].append(_("已有同名的公司日期。"))
    made = PlanningImport.objects.create(
        kind=kind, name=(name or _("粘贴的内容"))[:200], rows=rows, made_by=by, made_at=at or clock.now()
    )
    trail.record(AlmanacEvent.PLANNING_TABLE_READ, target=made, by=by, data={"rows": len(rows)}, at=at)
    return made


@guarded("3.3.1")
@transaction.atomic
def take_planning_table(*, one: PlanningImport, by: Member, at: dt.datetime | None = None) -> int:
    """Take the good rows in; returns how many.

    Clause: 3.3.1.  Raises: NotPermitted, Stale when it was decided already.
    Events: content:planning_table:taken, and one for each row.
    """
    _require(by, one.kind)
    settle_preview(one=one, waiting=ImportState.WAITING, to=ImportState.DONE)
    if one.kind == "dates":
        taken = len([keep_entry(words=_words(row), by=by, at=at) for row in one.good])
    else:
        items = {row["title"]: row for row in one.good}
        made = [HotItem(r["title"], r["url"], r["summary"], None, r["heat"], r["tags"]) for r in items.values()]
        taken = len(add_hot_topics(items=made, origin=one.name, by=by, at=at))
    PlanningImport.objects.filter(pk=one.pk).update(taken=taken)
    trail.record(AlmanacEvent.PLANNING_TABLE_TAKEN, target=one, by=by, data={"taken": taken}, at=at)
    return taken


@guarded("3.3.1")
@transaction.atomic
def drop_planning_table(*, one: PlanningImport, by: Member, at: dt.datetime | None = None) -> None:
    """Give a preview up.

    Clause: 3.3.1.  Raises: NotPermitted, Stale.  Events: content:planning_table:dropped.
    """
    _require(by, one.kind)
    settle_preview(one=one, waiting=ImportState.WAITING, to=ImportState.DROPPED)
    trail.record(AlmanacEvent.PLANNING_TABLE_DROPPED, target=one, by=by, at=at)


def _require(by: Member, kind: str) -> None:
    if not org.may(by, RIGHTS[kind]):
        raise NotPermitted(
            _("您没有导入的权限。"), code="planning_table", clause="3.3.1", advice=_("请联系部门负责人。")
        )


def _words(row: dict[str, object]) -> EntryWords:
    return EntryWords(
        str(row["name"]), dt.date.fromisoformat(str(row["on"])), str(row["category"]), bool(row["yearly"]), int(str(row["lead_days"])),
        str(row["hint"]), str(row["caution"]), bool(row["strict"]),
    )  # fmt: skip
