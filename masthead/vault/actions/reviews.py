"""The quarterly access review: opened for everybody, kept or revoked one by one, and what nobody answered is revoked."""

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.errors import BadInput, NotPermitted, RuleBroken, Stale
from masthead.notify import actions as notify
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent
from masthead.vault import queries
from masthead.vault.actions.checkouts import ROTATE_HOURS, end_checkout
from masthead.vault.actions.rotation import demand_rotation
from masthead.vault.events import VaultEvent
from masthead.vault.models import AccessBlock, ReviewCampaign, ReviewEntry, RotationReason
from masthead.vault.states import Decision

CLAUSE = "3.2.2"
REASON_LEAST = 2
Key = tuple[int, str, int]


@guarded("3.2.2")
@transaction.atomic
def open_review(*, by: Member | None, at: dt.datetime | None = None) -> ReviewCampaign:
    """Begin the review of this quarter: an entry for each person who gets at the secrets of an owner.

    Clause: 3.2.2.  Raises: RuleBroken when the quarter has one.  Events: vault:review:opened.
    Races: the quarter is unique; one of two wins.
    """
    moment = at or clock.now()
    quarter = queries.quarter_of(clock.china(moment).date())
    before = _answers_before()
    try:
        with transaction.atomic():
            made = ReviewCampaign.objects.create(
                quarter=quarter, opened_at=moment, due_at=moment + dt.timedelta(days=queries.REVIEW_TERM), opened_by=by
            )
    except IntegrityError:
        raise RuleBroken(_("本季度的权限复核已经开始。"), code="review_open", clause=CLAUSE) from None
    rows = [
        ReviewEntry(
            campaign=made, member_id=pk, owner_kind=a.owner_kind, owner_id=a.owner_id, owner_label=a.owner_label, access=a.ways,
            unchanged=before.get((pk, a.owner_kind, a.owner_id)) == sorted(w["kind"] + w["words"] for w in a.ways),
        )
        for pk, a in queries.accesses_today()
    ]  # fmt: skip
    ReviewEntry.objects.bulk_create(rows, batch_size=500)
    trail.record(VaultEvent.REVIEW_OPENED, target=made, by=by, data={"entries": len(rows)}, at=moment)
    notify.tell(
        kind="vault.review.asked", members=queries.reviewers(), clause=CLAUSE, at=at, url=made.get_absolute_url(),
        title=_("请复核凭据权限：%(q)s") % {"q": made.title},
        body=_("共 %(n)d 条，期限内未答复的一律收回。") % {"n": len(rows)},
    )  # fmt: skip
    return made


def _answers_before() -> dict[Key, list[str]]:
    """What was kept in the last review that is over, to mark what is the same."""
    last = ReviewCampaign.objects.order_by("-opened_at").first()
    if last is None:
        return {}
    kept = ReviewEntry.objects.filter(campaign=last, decision=Decision.KEEP)
    return {(e.member_id, e.owner_kind, e.owner_id): sorted(w["kind"] + w["words"] for w in e.access) for e in kept}


@guarded("3.2.2")
@transaction.atomic
def keep_access(*, entries: Sequence[ReviewEntry], reason: str, by: Member, at: dt.datetime | None = None) -> int:
    """These people keep their access. One's own entry is for another reviewer.

    Clause: 3.2.2.  Raises: BadInput without a reason, NotPermitted for oneself, Stale when it was answered first.
    Events: vault:review:kept.  Races: conditional on there being no answer.
    """
    return _decide(entries, Decision.KEEP, reason, by, at or clock.now())


@guarded("3.2.2")
@transaction.atomic
def revoke_access(
    *, entries: Sequence[ReviewEntry], reason: str, by: Member | None, at: dt.datetime | None = None
) -> int:
    """These people lose it: open check-outs end, new ones are refused, what they ever saw and still opens must be replaced.

    Clause: 3.2.2.  Raises: as keep_access.  Events: vault:review:revoked.  Races: as keep_access.
    """
    return _decide(entries, Decision.REVOKE, reason, by, at or clock.now())


def _decide(
    entries: Sequence[ReviewEntry], decision: Decision, reason: str, by: Member | None, moment: dt.datetime
) -> int:
    words = reason.strip()[:300]
    if len(words) < REASON_LEAST:
        raise BadInput(
            _("请写明理由。"), code="reason_missing", clause=CLAUSE, fields={"reason": [_("请写明保留或收回的理由。")]}
        )
    for entry in entries:
        if by is not None and entry.member_id == by.pk:
            raise NotPermitted(
                _("不能复核自己的权限。"), code="own_access", clause=CLAUSE, advice=_("请由另一位复核人决定。")
            )
        rows = ReviewEntry.objects.filter(pk=entry.pk, decision="", campaign__closed_at=None)
        if rows.update(decision=decision, reason=words, decided_by=by, decided_at=moment) != 1:
            raise Stale(
                _("「%(one)s」刚才已有结论，请刷新后再看。") % {"one": entry}, code="entry_decided", clause=CLAUSE
            )
        event = VaultEvent.REVIEW_KEPT if decision == Decision.KEEP else VaultEvent.REVIEW_REVOKED
        trail.record(event, target=entry, by=by, reason=words, data={"owner": entry.owner_label}, at=moment)
        if decision == Decision.REVOKE:
            _take_away(entry, words, by, moment)
    return len(entries)


