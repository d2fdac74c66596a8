"""Models of `accounts`, by noun."""

from masthead.accounts.models.abilities import AccountAbility
from masthead.accounts.models.account import Account
from masthead.accounts.models.checkups import Checkup
from masthead.accounts.models.connecting import Authorisation, ConnectionTest, ConnectionTrouble
from masthead.accounts.models.documents import AccountDocument, DocumentAccess
from masthead.accounts.models.dossier import Certification, Dossier, Filing
from masthead.accounts.models.expiries import ExpiryNotice
from masthead.accounts.models.handovers import STEPS, Cause, Duty, Handover, HandoverItem
from masthead.accounts.models.incidents import Incident, IncidentStep
from masthead.accounts.models.positioning import PositioningSheet, RepostRule
from masthead.accounts.models.requests import AccountRequest

__all__ = [
    "Account",
    "AccountAbility",
    "AccountDocument",
    "AccountRequest",
    "Authorisation",
    "Cause",
    "Certification",
    "Checkup",
    "ConnectionTest",
    "ConnectionTrouble",
    "DocumentAccess",
    "Dossier",
    "Duty",
    "ExpiryNotice",
    "Filing",
    "Handover",
    "HandoverItem",
    "Incident",
    "IncidentStep",
    "PositioningSheet",
    "RepostRule",
    "STEPS",
]
