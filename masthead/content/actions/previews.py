"""Tables that were read and wait for a person: topics, dates, hot topics. Each is taken in or given up, once."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.content.models import PlanningImport, TopicImport
from masthead.core.errors import Stale
from masthead.trail.guards import silent


@silent("inner step of taking a table in or giving it up, which is on the trail")
@transaction.atomic
def settle_preview(*, one: TopicImport | PlanningImport, waiting: str, to: str, **kept: Any) -> None:
    """The decision about a table that was read; `kept` are further columns of it.

    Clause: 3.3.1.  Raises: Stale when somebody decided already.  Races: the conditional UPDATE lets one of two presses through.
    """
    rows = type(one)._default_manager.filter(pk=one.pk, state=waiting)
    if rows.update(state=to, **kept) != 1:
        raise Stale(_("这份导入已经处理过。"), code="import_decided", clause="3.3.1", advice=_("请重新上传。"))
    one.refresh_from_db()
