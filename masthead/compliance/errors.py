"""What the compliance room refuses, with what to do next."""

from django.utils.translation import gettext as _

from masthead.core.errors import RuleBroken, Stale


def no_rule_set() -> RuleBroken:
    return RuleBroken(
        _("还没有生效的检查规则，不能检查内容。"),
        code="no_rule_set",
        clause="1.3.1",
        advice=_("请系统管理员启用规则集。"),
    )


def unreadable_rule(why: str) -> RuleBroken:
    return RuleBroken(
        _("规则不能读取：%(why)s") % {"why": why},
        code="rule_unreadable",
        clause="1.3.1",
        advice=_("改正后再保存，填写的内容没有丢失。"),
    )


def tests_fail(failures: list[str]) -> RuleBroken:
    return RuleBroken(
        _("规则旁的测试没有通过：%(failures)s") % {"failures": "；".join(failures[:5])},
        code="rule_tests_fail", clause="1.3.1", advice=_("改正规则或测试后再生效。"),
    )  # fmt: skip


def tests_missing() -> RuleBroken:
    return RuleBroken(
        _("规则旁至少要有一句应当命中和一句应当放过的文字。"),
        code="rule_tests_missing",
        clause="1.3.1",
        advice=_("补上测试后再生效。"),
    )


def changed_meanwhile() -> Stale:
    return Stale(
        _("这份草稿已被修改、生效或放弃。"), code="draft_moved", clause="1.3.1", advice=_("打开规则，看最新的状态。")
    )


def no_reason() -> RuleBroken:
    return RuleBroken(_("请写明理由。"), code="no_reason", clause="1.3.3", advice=_("用一句话写明，审核人员会看到。"))


def never_excepted() -> RuleBroken:
    return RuleBroken(_("这一类问题不能申请例外。"), code="never_excepted", clause="1.3.3", advice=_("请修改内容。"))


def nothing_to_say() -> RuleBroken:
    return RuleBroken(
        _("提示不需要说明；须修改的问题要申请例外，须说明的问题要写说明。"),
        code="wrong_remark",
        clause="1.3.3",
        advice=_("请刷新页面后再试。"),
    )
