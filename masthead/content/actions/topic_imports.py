"""Topics from a table: read for the preview, put forward at the confirmation."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.accounts.models import Account
from masthead.content import topic_sheet
from masthead.content.actions.previews import settle_preview
from masthead.content.actions.topics import propose_topic
from masthead.content.events import ContentEvent
from masthead.content.models import TopicImport
from masthead.content.models.topic_parts import TopicImportState
from masthead.content.queries import known_for_import, require_somewhere
from masthead.core import clock
from masthead.core.digest import digest_bytes
from masthead.core.errors import RuleBroken
from masthead.core.files import names
from masthead.org import queries as org
from masthead.org import sheets
from masthead.org.models import Member, Unit
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

PROPOSE = "content.topic.propose"


@guarded("3.3.1")
@transaction.atomic
def read_topics(*, data: bytes, name: str, by: Member, at: dt.datetime | None = None) -> TopicImport:
    """Read a list of topics for the preview; nothing is put forward. The file itself is not kept.

    Clause: 3.3.1.  Raises: NotPermitted, BadInput for a file that is no such list, too large, or hostile.
    Events: content:topic_import:read.
    """
    require_somewhere(by, PROPOSE)
    moment = at or clock.now()
    rows = topic_sheet.read_topics(sheets.read_table(data, name), known_for_import(by), clock.china(moment).date())
    wrong = sum(bool(row["errors"]) for row in rows)
    one = TopicImport.objects.create(
        file_name=names.last_part(name)[:200], sha256=digest_bytes(data), rows=rows, wrong_count=wrong, made_by=by,
        made_at=moment, unit_id=org.primary_unit_id(by),
    )  # fmt: skip
    trail.record(ContentEvent.TOPICS_READ, target=one, by=by, data={"rows": len(rows), "wrong": wrong})
    return one


@guarded("3.3.1")
@transaction.atomic
def confirm_topics(*, one: TopicImport, by: Member, at: dt.datetime | None = None) -> TopicImport:
    """Put the good rows of a preview forward, all or none: each is the same deed as on the page.

    Clause: 3.3.1.  Raises: Stale when it was confirmed or dropped, RuleBroken without a good row, NotPermitted.
    Events: content:topic_import:done, content:topic:proposed.  Races: as `settle_preview`.
    """
    settle_preview(one=one, waiting=TopicImportState.PREVIEW, to=TopicImportState.DONE, done_at=at or clock.now())
    good = [row["given"] for row in one.rows if not row["errors"]]
    if not good:
        raise RuleBroken(
            _("没有可以导入的行。"), code="no_good_rows", clause="3.3.1", advice=_("请改好表格后重新上传。")
        )
    units, people = Unit.objects.in_bulk([g["unit"] for g in good]), Member.objects.in_bulk([g["owner"] for g in good])
    accounts = Account.objects.in_bulk({pk for g in good for pk in g["accounts"]})
    made = [propose_topic(**_given(g, units, people, accounts), by=by, at=at) for g in good]
    one.topic_ids = [t.pk for t in made]
    one.save(update_fields=["topic_ids"])
    data = {"taken": len(made), "left_out": len(one.rows) - len(made)}
    trail.record(ContentEvent.TOPICS_IMPORTED, target=one, by=by, data=data)
    return one


@guarded("3.3.1")
@transaction.atomic
def drop_topics(*, one: TopicImport, by: Member) -> TopicImport:
    """Give a preview up; what was read is forgotten.

    Clause: 3.3.1.  Raises: Stale when it is no preview any more.  Events: content:topic_import:dropped.
    """
    settle_preview(one=one, waiting=TopicImportState.PREVIEW, to=TopicImportState.DROPPED, rows=[])
    trail.record(ContentEvent.TOPICS_IMPORT_DROPPED, target=one, by=by)
    return one


def _given(
    words: dict[str, Any], units: dict[int, Unit], people: dict[int, Member], accounts: dict[int, Account]
) -> dict[str, Any]:
    day, time = words["planned_on"], words["planned_time"]
    return {
        **{name: words[name] for name in ("title", "theme", "form", "source")},
        "unit": units[words["unit"]],
        "owner": people[words["owner"]],
        "planned_on": dt.date.fromisoformat(day) if day else None,
        "planned_time": dt.time.fromisoformat(time) if time else None,
        "accounts": [accounts[pk] for pk in words["accounts"]],
    }
