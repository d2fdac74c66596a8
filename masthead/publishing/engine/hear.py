"""What platforms tell us by calling: verified by the connector, taken in once, answered at once."""

from collections.abc import Mapping

from masthead.accounts import queries as accounts_queries
from masthead.platforms.registry import connector_for
from masthead.publishing import actions, queries


def answer_check(account_id: int, query: Mapping[str, str]) -> str:
    """The platform checks that the address is ours. Raises NotPermitted for a forged check, NotThere for an unknown account."""
    account = queries.account_by_key(account_id)
    return connector_for(account.platform.key).answer_callback_check(accounts_queries.channel_of(account), query)


def hear(account_id: int, query: Mapping[str, str], body: bytes, headers: Mapping[str, str]) -> str:
    """A message from the platform; the text to answer. Raises NotPermitted for anything forged or stale."""
    account = queries.account_by_key(account_id)
    connector = connector_for(account.platform.key)
    message = connector.read_callback(accounts_queries.channel_of(account), query, body, headers)
    actions.take_callback(account=account, message=message, connector=connector)
    return message.answer
