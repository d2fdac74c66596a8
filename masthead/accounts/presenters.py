"""What the account's page shows, made ready: secrets without content, moves that are open."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.accounts import queries
from masthead.accounts.models import Account
from masthead.accounts.states import ACCOUNT, AccountStatus
from masthead.vault import queries as vault_queries
from masthead.vault.models import Secret

VERBS: dict[AccountStatus, str | Promise] = {
    AccountStatus.ACTIVE: gettext_lazy("启用"),
    AccountStatus.PAUSED: gettext_lazy("暂停使用"),
    AccountStatus.CLOSED: gettext_lazy("登记注销"),
}


@dataclass(frozen=True)
class SecretLine:
    secret: Secret
    age_days: int
    overdue: bool


@dataclass(frozen=True)
class StatusMove:
    """One open move of the account's status, as a dialog. Closing is final."""

    status: AccountStatus
    verb: str | Promise
    text: str
    danger: bool


def secret_lines(account: Account) -> list[SecretLine]:
    """What lies in the vault for the account: kind, version, age."""
    return [SecretLine(s, vault_queries.age_days(s), vault_queries.is_overdue(s)) for s in queries.secrets_of(account)]


def status_moves(account: Account) -> list[StatusMove]:
    """The moves that the state machine allows now."""
    texts = {
        AccountStatus.ACTIVE: _("启用后，已批准的内容可以排期发布到这个账号。"),
        AccountStatus.PAUSED: _("暂停后，这个账号的内容不再发布，已排期的任务会被拦截。"),
        AccountStatus.CLOSED: _("登记注销后不能恢复；历史发布和留痕保留。"),
    }
    moves = sorted(ACCOUNT.moves[AccountStatus(account.status)])
    return [StatusMove(to, VERBS[to], texts[to], to == AccountStatus.CLOSED) for to in moves]
