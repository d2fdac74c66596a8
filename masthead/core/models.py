"""Tables of the lowest floor."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StoredFile(models.Model):
    """One handed-in file. The bytes lie under `sha256` once, however many rows name them; rows are never overwritten."""

    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    size_bytes = models.PositiveBigIntegerField(_("大小"))
    mime = models.CharField(_("类型"), max_length=100)
    name = models.CharField(_("文件名"), max_length=200)
    use = models.CharField(_("用途"), max_length=60)
    width_px = models.PositiveIntegerField(null=True)
    height_px = models.PositiveIntegerField(null=True)
    stored_by_id = models.BigIntegerField(null=True)  # a member's key; no foreign key, `core` knows no members
    stored_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("文件")
        constraints = [models.CheckConstraint(condition=models.Q(size_bytes__gt=0), name="stored_file_is_not_empty")]

    def __str__(self) -> str:
        return self.name


class SearchEntry(models.Model):
    """One thing in the search index, as a result shows it. A changed thing gets a new row, so that the key orders by last change."""

    kind = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    title = models.CharField(max_length=200)
    url = models.CharField(max_length=300)
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(null=True)
    plain_title = models.CharField(max_length=200)
    plain_text = models.TextField(blank=True)

    class Meta:
        verbose_name = _("搜索条目")
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="thing_is_in_the_index_once")]

    def __str__(self) -> str:
        return self.title


class SearchCursor(models.Model):
    """How far the index has followed the trail."""

    key = models.CharField(max_length=40, unique=True)
    position = models.BigIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("索引进度")

    def __str__(self) -> str:
        return f"{self.key}={self.position}"
