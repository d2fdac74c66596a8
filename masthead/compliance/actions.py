"""Adopting a rule set and checking a text against it."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from masthead.compliance.events import ComplianceEvent
from masthead.compliance.matching import matcher_for
from masthead.compliance.models import Check, Finding, RuleSet, Severity
from masthead.core import clock
from masthead.core.digest import digest_of
from masthead.core.errors import RuleBroken
from masthead.org.models import Member
from masthead.platforms.contract import FormatIssue
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

BUILT_IN = Path(__file__).parent / "data" / "rules_zh.json"


@guarded("1.3.1")
@transaction.atomic
def adopt_built_in_rules(*, by: Member | None = None) -> RuleSet:
    """Put the rule set that ships with the software in force, unless it is already.

    Clause: 1.3.1.  Events: compliance:rule_set:adopted (only on a change).
    """
    rules = json.loads(BUILT_IN.read_text(encoding="utf-8"))
    digest = digest_of(rules)
    current = RuleSet.objects.filter(in_force=True).first()
    if current and current.digest == digest:
        return current
    RuleSet.objects.filter(in_force=True).update(in_force=False)
    adopted, _new = RuleSet.objects.update_or_create(
        digest=digest,
        defaults={
            "name": rules["name"],
            "version": rules["version"],
            "rules": rules,
            "in_force": True,
            "adopted_at": clock.now(),
        },
    )
    trail.record(
        ComplianceEvent.RULE_SET_ADOPTED, target=adopted, by=by, version=adopted.version, data={"digest": digest}
    )
    return adopted


@guarded("1.3.1")
@transaction.atomic
def check_text(
    *,
    subject: Model,
    content_hash: str,
    parts: Mapping[str, str],
    by: Member,
    format_issues: Sequence[FormatIssue] = (),
) -> Check:
    """Check the plain texts of one content version and keep what was found; the same version under the same rules is not checked twice.

    Clause: 1.3.1, 1.3.3.  Units: `parts` = {part name: plain text}; format issues of all target platforms are kept beside the terms.
    Raises: RuleBroken while no rule set is in force (no check is never a pass).  Events: compliance:check:made.
    """
    rule_set = RuleSet.objects.filter(in_force=True).first()
    if rule_set is None:
        raise RuleBroken(
            _("还没有生效的检查规则，不能检查内容。"),
            code="no_rule_set",
            clause="1.3.1",
            advice=_("请系统管理员启用规则集。"),
        )
    kind = subject._meta.label_lower
    same = Check.objects.filter(
        subject_kind=kind, subject_id=subject.pk, content_hash=content_hash, rule_set=rule_set
    ).first()
    if same:
        return same
    found = _findings(rule_set, parts, format_issues)
    blocking = sum(f.severity == Severity.BLOCK for f in found)
    check = Check.objects.create(
        subject_kind=kind, subject_id=subject.pk, content_hash=content_hash, rule_set=rule_set,
        blocking=blocking, warnings=len(found) - blocking, checked_at=clock.now(),
    )  # fmt: skip
    for finding in found:
        finding.check_run = check
    Finding.objects.bulk_create(found)
    data = {"blocking": blocking, "warnings": len(found) - blocking, "rules": rule_set.version}
    trail.record(ComplianceEvent.CHECKED, target=subject, by=by, version=content_hash, data=data)
    return check


def _findings(rule_set: RuleSet, parts: Mapping[str, str], format_issues: Sequence[FormatIssue]) -> list[Finding]:
    matcher = matcher_for(rule_set.digest, rule_set.rules)
    found = [
        Finding(
            rule=m.rule, label=m.label, severity=m.severity, part=part, start=m.start, end=m.end, excerpt=m.excerpt[:200],
            message=m.message[:300], suggestion=m.suggestion[:300], law=m.law,
        )
        for part, text in parts.items()
        for m in matcher.find(text)
    ]  # fmt: skip
    for issue in format_issues:
        severity = Severity.BLOCK if issue.block else Severity.WARN
        found.append(
            Finding(
                rule=f"format:{issue.code}"[:60],
                label=_("平台格式"),
                severity=severity,
                part=issue.field,
                start=0,
                end=0,
                message=issue.message[:300],
            )
        )
    return found
