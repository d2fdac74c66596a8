"""What this chapter declares to the floors below."""

from django.utils.translation import gettext_lazy as _

from masthead.approvals.registry import Subject, register_subject
from masthead.core.files.uses import DOCX, MEGABYTE, TEXT, file_use
from masthead.core.health import health_check
from masthead.core.navigation import deed, entry
from masthead.core.onboarding import onboarding_step
from masthead.core.permissions import capability
from masthead.core.search.registry import searchable
from masthead.core.workbench import card
from masthead.notify.registry import notice_kind
from masthead.org import queries as org_queries
from masthead.org.registry import ROLE_SEEDS, holding, role_gets
from masthead.rulebook import actions, health, probes, queries  # noqa: F401  the probes register themselves
from masthead.rulebook.events import RulebookEvent
from masthead.rulebook.queries import cards
from masthead.rulebook.states import ExceptionState
from masthead.trail.registry import register_events

capability("rulebook.board.read", _("查看制度与执行看板"), clause="8.5", scoped=False)
capability("rulebook.probe.run", _("重新检查条款执行情况"), clause="8.5", scoped=False)
capability("rulebook.policy.adopt", _("启用制度版本"), clause="8.2", sensitive=True, scoped=False)

capability("rulebook.policy.import", _("导入制度文本"), clause="1.1", scoped=False)
file_use(
    "rulebook.import",
    _("制度原文件"),
    types={DOCX, TEXT},
    most_bytes=20 * MEGABYTE,
    may_read=lambda member, _file: bool(member.has_perm("rulebook.policy.import")),
)
capability("rulebook.amendment.read", _("查看制度草案"), clause="8.3", scoped=False)
capability("rulebook.amendment.draft", _("起草制度修订"), clause="8.3", scoped=False)
capability("rulebook.amendment.approve", _("批准制度修订与豁免"), clause="8.3", sensitive=True, scoped=False)
capability("rulebook.signature.read", _("查看阅读确认名单"), clause="8.4")
capability("rulebook.policy.interpret", _("解释制度条款"), clause="8.1", scoped=False)
capability("rulebook.exception.ask", _("申请条款豁免"), clause="8.5", scoped=False)
capability("rulebook.finding.manage", _("安排问题整改"), clause="8.5", scoped=False)
capability("rulebook.pack.build", _("生成审计资料包"), clause="8.5", sensitive=True, scoped=False)

for _role in ROLE_SEEDS:
    role_gets(_role, ["rulebook.board.read"])
for _role in ("admin", "auditor", "leader"):
    role_gets(_role, ["rulebook.probe.run"])
for _role in ("admin", "leader"):
    role_gets(_role, ["rulebook.policy.adopt", "rulebook.policy.import"])
for _role in ("head", "leader", "admin"):
    role_gets(_role, ["rulebook.amendment.draft", "rulebook.exception.ask", "rulebook.finding.manage"])
for _role in ("head", "leader", "admin", "auditor"):
    role_gets(_role, ["rulebook.amendment.read", "rulebook.signature.read"])
for _role in ("leader", "admin", "auditor"):
    role_gets(_role, ["rulebook.pack.build"])
role_gets("leader", ["rulebook.amendment.approve", "rulebook.policy.interpret"])

