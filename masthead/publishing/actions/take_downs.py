"""The call that takes a post down, and what follows from its answer; and the proof of a person who did it, with a second look.

Deleting twice is harmless, so an outcome that nobody knows is looked at and then simply tried again.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.errors import FaultKind, PlatformFault
from masthead.notify import actions as notify_actions
from masthead.org.models import Member
from masthead.platforms.base import UNSUPPORTED
from masthead.publishing import errors, queries
from masthead.publishing.actions.by_hand import REASON_MIN
from masthead.publishing.actions.endings import people_of
from masthead.publishing.actions.evidence import add_picture
from masthead.publishing.actions.side_calls import close_call, open_call
from masthead.publishing.actions.withdrawals import record_handed
from masthead.publishing.after_states import WITHDRAWAL, Occasion, WithdrawalState
from masthead.publishing.events import AfterEvent
from masthead.publishing.limits import limits, seconds
from masthead.publishing.models import Publication, SideCall, Withdrawal
from masthead.publishing.pacing import next_try, side_after
from masthead.publishing.states import PUBLICATION, AttemptOutcome, PublicationState
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent

W = WithdrawalState


@silent("the row of the call is the evidence; what it leads to is on the trail")
@transaction.atomic
def begin_take_down(*, withdrawal_id: int, at: dt.datetime | None = None) -> SideCall | None:
    """Write that a call is about to be made. None = it is not due, or another process has it.

    Clause: 3.3.3.  Races: one conditional UPDATE; a caller that died is followed when its lease has run out.
    """
    moment = at or clock.now()
    due = Q(state__in=[W.WAITING, W.UNKNOWN], next_try_at__lte=moment) | Q(state=W.CALLING, lease_until__lte=moment)
    until = moment + seconds(limits().side_lease_seconds)
    if not Withdrawal.objects.filter(due, pk=withdrawal_id).update(
        state=W.CALLING, lease_until=until, **next_try(until, at=moment)
    ):
        return None
    withdrawal = Withdrawal.objects.get(pk=withdrawal_id)
    Withdrawal.objects.filter(pk=withdrawal_id).update(tries=withdrawal.tries + 1)
    return open_call(thing=withdrawal, at=moment)


@guarded("3.3.3")
@transaction.atomic
def settle_take_down(
    *, call: SideCall, gone: bool, fault: PlatformFault | None = None, at: dt.datetime | None = None
) -> None:
    """What the call and the look after it told. `gone` without a fault = surely down; neither = it may still be there.

    Clause: 3.3.3.  Events: publishing:publication:withdrawn, publishing:withdrawal:unknown, …:failed, …:handed.
    Races: the row is locked and must still be in this call's hands; a late answer of an older call changes nothing.
    """
    moment = at or clock.now()
    outcome = AttemptOutcome.DONE if gone else AttemptOutcome(fault.kind.value) if fault else AttemptOutcome.UNSURE
    said = " ".join(filter(None, [str(fault.message), fault.platform_code])) if fault else ""
    mine = close_call(call=call, outcome=outcome, detail=said, at=moment)
    rows = Withdrawal.objects.filter(pk=call.withdrawal_id or 0, state=W.CALLING)
    withdrawal = (
        rows.select_for_update(of=("self",)).select_related("publication__account", "publication__draft").first()
    )
    if withdrawal is None or not mine:
        return
    if gone:
        finish_withdrawal(withdrawal=withdrawal, by=None, at=moment)
    elif fault is not None and fault.platform_code == UNSUPPORTED:
        _hand(withdrawal, said, moment)
    elif fault is not None and fault.kind in (FaultKind.REJECTED, FaultKind.CREDENTIAL):
        _fail(withdrawal, f"{fault.message}{fault.advice}", moment)
    else:
        sure = fault is not None and fault.kind in (FaultKind.NOT_SENT, FaultKind.THROTTLED)
        _again(withdrawal, W.WAITING if sure else W.UNKNOWN, fault, moment)


def _again(withdrawal: Withdrawal, state: WithdrawalState, fault: PlatformFault | None, moment: dt.datetime) -> None:
    wait = side_after(withdrawal.tries)
    said = str(fault.message) if fault else _("平台已受理，但作品还看得到。")
    if wait is None:
        _hand(withdrawal, said, moment)
        return
    pause = max(wait, seconds(fault.retry_after or 0)) if fault else wait
    later = next_try(moment + pause, at=moment)
    WITHDRAWAL.move(withdrawal, to=state, lease_until=None, message=said[:500], **later)
    if state == W.UNKNOWN:
        data = {"no": withdrawal.no, "tries": withdrawal.tries}
        trail.record(AfterEvent.WITHDRAWAL_UNKNOWN, target=withdrawal.publication, reason=said, data=data, at=moment)


def _hand(withdrawal: Withdrawal, said: str, moment: dt.datetime) -> None:
    WITHDRAWAL.move(withdrawal, to=W.HANDED, by_hand=True, next_try_at=None, lease_until=None, message=said[:500])
    record_handed(withdrawal=withdrawal, by=None, at=moment)


def _fail(withdrawal: Withdrawal, said: str, moment: dt.datetime) -> None:
    WITHDRAWAL.move(withdrawal, to=W.FAILED, ended_at=moment, next_try_at=None, lease_until=None, message=said[:500])
    publication = withdrawal.publication
    data = {"no": withdrawal.no}
    trail.record(AfterEvent.WITHDRAWAL_FAILED, target=publication, reason=said, data=data, at=moment)
    notify_actions.tell(
        kind="publishing.withdraw", members=people_of(publication, withdrawal.asked_by_id), clause="3.3.3", at=moment, urgent=True,
        title=_("「%(title)s」没有从%(account)s撤下") % {"title": publication.title, "account": publication.account.name},
        url=publication.get_absolute_url(), body=_("%(why)s 可以改由人在平台撤下。") % {"why": said},
    )  # fmt: skip


@guarded("3.3.3")
@transaction.atomic
def finish_withdrawal(*, withdrawal: Withdrawal, by: Member | None, at: dt.datetime) -> Publication:
    """Surely down: now, and only now, the publication is withdrawn. Its history, evidence and figures stay.

    Clause: 3.3.3.  Raises: RuleBroken, Stale.  Events: publishing:publication:withdrawn.
    """
    publication = withdrawal.publication
    looked: dict[str, Any] = {"looked_by": by, "looked_at": at} if by else {}
    WITHDRAWAL.move(withdrawal, to=W.DONE, ended_at=at, next_try_at=None, lease_until=None, message="", **looked)
    PUBLICATION.move(publication, to=PublicationState.WITHDRAWN, withdrawn_at=at, next_verify_at=None)
    data = {"no": withdrawal.no, "reason_kind": withdrawal.reason_kind, "by_hand": withdrawal.by_hand}
    trail.record(
        AfterEvent.WITHDRAWN, target=publication, by=by, version=publication.content_hash, reason=withdrawal.reason, data=data,
        at=at,
    )  # fmt: skip
    notify_actions.tell(
        kind="publishing.withdraw", members=people_of(publication, withdrawal.asked_by_id), by=by, clause="3.3.3", at=at,
        title=_("「%(title)s」已从%(account)s撤下") % {"title": publication.title, "account": publication.account.name},
        url=publication.get_absolute_url(), body=withdrawal.reason,
    )  # fmt: skip
    return publication


@guarded("3.3.3")
@transaction.atomic
def prove_withdrawal(
    *, publication: Publication, note: str, screenshot: bytes, name: str, by: Member, at: dt.datetime | None = None
) -> Withdrawal:
    """A person took it down: a screenshot of what is there now, or words; another person looks at it.

    Clause: 3.3.3.  Raises: BadInput at the field, NotPermitted, RuleBroken, Stale.  Events: publishing:withdrawal:proved.
    """
    moment = at or clock.now()
    withdrawal = _in(publication, W.HANDED)
    if not (queries.may_take(by, publication) or queries.may_handle(by, queries.WITHDRAW, publication)):
        raise errors.not_permitted("out_of_reach")
    words = note.strip()
    if not screenshot and len(words) < REASON_MIN:
        raise errors.bad_input("withdraw_proof", "screenshot")
    kept = None
    if screenshot:
        kept = add_picture(
            publication=publication,
            data=screenshot,
            name=name,
            note=words,
            occasion=Occasion.WITHDRAWN,
            by=by,
            at=moment,
        )
    WITHDRAWAL.move(
        withdrawal, to=W.PROOF, proof=kept, proof_note=words[:500], proved_by=by, proved_at=moment, looked_by=None, looked_at=None
    )  # fmt: skip
    data = {"no": withdrawal.no, "screenshot": kept is not None}
    trail.record(AfterEvent.WITHDRAWAL_PROVED, target=publication, by=by, reason=words, data=data, at=moment)
    notify_actions.tell(
        kind="publishing.second_look", members=queries.judges_of(publication, besides=by.pk), by=by, clause="3.3.3", at=moment,
        title=_("请复核：「%(title)s」已从%(account)s撤下") % {"title": publication.title, "account": publication.account.name},
        url=publication.get_absolute_url(), body=_("打开平台或截图，确认作品已经看不到。"),
    )  # fmt: skip
    return withdrawal


@guarded("3.3.3")
@transaction.atomic
def confirm_withdrawal(*, publication: Publication, by: Member, at: dt.datetime | None = None) -> Publication:
    """The second look: another person saw that it is gone.

    Clause: 3.3.3.  Raises: NotPermitted for one's own, RuleBroken, Stale.  Events: publishing:publication:withdrawn.
    """
    withdrawal = _judged(publication, by)
    done = finish_withdrawal(withdrawal=withdrawal, by=by, at=at or clock.now())
    publication.refresh_from_db()
    return done


@guarded("3.3.3")
@transaction.atomic
def return_withdrawal(
    *, publication: Publication, reason: str, by: Member, at: dt.datetime | None = None
) -> Withdrawal:
    """It is still to be seen: back to the person, with what was found.

    Clause: 3.3.3.  Raises: BadInput without a reason, NotPermitted, RuleBroken, Stale.  Events: publishing:withdrawal:returned.
    """
    withdrawal = _judged(publication, by)
    words = reason.strip()
    if len(words) < REASON_MIN:
        raise errors.bad_input("reason", "reason")
    moment = at or clock.now()
    WITHDRAWAL.move(withdrawal, to=W.HANDED, looked_by=by, looked_at=moment, message=words[:500])
    data = {"no": withdrawal.no}
    trail.record(AfterEvent.WITHDRAWAL_RETURNED, target=publication, by=by, reason=words, data=data, at=moment)
    people = [withdrawal.proved_by_id, *queries.in_charge(publication)]
    notify_actions.tell(
        kind="publishing.withdraw", members=[pk for pk in people if pk], by=by, clause="3.3.3", at=moment,
        title=_("还没有撤下：%(account)s的「%(title)s」") % {"title": publication.title, "account": publication.account.name},
        url=publication.get_absolute_url(), body=words,
    )  # fmt: skip
    return withdrawal


def _in(publication: Publication, state: WithdrawalState) -> Withdrawal:
    withdrawal = queries.open_withdrawal(publication)
    if withdrawal is None or withdrawal.state != state:
        raise errors.refusal("no_withdrawal")
    withdrawal.publication = publication
    return withdrawal


def _judged(publication: Publication, by: Member) -> Withdrawal:
    withdrawal = _in(publication, W.PROOF)
    if by.pk == withdrawal.proved_by_id:
        raise errors.not_permitted("own_withdrawal")
    if not queries.may_confirm_withdrawal(by, withdrawal):
        raise errors.not_permitted("out_of_reach")
    return withdrawal
