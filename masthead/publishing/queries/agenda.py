"""What publishing puts on the agenda of a planning meeting: slots that passed without a publication."""

import datetime as dt
from collections.abc import Iterator

from masthead.content.registry import AgendaPoint, Occasion
from masthead.core import clock
from masthead.core.figures import moment_text
from masthead.publishing.models import Publication
from masthead.publishing.states import PublicationState

DAYS, MOST = 31, 20


def expired_slots(occasion: Occasion) -> Iterator[AgendaPoint]:
    """Publications of the department that expired or failed in the last month."""
    since = clock.at_china(occasion.day - dt.timedelta(days=DAYS), 0)
    rows = Publication.objects.filter(
        draft__unit__path__startswith=occasion.unit.path, due_at__gte=since,
        state__in=[PublicationState.EXPIRED, PublicationState.FAILED],
    )  # fmt: skip
    for row in rows.select_related("draft", "account").order_by("-due_at")[:MOST]:
        note = f"{row.account.name} · {moment_text(clock.china(row.due_at))} · {row.get_state_display()}"
        yield AgendaPoint(row.draft.title, "publishing.publication", row.pk, note=note, url=row.get_absolute_url())
