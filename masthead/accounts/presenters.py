"""What the account's page shows, made ready: connection in words, secrets without content, moves that are open."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.accounts import queries
from masthead.accounts.models import Account
from masthead.accounts.states import ACCOUNT, AccountStatus, ConnectionState
from masthead.platforms.registry import connects
from masthead.vault import queries as vault_queries
from masthead.vault.models import Secret

VERBS: dict[AccountStatus, str | Promise] = {
    AccountStatus.ACTIVE: gettext_lazy("启用"),
    AccountStatus.PAUSED: gettext_lazy("暂停使用"),
    AccountStatus.CLOSED: gettext_lazy("登记注销"),
}


@dataclass(frozen=True)
class ConnectionView:
    """The connection card. `tone` is an alert tone; `cannot_test` says why there is no button."""

    tone: str
    title: str
    note: str
    advice: str
    cannot_test: str
    connectable: bool
    callback_url: str


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


def connection_view(account: Account) -> ConnectionView:
    """The connection in words that an administrator can act on."""
    tones = {ConnectionState.OK: "ok", ConnectionState.FAILING: "bad"}
    titles = {
        ConnectionState.OK: _("连接正常"),
        ConnectionState.FAILING: _("连接异常"),
        ConnectionState.UNTESTED: _("尚未测试"),
        ConnectionState.OFF: _("尚未接通"),
    }
    state = ConnectionState(account.connection_state)
    return ConnectionView(
        tone=tones.get(state, "info"),
        title=titles[state],
        note=account.connection_note or _default_note(account),
        advice=account.connection_advice,
        cannot_test=_cannot_test(account),
        connectable=connects(account.platform.key),
        callback_url=queries.callback_address(account),
    )


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


def _cannot_test(account: Account) -> str:
    if not connects(account.platform.key):
        return _("这个平台还没有接入，由人工发布。")
    return "" if account.is_set_up else _("录入 AppID 和 AppSecret 后可以测试。")


def _default_note(account: Account) -> str:
    if not connects(account.platform.key):
        return _("本系统登记账号和管理人；发布与数据在平台后台进行。")
    return _("接入信息已保存，还没有测试过。") if account.is_set_up else _("还没有录入平台接口的密钥。")
