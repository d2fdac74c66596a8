"""What the account's page shows, made ready: connection in words, secrets without content, moves that are open."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.accounts import queries
from masthead.accounts.actions.register import needs_approval
from masthead.accounts.models import Account
from masthead.accounts.states import ACCOUNT, AccountStatus, ConnectionState
from masthead.platforms.registry import connects
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


def _cannot_test(account: Account) -> str:
    if not connects(account.platform.key):
        return _("这个平台还没有接入，由人工发布。")
    return "" if account.is_set_up else _("录入 AppID 和 AppSecret 后可以测试。")


def _default_note(account: Account) -> str:
    if not connects(account.platform.key):
        return _("本系统登记账号和管理人；发布与数据在平台后台进行。")
    return _("接入信息已保存，还没有测试过。") if account.is_set_up else _("还没有录入平台接口的密钥。")
