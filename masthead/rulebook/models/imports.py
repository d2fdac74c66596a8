"""An import of a policy text while it is looked through; nothing of it is in the rulebook before its last step."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from masthead.core.models import StoredFile
from masthead.rulebook.models.policy import PolicyVersion
from masthead.rulebook.states import ImportState


class PolicyImport(models.Model):
    """`blocks`: places in reading order; `undo`: patches that take corrections back, the latest last; `serial` counts changes, so that two windows collide."""

    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("文件名"), max_length=200)
    title = models.CharField(_("制度名称"), max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.OPEN)
    blocks = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    undo = models.JSONField(default=list)
    serial = models.PositiveIntegerField(default=0)
    version = models.ForeignKey(PolicyVersion, null=True, on_delete=models.PROTECT, related_name="+")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()

    class Meta:
        verbose_name = _("制度导入")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="stored") | Q(version__isnull=False),
                name="policy_import_that_is_stored_has_its_version",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("rulebook:import_preview", args=[self.pk])
