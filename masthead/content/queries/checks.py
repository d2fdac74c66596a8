"""What the machine says of a text: terms, platform formats, and what is still missing."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.accounts.models import Account
from masthead.compliance import queries as compliance
from masthead.compliance.models import Check
from masthead.content.documents import plain_text
from masthead.content.models import Draft, Revision
from masthead.content.queries.labels import labels_of
from masthead.content.queries.library_media import film_issues_for, picture_findings
from masthead.content.queries.packages import packages_for
from masthead.content.queries.sealing import Gap, gaps_of, shown_hash
from masthead.content.queries.wordings import half_topics
from masthead.core.context import once
from masthead.platforms.catalogue import Face, face_of
from masthead.platforms.contract import FormatIssue, Post
from masthead.platforms.registry import connector_for, has_connector

FIRST_COMMENT = "first_comment"  # said below the post as soon as it is out: a setting of the text, so sealed with it
PARTS = {
    "title": gettext_lazy("标题"),
    "byline": gettext_lazy("署名"),
    "author": gettext_lazy("署名"),
    "digest": gettext_lazy("摘要"),
    "body": gettext_lazy("正文"),
    "text": gettext_lazy("平台文案"),
    "tags": gettext_lazy("话题"),
    "first_comment": gettext_lazy("首评"),
    "pictures": gettext_lazy("图片"),
    "video": gettext_lazy("视频"),
    "link": gettext_lazy("链接"),
    "html": gettext_lazy("正文"),
    "cover": gettext_lazy("封面"),
}


@dataclass(frozen=True)
class Note:
    """One remark for the writer. `severity` = block | warn | info."""

    severity: str
    part: str
    label: str
    message: str
    excerpt: str = ""
    suggestion: str = ""
    law: str = ""
    account_id: int = 0  # 0 = the master
    account: str = ""
    rule: str = ""
    said: str = ""  # what the writer said to it before

    @property
    def wants_words(self) -> bool:
        """A rule's warning is explained, its ban is excepted with a reason; formats of platforms and hints are simply kept."""
        return bool(self.rule) and self.severity != "info"

    @property
    def place(self) -> str:
        return str(PARTS.get(self.part.partition("@")[0], ""))


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
        return sum(n.severity == "warn" for n in self.notes)

    @property
    def by_account(self) -> dict[int, dict[str, object]]:
        """{account key: how many remarks are about it alone, and how bad the worst is}."""
        found: dict[int, list[str]] = {}
        for note in self.notes:
            if note.account_id:
                found.setdefault(note.account_id, []).append(note.severity)
        return {key: {"count": len(s), "level": "block" if "block" in s else "warn"} for key, s in found.items()}

    @property
    def clean(self) -> bool:
        return not self.notes and not self.gaps


def platforms_of(accounts: Iterable[Account]) -> list[str]:
    """Platforms that the words of the master go to."""
    return [a.platform.key for a in accounts]


def only_on(parts: Iterable[str], accounts: Iterable[Account]) -> dict[str, list[str]]:
    """{part: platforms} of the parts that are an account's own words."""
    keys = {str(a.pk): a.platform.key for a in accounts}
    return {p: [keys[p.partition("@")[2]]] for p in parts if p.partition("@")[2] in keys}


def parts_of(revision: Revision, accounts: Iterable[Account] | None = None) -> dict[str, str]:
    """Plain texts that rules look at. An account's own words stand as `field@account key`: nothing goes out unchecked.

    With `accounts`: only words that one of them gets; those of an account that the draft no longer aims at are left out.
    """
    parts = {
        "title": revision.title,
        "byline": revision.byline,
        "digest": revision.digest,
        "body": _with_marks(plain_text(revision.html), revision),
    }
    if revision.tags:
        parts["tags"] = " ".join(revision.tags)
    if first := str(revision.settings.get(FIRST_COMMENT) or ""):
        parts[FIRST_COMMENT] = first
    for key, own in revision.variants.items():
        lines = {name: str(own[name]) for name in ("title", "byline", "digest", "text") if own.get(name)}
        if own.get("html"):
            lines["body"] = plain_text(own["html"])
        if own.get("tags"):
            lines["tags"] = " ".join(own["tags"])
        if first := str((own.get("settings") or {}).get(FIRST_COMMENT) or ""):
            lines[FIRST_COMMENT] = first
        parts |= {f"{name}@{key}": text for name, text in lines.items()}
    if accounts is None:
        return parts
    aimed = {str(a.pk) for a in accounts}
    return {part: text for part, text in parts.items() if "@" not in part or part.partition("@")[2] in aimed}


