"""Questions to the platform: how did it end (poll), is it there at all (look-up). Reading only, outside any transaction."""

from masthead.accounts import queries as accounts_queries
from masthead.content import queries as content_queries
from masthead.core import clock
from masthead.core.errors import FaultKind, PlatformFault
from masthead.core.secrets import SecretUnavailable
from masthead.platforms.contract import Post
from masthead.platforms.registry import connector_for
from masthead.publishing import actions
from masthead.publishing.models import Publication
from masthead.publishing.states import PublicationState

OF_A_QUESTION = (
    "content_hash",
    "draft",
    "remote",
    "revision",
    *(f"account__{name}" for name in accounts_queries.OF_A_CHANNEL),
)


def poll_handed(publication_id: int, token: str) -> None:
    """Ask whether a post that a person was handed has appeared."""
    poll(publication_id, token, PublicationState.HANDED)


def poll(publication_id: int, token: str, state: PublicationState = PublicationState.ACCEPTED) -> None:
    """Ask for the result of an accepted publication."""
    publication = _held(publication_id, token, state)
    if publication is None:
        return
    connector = connector_for(publication.account.platform.key)
    try:
        progress = connector.status(accounts_queries.channel_of(publication.account), dict(publication.remote))
    except PlatformFault as fault:
        actions.settle_question_fault(publication_id=publication_id, fault=fault)
    except SecretUnavailable as error:
        actions.settle_question_fault(publication_id=publication_id, fault=_as_fault(error))
    else:
        actions.settle_progress(publication_id=publication_id, progress=progress, connector=connector, source="poll")


def look_up(publication_id: int, token: str) -> None:
    """Look for a publication whose outcome is unknown."""
    publication = _held(publication_id, token, PublicationState.UNKNOWN)
    if publication is None:
        return
    connector = connector_for(publication.account.platform.key)
    channel = accounts_queries.channel_of(publication.account)
    asked_at = clock.now()
    try:
        found = connector.find(channel, _as_sent(publication), dict(publication.remote))
    except PlatformFault as fault:
        actions.settle_question_fault(publication_id=publication_id, fault=fault)
    except SecretUnavailable as error:
        actions.settle_question_fault(publication_id=publication_id, fault=_as_fault(error))
    else:
        actions.settle_look_up(publication_id=publication_id, found=found, asked_at=asked_at, connector=connector)


def _held(publication_id: int, token: str, state: PublicationState) -> Publication | None:
    rows = Publication.objects.filter(pk=publication_id, claimed_by=token, state=state)
    return rows.select_related("account__platform").only(*OF_A_QUESTION).first()


def _as_sent(publication: Publication) -> Post:
    """The version that was sent, even if the draft has moved on since: it is only compared, never sent."""
    return content_queries.package_of(
        publication.revision, account=publication.account, marker=publication.content_hash
    )


def _as_fault(error: SecretUnavailable) -> PlatformFault:
    return PlatformFault(str(error.message), kind=FaultKind.CREDENTIAL, advice=str(error.advice))
