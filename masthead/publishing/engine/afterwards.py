"""The work after publishing: later looks, take-downs, own comments. Each is a job of its own: what breaks here touches no publication.

Nothing in here can send: it knows neither the way out of a post nor the deeds that put one on it (tests_arch/test_afterwards.py).
"""

from masthead.accounts import queries as accounts_queries
from masthead.core import clock, jobs
from masthead.core.errors import DomainError, FaultKind, PlatformFault
from masthead.core.secrets import SecretUnavailable
from masthead.platforms.contract import ProgressState
from masthead.platforms.registry import connector_for
from masthead.publishing import actions, queries
from masthead.publishing.actions import Look
from masthead.publishing.after_states import Occasion
from masthead.publishing.engine import page, portrait
from masthead.publishing.limits import limits
from masthead.publishing.models import Publication

LOOK, TAKE_DOWN, SAY, PORTRAIT = "publishing.look", "publishing.take_down", "publishing.say", "publishing.portrait"
DOWN = (ProgressState.GONE, ProgressState.REJECTED)


def hand_out() -> int:
    """Hand out what is due as single jobs; returns how many."""
    now, most = clock.now(), limits().side_batch
    looks = actions.claim_looks(at=now, most=most)
    for publication_id, number in looks:
        jobs.enqueue(LOOK, publication_id, number)
    takings, comments = queries.withdrawals_due(now, most), queries.comments_due(now, most)
    for pk in takings:
        jobs.enqueue(TAKE_DOWN, pk)
    for pk in comments:
        jobs.enqueue(SAY, pk)
    return len(looks) + len(takings) + len(comments)


def look_again(publication_id: int, number: int) -> None:
    """One look at a post that is out; the first one keeps the evidence and puts the first comment on the list."""
    publication = queries.out_publication(publication_id)
    if publication is None or publication.verify_no != number:
        return
    look = _look(publication)
    state = actions.settle_look(publication_id=publication_id, number=number, look=look)
    if state is None:
        return
    if number == 0:
        actions.plan_first_comment(publication=publication)
    if portrait.configured() and publication.article_url:
        jobs.enqueue(PORTRAIT, publication_id, (Occasion.VERIFIED if number else Occasion.CONFIRMED).value)


def _look(publication: Publication) -> Look:
    found = page.fetch(publication.article_url)
    if not queries.can_be_asked(publication):
        return Look(untold=True, page=found)
    try:
        channel = accounts_queries.channel_of(publication.account)
        seen = connector_for(publication.account.platform.key).revisit(channel, dict(publication.remote))
    except (PlatformFault, SecretUnavailable, DomainError) as error:
        return Look(why=str(error.message), page=found)
    return Look(seen=seen, page=found)


def take_portrait(publication_id: int, occasion: str) -> bool:
    """The browser's picture of the live page, kept as evidence; False when there is none."""
    publication = queries.out_publication(publication_id)
    if publication is None or not portrait.configured():
        return False
    data = portrait.draw(publication.article_url)
    if not data:
        return False
    kept = actions.keep_portrait(publication=publication, data=data, occasion=Occasion(occasion), note="")
    return kept is not None


def take_down(withdrawal_id: int) -> None:
    """Look, delete, look again. What is gone already counts as done; what is still to be seen is tried again later."""
    call = actions.begin_take_down(withdrawal_id=withdrawal_id)
    withdrawal = queries.withdrawal_by_key(withdrawal_id)
    if call is None or withdrawal is None:
        return
    fault, gone = None, False
    try:
        gone = _is_gone(withdrawal.publication) or _delete(withdrawal.publication)
    except PlatformFault as error:
        fault = error
    except (SecretUnavailable, DomainError) as error:
        fault = _as_credential(error)
    actions.settle_take_down(call=call, gone=gone, fault=fault)


def _is_gone(publication: Publication) -> bool:
    if not queries.can_be_asked(publication):
        return False
    channel = accounts_queries.channel_of(publication.account)
    seen = connector_for(publication.account.platform.key).revisit(channel, dict(publication.remote))
    return seen.progress.state in DOWN


def _delete(publication: Publication) -> bool:
    """The call; then a look, so that «accepted» is not taken for «gone». A platform that cannot be asked is believed."""
    channel = accounts_queries.channel_of(publication.account)
    connector_for(publication.account.platform.key).delete(channel, dict(publication.remote))
    return _is_gone(publication) if queries.can_be_asked(publication) else True


def say(comment_id: int) -> None:
    """Say one comment below our own post."""
    call = actions.begin_comment(comment_id=comment_id)
    comment = queries.comment_by_key(comment_id)
    if call is None or comment is None:
        return
    publication, key, fault = comment.publication, "", None
    try:
        channel = accounts_queries.channel_of(publication.account)
        connector = connector_for(publication.account.platform.key)
        key = connector.comment_below(channel, dict(publication.remote), comment.text, comment.key)
    except PlatformFault as error:
        fault = error
    except (SecretUnavailable, DomainError) as error:
        fault = _as_credential(error)
    actions.settle_comment(call=call, remote_key=key, fault=fault)


def _as_credential(error: DomainError) -> PlatformFault:
    return PlatformFault(str(error.message), kind=FaultKind.CREDENTIAL, advice=str(error.advice))
