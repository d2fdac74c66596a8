"""Checking a text and keeping what was found."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from masthead.compliance import errors
from masthead.compliance.actions.sets import adopt_built_in_rules
from masthead.compliance.events import ComplianceEvent
from masthead.compliance.models import Check, CheckedText, Finding, RemarkKind, RuleSet, Severity
from masthead.compliance.places import place_of
from masthead.compliance.queries import Match, book_of, find_in_parts, industry_words, remarks_on
from masthead.core import clock
from masthead.core.digest import digest_of
from masthead.org.models import Member
from masthead.platforms.contract import FormatIssue
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

KEPT_TEXTS = 1000
LONG_NUMBER = re.compile(r"\d(?:[ -]?\d){6,}")
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")


class _Target(NamedTuple):
    rule_set: RuleSet
    platforms: list[str]
    industry: str


@guarded("1.3.1")
@transaction.atomic
def check_text(
    *,
    subject: Model,
    content_hash: str,
    parts: Mapping[str, str],
    by: Member,
    format_issues: Sequence[FormatIssue] = (),
    platforms: Sequence[str] = (),
    industry: str | None = None,
    only: Mapping[str, Sequence[str]] | None = None,
    more: Sequence[Match] = (),
) -> Check:
    """Check the plain texts of one content version for every platform it goes to; the same version under the same rules is not checked twice.

    Clause: 1.3.1, 1.3.3.  Units: `parts` = {part name: plain text}; `platforms` = keys of the catalogue; `industry` None = that of the company;
    `only` = parts that go to some platforms alone; `more` = what a room found in things that are no text.
    Raises: RuleBroken while no rule set is in force (no check is never a pass).  Events: compliance:check:made.
    """
    rule_set = RuleSet.objects.filter(in_force=True).first()
    if rule_set is None:
        raise errors.no_rule_set()
    if "files" not in rule_set.rules:  # of a version of the software before rules stood in files
        rule_set = adopt_built_in_rules(by=by)
    target = _Target(
        rule_set, sorted({place_of(p) for p in platforms}), industry_words() if industry is None else industry
    )
    kind = subject._meta.label_lower
    rows = Check.objects.filter(subject_kind=kind, subject_id=subject.pk, content_hash=content_hash, rule_set=rule_set)
    for same in rows.filter(industry=target.industry).order_by("-pk"):
        if same.platforms == target.platforms:
            return same
    matches = find_in_parts(
        parts, platforms=target.platforms, industry=target.industry, hints=True, book=book_of(rule_set), only=only
    )
    check = _kept(
        kind, subject.pk, content_hash, target, [_finding(m) for m in [*matches, *more]] + _formats(format_issues)
    )
    _keep_text(parts, matches, target)
    data = {"blocking": check.blocking, "warnings": check.warnings, "rules": rule_set.version}
    trail.record(ComplianceEvent.CHECKED, target=subject, by=by, version=content_hash, data=data)
    return check


def _kept(kind: str, pk: int, content_hash: str, target: _Target, found: list[Finding]) -> Check:
    def count(severity: Severity) -> int:
        return sum(f.severity == severity for f in found)

    check = Check(
        subject_kind=kind, subject_id=pk, content_hash=content_hash, rule_set=target.rule_set, platforms=target.platforms,
        industry=target.industry[:200], blocking=count(Severity.BLOCK), warnings=count(Severity.WARN),
        hints=count(Severity.INFO), checked_at=clock.now(),
    )  # fmt: skip
    said = remarks_on(check)
    check.excepted = sum(
        (RemarkKind.EXCEPTION, f.rule, f.excerpt) in said for f in found if f.severity == Severity.BLOCK
    )
    check.explained = sum(
        (RemarkKind.EXPLANATION, f.rule, f.excerpt) in said for f in found if f.severity == Severity.WARN
    )
    check.save()
    for finding in found:
        finding.check_run = check
    Finding.objects.bulk_create(found)
    return check


def _finding(m: Match) -> Finding:
    return Finding(
        category=m.category, rule=m.rule[:80], label=m.label[:60], severity=m.severity, part=m.part, start=m.start, end=m.end,
        excerpt=m.excerpt[:200], message=m.message[:300], why=m.why[:500], suggestion=m.suggestion[:300], fix=m.fix[:100],
        law=m.law[:200], exemption=m.exemption[:40], evasion=list(m.evasion), platforms=list(m.platforms),
    )  # fmt: skip


def _formats(issues: Sequence[FormatIssue]) -> list[Finding]:
    return [
        Finding(
            category="format", rule=f"format:{issue.code}"[:80], label=_("平台格式"), part=issue.field, start=0, end=0,
            severity=Severity.BLOCK if issue.block else Severity.WARN, message=issue.message[:300],
        )
        for issue in issues
    ]  # fmt: skip


def _keep_text(parts: Mapping[str, str], matches: Sequence[Match], target: _Target) -> None:
    """Keep the words for previews of changes: persons' data masked, only the last thousand."""
    text = "\n".join(_masked(part, words, matches) for part, words in parts.items() if words.strip())
    if not text:
        return
    platform = target.platforms[0] if target.platforms else ""
    digest = digest_of([text, platform, target.industry])
    CheckedText.objects.update_or_create(
        digest=digest, defaults={"checked_at": clock.now()},
        create_defaults={
            "digest": digest, "text": text, "platform": platform, "industry": target.industry[:200], "checked_at": clock.now(),
        },
    )  # fmt: skip
    old = CheckedText.objects.order_by("-checked_at", "-pk").values_list("pk", flat=True)[KEPT_TEXTS : KEPT_TEXTS + 100]
    if surplus := list(old):
        CheckedText.objects.filter(pk__in=surplus).delete()


def _masked(part: str, words: str, matches: Sequence[Match]) -> str:
    characters = list(words)
    for m in matches:
        if m.category == "pii" and m.part == part:
            characters[m.start : m.end] = "*" * (m.end - m.start)
    return ADDRESS.sub("***", LONG_NUMBER.sub(lambda n: "*" * len(n.group()), "".join(characters)))
