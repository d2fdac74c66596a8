"""What the board asks of the trail itself (clause 8.6): every event of the last days is genuine and sealed."""

import datetime as dt
import hmac
from collections.abc import Iterator
from itertools import groupby

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.core import clock
from masthead.trail.chain import DIGESTED, row_digest
from masthead.trail.models import Event, EventSeal
from masthead.trail.probes import Verdict, Window, probe
from masthead.trail.stamps import stamp_of

KIND = "trail.hour"
HOUR = 3600
SEALED_WITHIN = dt.timedelta(minutes=10)


def _event_slipped_in() -> tuple[str, int]:
    """The violation that the probe must notice: a row that no process of the house stamped."""
    moment = clock.now() - dt.timedelta(minutes=1)  # inside a window that ends now
    Event.objects.create(at=moment, name="forged", actor_kind="system", actor_name="—", digest="0" * 64)
    return KIND, _hour(moment)


@probe(
    "8.6.genuine",
    clause="8.6",
    title=gettext_lazy("留痕真实、未被改动并已封存"),
    why=gettext_lazy("留痕被改动、伪造或没有封存，其他条款的证据就不可信。"),
    seed=_event_slipped_in,
    window_days=2,
    red_line=True,
    weight=5,
)
def hours_are_genuine(window: Window) -> Iterator[Verdict]:
    """Each hour with events: all digests and stamps are computed anew; all but the newest minutes are sealed. One query."""
    sealed = Exists(EventSeal.objects.filter(event_id=OuterRef("pk")))
    rows = (
        Event.objects.filter(at__gte=window.start, at__lt=window.end)
        .order_by("at", "pk")
        .values_list("at", "pk", "digest", "uid", "stamp", sealed, *DIGESTED)
    )
    fresh = clock.now() - SEALED_WITHIN
    for hour, events in groupby(rows.iterator(chunk_size=2000), key=lambda row: _hour(row[0])):
        count, fault = 0, ""
        for at, pk, digest, uid, stamp, is_sealed, *values in events:
            count += 1
            if fault:
                continue
            genuine = row_digest(values) == digest and uid and hmac.compare_digest(stamp, stamp_of(uid, digest))
            if not genuine:
                fault = _("留痕 %(pk)s 与其摘要或印记不符") % {"pk": pk}
            elif not is_sealed and at < fresh:
                fault = _("留痕 %(pk)s 超过十分钟没有封存") % {"pk": pk}
        yield _verdict(hour, count, fault)


def _verdict(hour: int, count: int, fault: str) -> Verdict:
    begin = clock.china(dt.datetime.fromtimestamp(hour * HOUR, dt.UTC))
    name = _("%(when)s 起一小时") % {"when": begin.strftime("%Y-%m-%d %H:%M")}
    reason = fault or _("%(count)s 条留痕均真实") % {"count": count}
    return Verdict(KIND, hour, name, not fault, reason, reverse("trail:events"), {"events": count})


def _hour(at: dt.datetime) -> int:
    return int(at.timestamp()) // HOUR
