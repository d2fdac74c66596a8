"""What the account's page shows, made ready: secrets without content, moves that are open."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.accounts import queries
from masthead.accounts.actions.register import needs_approval
from masthead.accounts.models import Account
from masthead.accounts.states import ACCOUNT, AccountStatus
from masthead.vault import queries as vault_queries
from masthead.vault.models import Secret

VERBS: dict[AccountStatus, str | Promise] = {
    AccountStatus.REGISTERED: gettext_lazy("登记为已注册"),
    AccountStatus.CERTIFIED: gettext_lazy("登记为已认证"),
    AccountStatus.ACTIVE: gettext_lazy("投入运营"),
    AccountStatus.PAUSED: gettext_lazy("停更"),
    AccountStatus.CLOSED: gettext_lazy("注销"),
}
ASKED: dict[AccountStatus, str | Promise] = {
    AccountStatus.REGISTERED: gettext_lazy("申请开设账号"),
    AccountStatus.PAUSED: gettext_lazy("申请停更"),
    AccountStatus.CLOSED: gettext_lazy("申请注销"),
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
    """The moves that the state machine allows now; what needs an approval says so in its verb and its text."""
    texts = {
        AccountStatus.REGISTERED: _("平台账号已开好，可以登记认证、接入接口。"),
        AccountStatus.CERTIFIED: _("认证日期与到期日请在「认证与备案」登记。"),
        AccountStatus.ACTIVE: _("投入运营后，已批准的内容可以排期发布到这个账号。"),
        AccountStatus.PAUSED: _("停更后，这个账号的内容不再发布，已排期的任务会被拦截。"),
        AccountStatus.CLOSED: _("注销后不能恢复；历史发布和留痕保留。"),
    }
    moves = []
    for to in sorted(ACCOUNT.moves[AccountStatus(account.status)]):
        asked = needs_approval(account, to)
        if asked and to not in ASKED:
            continue
        text = f"{texts[to]}{_('提交后由部门负责人和组长审批。')}" if asked else texts[to]
        moves.append(StatusMove(to, ASKED[to] if asked else VERBS[to], text, to == AccountStatus.CLOSED))
    return moves
