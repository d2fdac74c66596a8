"""The claims register of a draft (1.3.2), and what is declared of it: help of machines, commercial nature."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from masthead.content.models.drafts import Draft


class ClaimKind(models.TextChoices):
    FIGURE = "figure", _("数据")
    RANKING = "ranking", _("排名")
    SUPERLATIVE = "superlative", _("最高级表述")
    CERTIFICATE = "certificate", _("资质荣誉")
    TESTIMONIAL = "testimonial", _("证言")
    OTHER = "other", _("其他论断")


class ClaimState(models.TextChoices):
    OPEN = "unsourced", _("待补来源")
    SOURCED = "sourced", _("已有来源")
    DISMISSED = "dismissed", _("无须来源")
    GONE = "gone", _("已从稿件删去")


class Claim(models.Model):
    """One factual claim of a draft. It stays when the words go, with its source: they may come back."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="claims")
    kind = models.CharField(_("类别"), max_length=12, choices=ClaimKind)
    part = models.CharField(max_length=20)
    quote = models.CharField(_("论断"), max_length=200)
    fingerprint = models.CharField(max_length=64)
    state = models.CharField(_("状态"), max_length=10, choices=ClaimState, default=ClaimState.OPEN)
    source_url = models.URLField(_("来源链接"), max_length=1000, blank=True)
    source_file = models.ForeignKey("core.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    source_note = models.CharField(_("来源说明"), max_length=300, blank=True)
    reason = models.CharField(_("无须来源的理由"), max_length=300, blank=True)
    by_hand = models.BooleanField(default=False)
    found_at = models.DateTimeField()
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("论断")
        indexes = [models.Index(fields=["state", "-id"], name="claim_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["draft", "fingerprint"], name="claim_is_kept_once_in_a_draft"),
            models.CheckConstraint(
                condition=~Q(state="sourced") | ~Q(source_url="") | Q(source_file__isnull=False),
                name="claim_with_source_names_it",
            ),
            models.CheckConstraint(
                condition=~Q(state="dismissed") | ~Q(reason=""), name="claim_without_source_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.quote

    @property
    def dismiss_id(self) -> str:
        """Name of the dialog in which this claim is dismissed."""
        return f"dismiss-{self.pk}"


class AiUse(models.TextChoices):
    NONE = "none", _("未使用 AI")
    ASSIST = "assist", _("AI 辅助，人工写成")
    GENERATED = "generated", _("含 AI 生成内容")


class Commerce(models.TextChoices):
    NONE = "none", _("非商业内容")
    OWN = "own", _("推介本公司商品或服务")
    PAID = "paid", _("收费推广")
    GIFT = "gift", _("获赠品或免费体验")


AI_PARTS = (("text", _("文字")), ("picture", _("图片")), ("video", _("视频")), ("audio", _("声音")))


@dataclass(frozen=True)
class Declared:
    """What the writer declares of a draft; kept as `Draft.declared`, part of its seal as soon as it says anything."""

    ai_use: str = AiUse.NONE
    ai_parts: tuple[str, ...] = ()
    ai_tool: str = ""
    commerce: str = Commerce.NONE
    buy_links: tuple[str, ...] = ()
    approval_no: str = ""

    @property
    def is_ai_made(self) -> bool:
        return self.ai_use == AiUse.GENERATED

    @property
    def is_advertising(self) -> bool:
        """Content that attaches a way to buy, or was paid for, must visibly say 广告 (互联网广告管理办法 第九条)."""
        return self.commerce in (Commerce.PAID, Commerce.GIFT) or bool(self.buy_links)

    @property
    def ai_use_label(self) -> str:
        return str(AiUse(self.ai_use).label)

    @property
    def commerce_label(self) -> str:
        return str(Commerce(self.commerce).label)

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Declared":
        """From the draft's column; {} = nothing is declared."""
        known = {f.name for f in fields(cls)}
        said: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in kept.items() if k in known}
        return cls(**said)

    def kept(self) -> dict[str, Any]:
        """For the draft's column and its seal; {} when nothing is declared, so that older seals stay what they were."""
        return (
            {}
            if self == Declared()
            else {k: list(v) if isinstance(v, tuple) else str(v) for k, v in asdict(self).items()}
        )
