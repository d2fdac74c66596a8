"""States of a collection run."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RunState(TextChoices):
    RUNNING = "running", _("采集中")
    COMPLETE = "complete", _("完整")
    PARTIAL = "partial", _("未出齐")
    FAILED = "failed", _("失败")
