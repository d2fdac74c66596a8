"""The life of an account, of its certification, of requests about it and of a hand-over."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from masthead.core.states import StateMachine


class AccountStatus(models.TextChoices):
    APPLIED = "applied", _("申请中")
    REGISTERED = "registered", _("已注册")
    CERTIFIED = "certified", _("已认证")
    ACTIVE = "active", _("运营中")
    PAUSED = "paused", _("停更")
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


class CertificationState(models.TextChoices):
    PENDING = "pending", _("办理中")
    VALID = "certified", _("已认证")
    REFUSED = "refused", _("未通过")


class CertificationKind(models.TextChoices):
    COMPANY = "company", _("企业认证")
    MEDIA = "media", _("媒体认证")
    PERSON = "person", _("个人认证")
    OTHER = "other", _("其他认证")


class FilingKind(models.TextChoices):
    ICP = "icp", _("ICP 备案")
    POLICE = "police", _("公安联网备案")
    APP = "app", _("APP 备案")
    MINI = "mini", _("小程序备案")
    OTHER = "other", _("其他备案")


class DocumentKind(models.TextChoices):
    LICENCE = "licence", _("营业执照")
    AUTHORISATION = "authorisation", _("授权书")
    CERTIFICATION = "certification", _("认证函")
    IDENTITY = "identity", _("运营者身份证明")
    CONTRACT = "contract", _("合同")
    OTHER = "other", _("其他资料")


SENSITIVE_DOCUMENTS = frozenset({DocumentKind.IDENTITY, DocumentKind.CONTRACT})
NEEDED_DOCUMENTS = (DocumentKind.LICENCE, DocumentKind.AUTHORISATION, DocumentKind.IDENTITY)


class RequestState(models.TextChoices):
    OPEN = "open", _("审批中")
    APPROVED = "approved", _("已通过")
    REFUSED = "rejected", _("未通过")


class HandoverState(models.TextChoices):
    OPEN = "open", _("交接中")
    DONE = "done", _("已完成")


ACCOUNT = StateMachine(
    AccountStatus,
    {
        # An account that exists already and answers to our keys goes straight into use; a new one needs its approval first.
        AccountStatus.APPLIED: {AccountStatus.REGISTERED, AccountStatus.ACTIVE, AccountStatus.CLOSED},
        AccountStatus.REGISTERED: {AccountStatus.CERTIFIED, AccountStatus.ACTIVE, AccountStatus.CLOSED},
        AccountStatus.CERTIFIED: {AccountStatus.ACTIVE, AccountStatus.PAUSED, AccountStatus.CLOSED},
        AccountStatus.ACTIVE: {AccountStatus.PAUSED, AccountStatus.CLOSED},
        AccountStatus.PAUSED: {AccountStatus.ACTIVE, AccountStatus.CLOSED},
        AccountStatus.CLOSED: set(),
    },
    code="account",
    clause="3.2.1",
    field="status",
)
APPROVED_ENDS = frozenset({AccountStatus.PAUSED, AccountStatus.CLOSED})

REQUEST = StateMachine(
    RequestState,
    {
        RequestState.OPEN: {RequestState.APPROVED, RequestState.REFUSED},
        RequestState.APPROVED: set(),
        RequestState.REFUSED: set(),
    },
    code="account_request",
    clause="3.2.1",
)
HANDOVER = StateMachine(
    HandoverState,
    {HandoverState.OPEN: {HandoverState.DONE}, HandoverState.DONE: set()},
    code="handover",
    clause="3.2.1",
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
