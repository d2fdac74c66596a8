"""Each probe passes on honest work and notices its own violation."""

import datetime as dt

import pytest

from masthead.compliance.models import Check, RuleSet
from masthead.content.models import Asset, Draft, MaterialLicence, MaterialUse, Revision, Topic
from masthead.content.testing import make_material
from masthead.core import clock
from masthead.publishing.models import Publication
from masthead.publishing.probes import approval, materials, planning, sending
from masthead.publishing.states import PublicationState
from masthead.publishing.testing import make_approved, make_publication
from masthead.trail.probes import PROBES, Window, catches_its_violation

pytestmark = pytest.mark.django_db
S = PublicationState
KEYS = [
    "3.3.1.planned",
    "3.3.2.approved",
    "1.3.1.lawful",
    "1.3.3.at_publish",
    "3.3.3.on_time",
    "3.3.3.once",
    "3.3.3.not_lost",
]


AFTERWARDS = ["3.3.3.still_there", "3.3.3.evidence_kept", "3.3.3.withdrawn_in_order", "3.3.2.words_below"]


def month() -> Window:
    return Window(clock.now() - dt.timedelta(days=30), clock.now())


@pytest.fixture
def honest(account, lin, zhou, chen, wu) -> Publication:
    """Out on time, approved by two others, checked, from an adopted topic."""
    draft = make_approved(lin, account, approvers=[zhou, chen])
    Topic.objects.filter(pk=draft.topic_id).update(decided_by=chen)
    rules = RuleSet.objects.get(in_force=True)
    Check.objects.create(
        subject_kind="content.draft", subject_id=draft.pk, content_hash=draft.approved_hash, rule_set=rules, blocking=0, warnings=0,
        checked_at=clock.now(),
    )  # fmt: skip
    row = make_publication(
        draft, account, by=wu, due_at=clock.now() - dt.timedelta(minutes=5), state=S.PUBLISHED, remote_key="2247"
    )
    approval.Case.objects.filter(pk=draft.case_id).update(closed_at=row.accepted_at - dt.timedelta(hours=1))
    return row


@pytest.mark.parametrize("key", [*KEYS, "3.3.3.second_look", "1.3.1.rights", *AFTERWARDS])
def test_a_probe_catches_its_seeded_violation_and_leaves_nothing_behind(db, key):
    assert catches_its_violation(PROBES[key], month())
    assert not Publication.objects.exists()


@pytest.mark.parametrize("key", KEYS)
def test_a_probe_passes_honest_work(honest, key):
    verdicts = list(PROBES[key].examine(month()))

    assert [(v.pk, v.passed) for v in verdicts] == [(honest.pk, True)], [v.reason for v in verdicts]


def test_an_approver_who_arranged_the_release_is_no_other(honest, chen):
    honest.draft.arrangers.add(chen)

    assert [v.passed for v in approval.approved.examine(month())] == [False]


def test_the_rights_of_what_was_shown_count_as_they_were_written_down_then(honest, lin):
    assert list(materials.rights.examine(month())) == []
    material = make_material(lin)
    asset = Asset.objects.create(
        draft=honest.draft, file=material.version.file, sha256=material.version.sha256, added_at=clock.now()
    )
    MaterialUse.objects.create(
        material=material, version=material.version, draft=honest.draft, asset=asset, used_by=lin, used_at=clock.now()
    )
    Revision.objects.filter(pk=honest.revision_id).update(pictures=[asset.sha256])

    assert [v.passed for v in materials.rights.examine(month())] == [False]  # the licence came after the post
    MaterialLicence.objects.update(recorded_at=honest.accepted_at - dt.timedelta(days=1))
    assert [v.passed for v in materials.rights.examine(month())] == [True]


def test_the_approval_of_another_version_does_not_count(honest):
    Publication.objects.update(content_hash="f" * 64)

    assert [v.passed for v in approval.approved.examine(month())] == [False]


def test_an_author_does_not_count_as_approver(honest, zhou):
    Draft.objects.update(author=zhou)

    assert [v.passed for v in approval.approved.examine(month())] == [False]


def test_a_cancelled_post_is_exempt_from_being_on_time(honest):
    Publication.objects.update(state=S.CANCELLED, accepted_at=None)

    assert [v.passed for v in sending.on_time.examine(month())] == [None]


def test_a_topic_without_decision_is_told_by_name(honest):
    Topic.objects.update(decided_by=None)

    verdict = next(iter(planning.planned.examine(month())))
    assert verdict.passed is False
    assert "没有经过采纳" in str(verdict.reason)
