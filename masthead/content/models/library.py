"""The asset library: materials in folders with tags and versions, and files on their way in."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

MEMBER = settings.AUTH_USER_MODEL


class MaterialKind(models.TextChoices):
    PICTURE = "picture", _("图片")
    VIDEO = "video", _("视频")
    AUDIO = "audio", _("音频")
    DOCUMENT = "document", _("文档")


class AiPart(models.TextChoices):
    NONE = "none", _("没有使用 AI")
    ASSISTED = "assisted", _("AI 辅助修改")
    GENERATED = "generated", _("AI 生成")


class MaterialFolder(models.Model):
    """A folder of a department; what lies in a shared one is seen by every department."""

    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("部门"))
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    name = models.CharField(_("文件夹"), max_length=40)
    shared = models.BooleanField(_("全公司可见"), default=False)
    made_by = models.ForeignKey(MEMBER, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("素材文件夹")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="folder_name_is_unique_beside_its_siblings"),
            models.UniqueConstraint(
                fields=["unit", "name"], condition=Q(parent=None), name="top_folder_name_is_unique_in_its_department"
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="folder_does_not_lie_in_itself"),
        ]

    def __str__(self) -> str:
        return self.name


class Material(models.Model):
    """One thing of the library. `rights_until` is the earliest end of its licence and consents, kept for lists; use asks the papers."""

    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("部门"))
    folder = models.ForeignKey(
        MaterialFolder,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="materials",
        verbose_name=_("文件夹"),
    )
    shared = models.BooleanField(default=False)
    kind = models.CharField(_("类型"), max_length=10, choices=MaterialKind)
    name = models.CharField(_("名称"), max_length=120)
    note = models.CharField(_("说明"), max_length=500, blank=True)
    source = models.CharField(_("来源"), max_length=200, blank=True)
    tags: "models.JSONField[Any, Any]" = models.JSONField(_("标签"), default=list)
    version = models.ForeignKey("MaterialVersion", null=True, on_delete=models.PROTECT, related_name="+")
    ai = models.CharField(_("AI 使用"), max_length=10, choices=AiPart, default=AiPart.NONE)
    has_people = models.BooleanField(_("有可辨认的人"), default=False)
    cleared = models.BooleanField(default=False)
    rights_until = models.DateField(null=True)
    archived_at = models.DateTimeField(null=True)
    added_by = models.ForeignKey(
        MEMBER, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("上传人")
    )
    added_at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = _("素材")
        indexes = [
            models.Index(fields=["unit", "-id"], name="material_by_unit"),
            models.Index(fields=["folder", "-id"], name="material_by_folder"),
            models.Index(fields=["kind", "-id"], name="material_by_kind"),
            models.Index(fields=["rights_until"], name="material_by_end_of_rights"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("content:material", args=[self.pk])


class MaterialTag(models.Model):
    """A tag of a material, beside `Material.tags` so that the database finds it."""

    material = models.ForeignKey(Material, on_delete=models.CASCADE, related_name="tag_rows")
    name = models.CharField(max_length=30)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "material"], name="material_has_a_tag_once")]

    def __str__(self) -> str:
        return self.name


class MaterialGram(models.Model):
    """One token of a material's words (core.search.grams): the library's own index, in the same transaction as the words."""

    gram = models.CharField(max_length=40)
    material = models.ForeignKey(Material, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gram", "material"], name="gram_stands_once_for_a_material")]
        indexes = [models.Index(fields=["material"], name="gram_by_material")]

    def __str__(self) -> str:
        return self.gram


class MaterialVersion(models.Model):
    """One file of a material; rows never change. `band_*` are the four quarters of the picture's difference hash."""

    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("版本"))
    file = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, db_index=True)
    given_sha256 = models.CharField(
        max_length=64, db_index=True
    )  # of the file as it was handed in, before it was drawn anew
    facts: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    band_1 = models.PositiveIntegerField(null=True, db_index=True)
    band_2 = models.PositiveIntegerField(null=True, db_index=True)
    band_3 = models.PositiveIntegerField(null=True, db_index=True)
    band_4 = models.PositiveIntegerField(null=True, db_index=True)
    note = models.CharField(max_length=200, blank=True)
    added_by = models.ForeignKey(MEMBER, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("素材版本")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["material", "number"], name="version_number_is_unique_in_its_material")
        ]

    def __str__(self) -> str:
        return f"{self.material_id} v{self.number}"


class RenditionKind(models.TextChoices):
    THUMB = "thumb", _("缩略图")
    WIDE = "wide", _("1080 像素宽")
    COVER = "cover", _("视频封面")


class MaterialRendition(models.Model):
    """A smaller picture of a version, drawn by a task or when first asked for; a film's cover frame can be chosen anew."""

    version = models.ForeignKey(MaterialVersion, on_delete=models.PROTECT, related_name="renditions")
    kind = models.CharField(max_length=6, choices=RenditionKind)
    file = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, related_name="+")
    at_ms = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "kind"], name="rendition_is_kept_once")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.kind}"


class UploadState(models.TextChoices):
    ARRIVING = "arriving", _("上传中")
    WHOLE = "whole", _("待登记")
    REFUSED = "refused", _("未通过检查")


class Upload(models.Model):
    """A file on its way in. `offset` is what is durable; the bytes lie in core.files.pieces under `key`."""

    key = models.CharField(max_length=32, unique=True)
    member = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    length = models.PositiveBigIntegerField()
    offset = models.PositiveBigIntegerField(default=0)
    state = models.CharField(max_length=8, choices=UploadState, default=UploadState.ARRIVING)
    sha256 = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=10, blank=True)
    mime = models.CharField(max_length=100, blank=True)
    facts: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    bands: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    refusal = models.CharField(max_length=400, blank=True)
    begun_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("上传")
        indexes = [models.Index(fields=["member", "-id"], name="upload_by_member")]
        constraints = [
            models.CheckConstraint(condition=Q(offset__lte=F("length")), name="upload_is_not_longer_than_said")
        ]

    def __str__(self) -> str:
        return self.name
