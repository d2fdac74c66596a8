"""What goes into a pack, as plain values: one function a subject, all of the period [since, until]."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from masthead.core import clock
from masthead.rulebook import queries, seals
from masthead.rulebook.models import (
    AuditPack,
    BoardSnapshot,
    ClauseState,
    Finding,
    PolicyException,
    PolicyVersion,
    ProbeResult,
    ProbeRun,
    Signature,
)
from masthead.rulebook.states import PUBLISHED
from masthead.trail import queries as trail

CHUNK = 2_000


def bounds(pack: AuditPack) -> tuple[dt.datetime, dt.datetime]:
    """[first moment, end) of the period."""
    return clock.at_china(pack.since), clock.at_china(pack.until + dt.timedelta(days=1))


def versions(pack: AuditPack) -> list[PolicyVersion]:
    """Every published version that was in force on a day of the period, or became known in it, oldest first."""
    rows = queries.all_versions().filter(state__in=PUBLISHED, effective_on__lte=pack.until)
    return list(rows.exclude(ended_on__lte=pack.since).order_by("number"))


def text_of(version: PolicyVersion) -> dict[str, Any]:
    """The words, and exactly what the digest covers."""
    places = queries.clauses_of(version)
    plain = ["." not in p.key or p.number == p.key for p in places]
    digested = [
        [p.key, p.title, p.text] if same else [p.key, p.number, p.title, p.text]
        for p, same in zip(places, plain, strict=True)
    ]
    return {
        "number": version.number,
        "state": version.state,
        "effective_on": _day(version.effective_on),
        "ended_on": _day(version.ended_on),
        "reason": version.reason,
        "approved_by": str(version.adopted_by or ""),
        "text_digest": version.text_digest,
        "digested": digested,
        "clauses": [
            {"key": p.key, "number": p.number, "level": p.level, "title": p.title, "text": p.text} for p in places
        ],
    }


def differences(found: list[PolicyVersion]) -> list[tuple[PolicyVersion, PolicyVersion, list[Any]]]:
    """Each version beside the one before it."""
    pairs = [(v.based_on, v) for v in found if v.based_on is not None]
    return [(old, new, [c for c in queries.difference(old, new) if c.change != "same"]) for old, new in pairs]


def states(pack: AuditPack) -> dict[str, list[dict[str, Any]]]:
    """{clause key: its states day by day}."""
    rows = ClauseState.objects.filter(on__gte=pack.since, on__lte=pack.until).order_by("clause_key", "on")
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows.iterator(chunk_size=CHUNK):
        day = {"on": _day(row.on), "state": row.state, "passed": row.score_numerator, "tested": row.score_denominator}
        found.setdefault(row.clause_key, []).append(day)
    return found


def months(pack: AuditPack) -> list[dict[str, Any]]:
    """Frozen months that touch the period."""
    rows = BoardSnapshot.objects.filter(month__gte=pack.since.replace(day=1), month__lte=pack.until).order_by("month")
    return [{"taken_at": _moment(r.taken_at), "digest": r.digest, "body": r.body} for r in rows]


RUN = (
    "probe_key",
    "clause_key",
    "ran_ok",
    "error",
    "population_n",
    "exempt_n",
    "pass_n",
    "fail_n",
    "duration_ms",
    "catches_seed",
)


def runs(pack: AuditPack) -> Iterator[dict[str, Any]]:
    """Runs of probes, with their counts."""
    start, end = bounds(pack)
    rows = ProbeRun.objects.filter(started_at__gte=start, started_at__lt=end, finished_at__isnull=False).order_by("pk")
    for row in rows.iterator(chunk_size=CHUNK):
        times = {
            "run": row.pk,
            "window_start": _moment(row.window_start),
            "window_end": _moment(row.window_end),
            "finished_at": _moment(row.finished_at),
        }
        yield times | {name: getattr(row, name) for name in RUN}


def results(pack: AuditPack) -> Iterator[dict[str, Any]]:
    """The rows behind the counts, as far as they are kept: every failure; passed objects of the last days."""
    start, end = bounds(pack)
    rows = ProbeResult.objects.filter(run__started_at__gte=start, run__started_at__lt=end).order_by("pk")
    columns = ("run_id", "rank", "kind", "object_id", "name", "reason", "facts")
    for values in rows.values_list(*columns).iterator(chunk_size=CHUNK):
        yield dict(zip(columns, values, strict=True))


def signatures(found: list[PolicyVersion]) -> list[dict[str, Any]]:
    """Signatures under the versions, with what each seal covers."""
    rows = Signature.objects.filter(version__in=found).order_by("pk").select_related("version")
    packed = []
    for row in rows.iterator(chunk_size=CHUNK):
        fields = queries.sealed_fields(row)
        sealed = [[name, fields[name]] for name in seals.SEALED]
        packed.append(
            {
                "version": row.version.number,
                "member": row.member_name,
                "unit": row.unit_name,
                "signed_at": _moment(row.signed_at),
                "sealed": sealed,
                "seal": row.seal,
            }
        )
    return packed


def findings(pack: AuditPack) -> list[dict[str, Any]]:
    """Findings that were open on a day of the period."""
    start, end = bounds(pack)
    rows = Finding.objects.filter(opened_at__lt=end).exclude(closed_at__lt=start).select_related("owner").order_by("pk")
    return [
        {
            "clause": r.clause_key, "probe": r.probe_key, "object": r.name, "reason": r.reason, "red_line": r.red_line,
            "opened_at": _moment(r.opened_at), "closed_at": _moment(r.closed_at), "owner": str(r.owner or ""), "due_on": _day(r.due_on),
            "cause": r.cause, "action": r.action,
        }
        for r in rows.iterator(chunk_size=CHUNK)
    ]  # fmt: skip


def exceptions(pack: AuditPack) -> list[dict[str, Any]]:
    """Exceptions that touched the period."""
    rows = PolicyException.objects.filter(starts_on__lte=pack.until, expires_on__gt=pack.since)
    return [
        {
            "clause": r.clause_key, "reason": r.reason, "measure": r.measure, "starts_on": _day(r.starts_on), "expires_on": _day(r.expires_on),
            "state": r.state, "asked_by": str(r.asked_by), "approver": str(r.approver or ""), "ended_at": _moment(r.ended_at),
        }
        for r in rows.select_related("asked_by", "approver").order_by("pk")
    ]  # fmt: skip


def events(pack: AuditPack) -> Iterator[dict[str, Any]]:
    """The trail of the period."""
    start, end = bounds(pack)
    return trail.events_between(since=start, until=end)


def batches(pack: AuditPack) -> dict[str, Any]:
    """What proves the events."""
    start, end = bounds(pack)
    found = trail.batches_between(since=start, until=end)
    return {"previous_head": found.previous_head, "batches": found.batches}


def _day(value: dt.date | None) -> str:
    return value.isoformat() if value else ""


def _moment(value: dt.datetime | None) -> str:
    return clock.china(value).isoformat(timespec="seconds") if value else ""
