"""Claims and declarations: events, proofs, the register in the navigation, panels."""

from django.utils.translation import gettext_lazy as _

from masthead.content import probes, queries
from masthead.content.events import ClaimEvent
from masthead.core.files.uses import DOCX, JPEG, MEGABYTE, PDF, PNG, XLSX, file_use
from masthead.core.navigation import entry
from masthead.core.panels import panel
from masthead.trail.registry import register_events

__all__ = ["probes"]

register_events(
    ClaimEvent,
    {
        ClaimEvent.CLAIMS_FOUND: (_("发现了需要来源的论断"), "1.3.2", "quote"),
        ClaimEvent.CLAIM_SOURCED: (_("为论断补充了来源"), "1.3.2", "link"),
        ClaimEvent.CLAIM_DISMISSED: (_("说明了论断无须来源"), "1.3.2", "message"),
        ClaimEvent.CLAIM_ADDED: (_("登记了论断"), "1.3.2", "plus"),
        ClaimEvent.CLAIM_REOPENED: (_("重新要求论断来源"), "1.3.2", "refresh"),
        ClaimEvent.DECLARED: (_("填写了 AI 与广告声明"), "1.3.2", "certificate"),
    },
)
file_use(
    "content.claim_proof",
    _("论断的来源文件"),
    types={PDF, JPEG, PNG, DOCX, XLSX},
    most_bytes=20 * MEGABYTE,
    may_read=queries.may_read_claim_proof,
)
entry(
    "content.claims",
    chapter="content",
    label=_("论断与来源"),
    url_name="content:claim_register",
    capability="content.draft.read",
    order=45,
)
for _slot in ("content.draft", "content.review"):
    panel(_slot, "content:claims_panel", title=_("论断与声明"), capability="content.draft.read", order=20)
