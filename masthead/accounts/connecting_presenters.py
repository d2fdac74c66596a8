"""What the pages of connecting and of lock-downs show, made ready."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.accounts import queries
from masthead.accounts.models import Account, Authorisation, ConnectionTest, ConnectionTrouble, Incident
from masthead.accounts.queries import AbilityLine
from masthead.accounts.registry import LOCK_DOWN_STEPS
from masthead.accounts.states import AccountEndpoint, ConnectionState, TroubleState
from masthead.org.models import Member
from masthead.platforms.registry import connector_for, connects
from masthead.vault.models import Secret

TONES = {ConnectionState.OK: "ok", ConnectionState.FAILING: "bad"}
STEP_LABELS: dict[str, str | Promise] = {
    "freeze": gettext_lazy("冻结账号的发布"),
    "revoke": gettext_lazy("作废平台令牌"),
    "tokens": gettext_lazy("清除访问令牌"),
    "rotate": gettext_lazy("要求更换全部凭据"),
    "tell": gettext_lazy("通知相关人员"),
}


@dataclass(frozen=True)
class ConnectionView:
    """The connection card. `tone` is an alert tone; `cannot_test` says why there is no button; `authorise` is the verb of its button."""

    tone: str
    title: str
    note: str
    advice: str
    chip: str
    cannot_test: str
    connectable: bool
    callback_url: str
    app_label: str
    site_label: str
    authorise: str
    speaks_for: str
    trouble: ConnectionTrouble | None
    abilities: Sequence[AbilityLine]
    tests: Sequence[ConnectionTest]
    other_user: Authorisation | None


@dataclass(frozen=True)
class StepLine:
    """One step of a lock-down. `done` None = not taken yet."""

    label: str | Promise
    done: bool | None
    note: str
    at: dt.datetime | None
    seconds: float | None


@dataclass(frozen=True)
class IncidentView:
    steps: Sequence[StepLine]
    left: Sequence[Secret]
    can_ask: bool
    can_agree: bool
    unfinished: bool


def connection_view(account: Account) -> ConnectionView:
    """The connection in words that an administrator can act on."""
    state, trouble = ConnectionState(account.connection_state), queries.trouble_of(account)
    suspect = trouble is not None and state != ConnectionState.FAILING
    setup = connector_for(account.platform.key).setup if connects(account.platform.key) else None
    obstacle = queries.obstacle_to_testing(account)
    return ConnectionView(
        tone="warn" if suspect else TONES.get(state, "info"),
        title=_title(state, trouble if suspect else None),
        note=account.connection_note or _default_note(account),
        advice=account.connection_advice or (obstacle.advice if obstacle else ""),
        chip="suspect" if suspect else state.value,
        cannot_test=f"{obstacle.message}{obstacle.advice}" if obstacle else "",
        connectable=setup is not None,
        callback_url=queries.callback_address(account),
        app_label=str(setup.app_id) if setup else "",
        site_label=str(setup.site) if setup and account.endpoint != AccountEndpoint.SANDBOX else "",
        authorise=_verb(account),
        speaks_for=queries.speaks_for(account) if setup and setup.oauth else "",
        trouble=trouble,
        abilities=queries.abilities_of(account),
        tests=queries.latest_tests(account) if setup else [],
        other_user=queries.authorisation_to_confirm(account) if setup and setup.oauth else None,
    )


def incident_view(incident: Incident, viewer: Member) -> IncidentView:
    """The steps in their order with the seconds since the press, and what is open before the unlocking."""
    taken = {step.key: step for step in incident.steps.all()}
    lines = []
    for key in [*list(STEP_LABELS)[:-1], *LOCK_DOWN_STEPS, list(STEP_LABELS)[-1]]:
        label = STEP_LABELS[key] if key in STEP_LABELS else LOCK_DOWN_STEPS[key].label
        step = taken.get(key)
        seconds = (step.at - incident.pressed_at).total_seconds() if step else None
        if key == "freeze" and step is not None:
            seconds = incident.frozen_seconds
        lines.append(
            StepLine(label, step.done if step else None, step.note if step else "", step.at if step else None, seconds)
        )
    left = queries.secrets_to_replace(incident)
    manages = queries.may_on(viewer, incident.account, "accounts.account.manage")
    releases = queries.may_on(viewer, incident.account, queries.RELEASE)
    return IncidentView(
        steps=lines,
        left=left if not incident.drill else [],
        can_ask=manages and incident.state == "locked" and not incident.drill and not left,
        can_agree=releases and incident.state == "asked" and incident.unlock_asked_by_id != viewer.pk,
        unfinished=manages and any(line.done is None for line in lines),
    )


def _title(state: ConnectionState, suspicion: ConnectionTrouble | None) -> str:
    if suspicion is not None:
        return _("连续连不上平台") if suspicion.state == TroubleState.OPEN else _("刚才没有连上平台，正在复查")
    return {
        ConnectionState.OK: _("连接正常"),
        ConnectionState.FAILING: _("连接异常"),
        ConnectionState.UNTESTED: _("尚未测试"),
        ConnectionState.OFF: _("尚未接通"),
    }[state]


def _verb(account: Account) -> str:
    if not queries.asks_for_authorisation(account):
        return ""
    return _("重新授权") if account.grant_ref else _("前往平台授权")


def _default_note(account: Account) -> str:
    if not connects(account.platform.key):
        return _("本系统登记账号和管理人；发布与数据在平台后台进行。")
    if not account.is_set_up:
        return _("还没有录入平台接口的密钥。")
    return _("接入信息已保存，还没有测试过。")
