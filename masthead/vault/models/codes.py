"""Which six-digit code was shown to whom. The code itself is not kept."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from masthead.vault.models.secrets import Secret


class CodeShown(models.Model):
    """A person saw the code of one 30-second step; once a step."""

    secret = models.ForeignKey(Secret, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    step = models.BigIntegerField()
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("验证码显示")
        constraints = [models.UniqueConstraint(fields=["secret", "member", "step"], name="code_is_shown_once_a_step")]

    def __str__(self) -> str:
        return f"vault:{self.secret_id} {self.step}"