def issues_by_account(revision: Revision, accounts: Iterable[Account]) -> list[tuple[Account, FormatIssue]]:
    """What each platform objects to in the words and the film that its account gets. Words wait for a cover to build a package with."""
    accounts = list(accounts)
    found = film_issues(revision, accounts)
    if revision.cover is None:
        return found
    for account, post in packages_for(revision, [a for a in accounts if has_connector(a.platform.key)]):
        key = account.platform.key
        issues = [*connector_for(key).validate(post), *topic_issues(post, double=face_of(key) == Face.FEED)]
        found += [(account, issue) for issue in issues]
    return found


def film_issues(revision: Revision, accounts: list[Account]) -> list[tuple[Account, FormatIssue]]:
    """What the platforms object to in the film of a version; one query, none without a film."""
    if revision.video is None:
        return []
    issues = film_issues_for(revision.video, {a.platform.key for a in accounts})
    return [
        (a, FormatIssue(f"film_{i.code}", "video", f"{a.platform}：{i.message}", block=i.block))
        for a in accounts
        for i in issues.get(a.platform.key, [])
    ]


def picture_matches(draft: Draft, revision: Revision) -> list[compliance.Match]:
    """What the library knows of the pictures that a version shows, as findings of the check."""
    labels = {"diversion": _("站外导流"), "image": _("图片")}
    return [
        compliance.Match(
            category=f.category, rule=f"picture:{f.category}", label=labels[f.category], severity=f.severity, part="pictures", start=0, end=0,
            excerpt=f.name, message=f.message, why="", suggestion=f.suggestion, fix="", law="", exemption="", evasion=(),
        )
        for f in picture_findings(draft, revision)
    ]  # fmt: skip


def topic_issues(post: Post, *, double: bool) -> list[FormatIssue]:
    """Topics inside the account's own text that the platform will not make links of."""
    wrong = half_topics(post.text, double=double) if post.text else []
    if not wrong:
        return []
    form = _("#话题#") if double else _("#话题 ")
    words = _("「%(tag)s」不会成为话题，这个平台的写法是「%(form)s」。") % {"tag": wrong[0], "form": form}
    return [FormatIssue("topic_form", "text", words, block=False)]


def _with_marks(body: str, revision: Revision) -> str:
    """The marks that readers will see count for the rules; they stand after the last word so that places in the text stay."""
    return "\n".join([body, *labels_of(revision.draft)])


def format_issues_of(revision: Revision, accounts: Iterable[Account]) -> list[FormatIssue]:
    """What the target platforms' formats object to, each objection once."""
    return list({(i.code, i.message): i for _account, i in issues_by_account(revision, accounts)}.values())


def report_on(draft: Draft, revision: Revision) -> Report:
    """Check words that need not be saved; keeps nothing. `revision` may be an unsaved instance."""
    accounts = list(draft.accounts.all())
    names = {str(a.pk): a for a in accounts}
    parts = parts_of(revision, accounts)
    notes, said = [], compliance.said_of(draft)
    matches = compliance.find_in_parts(parts, platforms=platforms_of(accounts), only=only_on(parts, accounts))
    for m in [*matches, *picture_matches(draft, revision)]:
        owner = names.get(m.part.partition("@")[2])
        told = (owner.pk, owner.name) if owner else ()
        words = said.get((m.rule, m.excerpt), "")
        note = Note(m.severity, m.part, m.label, m.message, m.excerpt, m.suggestion, m.law, *told)
        notes.append(replace(note, rule=m.rule, said=words))
    notes += [
        Note("block" if i.block else "warn", i.field, _("平台格式"), i.message, account_id=a.pk, account=a.name)
        for a, i in issues_by_account(revision, accounts)
    ]
    notes.sort(key=lambda n: ("block", "warn", "info").index(n.severity))
    return Report(notes, gaps_of(draft))


def check_of(draft: Draft) -> Check | None:
    """The kept check of the draft as it was read; asked once a request for one and the same version."""
    sealed = shown_hash(draft)
    return once(draft, "check", lambda: compliance.latest_check(draft, sealed), mark=sealed)


def kept_report(draft: Draft, sealed: str = "") -> Report | None:
    """The kept check of exactly this version, or None when it was not checked yet."""
    if draft.revision is None:
        return None
    check = compliance.latest_check(draft, sealed) if sealed else check_of(draft)
    if check is None:
        return None
    found = compliance.findings_of(check)
    return Report([Note(f.severity, f.part, f.label, f.message, f.excerpt, f.suggestion, f.law) for f in found])
