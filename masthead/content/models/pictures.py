"""Pictures handed in for a draft."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from masthead.content.models.drafts import Draft


class Asset(models.Model):
    """A picture handed in for a draft. In article HTML it stands as asset:SHA256."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="assets")
    file = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("素材")
        constraints = [models.UniqueConstraint(fields=["draft", "sha256"], name="picture_is_kept_once_in_a_draft")]

    def __str__(self) -> str:
        return self.file.name
