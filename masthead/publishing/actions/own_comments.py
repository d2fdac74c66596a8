"""Comments of the account below its own post: the first one, that was approved with the post, and corrections. Said once.

Whatever happens here, the publication's state is not touched.
"""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from masthead.core import clock, jobs
from masthead.core.digest import digest_of
from masthead.core.errors import FaultKind, PlatformFault
from masthead.notify import actions as notify_actions
from masthead.org.models import Member
from masthead.platforms.base import UNSUPPORTED
from masthead.publishing import errors, queries
from masthead.publishing.actions.side_calls import close_call, open_call
from masthead.publishing.after_states import CommentKind, CommentState
from masthead.publishing.events import AfterEvent
from masthead.publishing.limits import limits, seconds
from masthead.publishing.models import OwnComment, Publication, SideCall
from masthead.publishing.pacing import next_try, side_after
from masthead.publishing.states import AttemptOutcome
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent

SAY = "publishing.say"
KEY_GOOD_FOR = dt.timedelta(minutes=50)  # platforms remember a key of ours for an hour
C = CommentState


@silent("what becomes of the comment records its own event")
@transaction.atomic
def plan_first_comment(*, publication: Publication, at: dt.datetime | None = None) -> OwnComment | None:
    """Put the approved first comment on the list of what is to be said; None when there is none or it stands there already.

    Clause: 3.3.3 (approved with the post: 3.3.2).  Races: one row per post by constraint.
    """
    text = queries.first_comment_of(publication)
    if not text:
        return None
    return plan_comment(publication=publication, kind=CommentKind.FIRST, text=text, mark="first", at=at)


@silent("what becomes of the comment records its own event")
@transaction.atomic
def plan_comment(
    *, publication: Publication, kind: CommentKind, text: str, mark: str, at: dt.datetime | None = None
) -> OwnComment | None:
    """Approved words that are to be said below the post; where the platform has no call for it, a person says them.

    Clause: 3.3.3.  Races: the key is made of post and `mark`, so the same words are planned once; None = they stand there already.
    """
    moment = at or clock.now()
    able = queries.can_comment(publication)
    key = digest_of({"publication": publication.pk, "version": publication.content_hash, "mark": mark})
    try:
        with transaction.atomic():
            comment = OwnComment.objects.create(
                publication=publication, kind=kind, text=text, key=key, state=C.WAITING if able else C.HANDED, made_at=moment,
                **(next_try(moment, at=moment) if able else {}),
            )  # fmt: skip
    except IntegrityError:
        return None
    if able:
        jobs.enqueue(SAY, comment.pk)
    else:
        _record_handed(comment, _("平台没有发评论的接口。"), moment)
    return comment


@silent("the row of the call is the evidence; what it leads to is on the trail")
@transaction.atomic
def begin_comment(*, comment_id: int, at: dt.datetime | None = None) -> SideCall | None:
    """Write that a call is about to be made. None = it is not due, or another process has it.

    Clause: 3.3.3.  Races: one conditional UPDATE; a caller that died is followed when its lease has run out.
    """
    moment = at or clock.now()
    if _doubtful_for_long(comment_id, moment):
        return None
    due = Q(state__in=[C.WAITING, C.UNKNOWN], next_try_at__lte=moment) | Q(state=C.CALLING, lease_until__lte=moment)
    until = moment + seconds(limits().side_lease_seconds)
    if not OwnComment.objects.filter(due, pk=comment_id).update(
        state=C.CALLING, lease_until=until, **next_try(until, at=moment)
    ):
        return None
    comment = OwnComment.objects.get(pk=comment_id)
    OwnComment.objects.filter(pk=comment_id).update(tries=comment.tries + 1)
    return open_call(thing=comment, at=moment)


def _doubtful_for_long(comment_id: int, moment: dt.datetime) -> bool:
    """A call whose end nobody knows lies so far back that the platform may have forgotten our key: a person looks instead."""
    doubtful = [AttemptOutcome.UNKNOWN, AttemptOutcome.LOST, AttemptOutcome.OPEN]
    calls = SideCall.objects.filter(comment=comment_id, outcome__in=doubtful, started_at__lt=moment - KEY_GOOD_FOR)
    open_ = [C.WAITING, C.UNKNOWN, C.CALLING]
    rows = OwnComment.objects.filter(pk=comment_id, state__in=open_, next_try_at__lte=moment)
    if not calls.exists() or not rows.update(state=C.HANDED, next_try_at=None, lease_until=None):
        return False
    comment = OwnComment.objects.select_related("publication__account").get(pk=comment_id)
    _record_handed(comment, _("上一次调用的结果不明，请先在平台查看是否已经发出。"), moment)
    return True


