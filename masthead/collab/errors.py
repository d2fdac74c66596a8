"""Refusals of this chapter: what happened, which clause says so, what to do now."""

from django.utils.translation import gettext as _

from masthead.core.errors import BadInput, NotPermitted, NotThere, RuleBroken, Stale, TooMany


def not_there(what: str, clause: str) -> NotThere:
    return NotThere(_("没有这项%(what)s，或它不在您的范围内。") % {"what": what}, code="not_there", clause=clause)


def target_not_there() -> NotThere:
    return NotThere(_("没有这个对象，或您看不到它。"), code="target_not_there", clause="1.3.5")


def field(name: str, message: str, clause: str) -> BadInput:
    """A word that is missing or wrong in one field."""
    return BadInput(message, code=f"{name}_wrong", clause=clause, fields={name: [message]})


def raced(what: str, clause: str) -> Stale:
    return Stale(_("刚才有人先处理了，请刷新后再看。"), code=f"{what}_raced", clause=clause)


def too_many_named(most: int) -> BadInput:
    message = _("一条评论最多提及 %(most)d 人。") % {"most": most}
    return BadInput(message, code="mentions_too_many", clause="1.3.5", fields={"body": [message]})


def cannot_read(name: str) -> BadInput:
    message = _("「%(name)s」看不到这里的内容，不能提及。请先把对方加入，或去掉这个 @。") % {"name": name}
    return BadInput(message, code="mention_out_of_scope", clause="1.3.5", fields={"body": [message]})


def namesakes(name: str) -> BadInput:
    message = _("有多位成员叫「%(name)s」，请从名单里选，或用 @登录名 提及。") % {"name": name}
    return BadInput(message, code="mention_ambiguous", clause="1.3.5", fields={"body": [message]})


def too_many_comments() -> TooMany:
    return TooMany(
        _("一分钟内的评论太多了。"),
        code="comments_too_many",
        clause="1.3.5",
        advice=_("请稍等一分钟，或把几条合成一条。"),
    )


def not_your_comment() -> NotPermitted:
    return NotPermitted(_("只有作者可以修改或撤回评论。"), code="not_your_comment", clause="1.3.5")


def comment_closed() -> RuleBroken:
    return RuleBroken(_("这条评论已经撤回。"), code="comment_withdrawn", clause="1.3.5", advice=_("请刷新页面。"))


def no_position(clause: str) -> RuleBroken:
    return RuleBroken(
        _("您还没有部门岗位，无法以部门名义提出。"),
        code="no_position",
        clause=clause,
        advice=_("请系统管理员先为您安排岗位。"),
    )


def not_yours(who: str, clause: str) -> NotPermitted:
    """`who` says whose deed it is."""
    return NotPermitted(
        _("这一步由%(who)s办理。") % {"who": who},
        code="not_yours",
        clause=clause,
        advice=_("请联系对方，或在讨论里 @ 对方。"),
    )


def judge_in_own_cause() -> NotPermitted:
    return NotPermitted(
        _("提出人不能决定自己的创意是否采纳、实验是否有效。"),
        code="judge_in_own_cause",
        clause="1.3.4",
        advice=_("请另一位有权限的负责人决定。"),
    )


def voted_already() -> RuleBroken:
    return RuleBroken(
        _("您已经投过票了，每人一票。"), code="voted_already", clause="1.3.4", advice=_("可以先收回，再改投别的。")
    )


def voting_closed() -> RuleBroken:
    return RuleBroken(_("投票已经结束。"), code="voting_closed", clause="1.3.4")


def reopen_too_late(days: int) -> RuleBroken:
    return RuleBroken(
        _("解决已超过 %(days)d 天，不能重新打开。") % {"days": days},
        code="reopen_too_late",
        clause="2.2.4",
        advice=_("请新提一张工单，并写明与原工单的关系。"),
    )


def no_quorum(signed: int, quorum: int) -> RuleBroken:
    return RuleBroken(
        _("到会 %(signed)d 人，不足法定人数 %(quorum)d 人，会议不能成立。") % {"signed": signed, "quorum": quorum},
        code="no_quorum",
        clause="2.1",
        advice=_("请到会成员本人签到，或取消后另行召集。"),
    )


def leader_writes_no_minutes() -> RuleBroken:
    return RuleBroken(
        _("纪要由组长批准，所以不能由组长本人提交。"),
        code="leader_wrote_minutes",
        clause="2.2.1",
        advice=_("请另一位成员整理并提交纪要。"),
    )


def no_group() -> RuleBroken:
    return RuleBroken(
        _("运营管理小组还没有成员。"), code="no_group", clause="2.1", advice=_("请系统管理员先设置小组席位。")
    )


def meeting_not_begun() -> RuleBroken:
    return RuleBroken(
        _("会议还没有到开始时间。"), code="meeting_not_begun", clause="2.1", advice=_("开始之后再记录召开。")
    )


def sign_in_not_open() -> RuleBroken:
    return RuleBroken(
        _("签到在会议开始前一小时开放。"), code="sign_in_not_open", clause="2.1", advice=_("请到时在本页签到。")
    )


def not_invited() -> NotPermitted:
    return NotPermitted(
        _("您不在这次会议的名单里，或已经签到、请假。"),
        code="not_invited",
        clause="2.1",
        advice=_("需要参加时请联系召集人。"),
    )


def minutes_sealed() -> RuleBroken:
    return RuleBroken(
        _("纪要只能在会议召开之后、提交批准之前修改。"),
        code="minutes_sealed",
        clause="2.1",
        advice=_("正在等待批准时，请提交人先撤回。"),
    )


def leader_approves() -> NotPermitted:
    return NotPermitted(
        _("小组会议的纪要与决议由组长批准。"),
        code="leader_approves",
        clause="2.2.1",
        advice=_("请组长在审批页办理。"),
    )


def owner_cannot_confirm() -> NotPermitted:
    return NotPermitted(
        _("责任人不能确认自己的决议已经落实。"),
        code="owner_cannot_confirm",
        clause="2.1",
        advice=_("请会议召集人或组长确认。"),
    )


def lacks(label: str, clause: str) -> NotPermitted:
    return NotPermitted(
        _("您在该部门没有「%(what)s」的权限。") % {"what": label},
        code="lacks_capability_here",
        clause=clause,
        advice=_("需要时请联系系统管理员，为您的岗位授予相应角色。"),
    )
