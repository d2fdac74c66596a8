"""What this chapter declares to the floors below."""

from django.utils.translation import gettext_lazy as _

from masthead.core.files.uses import DOCX, MEGABYTE, TEXT, file_use
from masthead.core.navigation import entry
from masthead.core.permissions import capability
from masthead.core.search.registry import searchable
from masthead.org import queries as org_queries
from masthead.org.registry import ROLE_SEEDS, role_gets
from masthead.rulebook import probes, queries  # noqa: F401  the probe of clause 8.2 registers itself
from masthead.rulebook.events import RulebookEvent
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

for _role in ROLE_SEEDS:
    role_gets(_role, ["rulebook.board.read"])
for _role in ("admin", "auditor", "leader"):
    role_gets(_role, ["rulebook.probe.run"])
for _role in ("admin", "leader"):
    role_gets(_role, ["rulebook.policy.adopt", "rulebook.policy.import"])

register_events(
    RulebookEvent,
    {
        RulebookEvent.VERSION_IN_FORCE: (_("启用了制度版本"), "8.2", "book"),
        RulebookEvent.IMPORT_STARTED: (_("上传了制度文本"), "1.1", "upload"),
        RulebookEvent.IMPORT_ABANDONED: (_("放弃了制度导入"), "1.1", "x"),
        RulebookEvent.VERSION_DRAFTED: (_("导入制度文本，存为草稿版本"), "1.1", "book"),
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
