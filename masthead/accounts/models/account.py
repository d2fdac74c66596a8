"""The register of platform accounts."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from masthead.accounts.states import AccountEndpoint, AccountStatus, ConnectionState
from masthead.platforms.abilities import Mode


class Account(models.Model):
    """A platform account of the company, never a person. Secrets lie in the vault; here are references only."""

    name = models.CharField(_("账号名称"), max_length=60)
    platform = models.ForeignKey(
        "platforms.Platform", on_delete=models.PROTECT, related_name="+", verbose_name=_("平台")
    )
    handle = models.CharField(_("原始 ID"), max_length=80, blank=True)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("责任部门"))
    account_group = models.ForeignKey(
        "org.AccountGroup", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("账号组")
    )
    administrator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("账号管理员")
    )
    backup = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("备岗管理员")
    )
    status = models.CharField(_("账号状态"), max_length=10, choices=AccountStatus, default=AccountStatus.APPLIED)
    platform_uid = models.CharField(_("平台数字 ID"), max_length=40, blank=True)
    is_core = models.BooleanField(_("核心账号"), default=False)
    is_new = models.BooleanField(_("新开账号"), default=False)  # was opened here: its way out of 申请 is an approval
    name_key = models.CharField(max_length=60, blank=True, editable=False)  # likeness of the name, see `identity`
    handle_key = models.CharField(max_length=80, blank=True, editable=False)
    frozen = models.BooleanField(_("已冻结"), default=False)

    endpoint = models.CharField(_("接口环境"), max_length=10, choices=AccountEndpoint, default=AccountEndpoint.OFFICIAL)
    app_id = models.CharField(_("开发者 ID（AppID）"), max_length=80, blank=True)
    secret_ref = models.CharField(max_length=40, blank=True)
    callback_token_ref = models.CharField(max_length=40, blank=True)
    callback_key_ref = models.CharField(max_length=40, blank=True)
    grant_ref = models.CharField(max_length=40, blank=True)  # what a person's authorisation gave for long
    grant_expires_at = models.DateTimeField(_("授权到期"), null=True)
    subject = models.CharField(_("平台账号 ID"), max_length=120, blank=True)
    site_url = models.CharField(_("网站地址"), max_length=200, blank=True)
    options: "models.JSONField[Any, Any]" = models.JSONField(default=dict)  # non-secret settings of the connection
    publish_mode = models.CharField(_("发布方式"), max_length=12, choices=Mode, default=Mode.NONE)
    connection_state = models.CharField(_("连接"), max_length=10, choices=ConnectionState, default=ConnectionState.OFF)
    connection_note = models.CharField(_("连接说明"), max_length=300, blank=True)
    connection_advice = models.CharField(max_length=300, blank=True)
    connection_checked_at = models.DateTimeField(null=True)
    testing_until = models.DateTimeField(null=True)  # lease of a connection test under way

    published_count = models.PositiveIntegerField(_("已发布"), default=0)
    last_published_at = models.DateTimeField(_("最近发布"), null=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("账号")
        indexes = [
            models.Index(fields=["unit", "-id"], name="account_by_unit"),
            models.Index(fields=["account_group", "-id"], name="account_by_group"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["platform", "name"], name="account_name_is_unique_on_its_platform"),
            models.UniqueConstraint(
                fields=["platform", "name_key"],
                condition=~Q(name_key=""),
                name="account_alike_stands_once_on_a_platform",
            ),
            models.UniqueConstraint(
                fields=["platform", "handle_key"],
                condition=~Q(handle_key=""),
                name="account_handle_stands_once_on_a_platform",
            ),
            models.CheckConstraint(condition=~Q(administrator=F("backup")), name="account_backup_is_somebody_else"),
            models.CheckConstraint(
                condition=~Q(connection_state="ok") | ~Q(secret_ref="") | ~Q(grant_ref=""),
                name="connected_account_has_a_secret",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def full_name(self) -> str:
        """With its platform, where one of several is chosen: a company uses one name on many of them."""
        return f"{self.name} · {self.platform}"

    def get_absolute_url(self) -> str:
        return reverse("accounts:detail", args=[self.pk])

    @property
    def publishes_by_hand(self) -> bool:
        """Does a person press the button at the platform (assisted, or confirmed in the platform's app)?"""
        return self.publish_mode in (Mode.ASSISTED, Mode.HANDOFF)

    @property
    def shown_state(self) -> str:
        """The one word for lists and titles: frozen stands above the status."""
        return "frozen" if self.frozen else AccountStatus(self.status)

    @property
    def begins_when_connected(self) -> bool:
        """Does a good connection put it into use? An account still to be opened waits for its approval first."""
        if self.status == AccountStatus.APPLIED:
            return not self.is_new
        return self.status in (AccountStatus.REGISTERED, AccountStatus.CERTIFIED)

    @property
    def is_set_up(self) -> bool:
        """Has everything that a connection needs?"""
        return bool(self.secret_ref or self.grant_ref)
