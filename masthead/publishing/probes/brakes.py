"""Clause 3.3.3: nothing goes out while it is paused, and a pause explains why something was not on time."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.core import clock
from masthead.publishing.brakes import PauseScope
from masthead.publishing.limits import seconds
from masthead.publishing.models import Attempt, Pause, Proof, Publication
from masthead.publishing.probes.seeds import seed_publication
from masthead.publishing.queries.brakes import covered_by, under_a_pause, waits_for_platform
from masthead.publishing.states import PublicationState
from masthead.trail.probes import Verdict, Window, probe

KIND = "publishing.pause"


def _sent_while_paused() -> tuple[str, int]:
    """The account was paused ten minutes ago, and five minutes later its last call began all the same."""
    row = seed_publication()
    now = clock.now()
    pause = Pause.objects.create(
        scope=PauseScope.ACCOUNT, covers=f"account:{row.account_id}", account=row.account, why="review", words="探针",
        made_by=row.scheduled_by, made_at=now - dt.timedelta(minutes=10),
    )  # fmt: skip
    began = now - dt.timedelta(minutes=5)
    Attempt.objects.create(
        publication=row,
        no=1,
        stage="submit",
        label="提交发布",
        is_last=True,
        started_at=began,
        ended_at=began,
        outcome="done",
    )
    return KIND, pause.pk


@probe(
    "3.3.3.paused_nothing_sent",
    clause="3.3.3",
    title=gettext_lazy("暂停期间没有发出任何内容"),
    why=gettext_lazy("熔断是出事时最后的闸门；闸门关着还有内容出去，等于没有闸门。"),
    seed=_sent_while_paused,
    red_line=True,
    weight=5,
)
def paused_nothing_sent(window: Window) -> Iterator[Verdict]:
    """Every pause that overlaps the window: no last call began inside it, and no person published by hand inside it."""
    for pause in pauses_within(window):
        end = pause.ended_at or window.end
        covered = Publication.objects.filter(covered_by(pause)).order_by().values("pk")
        calls = Attempt.objects.filter(
            publication__in=covered, is_last=True, started_at__gt=pause.made_at, started_at__lt=end
        )
        proofs = Proof.objects.filter(
            publication__in=covered, published_at__gt=pause.made_at, published_at__lt=end
        ).exclude(state="returned")
        sent = calls.count() + proofs.values("publication_id").distinct().count()
        said = _("暂停期间没有发出内容") if not sent else _("暂停期间仍发出了 %(n)d 项") % {"n": sent}
        url = pause.get_absolute_url()
        yield Verdict(KIND, pause.pk, pause.name, not sent, said, url, {"sent": sent, "scope": pause.scope})


def pauses_within(window: Window) -> list[Pause]:
    """Every pause that held at some moment of the window."""
    rows = Pause.objects.filter(Q(ended_at=None) | Q(ended_at__gt=window.start), made_at__lt=window.end)
    return list(rows.select_related("platform", "account", "topic").order_by("pk"))


def paused_when_due(row: Publication, pauses: list[Pause], *, within: float = 0) -> str:
    """The name of the pause that held when the row became due, or `within` seconds of it; '' for none."""
    for pause in pauses:
        if pause.held_between(row.due_at, row.due_at + seconds(within)) and _covers(pause, row):
            return pause.name
    return ""


def _covers(pause: Pause, row: Publication) -> bool:
    if pause.scope == PauseScope.CAMPAIGN:
        return Publication.objects.filter(covered_by(pause), pk=row.pk).exists()
    own = {
        PauseScope.COMPANY.value: True,
        PauseScope.PLATFORM.value: row.account.platform_id == pause.platform_id,
        PauseScope.ACCOUNT.value: row.account_id == pause.account_id,
    }
    return own[pause.scope]


def waiting_by_brakes() -> set[int]:
    """Rows that wait for a pause or a circuit: somebody decided it, or the platform is down, and both are told elsewhere."""
    held = under_a_pause() | waits_for_platform(clock.now())
    states = [PublicationState.SCHEDULED, PublicationState.HANDED]
    return set(Publication.objects.filter(held, state__in=states).values_list("pk", flat=True))
