"""States of a selection assessment, and the words of its recommendation."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from masthead.core.states import StateMachine


class AssessmentState(models.TextChoices):
    DRAFT = "draft", _("起草中")
    IN_REVIEW = "in_review", _("审批中")
    APPROVED = "approved", _("已批准")
    REJECTED = "rejected", _("未批准")


class Recommendation(models.TextChoices):
    ADOPT = "adopt", _("建议采用")
    TRIAL = "trial", _("建议试用")
    DECLINE = "decline", _("不建议采用")


class Mark(models.TextChoices):
    SURE = "sure", _("确定")
    LIKELY = "likely", _("可能")
    UNSURE = "unsure", _("待核实")


ASSESSMENT = StateMachine(
    AssessmentState,
    {
        AssessmentState.DRAFT: {AssessmentState.IN_REVIEW},
        AssessmentState.IN_REVIEW: {AssessmentState.DRAFT, AssessmentState.APPROVED, AssessmentState.REJECTED},
        AssessmentState.APPROVED: set(),
        AssessmentState.REJECTED: set(),
    },
    code="assessment",
    clause="3.1.1",
)
