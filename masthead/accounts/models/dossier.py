"""What stands on paper of an account: the subject behind it, its certifications and filings."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from masthead.accounts.models.account import Account
from masthead.accounts.states import CertificationKind, CertificationState, FilingKind


class Dossier(models.Model):
    """The register facts of one account that change seldom. `…_holder` is the colleague whose phone or mailbox it is."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="dossier")
    company_name = models.CharField(_("主体名称"), max_length=80, blank=True)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    registered_on = models.DateField(_("平台注册日期"), null=True)
    bound_phone = models.CharField(_("绑定手机"), max_length=20, blank=True)
    phone_holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("手机持有人")
    )
    phone_is_personal = models.BooleanField(_("手机是个人号码"), default=False)
    bound_email = models.CharField(_("绑定邮箱"), max_length=120, blank=True)
    email_holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("邮箱持有人")
    )
    email_is_personal = models.BooleanField(_("邮箱是个人邮箱"), default=False)
    intro = models.CharField(_("账号简介"), max_length=300, blank=True)
    followers_at_start = models.PositiveIntegerField(_("登记时关注者数"), null=True)
    avatar = models.ForeignKey("core.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("账号档案")

    def __str__(self) -> str:
        return str(self.account)


class Certification(models.Model):
    """One certification of an account at its platform; the newest counts, older ones stay."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="certifications")
    state = models.CharField(_("认证状态"), max_length=10, choices=CertificationState)
    kind = models.CharField(_("认证类型"), max_length=10, choices=CertificationKind)
    number = models.CharField(_("认证编号"), max_length=60, blank=True)
    body = models.CharField(_("认证机构"), max_length=60, blank=True)
    certified_on = models.DateField(_("认证日期"), null=True)
    expires_on = models.DateField(_("到期日期"), null=True)
    yearly_cost_fen = models.PositiveIntegerField(_("年费（分）"), null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("平台认证")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(certified_on=None) | Q(expires_on__gt=F("certified_on")),
                name="certification_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.account} · {self.get_kind_display()}"


class Filing(models.Model):
    """One number of a public register (备案)."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="filings")
    kind = models.CharField(_("备案类型"), max_length=10, choices=FilingKind)
    number = models.CharField(_("备案号"), max_length=60)
    expires_on = models.DateField(_("到期日期"), null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("备案")
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["account", "kind", "number"], name="filing_stands_once_with_its_account")
        ]

    def __str__(self) -> str:
        return self.number
