"""Exceptions 豁免 and findings 问题: what is excused for a while, what failed and who puts it right."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from masthead.core.digest import digest_of
from masthead.core.errors import NotThere
from masthead.org import queries as org
from masthead.org.models import Member
from masthead.rulebook.models import Finding, PolicyException, ProbeResult, ProbeRun, ResultRank
from masthead.rulebook.states import FindingState


def all_exceptions() -> QuerySet[PolicyException]:
    """Every exception with its people."""
    return PolicyException.objects.select_related("asked_by", "approver")


def get_exception(pk: int) -> PolicyException:
    """One exception. Raises NotThere."""
    found = all_exceptions().filter(pk=pk).first()
    if found is None:
        raise NotThere(_("没有这项豁免。"), code="exception_not_there", clause="8.5")
    return found


def exception_hash(row: PolicyException) -> str:
    """What is approved."""
    return digest_of([row.clause_key, row.reason, row.measure, row.starts_on, row.expires_on])


def exception_exhibit(row: PolicyException, _case: Any) -> tuple[str, dict[str, Any]]:
    """The left side of the case page."""
    return "rulebook/_exception.html", {"exception": row}


def findings(*, state: str = "", clause: str = "", mine: int | None = None) -> QuerySet[Finding]:
    """Findings narrowed by state, clause and owner."""
    rows = Finding.objects.select_related("owner")
    if state in FindingState.values:
        rows = rows.filter(state=state)
    if clause:
        rows = rows.filter(clause_key=clause)
    return rows.filter(owner=mine) if mine is not None else rows


def get_finding(pk: int) -> Finding:
    """One finding. Raises NotThere."""
    found = Finding.objects.filter(pk=pk).select_related("owner", "opened_run", "closed_run").first()
    if found is None:
        raise NotThere(_("没有这个问题。"), code="finding_not_there", clause="8.5")
    return found


def open_findings_of(probe_key: str) -> dict[tuple[str, int], Finding]:
    """{(kind, object): finding} of a probe; one query."""
    rows = Finding.objects.filter(probe_key=probe_key, state=FindingState.OPEN)
    return {(row.kind, row.object_id): row for row in rows}


def still_fails(finding: Finding) -> bool | None:
    """What the newest run says of the object: fails (True), no longer among the failures (False), unknown (None: no sound run)."""
    failed = ProbeResult.objects.filter(
        run=OuterRef("pk"), kind=finding.kind, object_id=finding.object_id, rank=ResultRank.FAILED
    )
    runs = ProbeRun.objects.filter(probe_key=finding.probe_key, finished_at__isnull=False).order_by("-id")
    newest = runs.annotate(fails=Exists(failed)).values_list("ran_ok", "fails").first()
    return bool(newest[1]) if newest and newest[0] else None


def open_counts() -> dict[str, int]:
    """{clause key: open findings}; one query."""
    found: dict[str, int] = {}
    for key in Finding.objects.filter(state=FindingState.OPEN).values_list("clause_key", flat=True):
        found[key] = found.get(key, 0) + 1
    return found


def reaches_owner(member: Member, owner: Member) -> bool:
    """May the member give this person a finding to put right, or change what was arranged: company-wide, one's own, or of one's department?"""
    scope = org.scope_of(member, "rulebook.finding.manage")
    return scope.company or owner.pk == member.pk or scope.covers(unit_id=org.primary_unit_id(owner))


def may_correct(member: Member, finding: Finding) -> bool:
    """May the member arrange this finding? One without owner is anybody's who manages findings; the action asks the same."""
    held = org.may(member, "rulebook.finding.manage")
    return held and (finding.owner is None or reaches_owner(member, finding.owner))
