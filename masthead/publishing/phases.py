"""The life of a publication in the words of people: a phase is derived from state, stage and calls, never stored."""

import datetime as dt
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from masthead.core import clock
from masthead.publishing.models import Attempt, Publication
from masthead.publishing.states import PublicationState


class Phase(TextChoices):
    PLANNED = "planned", _("计划")
    APPROVED = "approved", _("已批准")
    DUE = "due", _("到点")
    RETRY = "retry", _("等待重试")
    CLAIMED = "claimed", _("已领取")
    PREPARING = "preparing", _("准备中")
    SENDING = "sending", _("发送中")
    ACCEPTED = "accepted", _("平台处理中")
    HANDED = "handed", _("待人工发布")
    PROOF = "proof", _("待复核")
    CONFIRMED = "confirmed", _("已发布")
    VERIFIED = "verified", _("已核验")
    UNKNOWN = "unknown", _("待核实")
    HELD = "held", _("待决定")
    FAILED = "failed", _("失败")
    BLOCKED = "blocked", _("已拦截")
    EXPIRED = "expired", _("已过期")
    CANCELLED = "cancelled", _("已取消")
    WITHDRAWN = "withdrawn", _("已撤下")


S, P = PublicationState, Phase
WAY = (P.PLANNED, P.APPROVED, P.DUE, P.CLAIMED, P.PREPARING, P.SENDING, P.ACCEPTED, P.CONFIRMED, P.VERIFIED)
WAY_BY_HAND = (P.PLANNED, P.APPROVED, P.DUE, P.HANDED, P.PROOF, P.CONFIRMED, P.VERIFIED)
SAME = {
    S.ACCEPTED.value: P.ACCEPTED,
    S.HANDED.value: P.HANDED,
    S.PROOF.value: P.PROOF,
    S.UNKNOWN.value: P.UNKNOWN,
    S.FAILED.value: P.FAILED,
    S.BLOCKED.value: P.BLOCKED,
    S.EXPIRED.value: P.EXPIRED,
    S.CANCELLED.value: P.CANCELLED,
    "held": P.HELD,
    "withdrawn": P.WITHDRAWN,
}
ASIDE = frozenset({P.UNKNOWN, P.HELD, P.FAILED, P.BLOCKED, P.EXPIRED, P.CANCELLED, P.WITHDRAWN})


def phase_of(publication: Publication, *, last: Attempt | None = None, at: dt.datetime | None = None) -> Phase:
    """Where it stands. `last` is its newest call, where the caller has read it: it tells claimed, preparing and sending apart."""
    state = str(publication.state)
    if state in SAME:
        return SAME[state]
    if state == S.PUBLISHED:
        return P.VERIFIED if getattr(publication, "verified_at", None) else P.CONFIRMED
    if state == S.SENDING:
        return _in_hand(publication, last)
    if publication.waits_for_retry:
        return P.RETRY
    return P.DUE if publication.next_try_at <= (at or clock.now()) else P.APPROVED


def _in_hand(publication: Publication, last: Attempt | None) -> Phase:
    if last is not None and last.ended_at is None:
        return P.SENDING if last.is_last else P.PREPARING
    return P.PREPARING if publication.stage else P.CLAIMED


def steps_of(
    publication: Publication, *, last: Attempt | None = None, at: dt.datetime | None = None
) -> list[dict[str, Any]]:
    """Items of the steps component: what lies behind, where it stands, what is ahead. An end aside stands where it left the way."""
    phase = phase_of(publication, last=last, at=at)
    by_hand = publication.by_hand or publication.account.publishes_by_hand
    way = WAY_BY_HAND if by_hand else WAY
    here = _left_at(publication, phase, last) if phase in ASIDE or phase not in way else phase
    place = way.index(here) if here in way else way.index(P.DUE)
    items = []
    for number, step in enumerate(way):
        state = "done" if number < place else "todo"
        label = step.label
        if number == place:
            state, label = ("bad" if phase in ASIDE else "current"), phase.label
        items.append({"label": label, "state": state})
    return items


def _left_at(publication: Publication, phase: Phase, last: Attempt | None) -> Phase:
    """The last place on the way that an end aside was seen at."""
    if phase == P.CANCELLED:
        return P.APPROVED
    if phase == P.WITHDRAWN:
        return P.CONFIRMED
    if phase == P.UNKNOWN:
        return P.SENDING
    if publication.accepted_at:
        return P.ACCEPTED
    if phase in (P.RETRY, P.HELD) or last is None:
        return P.DUE
    return P.SENDING if last.is_last else P.PREPARING
