"""Refusals of this chapter: what happened, which clause says so, what to do now."""

from django.utils.translation import gettext as _

from masthead.core.errors import BadInput, NotPermitted, NotThere, RuleBroken, Stale


def draft_not_there() -> NotThere:
    return NotThere(_("没有这篇稿件，或它不在您的范围内。"), code="draft_not_there", clause="3.3.2")


def topic_not_there() -> NotThere:
    return NotThere(_("没有这个选题，或它不在您的范围内。"), code="topic_not_there", clause="3.3.1")


def revision_not_there() -> NotThere:
    return NotThere(_("没有这个版本。"), code="revision_not_there", clause="3.3.2")


def not_your_text(author: str) -> NotPermitted:
    return NotPermitted(
        _("这是%(author)s的稿件，您不是作者或协作者，不能修改或提交。") % {"author": author},
        code="not_your_text",
        clause="3.3.2",
        advice=_("请作者把您加为协作者，或由部门负责人处理。"),
    )


def not_your_topic(owner: str) -> NotPermitted:
    return NotPermitted(
        _("这是%(owner)s负责的选题，只有负责人、提出人或部门负责人可以修改。") % {"owner": owner},
        code="not_your_topic",
        clause="3.3.1",
        advice=_("请负责人修改，或由部门负责人处理。"),
    )


def lacks_capability(label: str) -> NotPermitted:
    return NotPermitted(
        _("您在该部门没有「%(what)s」的权限。") % {"what": label},
        code="lacks_capability_here",
        clause="3.3.2",
        advice=_("需要时请联系系统管理员，为您的岗位授予相应角色。"),
    )


def not_writable(state: str) -> RuleBroken:
    return RuleBroken(
        _("稿件当前是「%(state)s」，不能修改。") % {"state": state},
        code="draft_not_writable",
        clause="3.3.2",
        advice=_("审核中的稿件请先撤回；已通过的稿件请先确认修改（会使审批失效）。"),
    )


def would_void() -> RuleBroken:
    return RuleBroken(
        _("这篇稿件已通过审核，修改会使审批失效，需要您明确确认。"),
        code="would_void_approval",
        clause="3.3.2",
        advice=_("请在稿件页选择「修改（审批失效）」并写明原因。"),
    )


def other_revision(who: str, number: int) -> Stale:
    return Stale(
        _("%(who)s 已经保存了版本 %(number)d，您的文字没有覆盖它。") % {"who": who, "number": number},
        code="revision_moved",
        clause="3.3.2",
        advice=_("请先查看对方的版本，再决定采用哪一份。"),
    )


def other_window() -> Stale:
    return Stale(
        _("这篇稿件在您的另一个窗口里也在编辑，这里的文字没有覆盖那一份。"),
        code="working_copy_moved",
        advice=_("请只保留一个编辑窗口，然后刷新。"),
    )


def foreign_account(name: str) -> NotPermitted:
    return NotPermitted(
        _("账号「%(name)s」不在您的范围内，不能选为发布账号。") % {"name": name},
        code="account_out_of_scope",
        clause="3.2.1",
        advice=_("请由该账号所属部门的人员操作。"),
    )


def foreign_picture() -> BadInput:
    return BadInput(
        _("正文里有不属于这篇稿件的图片。"),
        code="foreign_picture",
        clause="3.3.2",
        advice=_("请把图片重新上传到这篇稿件。"),
        fields={"html": [_("请把图片重新上传到这篇稿件。")]},
    )


def incomplete(gaps: list[str]) -> RuleBroken:
    return RuleBroken(
        _("稿件还不完整：%(gaps)s") % {"gaps": _("；").join(gaps)},
        code="draft_incomplete",
        clause="3.3.2",
        advice=_("请补齐后再提交审核。"),
    )


def blocked_by_check(count: int) -> RuleBroken:
    return RuleBroken(
        _("机器检查发现 %(count)d 处必须修改的问题，不能提交审核。") % {"count": count},
        code="draft_blocked_by_check",
        clause="1.3.1",
        advice=_("请按检查结果修改后再提交。"),
    )


def not_approved() -> RuleBroken:
    return RuleBroken(
        _("稿件没有通过审核，不能发布。"),
        code="draft_not_approved",
        clause="3.3.2",
        advice=_("请先提交审核并全部通过。"),
    )


def seal_moved() -> Stale:
    return Stale(
        _("稿件内容与审批通过的版本不一致，审批不能用于这一版。"),
        code="seal_moved",
        clause="3.3.2",
        advice=_("请重新提交审核。"),
    )


def company_blocks() -> NotPermitted:
    return NotPermitted(
        _("全公司通用的内容和品牌色只能由管理全公司的人员设置。"),
        code="company_blocks",
        clause="3.3.1",
        advice=_("请为自己的部门新建，或联系管理员。"),
    )


def block_not_there() -> NotThere:
    return NotThere(_("没有这条常用内容，或它不在您的范围内。"), code="block_not_there", clause="3.3.1")