@guarded("3.3.3")
@transaction.atomic
def settle_comment(
    *, call: SideCall, remote_key: str = "", fault: PlatformFault | None = None, at: dt.datetime | None = None
) -> None:
    """What the call told: said, to be tried again, a person's to say, or refused.

    The connector looks for the words before it says them, so an outcome that nobody knows may be tried again.
    Clause: 3.3.3.  Events: publishing:comment:said, …:handed, …:failed.
    """
    moment = at or clock.now()
    outcome = AttemptOutcome(fault.kind.value) if fault else AttemptOutcome.DONE
    said = " ".join(filter(None, [str(fault.message), fault.platform_code])) if fault else ""
    mine = close_call(call=call, outcome=outcome, detail=said, at=moment)
    rows = OwnComment.objects.filter(pk=call.comment_id or 0, state=C.CALLING)
    comment = rows.select_for_update(of=("self",)).select_related("publication__account", "publication__draft").first()
    if comment is None or not mine:
        return
    if fault is None:
        rows.update(
            state=C.DONE, remote_key=remote_key[:300], ended_at=moment, next_try_at=None, lease_until=None, message=""
        )
        _record(AfterEvent.COMMENT_SAID, comment, "", moment, remote_key=remote_key[:120])
    elif fault.platform_code == UNSUPPORTED or (wait := side_after(comment.tries)) is None:
        rows.update(state=C.HANDED, next_try_at=None, lease_until=None, message=said[:500])
        _record_handed(comment, said, moment)
    elif fault.kind in (FaultKind.REJECTED, FaultKind.CREDENTIAL):
        rows.update(state=C.FAILED, ended_at=moment, next_try_at=None, lease_until=None, message=said[:500])
        _record(AfterEvent.COMMENT_FAILED, comment, said, moment)
        _tell(comment, _("没有发出的评论：%(account)s的「%(title)s」"), said, moment)
    else:
        known = fault.kind in (FaultKind.NOT_SENT, FaultKind.THROTTLED)
        pause = max(wait, seconds(fault.retry_after or 0))
        rows.update(
            state=C.WAITING if known else C.UNKNOWN,
            lease_until=None,
            message=said[:500],
            **next_try(moment + pause, at=moment),
        )


@guarded("3.3.3")
@transaction.atomic
def note_comment_said(
    *, publication: Publication, comment: OwnComment, by: Member, at: dt.datetime | None = None
) -> OwnComment:
    """A person said it on the platform, in these words.

    Clause: 3.3.3.  Raises: NotPermitted, RuleBroken when it is no person's to say.  Events: publishing:comment:said.
    """
    moment = at or clock.now()
    if not queries.may_take(by, publication):
        raise errors.not_permitted("out_of_reach")
    rows = OwnComment.objects.filter(pk=comment.pk, publication=publication, state__in=[C.HANDED, C.FAILED])
    if rows.update(state=C.DONE, done_by=by, ended_at=moment, message="") != 1:
        raise errors.refusal("no_comment")
    comment.refresh_from_db()
    data = {"kind": comment.kind, "by_hand": True}
    trail.record(AfterEvent.COMMENT_SAID, target=publication, by=by, data=data, at=moment)
    return comment


def _record_handed(comment: OwnComment, why: str, moment: dt.datetime) -> None:
    _record(AfterEvent.COMMENT_HANDED, comment, why, moment)
    _tell(comment, _("请在%(account)s的「%(title)s」下发评论"), comment.text, moment)


def _record(event: AfterEvent, comment: OwnComment, why: str, moment: dt.datetime, **more: str) -> None:
    data = {"kind": comment.kind, **more}
    trail.record(event, target=comment.publication, reason=why, data=data, at=moment)


def _tell(comment: OwnComment, words: str, body: str, moment: dt.datetime) -> None:
    publication = comment.publication
    notify_actions.tell(
        kind="publishing.comment", members=queries.in_charge(publication), clause="3.3.3", at=moment, body=body,
        url=publication.get_absolute_url(),
        title=words % {"account": publication.account.name, "title": publication.title},
    )  # fmt: skip