register_events(
    RulebookEvent,
    {
        RulebookEvent.VERSION_DRAFTED: (_("开始起草制度修订"), "8.3", "file-plus"),
        RulebookEvent.CLAUSE_EDITED: (_("修改了条款草案"), "8.3", "edit"),
        RulebookEvent.CLAUSE_ADDED: (_("在草案中增加了条款"), "8.3", "plus"),
        RulebookEvent.CLAUSE_MOVED: (_("在草案中移动了条款"), "8.3", "arrow-down"),
        RulebookEvent.CLAUSE_REMOVED: (_("在草案中删除了条款"), "8.3", "trash"),
        RulebookEvent.QUESTION_SAVED: (_("保存了测验题"), "8.4", "help"),
        RulebookEvent.QUESTION_REMOVED: (_("删除了测验题"), "8.4", "trash"),
        RulebookEvent.BINDING_CONFIRMED: (_("确认了修订影响"), "8.3", "checklist"),
        RulebookEvent.VERSION_PROPOSED: (_("提交了制度修订"), "8.3", "send"),
        RulebookEvent.VERSION_APPROVED: (_("批准了制度版本"), "8.3", "shield-check"),
        RulebookEvent.VERSION_RETURNED: (_("收回了制度草案"), "8.3", "arrow-back-up"),
        RulebookEvent.VERSION_DROPPED: (_("放弃了制度草案"), "8.3", "x"),
        RulebookEvent.VERSION_IN_FORCE: (_("启用了制度版本"), "8.2", "book"),
        RulebookEvent.IMPORT_STARTED: (_("上传了制度文本"), "1.1", "upload"),
        RulebookEvent.IMPORT_ABANDONED: (_("放弃了制度导入"), "1.1", "x"),
        RulebookEvent.TEXT_IMPORTED: (_("导入制度文本，存为草稿版本"), "1.1", "book"),
        RulebookEvent.VERSION_SUPERSEDED: (_("废止了制度版本"), "8.2", "archive"),
        RulebookEvent.READING_OPENED: (_("打开了制度正文"), "8.4", "eye"),
        RulebookEvent.QUIZ_ANSWERED: (_("回答了阅读测验"), "8.4", "list-check"),
        RulebookEvent.VERSION_SIGNED: (_("签署了阅读确认"), "8.4", "signature"),
        RulebookEvent.REMINDER_SENT: (_("提醒了阅读确认"), "8.4", "bell"),
        RulebookEvent.INTERPRETATION_ASKED: (_("提出了条款疑问"), "8.1", "help"),
        RulebookEvent.INTERPRETATION_ANSWERED: (_("解释了条款"), "8.1", "quote"),
        RulebookEvent.FINDING_OPENED: (_("发现了问题"), "8.5", "flag"),
        RulebookEvent.FINDING_PLANNED: (_("安排了整改"), "8.5", "user-check"),
        RulebookEvent.FINDING_CLOSED: (_("关闭了问题"), "8.5", "circle-check"),
        RulebookEvent.EXCEPTION_ASKED: (_("申请了条款豁免"), "8.5", "hourglass"),
        RulebookEvent.EXCEPTION_DECIDED: (_("决定了条款豁免"), "8.5", "gavel"),
        RulebookEvent.EXCEPTION_ENDED: (_("结束了条款豁免"), "8.5", "hourglass"),
        RulebookEvent.SNAPSHOT_TAKEN: (_("封存了看板月度快照"), "8.5", "snowflake"),
        RulebookEvent.PACK_ORDERED: (_("要求了审计资料包"), "8.5", "archive"),
        RulebookEvent.PACK_BUILT: (_("生成了审计资料包"), "8.5", "archive"),
        RulebookEvent.PACK_FAILED: (_("没有生成审计资料包"), "8.5", "alert-triangle"),
        RulebookEvent.PROBES_ORDERED: (_("要求了重新检查"), "8.5", "refresh"),
        RulebookEvent.PROBE_FAILED: (_("检查没有运行成功"), "8.5", "alert-triangle"),
        RulebookEvent.CLAUSE_CHANGED: (_("更新了条款状态"), "8.5", "radar"),
    },
)

entry(
    "rulebook.clauses",
    chapter="rulebook",
    label=_("条款"),
    url_name="rulebook:clauses",
    capability="rulebook.board.read",
    order=10,
)
entry(
    "rulebook.board",
    chapter="rulebook",
    label=_("执行看板"),
    url_name="rulebook:board",
    capability="rulebook.board.read",
    order=20,
)
entry(
    "rulebook.signatures",
    chapter="rulebook",
    label=_("阅读确认"),
    url_name="rulebook:signatures",
    capability="rulebook.board.read",
    order=25,
)
entry(
    "rulebook.packs",
    chapter="rulebook",
    label=_("审计资料包"),
    url_name="rulebook:packs",
    capability="rulebook.pack.build",
    order=40,
)
entry(
    "trail.events",
    chapter="rulebook",
    label=_("留痕"),
    url_name="trail:events",
    capability="trail.event.read",
    order=30,
)

