"""Read, answer, sign; the seal; the rate; reminders; a new version begins anew."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from masthead.core import clock
from masthead.core.errors import BadInput, NotPermitted, RuleBroken, Stale
from masthead.notify.models import Notice
from masthead.rulebook import actions, locks, queries, seals
from masthead.rulebook.models import PolicyVersion, Signature
from masthead.rulebook.states import ClauseStatus
from masthead.rulebook.testing import approve, make_draft, propose, right_answers, sign
from masthead.trail import queries as trail

pytestmark = pytest.mark.django_db


def day(n, hour=10):
    return clock.at_china(clock.today() + dt.timedelta(days=n), hour)


def test_a_member_reads_answers_and_signs_and_the_seal_can_be_computed_again(policy, lin):
    row = sign(policy, lin)

    assert (row.text_digest, row.unit_name) == (policy.text_digest, "宣传部")
    assert seals.seal_of(queries.sealed_fields(row)) == row.seal
    assert queries.seal_holds(Signature.objects.get(pk=row.pk))
    assert "rulebook:version:signed" in [e.name for e in trail.events_of(policy)]


def test_nobody_signs_what_was_never_shown(policy, lin):
    with pytest.raises(RuleBroken, match="先阅读"):
        actions.sign_version(version=policy, typed_name="林知夏", by=lin)
    with pytest.raises(RuleBroken, match="先阅读"):
        actions.answer_quiz(version=policy, answers=right_answers(policy), by=lin)


def test_the_quiz_is_passed_with_every_answer_right_and_may_be_tried_again(policy, lin):
    actions.open_reading(version=policy, by=lin)
    right = right_answers(policy)
    first = next(iter(right))
    wrong = right | {first: (right[first] + 1) % 2}

    assert actions.answer_quiz(version=policy, answers=wrong, by=lin).passed is False
    with pytest.raises(RuleBroken, match="通过阅读测验"):
        actions.sign_version(version=policy, typed_name="林知夏", by=lin)
    assert actions.answer_quiz(version=policy, answers=right, by=lin).passed is True
    assert actions.sign_version(version=policy, typed_name=" 林知夏 ", by=lin).seal


def test_unanswered_questions_are_named(policy, lin):
    actions.open_reading(version=policy, by=lin)
    pk = queries.questions_of(policy)[0].pk

    with pytest.raises(BadInput) as caught:
        actions.answer_quiz(version=policy, answers={k: v for k, v in right_answers(policy).items() if k != pk}, by=lin)
    assert set(caught.value.fields) == {f"q{pk}"}


def test_the_name_under_the_statement_is_ones_own(policy, lin):
    actions.open_reading(version=policy, by=lin)
    actions.answer_quiz(version=policy, answers=right_answers(policy), by=lin)

    with pytest.raises(BadInput):
        actions.sign_version(version=policy, typed_name="周明远", by=lin)


def test_a_version_is_signed_once(policy, lin):
    sign(policy, lin)

    with pytest.raises(Stale, match="已经确认过"):
        actions.sign_version(version=policy, typed_name="林知夏", by=lin)


def test_somebody_without_a_position_has_nothing_to_sign(policy, outsider):
    with pytest.raises(NotPermitted):
        actions.open_reading(version=policy, by=outsider)


def test_a_draft_is_not_signed(policy, chen):
    with pytest.raises(RuleBroken, match="还没有公布"):
        actions.open_reading(version=make_draft(chen), by=chen)


def test_the_database_refuses_to_change_or_remove_a_signature(policy, lin):
    row = sign(policy, lin)

    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.filter(pk=row.pk).update(typed_name="别人")
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()
    assert Signature.objects.get().typed_name == "林知夏"


def test_a_signature_that_was_changed_past_the_locks_does_not_hold(policy, lin):
    row = sign(policy, lin)
    locks.unlock(connection)
    Signature.objects.filter(pk=row.pk).update(signed_at=row.signed_at - dt.timedelta(days=3))
    locks.lock(connection)

    assert queries.seal_holds(Signature.objects.get(pk=row.pk)) is False


@pytest.mark.parametrize("value", ["", "两行\n名字"])
def test_a_field_that_is_empty_or_has_two_lines_is_never_sealed(policy, lin, value):
    fields = queries.sealed_fields(sign(policy, lin)) | {"typed_name": value}

    with pytest.raises(seals.NotSealable):
        seals.seal_of(fields)


def test_the_rate_of_each_unit_has_the_people_behind_it(policy, lin, zhou):
    sign(policy, lin)
    duties = queries.duties_of(policy, day=clock.today())
    rates = {r.unit_name: r for r in queries.rates_of(duties, day=clock.today())}

    assert (rates["宣传部"].signed, rates["宣传部"].people, rates["宣传部"].late) == (1, 4, 0)
    after = clock.today() + dt.timedelta(days=16)
    assert {r.unit_name: r.late for r in queries.rates_of(duties, day=after)}["宣传部"] == 3
    assert [d.name for d in queries.narrowed(duties, day=after, state="signed")] == ["林知夏"]


def test_a_head_sees_the_people_of_the_own_department_only(policy, chen, auditor, lin):
    units = {d.unit_name for d in queries.duties_visible_to(chen, policy)}

    assert units == {"宣传部"}
    assert len({d.unit_name for d in queries.duties_visible_to(auditor, policy)}) > 1
    assert [d.name for d in queries.duties_visible_to(lin, policy)] == ["林知夏"]


def test_people_without_a_signature_after_the_deadline_are_found_and_not_before(policy, cast, lin):
    sign(policy, lin)
    tonight = max(day(0, 23), clock.now())  # whoever runs this shortly before midnight has signed later than eleven
    actions.run_probes(at=tonight)
    assert queries.grades(at=tonight)["1.2"].tested == 1

    actions.run_probes(at=day(16))
    grade = queries.grades(at=day(16))["1.2"]
    assert grade.state == ClauseStatus.NON_COMPLIANT
    assert (grade.passed, grade.tested) == (1, len(queries.duties_of(policy, day=clock.today())))


def test_reminders_go_out_once_for_each_stage(policy, cast, lin, zhou):
    sign(policy, lin)
    people = len(queries.duties_of(policy, day=clock.today())) - 1

    counts = [actions.remind_unsigned(version=policy, at=day(n)) for n in (0, 1, 12, 13, 15, 16, 17, 23, 60)]
    assert counts == [people, 0, people, 0, people, people, 0, people, 0]
    assert not Notice.objects.filter(member=lin, kind__startswith="rulebook.sign").exists()
    assert {n.kind for n in Notice.objects.filter(member=zhou)} == {"rulebook.sign.asked", "rulebook.sign.overdue"}


def test_a_new_version_asks_everybody_anew_and_may_be_signed_before_its_day(policy, chen, zheng, lin):
    sign(policy, lin)
    assert queries.versions_to_sign(lin) == []
    draft = make_draft(chen)
    approve(propose(draft, chen), zheng)

    assert queries.versions_to_sign(lin) == [draft]
    sign(PolicyVersion.objects.get(pk=draft.pk), lin)
    assert queries.versions_to_sign(lin) == []


def test_the_clock_reminds_from_nine_in_the_morning(policy, cast):
    assert actions.keep_time(at=day(0, 8))["reminded"] == 0
    assert actions.keep_time(at=day(0, 9))["reminded"] > 0
