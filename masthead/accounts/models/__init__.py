"""Models of `accounts`, by noun."""

from masthead.accounts.models.account import Account
from masthead.accounts.models.checkups import Checkup
from masthead.accounts.models.documents import AccountDocument, DocumentAccess
from masthead.accounts.models.dossier import Certification, Dossier, Filing
from masthead.accounts.models.expiries import ExpiryNotice
from masthead.accounts.models.handovers import STEPS, Cause, Duty, Handover, HandoverItem
from masthead.accounts.models.requests import AccountRequest

__all__ = [
    "STEPS",
    "Account",
    "AccountDocument",
    "AccountRequest",
    "Cause",
    "Certification",
    "Checkup",
    "DocumentAccess",
    "Dossier",
    "Duty",
    "ExpiryNotice",
    "Filing",
    "Handover",
    "HandoverItem",
]
