"""Read and sign 阅读确认: who must, until when, who has; the rate of each unit with the people behind it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.errors import NotThere
from masthead.org import queries as org
from masthead.org.models import Member, Position, in_force
from masthead.rulebook import seals
from masthead.rulebook.models import Opening, PolicyVersion, QuizAttempt, Signature
from masthead.rulebook.queries.versions import all_versions
from masthead.rulebook.states import VersionState

READ_ALL = "rulebook.signature.read"


@dataclass(frozen=True)
class Duty:
    """One person and one version: until when, and the signature when there is one."""

    member_id: int
    name: str
    unit_id: int
    unit_name: str
    due_on: dt.date
    signed_at: dt.datetime | None
    signature_id: int | None

    def late(self, day: dt.date) -> bool:
        """Should have signed before `day`."""
        return self.signed_at is None and self.due_on < day


@dataclass(frozen=True)
class UnitRate:
    """The read-and-signed rate of a unit; numerator and denominator are kept."""

    unit_id: int
    unit_name: str
    people: int
    signed: int
    late: int


def duties_of(version: PolicyVersion, *, day: dt.date, until: dt.datetime | None = None) -> list[Duty]:
    """Everybody in scope on `day` (active, with a position in the company), by unit and name; two queries.

    `until`: signatures given later do not count (the past is asked as it was).
    """
    rows = Position.objects.filter(in_force(day), member__is_active=True).select_related("member", "unit")
    first: dict[int, Position] = {}
    began: dict[int, dt.date] = {}
    for row in rows.order_by("-is_primary", "pk"):
        first.setdefault(row.member_id, row)
        began[row.member_id] = min(row.start_on, began.get(row.member_id, row.start_on))
    signed = Signature.objects.filter(version=version)
    if until is not None:
        signed = signed.filter(signed_at__lt=until)
    kept = {member: (at, pk) for member, at, pk in signed.values_list("member_id", "signed_at", "pk")}
    start = version.effective_on or day
    found = []
    for pk, row in first.items():
        at, signature = kept.get(pk, (None, None))
        due = max(start, began[pk]) + dt.timedelta(days=version.sign_days)
        found.append(Duty(pk, row.member.name, row.unit_id, row.unit.name, due, at, signature))
    return sorted(found, key=lambda duty: (duty.unit_id, duty.name))


def day_of(version: PolicyVersion) -> dt.date:
    """The day whose people count: today, or the last day of a version that has ended."""
    today = clock.today()
    return min(today, version.ended_on - dt.timedelta(days=1)) if version.ended_on else today


def rates_of(duties: list[Duty], *, day: dt.date) -> list[UnitRate]:
    """Per unit, in their order."""
    units: dict[int, list[Duty]] = {}
    for duty in duties:
        units.setdefault(duty.unit_id, []).append(duty)
    return [
        UnitRate(
            pk, rows[0].unit_name, len(rows), sum(d.signed_at is not None for d in rows), sum(d.late(day) for d in rows)
        )
        for pk, rows in units.items()
    ]


def duties_visible_to(reader: Any, version: PolicyVersion, found: list[Duty] | None = None) -> list[Duty]:
    """The people behind the figures inside the reader's scope; the reader's own line always. `found`: duties_of, when it is known."""
    rows, scope = duties_of(version, day=day_of(version)) if found is None else found, org.scope_of(reader, READ_ALL)
    return [duty for duty in rows if duty.member_id == reader.pk or scope.covers(unit_id=duty.unit_id)]


def narrowed(rows: list[Duty], *, day: dt.date, unit: str = "", state: str = "") -> list[Duty]:
    """People of one unit, or in one state: signed, open, late."""
    tests: dict[str, Callable[[Duty], bool]] = {
        "signed": lambda duty: duty.signed_at is not None,
        "open": lambda duty: duty.signed_at is None,
        "late": lambda duty: duty.late(day),
    }
    test = tests.get(state)
    return [duty for duty in rows if (test is None or test(duty)) and (not unit or str(duty.unit_id) == unit)]


def duty_of(member: Member, version: PolicyVersion) -> Duty | None:
    """The member's own duty today, or None outside the scope."""
    return next((d for d in duties_of(version, day=day_of(version)) if d.member_id == member.pk), None)


def versions_to_sign(member: Member) -> list[PolicyVersion]:
    """Published texts that wait for the member's signature: the one in force, and the one that comes. Two queries."""
    if not org.work_paths(member):
        return []
    signed = Signature.objects.filter(member=member).values("version_id")
    rows = all_versions().filter(state__in=[VersionState.IN_FORCE, VersionState.APPROVED])
    return list(rows.exclude(pk__in=signed).order_by("effective_on"))


def version_to_read() -> PolicyVersion | None:
    """The version whose rate the register shows first: the one in force."""
    return all_versions().filter(state=VersionState.IN_FORCE).first()


def signature_by(member: Member, version: PolicyVersion) -> Signature | None:
    """The member's signature under a version."""
    return Signature.objects.filter(version=version, member=member).first()


def get_signature_for(reader: Any, pk: int) -> Signature:
    """One's own signature, or one inside the reader's scope. Raises NotThere."""
    found = Signature.objects.filter(pk=pk).select_related("version__document", "member").first()
    if found is not None:
        scope = org.scope_of(reader, READ_ALL)
        if found.member_id == reader.pk or scope.covers(unit_id=found.unit_id):
            return found
    raise NotThere(_("没有这份阅读确认，或您无权查看。"), code="signature_not_there", clause="8.4")


def opened(member: Member, version: PolicyVersion) -> bool:
    """Was the text shown to the member?"""
    return Opening.objects.filter(version=version, member=member).exists()


def passed_attempt(member: Member, version: PolicyVersion) -> QuizAttempt | None:
    """The newest go at the quiz with every answer right."""
    return QuizAttempt.objects.filter(version=version, member=member, passed=True).order_by("-pk").first()


def attempts_of(member: Member, version: PolicyVersion) -> QuerySet[QuizAttempt]:
    """All goes, newest first."""
    return QuizAttempt.objects.filter(version=version, member=member).order_by("-pk")


def sealed_fields(signature: Signature) -> dict[str, str]:
    """The columns that the seal covers, as text."""
    return {
        "seal_version": str(signature.seal_version),
        "version_id": str(signature.version_id),
        "member_id": str(signature.member_id),
        "text_digest": signature.text_digest,
        "member_name": signature.member_name,
        "typed_name": signature.typed_name,
        "unit_name": signature.unit_name or seals.NOTHING,
        "statement": signature.statement,
        "quiz": str(signature.attempt_id) if signature.attempt_id else seals.NOTHING,
        "address": signature.address or seals.NOTHING,
        "signed_at": seals.moment_text(signature.signed_at),
    }


def seal_holds(signature: Signature) -> bool:
    """Do the columns still give the seal?"""
    try:
        return seals.seal_of(sealed_fields(signature)) == signature.seal
    except seals.NotSealable:
        return False


def signing_has_begun() -> bool:
    """Has anybody signed a text that is in force?"""
    return Signature.objects.filter(version__state=VersionState.IN_FORCE).exists()
