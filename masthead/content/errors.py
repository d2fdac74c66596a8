"""Refusals of this chapter: what happened, which clause says so, what to do now."""

from django.utils.translation import gettext as _

from masthead.core.errors import BadInput, NotPermitted, NotThere, RuleBroken, Stale


def draft_not_there() -> NotThere:
    return NotThere(_("没有这篇稿件，或它不在您的范围内。"), code="draft_not_there", clause="3.3.2")


def topic_not_there() -> NotThere:
    return NotThere(_("没有这个选题，或它不在您的范围内。"), code="topic_not_there", clause="3.3.1")


def topic_raced() -> Stale:
    return Stale(_("刚才有人先处理了这个选题，请刷新后再看。"), code="topic_raced", clause="3.3.1")


def topic_material_not_there() -> NotThere:
    return NotThere(_("没有这项素材。"), code="topic_material_not_there", clause="3.3.1")


def planning_not_there() -> NotThere:
    return NotThere(_("没有这次策划会，或您不在参会名单里。"), code="planning_meeting_not_there", clause="3.3.1")


def series_not_there() -> NotThere:
    return NotThere(_("没有这个策划会系列，或它不在您的范围内。"), code="planning_series_not_there", clause="3.3.1")


def line_not_there() -> NotThere:
    return NotThere(_("议程里没有这一项。"), code="agenda_line_not_there", clause="3.3.1")


def import_not_there() -> NotThere:
    return NotThere(_("没有这次导入，或它不是您的。"), code="topic_import_not_there", clause="3.3.1")


def not_in_session(state: str) -> RuleBroken:
    return RuleBroken(
        _("会议当前是「%(state)s」，现在不能记录或决定。") % {"state": state},
        code="planning_not_in_session",
        clause="3.3.1",
        advice=_("请在会议记录召开之后、纪要提交之前进行；已提交的纪要可以先撤回。"),
    )


def other_scribe(who: str) -> Stale:
    return Stale(
        _("%(who)s刚刚改过这一项的记录，您的文字没有覆盖它。") % {"who": who},
        code="agenda_words_moved",
        clause="3.3.1",
        advice=_("请把需要的内容合并后再保存。"),
    )


def arms_not_measured(names: str) -> RuleBroken:
    return RuleBroken(
        _("还有方案没有实测数字：%(names)s。") % {"names": names},
        code="experiment_arm_not_measured",
        clause="1.3.4",
        advice=_("请执行人先填写每个方案的数字，再由他人下结论。"),
    )


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
        _("机器检查发现 %(count)d 处须修改的问题，不能提交审核。") % {"count": count},
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


def annotation_not_there() -> NotThere:
    return NotThere(_("没有这条批注，或它不在您的范围内。"), code="annotation_not_there", clause="3.3.2")


def may_not_annotate() -> NotPermitted:
    return NotPermitted(
        _("只有该部门的审核人员和稿件的作者可以批注和答复。"),
        code="may_not_annotate",
        clause="3.3.2",
        advice=_("需要提意见时，可以在稿件页的讨论里留言。"),
    )


def may_not_settle() -> NotPermitted:
    return NotPermitted(
        _("这条批注不能由您结束。"),
        code="may_not_settle",
        clause="3.3.2",
        advice=_("批注由提出人或其他审核人员结束；作者可以答复，修改建议由作者采纳或说明理由。"),
    )


def annotation_settled(state: str) -> Stale:
    return Stale(
        _("这条批注已经是「%(state)s」。") % {"state": state},
        code="annotation_settled",
        clause="3.3.2",
        advice=_("请刷新后再看。"),
    )


def no_such_words() -> BadInput:
    message = _("在这一版里找不到选中的文字。")
    return BadInput(
        message,
        code="no_such_words",
        clause="3.3.2",
        advice=_("请在正文里重新选中要批注的文字；同样的文字出现多次时，多选几个字。"),
        fields={"quote": [message]},
    )


def words_moved(quote: str) -> Stale:
    return Stale(
        _("「%(quote)s」在最新版本里已经改动，不能直接替换。") % {"quote": quote[:40]},
        code="words_moved",
        clause="3.3.2",
        advice=_("请打开编辑器按建议手工修改，然后答复这条批注。"),
    )


def unsaved_words() -> RuleBroken:
    return RuleBroken(
        _("您有还没有存为版本的文字，采纳建议会与它冲突。"),
        code="unsaved_words",
        clause="3.3.2",
        advice=_("请先在编辑器里保存版本或放弃，再采纳建议。"),
    )


def fast_lane_closed() -> RuleBroken:
    return RuleBroken(
        _("还没有启用「事后复核」流程，不能走紧急通道。"),
        code="fast_lane_closed",
        clause="3.3.2",
        advice=_("请系统管理员先发布「事后复核」流程；紧急通道发出的内容必须有人补看。"),
    )


def reviewer_not_there() -> NotThere:
    return NotThere(_("没有这位审核人，或不在您的范围内。"), code="reviewer_not_there", clause="3.3.2")


def company_blocks() -> NotPermitted:
    return NotPermitted(
        _("全公司通用的内容和品牌色只能由管理全公司的人员设置。"),
        code="company_blocks",
        clause="3.3.1",
        advice=_("请为自己的部门新建，或联系管理员。"),
    )


def block_not_there() -> NotThere:
    return NotThere(_("没有这条常用内容，或它不在您的范围内。"), code="block_not_there", clause="3.3.1")


def warnings_unexplained(count: int) -> RuleBroken:
    return RuleBroken(
        _("还有 %(count)d 处须说明的问题没有写理由，不能提交审核。") % {"count": count},
        code="warnings_unexplained",
        clause="1.3.3",
        advice=_("请修改这些表述，或写明为什么可以这样写，审核人员会看到。"),
    )
