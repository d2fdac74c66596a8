"""Models of `accounts`, by noun."""

from masthead.accounts.models.abilities import AccountAbility
from masthead.accounts.models.account import Account
from masthead.accounts.models.connecting import Authorisation, ConnectionTest, ConnectionTrouble
from masthead.accounts.models.incidents import Incident, IncidentStep

__all__ = [
    "Account",
    "AccountAbility",
    "Authorisation",
    "ConnectionTest",
    "ConnectionTrouble",
    "Incident",
    "IncidentStep",
]
