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
