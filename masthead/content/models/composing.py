"""What editors write with: reusable blocks, brand colours; and who has a draft open."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from masthead.content.models.drafts import Draft


class BlockKind(models.TextChoices):
    TEMPLATE = "template", _("文章模板")
    HEAD = "head", _("文首")
    FOOT = "foot", _("文末签名")
    PIECE = "piece", _("常用段落")


class Block(models.Model):
    """Words that are used again. Of a department, of one account, or (`unit` empty) of the whole company; never changed inside texts already written."""

    kind = models.CharField(_("用途"), max_length=10, choices=BlockKind, default=BlockKind.PIECE)
    name = models.CharField(_("名称"), max_length=40)
    html = models.TextField(_("内容"))
    unit = models.ForeignKey(
        "org.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("部门")
    )
    account = models.ForeignKey(
        "accounts.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("账号")
    )
    retired = models.BooleanField(default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("常用内容")
        ordering = ["kind", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(account__isnull=True) | Q(unit__isnull=False), name="block_of_an_account_has_its_unit"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def excerpt(self) -> str:
        """The words alone, one paragraph apart from the next."""
        return " ".join(strip_tags(self.html.replace("</", " </")).split())


class BrandColour(models.Model):
    """A colour of the house for the editor's palette."""

    name = models.CharField(_("名称"), max_length=12)
    value = models.CharField(
        _("色值"),
        max_length=7,
        unique=True,
        validators=[RegexValidator(r"^#[0-9a-f]{6}$", _("请写成 #b93a26 的形式。"))],
    )
    order = models.PositiveSmallIntegerField(default=10)

    class Meta:
        verbose_name = _("品牌色")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


class Presence(models.Model):
    """One window in which a member has a draft open. Old rows mean nothing and are swept by the next beat."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    window = models.CharField(max_length=32)
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("在看的人")
        constraints = [models.UniqueConstraint(fields=["draft", "member", "window"], name="window_is_present_once")]

    def __str__(self) -> str:
        return f"{self.draft_id} · {self.member_id}"
