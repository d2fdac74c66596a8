"""States of a collection run."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from masthead.core.states import StateMachine


class RunState(TextChoices):
    RUNNING = "running", _("采集中")
    COMPLETE = "complete", _("完整")
    PARTIAL = "partial", _("未出齐")
    FAILED = "failed", _("失败")


class ImportState(TextChoices):
    PREVIEW = "preview", _("待确认")
    APPLIED = "applied", _("已导入")


IMPORT: StateMachine[ImportState] = StateMachine(
    ImportState,
    {ImportState.PREVIEW: {ImportState.APPLIED}, ImportState.APPLIED: set()},
    code="figure_import",
    clause="5.2.1",
)
