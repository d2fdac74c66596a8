"""Taking a post down: asking for it with a reason, the second person that a core account needs, handing it to a person, giving it up."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from masthead.approvals import actions as approvals
from masthead.approvals.models import Case
from masthead.core import clock, jobs
from masthead.notify import actions as notify_actions
from masthead.org.models import Member
from masthead.publishing import errors, queries
from masthead.publishing.actions.by_hand import REASON_MIN
from masthead.publishing.after_states import WITHDRAWAL, WithdrawalReason, WithdrawalState
from masthead.publishing.events import AfterEvent
from masthead.publishing.models import Publication, Withdrawal
from masthead.publishing.pacing import next_try
from masthead.publishing.states import PublicationState
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

TAKE_DOWN = "publishing.take_down"
W = WithdrawalState


@guarded("3.3.3")
@transaction.atomic
def ask_withdrawal(
    *, publication: Publication, reason_kind: str, reason: str, by: Member, at: dt.datetime | None = None
) -> Withdrawal:
    """Take a post down: by a call where the platform has one, else a person does it. The post stays published until it is surely gone.

    A core account needs a second person: the company's flow where there is one, else the head or the leadership decides alone.
    Clause: 3.3.3.  Raises: BadInput without kind or words, NotPermitted, RuleBroken (not out, under way already).
    Events: publishing:withdrawal:asked, publishing:withdrawal:handed.
    Races: two people at once — the constraint lets one open withdrawal through.
    """
    moment = at or clock.now()
    _require_right(publication, by)
    words = reason.strip()
    if reason_kind not in WithdrawalReason.values:
        raise errors.bad_input("withdraw_reason", "reason_kind")
    if len(words) < REASON_MIN:
        raise errors.bad_input("reason", "reason")
    approval = queries.needs_approval(publication)
    withdrawal = _insert(publication, reason_kind, words, by, moment, asked=approval)
    data = {"no": withdrawal.no, "reason_kind": reason_kind, "core": publication.account.is_core}
    trail.record(
        AfterEvent.WITHDRAWAL_ASKED, target=publication, by=by, version=publication.content_hash, reason=words, data=data,
        at=moment,
    )  # fmt: skip
    if approval:
        case = approvals.open_case(kind=queries.WITHDRAWAL_KIND, subject=withdrawal, by=by, at=moment)
        Withdrawal.objects.filter(pk=withdrawal.pk).update(case_id=case.pk)
        withdrawal.refresh_from_db()
    else:
        _go_on(withdrawal, by, moment)
    return withdrawal


def _require_right(publication: Publication, by: Member) -> None:
    if publication.state != PublicationState.PUBLISHED:
        raise errors.refusal("not_out")
    if not queries.may_withdraw(by, publication):
        able = queries.may_handle(by, queries.WITHDRAW, publication)
        raise errors.not_permitted("withdraw_core" if able else "out_of_reach")
    if queries.open_withdrawal(publication) is not None:
        raise errors.refusal("withdrawing")


def _insert(
    publication: Publication, kind: str, words: str, by: Member, moment: dt.datetime, *, asked: bool
) -> Withdrawal:
    by_hand = not queries.can_delete(publication)
    state = W.ASKED if asked else W.HANDED if by_hand else W.WAITING
    number = queries.next_number(Withdrawal.objects.filter(publication=publication))
    try:
        with transaction.atomic():
            return Withdrawal.objects.create(
                publication=publication, no=number, state=state, reason_kind=kind, reason=words[:500], asked_by=by,
                asked_at=moment, by_hand=by_hand, **(next_try(moment, at=moment) if state == W.WAITING else {}),
            )  # fmt: skip
    except IntegrityError:
        raise errors.refusal("withdrawing") from None


def _go_on(withdrawal: Withdrawal, by: Member | None, moment: dt.datetime) -> None:
    """The way it goes from here: a call soon, or a person's task."""
    if withdrawal.state == W.WAITING:
        jobs.enqueue(TAKE_DOWN, withdrawal.pk)
        return
    record_handed(withdrawal=withdrawal, by=by, at=moment)


