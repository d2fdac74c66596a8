"""States of a version of the rulebook, of a clause on the board, and of what hangs on them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class VersionState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    IN_REVIEW = "in_review", _("待批准")
    APPROVED = "approved", _("待施行")
    IN_FORCE = "in_force", _("生效中")
    SUPERSEDED = "superseded", _("已废止")
    DROPPED = "dropped", _("已放弃")


PUBLISHED = frozenset({VersionState.APPROVED, VersionState.IN_FORCE, VersionState.SUPERSEDED})
"""Versions that every reader of the rulebook may see."""


class Significance(models.TextChoices):
    """A minor amendment may be read by its changes alone; a major one is read whole, and needs training (clause 8.4)."""

    MAJOR = "major", _("重大修订")
    MINOR = "minor", _("一般修订")


class ExceptionState(models.TextChoices):
    REQUESTED = "in_review", _("待批准")
    LIVE = "active", _("豁免中")
    ENDED = "expired", _("已到期")
    REJECTED = "rejected", _("未批准")
    WITHDRAWN = "withdrawn", _("已撤回")


class FindingState(models.TextChoices):
    OPEN = "failing", _("未关闭")
    CLOSED = "done", _("已关闭")


class PackState(models.TextChoices):
    QUEUED = "pending", _("排队中")
    BUILDING = "running", _("生成中")
    READY = "done", _("可下载")
    FAILED = "failed", _("生成失败")


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
    EXEMPT = "exempt", _("豁免中")
    NOT_RECORDED = "not_recorded", _("当日无记录")


# From the state that must be seen first to the one that says least; a clause with several probes shows the first of theirs.
WORST_FIRST = (
    ClauseStatus.NON_COMPLIANT,
    ClauseStatus.ERROR,
    ClauseStatus.PARTIAL,
    ClauseStatus.STALE,
    ClauseStatus.EXEMPT,
    ClauseStatus.NOT_TESTED,
    ClauseStatus.NOT_RECORDED,
    ClauseStatus.COMPLIANT,
    ClauseStatus.NO_ACTIVITY,
)
SCORED = frozenset({ClauseStatus.COMPLIANT, ClauseStatus.PARTIAL, ClauseStatus.NON_COMPLIANT})
COVERED = SCORED | {ClauseStatus.NO_ACTIVITY}
ALARMING = frozenset({ClauseStatus.NON_COMPLIANT, ClauseStatus.ERROR, ClauseStatus.PARTIAL})
