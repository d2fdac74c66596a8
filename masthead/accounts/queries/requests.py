"""Requests about accounts, as the approval engine and the account's page read them."""

from typing import Any

from django.utils.translation import gettext as _

from masthead.accounts.models import Account, AccountRequest
from masthead.accounts.queries.dossier import current_certification
from masthead.accounts.states import RequestState
from masthead.approvals.models import Case, FlowState, FlowVersion
from masthead.core.digest import digest_of
from masthead.core.errors import NotThere

REQUEST_KIND = "accounts.accountrequest"
REQUEST_APPROVE = "accounts.request.approve"


def load_request(pk: int) -> AccountRequest:
    """A request for the approval engine. Raises NotThere."""
    rows = AccountRequest.objects.select_related(
        "account", "account__platform", "account__unit", "account__administrator", "account__backup", "asked_by"
    )
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotThere(_("没有这份申请。"), code="account_request_not_there")
    return found


def request_hash(wish: AccountRequest) -> str:
    """The seal of what was asked: the account as it is named now, from, to, why."""
    account = wish.account
    return digest_of(
        {
            "account": account.pk, "name": account.name, "platform": account.platform_id, "administrator": account.administrator_id,
            "backup": account.backup_id, "from": wish.from_status, "to": wish.to_status, "reason": wish.reason,
        }
    )  # fmt: skip


def request_exhibit(wish: AccountRequest, case: Case) -> tuple[str, dict[str, Any]]:
    """The left side of the case page."""
    account = wish.account
    context = {"wish": wish, "account": account, "case": case, "certification": current_certification(account)}
    return "accounts/_request_exhibit.html", context


def open_request(account: Account) -> AccountRequest | None:
    """What waits about the account now."""
    return AccountRequest.objects.filter(account=account, state=RequestState.OPEN).select_related("asked_by").first()


def life_flow_is_published() -> bool:
    """Is there a path for requests about accounts?"""
    return FlowVersion.objects.filter(key=REQUEST_KIND, state=FlowState.PUBLISHED).exists()