def _take_away(entry: ReviewEntry, reason: str, by: Member | None, moment: dt.datetime) -> None:
    AccessBlock.objects.get_or_create(
        member_id=entry.member_id, owner_kind=entry.owner_kind, owner_id=entry.owner_id, lifted_at=None,
        defaults={"owner_label": entry.owner_label, "reason": reason, "since": moment, "set_by": by},
    )  # fmt: skip
    for checkout in queries.open_checkouts_of(entry.member, entry.owner_kind, entry.owner_id):
        end_checkout(checkout=checkout, reason=_("权限复核收回"), by=by, at=moment)
    for sight in queries.still_known_to(entry.member):
        if (sight.secret.owner_kind, sight.secret.owner_id) == (entry.owner_kind, entry.owner_id):
            why = _("%(who)s 的权限已收回，而其见过这份凭据") % {"who": entry.member.name}
            due = moment + dt.timedelta(hours=ROTATE_HOURS)
            demand_rotation(secret=sight.secret, reason=RotationReason.LEAVER, due_at=due, by=by, note=why, at=moment)
    notify.tell(
        kind="vault.review.result", members=[entry.member_id], by=by, clause=CLAUSE, at=moment, url=reverse("vault:checkouts"),
        title=_("凭据权限已收回：%(what)s") % {"what": entry.owner_label}, body=reason,
    )  # fmt: skip


@guarded("3.2.2")
@transaction.atomic
def close_review(*, campaign: ReviewCampaign, by: Member | None = None, at: dt.datetime | None = None) -> int:
    """The day has come: what nobody answered is revoked; returns how many.

    Clause: 3.2.2.  Raises: Stale when it was closed first.  Events: vault:review:closed, vault:review:revoked.
    Races: open entries are answered one by one under their own condition, then the campaign closes once.
    """
    moment = at or clock.now()
    silent_ones = list(queries.entries_of(campaign, view="open").order_by("pk"))
    revoke_access(entries=silent_ones, reason=_("期限内没有答复，自动收回"), by=by, at=moment)
    if ReviewCampaign.objects.filter(pk=campaign.pk, closed_at=None).update(closed_at=moment) != 1:
        raise Stale(_("这次复核已经结束。"), code="review_closed", clause=CLAUSE)
    trail.record(VaultEvent.REVIEW_CLOSED, target=campaign, by=by, data={"unanswered": len(silent_ones)}, at=moment)
    return len(silent_ones)


@silent("a reminder changes nothing but the mark that it was sent")
@transaction.atomic
def remind_of_review(*, campaign: ReviewCampaign, at: dt.datetime) -> None:
    """Three days are left. Races: the conditional UPDATE sends it once."""
    if ReviewCampaign.objects.filter(pk=campaign.pk, reminded_at=None).update(reminded_at=at):
        notify.tell(
            kind="vault.review.asked", members=queries.reviewers(), clause=CLAUSE, at=at, url=campaign.get_absolute_url(),
            title=_("权限复核快到期：%(q)s") % {"q": campaign.title}, body=_("期限内未答复的一律收回。"),
        )  # fmt: skip


@guarded("3.2.2")
@transaction.atomic
def restore_access(*, block: AccessBlock, reason: str, by: Member, at: dt.datetime | None = None) -> None:
    """Grant again what a review took away; never to oneself.

    Clause: 3.2.2.  Raises: NotPermitted, BadInput, Stale.  Events: vault:access:restored.  Races: conditional on its being in force.
    """
    if block.member_id == by.pk:
        raise NotPermitted(_("不能恢复自己的权限。"), code="own_access", clause=CLAUSE)
    if len(reason.strip()) < REASON_LEAST:
        raise BadInput(
            _("请写明恢复的理由。"), code="reason_missing", clause=CLAUSE, fields={"reason": [_("请写明理由。")]}
        )
    moment = at or clock.now()
    rows = AccessBlock.objects.filter(pk=block.pk, lifted_at=None)
    if rows.update(lifted_at=moment, lifted_by=by, lift_reason=reason.strip()[:300]) != 1:
        raise Stale(_("权限刚才已经恢复。"), code="block_lifted", clause=CLAUSE)
    trail.record(
        VaultEvent.ACCESS_RESTORED, target=block, by=by, reason=reason, data={"owner": block.owner_label}, at=moment
    )
