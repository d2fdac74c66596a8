"""Clause 5.2.1: every active account has its figures for every day since its first published content."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.accounts.models import Account
from masthead.analytics import queries
from masthead.analytics.states import RunState
from masthead.core import clock
from masthead.publishing.models import Publication
from masthead.publishing.probes.seeds import seed_publication
from masthead.trail.probes import Verdict, Window, probe

KIND = "accounts.account"
GRACE = dt.timedelta(hours=2)  # the scans need some time after the platform is ready


def _forgotten() -> tuple[str, int]:
    """An account that published three days ago and whose figures nobody fetched."""
    publication = seed_publication()
    moment = clock.now() - dt.timedelta(days=3)
    Publication.objects.filter(pk=publication.pk).update(published_at=moment)
    return KIND, publication.account_id


@probe(
    "5.2.1.coverage",
    clause="5.2.1",
    title=gettext_lazy("账号数据按日采集完整"),
    why=gettext_lazy("缺少任何一天的数据，报告和评估就会拿空白当成零。"),
    seed=_forgotten,
)
def coverage(window: Window) -> Iterator[Verdict]:
    """Every active account that has published: a complete run for each of its days in the window, up to the newest ready day."""
    first = clock.china(window.start).date()
    last = min(
        clock.china(window.end - dt.timedelta(microseconds=1)).date(), queries.last_ready_day(clock.now() - GRACE)
    )
    wanted = queries.wanted_days(first, last)
    runs = queries.complete_days(first, last)
    names = dict(Account.objects.filter(pk__in=wanted).values_list("pk", "name"))
    for pk, days in wanted.items():
        if not days:
            continue
        gaps = [on for on in days if (run := runs.get((pk, on))) is None or run.state != RunState.COMPLETE]
        covered = len(days) - len(gaps)
        reason = _("%(n)s 天中 %(c)s 天完整") % {"n": len(days), "c": covered}
        if gaps:
            reason += _("，缺 %(days)s") % {"days": _("、").join(f"{on:%m-%d}" for on in gaps[:5])}
        facts = {"days": len(days), "complete": covered, "gaps": [on.isoformat() for on in gaps[:31]]}
        yield Verdict(KIND, pk, names.get(pk, ""), not gaps, reason, f"/accounts/{pk}/", facts)
