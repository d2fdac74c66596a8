"""What this chapter declares to the floors below."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from masthead.approvals.registry import Subject, register_subject
from masthead.core.files.uses import DOCX, JPEG, MEGABYTE, PDF, PNG, PPTX, XLSX, file_use
from masthead.core.navigation import entry
from masthead.core.onboarding import onboarding_step
from masthead.core.permissions import capability
from masthead.core.secrets import sealed_column
from masthead.org.registry import ROLE_SEEDS, role_gets
from masthead.platforms import actions, connectors, limits, queries
from masthead.platforms.actions.tokens import token_context
from masthead.platforms.events import PlatformEvent
from masthead.platforms.states import AssessmentState
from masthead.trail.registry import register_events

capability("platforms.catalogue.read", _("查看平台目录"), clause="3.1.1", scoped=False)
for _role in ROLE_SEEDS:
    role_gets(_role, ["platforms.catalogue.read"])

capability(queries.READ, _("查看平台选型评估"), clause="3.1.1", scoped=False)
capability(queries.ASSESS, _("起草平台选型评估"), clause="3.1.1", scoped=False)
capability(queries.APPROVE, _("批准平台选型评估"), clause="3.1.1", sensitive=True, scoped=False)
capability(queries.MANAGE, _("维护平台目录、限制与评估项"), clause="3.1.1", scoped=False)
for _role in ROLE_SEEDS:
    role_gets(_role, [queries.READ])
for _role in ("head", "leader", "account_admin"):
    role_gets(_role, [queries.ASSESS])
role_gets("leader", [queries.APPROVE])
role_gets("account_admin", [queries.MANAGE])
role_gets("admin", [queries.MANAGE])

register_events(
    PlatformEvent,
    {
        PlatformEvent.CATALOGUE_SYNCED: (_("更新了平台目录"), "3.1.1", "refresh"),
        PlatformEvent.PLATFORM_ADDED: (_("添加了自建平台"), "3.1.1", "plus"),
        PlatformEvent.LIMIT_CORRECTED: (_("更正了平台限制"), "3.1.1", "edit"),
        PlatformEvent.CRITERIA_CHANGED: (_("调整了选型评估项"), "3.1.1", "scale"),
        PlatformEvent.ASSESSMENT_DRAFTED: (_("起草了选型评估"), "3.1.1", "file-plus"),
        PlatformEvent.ASSESSMENT_CHANGED: (_("修改了选型评估"), "3.1.1", "edit"),
        PlatformEvent.ASSESSMENT_SUBMITTED: (_("提交了选型评估"), "3.1.1", "send"),
        PlatformEvent.ASSESSMENT_APPROVED: (_("批准了选型评估"), "3.1.1", "shield-check"),
        PlatformEvent.ASSESSMENT_RETURNED: (_("收回了选型评估"), "3.1.1", "arrow-back-up"),
        PlatformEvent.ASSESSMENT_REFUSED: (_("没有批准选型评估"), "3.1.1", "circle-x"),
    },
)

file_use(
    actions.FILE_USE,
    _("选型评估附件"),
    types={PDF, DOCX, XLSX, PPTX, JPEG, PNG},
    most_bytes=20 * MEGABYTE,
    may_read=queries.may_read_paper,
)
register_subject(
    Subject(
        kind=queries.ASSESSMENT_KIND,
        label=_("平台选型"),
        clause="3.1.1",
        flow_key=queries.ASSESSMENT_KIND,
        capability=queries.APPROVE,
        load=queries.get_assessment,
        content_hash=queries.assessment_hash,
        title=str,
        url=lambda row: str(row.get_absolute_url()),
        unit_id=lambda _row: None,
        parties=queries.assessment_parties,
        confirmations=[
            ("grounds", _("各项打分有可查的依据")),
            ("risk", _("费用与风险可以接受")),
        ],
        exhibit=queries.assessment_exhibit,
        on_approved=lambda row, case, by: actions.note_assessment_approved(assessment=row, case=case, by=by),
        on_returned=lambda row, case, by, words: actions.note_assessment_back(
            assessment=row, case=case, by=by, words=words
        ),
        on_rejected=lambda row, case, by, words: actions.note_assessment_back(
            assessment=row, case=case, by=by, words=words, to=AssessmentState.REJECTED
        ),
        on_withdrawn=lambda row, case, by, words: actions.note_assessment_back(
            assessment=row, case=case, by=by, words=words
        ),
    )
)
limits.filled_by(queries.limit_corrections)

entry(
    "platforms.catalogue",
    chapter="accounts",
    label=pgettext_lazy("nav", "平台"),
    url_name="platforms:catalogue",
    capability="platforms.catalogue.read",
    order=10,
)

sealed_column(
    "platforms.PlatformToken", "sealed", context=lambda row: token_context(row.account_id, row.version, row.issued_for)
)
sealed_column(
    "platforms.PlatformToken",
    "sealed_kept",
    context=lambda row: token_context(row.account_id, row.version, f"{row.issued_for}|kept"),
)
entry(
    "platforms.selection",
    chapter="accounts",
    label=_("平台选型"),
    url_name="platforms:selection",
    capability=queries.READ,
    order=12,
)

onboarding_step(
    "platforms.selection",
    label=_("评估并批准第一个平台"),
    why=_("没有已批准的选型评估，就不能在平台登记账号（制度 3.1.1）"),
    url_name="platforms:selection",
    done=queries.has_assessed_platform,
    order=38,
)

connectors.load()
