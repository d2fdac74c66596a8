"""A pack for auditors: ordered, claimed by a worker, built outside any transaction, settled with its file."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.errors import BadInput
from masthead.core.files import actions as files
from masthead.core.jobs import enqueue
from masthead.org.models import Member
from masthead.rulebook import queries
from masthead.rulebook.events import RulebookEvent
from masthead.rulebook.models import AuditPack
from masthead.rulebook.states import PackState
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent

USE = "rulebook.pack"
MOST_DAYS = 400


@guarded("8.5")
@transaction.atomic
def order_pack(*, since: dt.date, until: dt.date, by: Member, at: dt.datetime | None = None) -> AuditPack:
    """Order the pack of a period (both days included).

    Clause: 8.5.  Raises: BadInput (a period that ends before it begins, lies ahead or is longer than 400 days).
    Events: rulebook:pack:ordered.
    """
    moment = at or clock.now()
    fields: dict[str, list[str]] = {}
    if until < since:
        fields["until"] = [_("结束日期不能早于开始日期。")]
    elif (until - since).days > MOST_DAYS:
        fields["until"] = [_("一份资料包最长 %(n)s 天。") % {"n": MOST_DAYS}]
    if since > clock.china(moment).date():
        fields["since"] = [_("开始日期还没有到。")]
    if fields:
        raise BadInput(_("期间不对，没有生成。"), code="pack_period", clause="8.5", fields=fields)
    pack = AuditPack.objects.create(since=since, until=until, ordered_by=by, ordered_at=moment)
    data = {"since": since.isoformat(), "until": until.isoformat()}
    trail.record(RulebookEvent.PACK_ORDERED, target=pack, by=by, data=data, at=at)
    enqueue("rulebook.build_pack", pack.pk)
    return pack


@silent("a claim of the machine; the finished pack is recorded")
@transaction.atomic
def claim_pack(*, pk: int, at: dt.datetime | None = None) -> AuditPack | None:
    """Begin to build; None when another worker is at it or it is done.

    Races: the conditional UPDATE lets one through; a pack whose worker died may be claimed again after its lease.
    """
    moment = at or clock.now()
    free = Q(state=PackState.QUEUED) | Q(state=PackState.BUILDING, claimed_at__lt=moment - queries.PACK_LEASE)
    changed = AuditPack.objects.filter(free, pk=pk).update(
        state=PackState.BUILDING, claimed_at=moment, progress=0, stage=""
    )
    return AuditPack.objects.select_related("ordered_by").get(pk=pk) if changed == 1 else None


@silent("progress on the way; the finished pack is recorded")
@transaction.atomic
def note_progress(*, pack: AuditPack, percent: int, stage: str) -> None:
    """How far it is, for the person who waits."""
    AuditPack.objects.filter(pk=pack.pk, claimed_at=pack.claimed_at).update(progress=percent, stage=stage[:60])


@guarded("8.5")
@transaction.atomic
def settle_pack(*, pack: AuditPack, data: bytes, manifest_digest: str, at: dt.datetime | None = None) -> bool:
    """Keep the finished file; False when the claim was lost meanwhile.

    Clause: 8.5.  Events: rulebook:pack:built.
    """
    name = f"审计资料包-{pack.since:%Y%m%d}-{pack.until:%Y%m%d}.zip"
    rows = AuditPack.objects.filter(pk=pack.pk, state=PackState.BUILDING, claimed_at=pack.claimed_at)
    if not rows.exists():
        return False
    stored = files.store_bytes(data=data, name=name, use=USE, stored_by_id=pack.ordered_by_id)
    changed = rows.update(
        state=PackState.READY,
        progress=100,
        stage="",
        file=stored,
        manifest_digest=manifest_digest,
        finished_at=at or clock.now(),
    )
    facts = {"bytes": len(data), "manifest": manifest_digest}
    trail.record(RulebookEvent.PACK_BUILT, target=pack, by=None, behalf=pack.ordered_by, data=facts, at=at)
    return changed == 1


@guarded("8.5")
@transaction.atomic
def fail_pack(*, pack: AuditPack, error: str, at: dt.datetime | None = None) -> None:
    """The build did not succeed; the person may order it again.

    Clause: 8.5.  Events: rulebook:pack:failed.
    """
    AuditPack.objects.filter(pk=pack.pk, state=PackState.BUILDING, claimed_at=pack.claimed_at).update(
        state=PackState.FAILED, error=error[:300], finished_at=at or clock.now()
    )
    trail.record(RulebookEvent.PACK_FAILED, target=pack, reason=error[:300], at=at)
