"""Sign-in by the company's own directory: providers, whose identities they vouch for, and what their claims give here."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from masthead.org.models.company import Grant, Member, Position, Role, Unit


class ProviderKind(models.TextChoices):
    OIDC = "oidc", _("OpenID Connect")
    WECOM = "wecom", _("企业微信")
    DINGTALK = "dingtalk", _("钉钉")
    FEISHU = "feishu", _("飞书")


class JoinPolicy(models.TextChoices):
    EXISTING = "existing", _("只限已有成员")
    APPROVE = "approve", _("新成员须管理员批准")
    AUTO = "auto", _("新成员直接建立")


class SignInProvider(models.Model):
    """A way to sign in that an administrator set up. The secret lies sealed."""

    kind = models.CharField(_("类型"), max_length=10, choices=ProviderKind)
    key = models.SlugField(_("地址标识"), max_length=30, unique=True)
    name = models.CharField(_("名称"), max_length=40, unique=True)
    enabled = models.BooleanField(default=False)
    issuer = models.CharField(_("签发方地址"), max_length=300, blank=True)
    client_id = models.CharField(_("客户端标识"), max_length=200)
    sealed_secret = models.TextField(blank=True)
    corp_id = models.CharField(_("企业标识"), max_length=100, blank=True)
    agent_id = models.CharField(_("应用 AgentId"), max_length=40, blank=True)
    scopes = models.CharField(_("授权范围"), max_length=200, blank=True)
    name_claim = models.CharField(_("姓名字段"), max_length=80, blank=True)
    email_claim = models.CharField(_("邮箱字段"), max_length=80, blank=True)
    username_claim = models.CharField(_("登录名字段"), max_length=80, blank=True)
    match_email = models.BooleanField(_("按已验证邮箱关联"), default=False)
    join_policy = models.CharField(_("新成员"), max_length=8, choices=JoinPolicy, default=JoinPolicy.EXISTING)
    default_unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("登录方式")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("org:provider", args=[self.pk])

    @property
    def seal_context(self) -> str:
        return f"org.sign_in_provider:{self.pk}"


class OutsideIdentity(models.Model):
    """That person at the provider is this member here. Ended, never deleted; one living link for each side."""

    provider = models.ForeignKey(SignInProvider, on_delete=models.PROTECT, related_name="identities")
    subject = models.CharField(_("外部编号"), max_length=255)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=120, blank=True)
    linked_at = models.DateTimeField(default=timezone.now)
    linked_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    last_used_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("外部身份")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["provider", "subject"], condition=Q(ended_at=None), name="outside_identity_is_one_member"
            ),
            models.UniqueConstraint(
                fields=["provider", "member"], condition=Q(ended_at=None), name="member_has_one_identity_at_a_provider"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider}: {self.member}"


class MappingRule(models.Model):
    """Whoever carries `value` in `claim` belongs to a department, or holds a role, as long as the claim says so."""

    provider = models.ForeignKey(SignInProvider, on_delete=models.PROTECT, related_name="rules")
    claim = models.CharField(_("字段"), max_length=80)
    value = models.CharField(_("取值"), max_length=200)
    role = models.ForeignKey(Role, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("岗位"), max_length=60, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("映射规则")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(role__isnull=False) | Q(unit__isnull=False), name="mapping_rule_gives_something"
            )
        ]

    def __str__(self) -> str:
        return f"{self.claim}={self.value}"


class MappedThing(models.Model):
    """A grant or position that a rule gave: it is taken back when the claim is gone, what people gave is not."""

    identity = models.ForeignKey(OutsideIdentity, on_delete=models.PROTECT, related_name="mapped")
    rule = models.ForeignKey(MappingRule, on_delete=models.PROTECT, related_name="+")
    grant = models.ForeignKey(Grant, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    position = models.ForeignKey(Position, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("映射所得")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(grant__isnull=False, position=None) | Q(grant=None, position__isnull=False),
                name="mapped_thing_is_one_thing",
            ),
            models.UniqueConstraint(
                fields=["identity", "rule"], condition=Q(ended_at=None), name="rule_gives_once_to_an_identity"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.identity} {self.rule}"


class RequestState(models.TextChoices):
    WAITING = "waiting", _("待批准")
    APPROVED = "approved", _("已批准")
    DENIED = "denied", _("已拒绝")
    OVER = "over", _("已失效")


class SignInRequest(models.Model):
    """Waits for an administrator: a newcomer from a provider (`rule` empty), or a sensitive role that a rule would give."""

    provider = models.ForeignKey(SignInProvider, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=255)
    name = models.CharField(max_length=80, blank=True)
    email = models.CharField(max_length=254, blank=True)
    username = models.CharField(max_length=60, blank=True)
    claims = models.JSONField(default=dict)
    rule = models.ForeignKey(MappingRule, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=RequestState, default=RequestState.WAITING)
    asked_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("登录申请")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["provider", "subject"],
                condition=Q(state="waiting", rule=None),
                name="newcomer_waits_once",
            ),
            models.UniqueConstraint(
                fields=["provider", "subject", "rule"],
                condition=Q(state="waiting", rule__isnull=False),
                name="sensitive_role_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at=None) | (~Q(state="waiting") & Q(decided_at__isnull=False)),
                name="decided_request_names_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.subject
