"""States of a version of the rulebook and of a clause on the board."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class VersionState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    IN_FORCE = "in_force", _("生效中")
    SUPERSEDED = "superseded", _("已废止")


class ImportState(models.TextChoices):
    OPEN = "open", _("核对中")
    STORED = "stored", _("已存为草稿")
    ABANDONED = "abandoned", _("已放弃")


class ClauseStatus(models.TextChoices):
    """What the board may say of a clause. Only COMPLIANT is green, and only fresh, non-empty, failure-free evidence gives it."""

    COMPLIANT = "met", _("达标")
    PARTIAL = "at_risk", _("有风险")
    NON_COMPLIANT = "unmet", _("未达标")
    NO_ACTIVITY = "no_activity", _("无活动")
    STALE = "stale", _("数据过期")
    ERROR = "error", _("检查出错")
    NOT_TESTED = "unbound", _("未接入")


# From the state that must be seen first to the one that says least; a clause with several probes shows the first of theirs.
WORST_FIRST = (
    ClauseStatus.NON_COMPLIANT,
    ClauseStatus.ERROR,
    ClauseStatus.PARTIAL,
    ClauseStatus.STALE,
    ClauseStatus.NOT_TESTED,
    ClauseStatus.COMPLIANT,
    ClauseStatus.NO_ACTIVITY,
)
SCORED = frozenset({ClauseStatus.COMPLIANT, ClauseStatus.PARTIAL, ClauseStatus.NON_COMPLIANT})
COVERED = SCORED | {ClauseStatus.NO_ACTIVITY}
ALARMING = frozenset({ClauseStatus.NON_COMPLIANT, ClauseStatus.ERROR, ClauseStatus.PARTIAL})