searchable(
    "rulebook.clause",
    label=_("条款"),
    icon="book",
    documents=queries.clause_documents,
    reach=lambda member: org_queries.reach_of(member, "rulebook.board.read"),
    readable=queries.find_clauses,
    remade_by=["rulebook.policyversion"],
    order=50,
)

card("rulebook.sign", cards.to_sign, capability="rulebook.board.read", order=5)
card("rulebook.findings", cards.my_findings, capability="rulebook.board.read", order=40)

health_check("rulebook.probes", label=_("条款检查"), run=health.probes, order=24)

onboarding_step(
    "rulebook.sign",
    label=_("请成员阅读并签署制度"),
    why=_("制度启用后，每个人在期限内阅读、答题、签名，逾期会出现在执行看板"),
    url_name="rulebook:signatures",
    done=queries.signing_has_begun,
    order=50,
)

deed(
    "rulebook.import",
    label=_("导入制度"),
    url_name="rulebook:import",
    capability="rulebook.policy.import",
    icon="upload",
)

holding(
    "rulebook.findings",
    label=_("待整改的问题"),
    find=cards.findings_held,
    advice=_("请选择交接人继续整改。"),
    hand_over=lambda member, to, by: actions.hand_over_findings(member=member, to=to, by=by),
    order=60,
)

notice_kind("rulebook.sign.asked", _("制度阅读确认"), icon="signature")
notice_kind("rulebook.sign.overdue", _("阅读确认逾期"), icon="signature")
notice_kind("rulebook.finding.asked", _("问题整改"), icon="flag")
notice_kind("rulebook.interpretation.asked", _("条款疑问"), icon="help")
notice_kind("rulebook.interpretation.answered", _("条款解释"), icon="quote")

file_use(
    actions.PACK_USE,
    _("审计资料包"),
    types={"application/zip"},
    most_bytes=500 * MEGABYTE,
    may_read=queries.may_read_pack,
)

register_subject(
    Subject(
        kind=actions.AMENDMENT,
        label=_("制度修订"),
        clause="8.3",
        flow_key=actions.AMENDMENT,
        capability="rulebook.amendment.approve",
        load=queries.load_version,
        content_hash=queries.content_hash,
        title=str,
        url=lambda version: str(version.get_absolute_url()),
        unit_id=lambda _version: None,
        parties=lambda version: {version.drafted_by_id} if version.drafted_by_id else set(),
        confirmations=[
            ("changes", _("已逐条看过修订对照")),
            ("effective", _("施行日期和阅读确认期限合适")),
        ],
        exhibit=queries.exhibit,
        on_approved=lambda version, case, by: actions.note_approved(version=version, case=case, by=by),
        on_returned=lambda version, case, by, comment: actions.note_turned_down(
            version=version, case=case, by=by, comment=comment
        ),
        on_rejected=lambda version, case, by, comment: actions.note_turned_down(
            version=version, case=case, by=by, comment=comment
        ),
        on_withdrawn=lambda version, case, by, reason: actions.note_turned_down(
            version=version, case=case, by=by, comment=reason
        ),
    )
)
register_subject(
    Subject(
        kind=actions.EXCEPTION,
        label=_("条款豁免"),
        clause="8.5",
        flow_key=actions.EXCEPTION,
        capability="rulebook.amendment.approve",
        load=queries.get_exception,
        content_hash=queries.exception_hash,
        title=str,
        url=lambda row: str(row.get_absolute_url()),
        unit_id=lambda _row: None,
        parties=lambda row: {row.asked_by_id},
        confirmations=[("measure", _("补偿措施足以控制豁免期间的风险"))],
        exhibit=queries.exception_exhibit,
        on_approved=lambda row, case, by: actions.note_exception_decided(
            exception=row, to=ExceptionState.LIVE, case=case, by=by
        ),
        on_returned=lambda row, case, by, comment: actions.note_exception_decided(
            exception=row, to=ExceptionState.REJECTED, case=case, by=by, comment=comment
        ),
        on_rejected=lambda row, case, by, comment: actions.note_exception_decided(
            exception=row, to=ExceptionState.REJECTED, case=case, by=by, comment=comment
        ),
        on_withdrawn=lambda row, case, by, reason: actions.note_exception_decided(
            exception=row, to=ExceptionState.WITHDRAWN, case=case, by=by, comment=reason
        ),
    )
)
