"""Kept checks: what was found, what was said to it, what is still open."""

from django.db.models import Case, Model, QuerySet, Value, When

from masthead.compliance.models import Check, Finding, Remark, RemarkKind, Severity

GRAVITY = Case(
    When(severity=Severity.BLOCK, then=Value(0)), When(severity=Severity.WARN, then=Value(1)), default=Value(2)
)


def latest_check(subject: Model, content_hash: str) -> Check | None:
    """The newest check of exactly this version."""
    rows = Check.objects.filter(
        subject_kind=subject._meta.label_lower, subject_id=subject.pk, content_hash=content_hash
    )
    return rows.order_by("-pk").select_related("rule_set").defer("rule_set__rules").first()


def findings_of(check: Check, *, hints: bool = False) -> QuerySet[Finding]:
    """Findings of a check, blocking ones first; hints only when asked for."""
    rows = Finding.objects.filter(check_run=check).order_by(GRAVITY, "part", "start")
    return rows if hints else rows.exclude(severity=Severity.INFO)


def spans(check: Check, *, hints: bool = True) -> dict[str, list[Finding]]:
    """Findings by part in the order of their places, for marking them in the text."""
    out: dict[str, list[Finding]] = {}
    for finding in findings_of(check, hints=hints).order_by("part", "start", "-end"):
        if finding.end > finding.start:
            out.setdefault(finding.part, []).append(finding)
    return out


def remarks_on(check: Check) -> dict[tuple[str, str, str], Remark]:
    """What was said to findings of this content, by (kind, rule, words)."""
    rows = Remark.objects.filter(subject_kind=check.subject_kind, subject_id=check.subject_id).select_related("author")
    return {(r.kind, r.rule, r.excerpt): r for r in rows}


def unexplained(check: Check) -> list[Finding]:
    """Warnings that the writer has not answered; while there is any, the content does not go to review."""
    return _open(check, Severity.WARN, RemarkKind.EXPLANATION)


def unexcepted(check: Check) -> list[Finding]:
    """Blocking findings for which no exception was asked."""
    return _open(check, Severity.BLOCK, RemarkKind.EXCEPTION)


def _open(check: Check, severity: Severity, kind: RemarkKind) -> list[Finding]:
    said = remarks_on(check)
    rows = findings_of(check).filter(severity=severity)
    return [f for f in rows if (kind, f.rule, f.excerpt) not in said]
