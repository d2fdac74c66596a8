"""What a writer says to findings. Whose content it is, the room of the content knows: it calls these for its writers only."""

import datetime as dt

from django.db import transaction

from masthead.compliance import errors
from masthead.compliance.events import ComplianceEvent
from masthead.compliance.models import Check, Finding, Remark, RemarkKind, Severity
from masthead.compliance.queries import findings_of, unexcepted, unexplained
from masthead.core import clock
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

# Persons' data and what the law calls never minor (cure, return, exam results: guide on absolute terms, Art 11) is changed, not argued about.
NEVER_EXCEPTED = frozenset({"pii", "finance", "guarantee", "medical", "education", "contraband", "political", "format"})


@guarded("1.3.3")
@transaction.atomic
def explain_finding(*, finding: Finding, reason: str, by: Member, at: dt.datetime | None = None) -> Remark:
    """Say why a warning is in order; the reviewer reads it beside the finding.

    Clause: 1.3.3.  Raises: RuleBroken (no reason, not a warning).  Events: compliance:finding:explained.
    """
    if finding.severity != Severity.WARN:
        raise errors.nothing_to_say()
    remark = _said(finding, RemarkKind.EXPLANATION, reason, by, at)
    trail.record(ComplianceEvent.EXPLAINED, target=remark, by=by, data={"rule": finding.rule, "reason": remark.reason})
    return remark


@guarded("1.3.3")
@transaction.atomic
def except_finding(*, finding: Finding, reason: str, by: Member, at: dt.datetime | None = None) -> Remark:
    """Ask that forbidden words may stand, with the reason and the evidence that the reviewer then judges.

    Clause: 1.3.3.  Raises: RuleBroken (no reason, not a blocking finding, a category without exceptions).  Events: compliance:finding:excepted.
    """
    if finding.severity != Severity.BLOCK:
        raise errors.nothing_to_say()
    if finding.category in NEVER_EXCEPTED:
        raise errors.never_excepted()
    remark = _said(finding, RemarkKind.EXCEPTION, reason, by, at)
    trail.record(ComplianceEvent.EXCEPTED, target=remark, by=by, data={"rule": finding.rule, "reason": remark.reason})
    return remark


def _said(finding: Finding, kind: RemarkKind, reason: str, by: Member, at: dt.datetime | None) -> Remark:
    if not reason.strip():
        raise errors.no_reason()
    check = finding.check_run
    remark, _new = Remark.objects.update_or_create(
        subject_kind=check.subject_kind, subject_id=check.subject_id, rule=finding.rule, excerpt=finding.excerpt, kind=kind,
        defaults={"reason": reason.strip()[:300], "author": by, "made_at": at or clock.now()},
    )  # fmt: skip
    _recount(check)
    return remark


def _recount(check: Check) -> None:
    found = findings_of(check)
    blocking, warnings = found.filter(severity=Severity.BLOCK).count(), found.filter(severity=Severity.WARN).count()
    Check.objects.filter(pk=check.pk).update(
        excepted=blocking - len(unexcepted(check)), explained=warnings - len(unexplained(check))
    )
    check.refresh_from_db()
