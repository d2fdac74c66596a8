"""Clause 3.3.3: whatever goes out on a day of mourning or of the state has its written reason."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.content.models import AlmanacEntry
from masthead.content.queries import AlmanacDay, almanac_days
from masthead.core import clock
from masthead.publishing.models import Publication, SensitiveNote
from masthead.publishing.probes.population import KIND, verdict, went_out
from masthead.publishing.probes.seeds import NAME, seed_publication
from masthead.trail.probes import Verdict, Window, probe


def _unexplained() -> tuple[str, int]:
    """A post on a sensitive day of the company's own, and nobody said why."""
    row = seed_publication()
    AlmanacEntry.objects.create(
        name=NAME, on=_day_of(row), category="sensitive", caution=NAME, strict=True, made_by_id=row.scheduled_by_id,
        made_at=clock.now(),
    )  # fmt: skip
    return KIND, row.pk


def _day_of(row: Publication) -> dt.date:
    return clock.china(row.published_at or row.due_at).date()


@probe(
    "3.3.3.sensitive_day",
    clause="3.3.3",
    title=gettext_lazy("敏感日期的发布写明了理由"),
    why=gettext_lazy("国家公祭日等日子照常发布促销或娱乐内容，会伤害公众感情，也会伤害公司。"),
    seed=_unexplained,
)
def sensitive_day(window: Window) -> Iterator[Verdict]:
    """Everything that went out on a day that demands a reason; other days are not asked about."""
    first, last = clock.china(window.start).date(), clock.china(window.end).date()
    days = {on: day for on, day in almanac_days(first, last).items() if day.strict}
    if not days:
        return
    noted = set(SensitiveNote.objects.filter(on__in=days).values_list("publication_id", "on"))
    for portion in went_out(window):
        for row in portion:
            if day := days.get(_day_of(row)):
                yield _judged(row, day, explained=(row.pk, day.on) in noted)


def _judged(row: Publication, day: AlmanacDay, *, explained: bool) -> Verdict:
    words = _("已写明理由") if explained else _("没有写明理由")
    reason = _("%(day)s发布，%(words)s") % {"day": day.strict[0].name, "words": words}
    return verdict(row, passed=explained, reason=reason, on=f"{day.on}")
