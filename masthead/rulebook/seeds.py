"""Violations on purpose, each inside the savepoint that the caller of the probe rolls back."""

import datetime as dt

from masthead.core import clock
from masthead.org.models import Member, Position, Unit
from masthead.rulebook.models import Interpretation, PolicyDocument, PolicyVersion, Signature
from masthead.rulebook.states import VersionState

SEED_DAYS = 60
ANSWER_DAYS = 10


def document_without_force() -> tuple[str, int]:
    """The violation that the probe must notice: a document none of whose versions is in force."""
    lonely = PolicyDocument.objects.create(key="seeded-violation", title="没有生效版本的制度")
    PolicyVersion.objects.create(document=lonely, number=1, text_digest="0" * 64)
    return "rulebook.policydocument", lonely.pk


def _planted(state: VersionState, *, digest: str = "0" * 64) -> PolicyVersion:
    """A document of its own with one version since sixty days ago."""
    document = PolicyDocument.objects.create(key="seeded-violation", title="种下的制度")
    since = clock.today() - dt.timedelta(days=SEED_DAYS)
    return PolicyVersion.objects.create(
        document=document,
        number=1,
        state=state,
        effective_on=since,
        text_digest=digest,
        adopted_at=clock.day_bounds(since)[0],
    )


def words_changed_behind_the_back() -> tuple[str, int]:
    """The violation that the probe must notice: a published text that does not give its digest."""
    return "rulebook.policyversion", _planted(VersionState.IN_FORCE).pk


def member_who_never_signed() -> tuple[str, int]:
    """The violation that the probe must notice: somebody who has been here for long and did not sign."""
    _planted(VersionState.IN_FORCE)
    unit = Unit.objects.order_by("pk").first() or Unit.objects.create(name="种下的部门", path="seed/")
    member = Member.objects.create(username="seeded-violation", name="种下的违规", is_active=True)
    since = clock.today() - dt.timedelta(days=SEED_DAYS)
    Position.objects.create(member=member, unit=unit, title="种下的岗位", start_on=since)
    return "org.member", member.pk


def forged_signature() -> tuple[str, int]:
    """The violation that the probe must notice: a signature whose columns do not give its seal."""
    version = _planted(VersionState.IN_FORCE)
    member = Member.objects.create(username="seeded-violation", name="种下的违规", is_active=True)
    row = Signature.objects.create(
        version=version, member=member, member_name=member.name, typed_name=member.name, text_digest=version.text_digest,
        statement="种下的声明", signed_at=clock.now() - dt.timedelta(minutes=1), seal="0" * 64,
    )  # fmt: skip
    return "rulebook.signature", row.pk


def version_without_approval() -> tuple[str, int]:
    """The violation that the probe must notice: a second version in force that nobody approved."""
    first = _planted(VersionState.IN_FORCE)
    PolicyVersion.objects.filter(pk=first.pk).update(state=VersionState.SUPERSEDED, ended_on=clock.today())
    lonely = PolicyVersion.objects.create(
        document=first.document, number=2, based_on=first, state=VersionState.IN_FORCE, effective_on=clock.today(),
        text_digest="0" * 64, adopted_at=clock.now() - dt.timedelta(minutes=1),
    )  # fmt: skip
    return "rulebook.policyversion", lonely.pk


def question_left_lying() -> tuple[str, int]:
    """The violation that the probe must notice: a question that waits for an answer for a month."""
    version = _planted(VersionState.IN_FORCE)
    member = Member.objects.create(username="seeded-violation", name="种下的违规", is_active=True)
    asked = clock.now() - dt.timedelta(days=ANSWER_DAYS + 20)
    row = Interpretation.objects.create(
        version=version, clause_key="1.1", question="种下的问题", asked_by=member, asked_at=asked
    )
    return "rulebook.interpretation", row.pk
