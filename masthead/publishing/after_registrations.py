"""What this chapter declares of the time after publishing: rights, events, notices, files, and the approval of a take-down."""

from django.utils.translation import gettext_lazy as _

from masthead.approvals.models import Case
from masthead.approvals.registry import Subject, register_subject
from masthead.core.files.uses import JPEG, MEGABYTE, PNG, TEXT, WEBP, file_use
from masthead.core.panels import panel
from masthead.core.permissions import capability
from masthead.notify.registry import notice_kind
from masthead.org.models import Member
from masthead.org.registry import role_gets
from masthead.publishing import actions, queries
from masthead.publishing.events import AfterEvent
from masthead.publishing.models import Withdrawal
from masthead.trail.registry import register_events

capability(queries.WITHDRAW, _("撤下已发布的内容"), clause="3.3.3", sensitive=True)
capability(queries.WITHDRAW_CORE, _("撤下核心账号的内容，批准撤下"), clause="3.3.3", sensitive=True)
capability(queries.CORRECT, _("提出更正说明"), clause="3.3.3")
capability(queries.CORRECT_APPROVE, _("审核更正说明"), clause="3.3.2", sensitive=True)
for _role in ("publisher", "head"):
    role_gets(_role, [queries.WITHDRAW])
for _role in ("head", "leader"):
    role_gets(_role, [queries.WITHDRAW_CORE])
for _role in ("editor", "publisher", "head"):
    role_gets(_role, [queries.CORRECT])
for _role in ("reviewer", "head", "leader"):
    role_gets(_role, [queries.CORRECT_APPROVE])

register_events(
    AfterEvent,
    {
        AfterEvent.VERIFIED: (_("到平台核验"), "3.3.3", "search"),
        AfterEvent.CHANGED: (_("核验发现内容有改动"), "3.3.3", "alert-triangle"),
        AfterEvent.GONE: (_("核验发现已不在平台"), "3.3.3", "alert-circle"),
        AfterEvent.EVIDENCE_KEPT: (_("留存了发布凭证"), "3.3.3", "camera"),
        AfterEvent.EVIDENCE_ADDED: (_("补充了发布凭证"), "3.3.3", "camera"),
        AfterEvent.WITHDRAWAL_ASKED: (_("要求撤下"), "3.3.3", "arrow-back-up"),
        AfterEvent.WITHDRAWAL_ALLOWED: (_("批准了撤下"), "3.3.3", "user-check"),
        AfterEvent.WITHDRAWAL_DROPPED: (_("不再撤下"), "3.3.3", "x"),
        AfterEvent.WITHDRAWAL_HANDED: (_("交给负责人在平台撤下"), "3.3.3", "user"),
        AfterEvent.WITHDRAWAL_UNKNOWN: (_("撤下结果不明，继续核实"), "3.3.3", "help"),
        AfterEvent.WITHDRAWAL_FAILED: (_("没有撤下"), "3.3.3", "alert-circle"),
        AfterEvent.WITHDRAWAL_PROVED: (_("提交了撤下凭证"), "3.3.3", "camera"),
        AfterEvent.WITHDRAWAL_RETURNED: (_("退回了撤下凭证"), "3.3.3", "arrow-back-up"),
        AfterEvent.WITHDRAWN: (_("确认已撤下"), "3.3.3", "arrow-back-up"),
        AfterEvent.COMMENT_SAID: (_("在作品下发了评论"), "3.3.3", "message"),
        AfterEvent.COMMENT_HANDED: (_("评论交给负责人发出"), "3.3.3", "message"),
        AfterEvent.COMMENT_FAILED: (_("评论没有发出"), "3.3.3", "alert-circle"),
        AfterEvent.CORRECTION_ASKED: (_("提出了更正说明"), "3.3.3", "pencil"),
        AfterEvent.CORRECTION_APPROVED: (_("通过了更正说明"), "3.3.2", "checks"),
        AfterEvent.CORRECTION_REFUSED: (_("没有通过更正说明"), "3.3.2", "x"),
        AfterEvent.CORRECTION_DRAFTED: (_("把更正另写成稿件"), "3.3.3", "pencil"),
    },
)

notice_kind("publishing.verified", _("发布后核验异常"), icon="alert-triangle")
notice_kind("publishing.withdraw", _("撤下"), icon="arrow-back-up")
notice_kind("publishing.correction", _("更正说明"), icon="pencil")
notice_kind("publishing.comment", _("本账号的评论"), icon="message")

panel("publishing.publication", "publishing:afterwards", title=_("发布之后"), capability=queries.READ, order=20)

file_use(
    actions.PICTURE_USE,
    _("发布凭证图片"),
    types={JPEG, PNG, WEBP},
    most_bytes=10 * MEGABYTE,
    may_read=queries.may_read_evidence,
    reencode=True,
)
file_use(actions.PAGE_USE, _("发布凭证文字"), types={TEXT}, most_bytes=4 * MEGABYTE, may_read=queries.may_read_evidence)


def _refuse(withdrawal: Withdrawal, _case: Case, by: Member, words: str) -> None:
    actions.refuse_withdrawal(withdrawal=withdrawal, by=by, words=words)


def _allow(withdrawal: Withdrawal, case: Case, by: Member) -> None:
    actions.allow_withdrawal(withdrawal=withdrawal, case=case, by=by)


register_subject(
    Subject(
        kind=queries.WITHDRAWAL_KIND,
        label=_("撤下核心账号的内容"),
        clause="3.3.3",
        flow_key=queries.WITHDRAWAL_KIND,
        capability=queries.WITHDRAW_CORE,
        load=queries.load_withdrawal,
        content_hash=queries.withdrawal_hash,
        title=str,
        url=lambda withdrawal: str(withdrawal.publication.get_absolute_url()),
        unit_id=lambda withdrawal: int(withdrawal.publication.unit_id),
        parties=lambda withdrawal: {int(withdrawal.asked_by_id)},
        confirmations=[("needed", _("原因属实，确需撤下")), ("understood", _("知道撤下以后不能恢复"))],
        exhibit=queries.withdrawal_exhibit,
        on_approved=_allow,
        on_returned=_refuse,
        on_rejected=_refuse,
        on_withdrawn=_refuse,
        owner=lambda withdrawal: int(withdrawal.asked_by_id),
    )
)
