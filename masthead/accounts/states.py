"""States of an account and of its connection."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from masthead.core.states import StateMachine


class AccountStatus(models.TextChoices):
    APPLIED = "applied", _("申请中")
    ACTIVE = "active", _("在用")
    PAUSED = "paused", _("暂停")
    CLOSED = "closed", _("已注销")


class ConnectionState(models.TextChoices):
    UNTESTED = "untested", _("未检测")
    OK = "ok", _("正常")
    FAILING = "failing", _("异常")
    OFF = "off", _("未接通")


class TroubleState(models.TextChoices):
    SUSPECT = "suspect", _("待确认")
    OPEN = "open", _("故障中")
    CLOSED = "closed", _("已恢复")


class AuthorisationState(models.TextChoices):
    STARTED = "started", _("等待授权")
    EXCHANGING = "exchanging", _("换取令牌")
    CONFIRM = "confirm", _("等待确认")
    DONE = "done", _("已授权")
    FAILED = "failed", _("未完成")


class IncidentState(models.TextChoices):
    LOCKED = "locked", _("已锁定")
    ASKED = "asked", _("申请解锁")
    CLOSED = "done", _("已结束")


class AccountEndpoint(models.TextChoices):
    OFFICIAL = "official", _("正式环境")
    SANDBOX = "sandbox", _("平台沙箱")


ACCOUNT = StateMachine(
    AccountStatus,
    {
        AccountStatus.APPLIED: {AccountStatus.ACTIVE, AccountStatus.CLOSED},
        AccountStatus.ACTIVE: {AccountStatus.PAUSED, AccountStatus.CLOSED},
        AccountStatus.PAUSED: {AccountStatus.ACTIVE, AccountStatus.CLOSED},
        AccountStatus.CLOSED: set(),
    },
    code="account",
    clause="3.2.1",
    field="status",
)

AUTHORISATION = StateMachine(
    AuthorisationState,
    {
        AuthorisationState.STARTED: {AuthorisationState.EXCHANGING, AuthorisationState.FAILED},
        AuthorisationState.EXCHANGING: {AuthorisationState.CONFIRM, AuthorisationState.DONE, AuthorisationState.FAILED},
        AuthorisationState.CONFIRM: {AuthorisationState.DONE, AuthorisationState.FAILED},
        AuthorisationState.DONE: set(),
        AuthorisationState.FAILED: set(),
    },
    code="authorisation",
    clause="3.2.2",
)
INCIDENT = StateMachine(
    IncidentState,
    {
        IncidentState.LOCKED: {IncidentState.ASKED, IncidentState.CLOSED},
        IncidentState.ASKED: {IncidentState.LOCKED, IncidentState.CLOSED},
        IncidentState.CLOSED: set(),
    },
    code="incident",
    clause="3.2.3",
)