@guarded("3.3.3")
@transaction.atomic
def record_handed(*, withdrawal: Withdrawal, by: Member | None, at: dt.datetime) -> None:
    """It is a person's task now: those in charge of the account are told.

    Clause: 3.3.3.  Events: publishing:withdrawal:handed.
    """
    publication = withdrawal.publication
    people = queries.in_charge(publication)
    data = {"no": withdrawal.no, "people": people}
    trail.record(
        AfterEvent.WITHDRAWAL_HANDED, target=publication, by=by, version=publication.content_hash,
        reason=withdrawal.message, data=data, at=at,
    )  # fmt: skip
    notify_actions.tell(
        kind="publishing.withdraw", members=people, by=by, clause="3.3.3", at=at, urgent=True, url=publication.get_absolute_url(),
        title=_("请在%(account)s撤下「%(title)s」") % {"account": publication.account.name, "title": publication.title},
        body=_("原因：%(why)s。在平台删除后，回到这里提交截图。") % {"why": withdrawal.reason.rstrip("。")},
    )  # fmt: skip


@guarded("3.3.3")
@transaction.atomic
def allow_withdrawal(*, withdrawal: Withdrawal, case: Case, by: Member, at: dt.datetime | None = None) -> Withdrawal:
    """The second person agreed; called by the approval engine in the transaction of the decision.

    Clause: 3.3.3.  Raises: RuleBroken, Stale.  Events: publishing:withdrawal:allowed, publishing:withdrawal:handed.
    """
    moment = at or clock.now()
    if withdrawal.by_hand:
        WITHDRAWAL.move(withdrawal, to=W.HANDED)
    else:
        WITHDRAWAL.move(withdrawal, to=W.WAITING, **next_try(moment, at=moment))
    data = {"no": withdrawal.no, "case": case.pk}
    trail.record(AfterEvent.WITHDRAWAL_ALLOWED, target=withdrawal.publication, by=by, data=data, at=moment)
    _go_on(withdrawal, by, moment)
    return withdrawal


@guarded("3.3.3")
@transaction.atomic
def refuse_withdrawal(*, withdrawal: Withdrawal, by: Member, words: str, at: dt.datetime | None = None) -> Withdrawal:
    """The second person did not agree, or it was taken back: the post stays.

    Clause: 3.3.3.  Raises: RuleBroken, Stale.  Events: publishing:withdrawal:dropped.
    """
    _drop(withdrawal, by, words, at or clock.now())
    return withdrawal


@guarded("3.3.3")
@transaction.atomic
def drop_withdrawal(*, publication: Publication, reason: str, by: Member, at: dt.datetime | None = None) -> Withdrawal:
    """Think better of it while nothing was done yet; a request before an approver is taken back there.

    Clause: 3.3.3.  Raises: BadInput without a reason, NotPermitted, RuleBroken, Stale.  Events: publishing:withdrawal:dropped.
    """
    if not queries.may_handle(by, queries.WITHDRAW, publication):
        raise errors.not_permitted("out_of_reach")
    withdrawal = queries.open_withdrawal(publication)
    if withdrawal is None or withdrawal.state == W.ASKED:
        raise errors.refusal("no_withdrawal")
    if len(reason.strip()) < REASON_MIN:
        raise errors.bad_input("reason", "reason")
    _drop(withdrawal, by, reason.strip(), at or clock.now())
    return withdrawal


def _drop(withdrawal: Withdrawal, by: Member, words: str, moment: dt.datetime) -> None:
    WITHDRAWAL.move(withdrawal, to=W.DROPPED, ended_at=moment, next_try_at=None, message=words[:500])
    data = {"no": withdrawal.no}
    trail.record(
        AfterEvent.WITHDRAWAL_DROPPED, target=withdrawal.publication, by=by, reason=words, data=data, at=moment
    )


@guarded("3.3.3")
@transaction.atomic
def hand_withdrawal(*, publication: Publication, by: Member, at: dt.datetime | None = None) -> Withdrawal:
    """The call does not get there: a person takes it down instead.

    Clause: 3.3.3.  Raises: NotPermitted, RuleBroken (none, in a call just now), Stale.  Events: publishing:withdrawal:handed.
    """
    if not queries.may_handle(by, queries.WITHDRAW, publication):
        raise errors.not_permitted("out_of_reach")
    withdrawal = queries.last_withdrawal(publication)
    if withdrawal is None or publication.state != PublicationState.PUBLISHED:
        raise errors.refusal("no_withdrawal")
    WITHDRAWAL.move(withdrawal, to=W.HANDED, by_hand=True, next_try_at=None, ended_at=None)
    record_handed(withdrawal=withdrawal, by=by, at=at or clock.now())
    return withdrawal
