"""What the machine says of a text: terms, platform formats, and what is still missing."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.accounts.models import Account
from masthead.compliance import queries as compliance
from masthead.content.documents import plain_text
from masthead.content.models import Draft, Revision
from masthead.content.queries.packages import package_of
from masthead.content.queries.sealing import Gap, gaps_of, shown_hash
from masthead.platforms.contract import FormatIssue
from masthead.platforms.registry import connector_for, has_connector

PARTS = {
    "title": gettext_lazy("标题"),
    "byline": gettext_lazy("署名"),
    "author": gettext_lazy("署名"),
    "digest": gettext_lazy("摘要"),
    "body": gettext_lazy("正文"),
    "html": gettext_lazy("正文"),
    "cover": gettext_lazy("封面"),
}


@dataclass(frozen=True)
class Note:
    """One remark for the writer. `severity` = block | warn."""

    severity: str
    part: str
    label: str
    message: str
    excerpt: str = ""
    suggestion: str = ""
    law: str = ""

    @property
    def place(self) -> str:
        return str(PARTS.get(self.part, ""))


@dataclass(frozen=True)
class Report:
    """All remarks on one text, blocking ones first."""

    notes: list[Note] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)

    @property
    def blocking(self) -> int:
        return sum(n.severity == "block" for n in self.notes)

    @property
    def warnings(self) -> int:
        return len(self.notes) - self.blocking

    @property
    def clean(self) -> bool:
        return not self.notes and not self.gaps


def parts_of(revision: Revision) -> dict[str, str]:
    """Plain texts that rules look at."""
    return {
        "title": revision.title,
        "byline": revision.byline,
        "digest": revision.digest,
        "body": plain_text(revision.html),
    }


def format_issues_of(revision: Revision, accounts: Iterable[Account]) -> list[FormatIssue]:
    """What the target platforms' formats object to, each objection once. Nothing while there is no cover to build a package with."""
    if revision.cover is None:
        return []
    article = package_of(revision)
    found = [
        issue
        for account in accounts
        if has_connector(account.platform.key)
        for issue in connector_for(account.platform.key).validate(replace(article, options=account.options))
    ]
    return list({(issue.code, issue.message): issue for issue in found}.values())


def report_on(draft: Draft, revision: Revision) -> Report:
    """Check words that need not be saved; keeps nothing. `revision` may be an unsaved instance."""
    accounts = list(draft.accounts.select_related("platform"))
    matches = compliance.find_in_parts(parts_of(revision), platforms=[a.platform.key for a in accounts])
    notes = [Note(m.severity, m.part, m.label, m.message, m.excerpt, m.suggestion, m.law) for m in matches]
    issues = format_issues_of(revision, accounts)
    notes += [Note("block" if i.block else "warn", i.field, _("平台格式"), i.message) for i in issues]
    notes.sort(key=lambda n: n.severity != "block")
    return Report(notes, gaps_of(draft))


def kept_report(draft: Draft, sealed: str = "") -> Report | None:
    """The kept check of exactly this version, or None when it was not checked yet."""
    if draft.revision is None:
        return None
    check = compliance.latest_check(draft, sealed or shown_hash(draft))
    if check is None:
        return None
    found = compliance.findings_of(check)
    return Report([Note(f.severity, f.part, f.label, f.message, f.excerpt, f.suggestion, f.law) for f in found])
