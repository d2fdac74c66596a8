"""Refusals of this chapter: what happened, which clause says so, what to do now."""

from django.utils.translation import gettext as _

from masthead.core.errors import BadInput, NotThere, RuleBroken

CLAUSE = "3.1.1"


def fields(wrong: dict[str, list[str]]) -> BadInput:
    """Words that are missing or wrong, by field."""
    first = next(iter(wrong.values()))[0]
    return BadInput(first, code="selection_input", clause=CLAUSE, fields=wrong)


def assessment_not_there() -> NotThere:
    return NotThere(_("没有这份选型评估。"), code="assessment_not_there", clause=CLAUSE)


def limit_not_there() -> NotThere:
    return NotThere(_("没有这项平台限制。"), code="limit_not_there", clause=CLAUSE)


def assessment_open(platform: str) -> RuleBroken:
    return RuleBroken(
        _("平台「%(name)s」已有一份没有办结的选型评估。") % {"name": platform},
        code="assessment_open",
        clause=CLAUSE,
        advice=_("请在原评估上继续，或等它审批结束。"),
    )


def assessment_sealed() -> RuleBroken:
    return RuleBroken(
        _("这份评估已提交审批，内容不能再改。"),
        code="assessment_sealed",
        clause=CLAUSE,
        advice=_("需要改动时，请先撤回审批，或另做一份新评估。"),
    )


def not_assessed(platform: str) -> BadInput:
    """Stands beside the field of the platform, so that nothing typed is lost."""
    message = _("平台「%(name)s」没有有效的选型评估，不能登记新账号。") % {"name": platform}
    advice = _("请先在「平台选型」中完成评估并通过审批；评估过期的须重新评估。")
    told = {"platform": [f"{message}{advice}"]}
    return BadInput(message, code="platform_not_assessed", clause=CLAUSE, advice=advice, fields=told)
