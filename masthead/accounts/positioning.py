"""The words of positioning: tones, roles in the matrix, states of a sheet. No database here."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from masthead.core.states import StateMachine

CLAUSE = "3.1.2"
VALID_MONTHS = 12
SOON_DAYS = 60


class Tone(models.TextChoices):
    EXPERT = "expert", _("专业严谨")
    WARM = "warm", _("亲切温和")
    PLAIN = "plain", _("朴实简洁")
    LIVELY = "lively", _("活泼有趣")
    ELEGANT = "elegant", _("文雅")
    OFFICIAL = "official", _("庄重正式")


class MatrixRole(models.TextChoices):
    MAIN = "main", _("主账号")
    BRANCH = "branch", _("分账号")
    SERVICE = "service", _("服务账号")
    OVERSEAS = "overseas", _("海外账号")


class SheetState(models.TextChoices):
    DRAFT = "draft", _("起草中")
    IN_REVIEW = "in_review", _("审批中")
    IN_FORCE = "in_force", _("生效中")
    SUPERSEDED = "superseded", _("已被取代")
    REJECTED = "rejected", _("未批准")


SHEET = StateMachine(
    SheetState,
    {
        SheetState.DRAFT: {SheetState.IN_REVIEW},
        SheetState.IN_REVIEW: {SheetState.DRAFT, SheetState.IN_FORCE, SheetState.REJECTED},
        SheetState.IN_FORCE: {SheetState.SUPERSEDED},
        SheetState.SUPERSEDED: set(),
        SheetState.REJECTED: set(),
    },
    code="positioning",
    clause=CLAUSE,
)
