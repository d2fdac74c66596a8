"""Roles: built-in ones follow the software, own ones are changed with before and after, nobody raises oneself. Clause 2.1."""

import datetime as dt

import pytest

from masthead.core import clock
from masthead.core.errors import BadInput, RuleBroken, Stale
from masthead.org import actions, queries
from masthead.org.models import Grant, Member, Role
from masthead.org.registry import CONDITIONS, Condition
from masthead.trail.models import Event

REVIEW, WRITE = "content.draft.review", "content.draft.write"


@pytest.fixture
def intern(he):
    return actions.create_role(name="实习编辑", capabilities=[WRITE, "content.draft.read"], by=he)


@pytest.fixture
def certificate():
    """A condition as an upper room registers it; True = the certificate is valid."""
    valid = {"now": True}

    def unmet(member):
        return "" if valid["now"] else "缺少有效培训证书，暂不能审核"

    CONDITIONS.add("test.certificate", Condition("test.certificate", REVIEW, "持有有效培训证书", unmet))
    queries.forget_kept_scopes()
    yield valid
    CONDITIONS._entries.pop("test.certificate")
    queries.forget_kept_scopes()


def test_an_own_role_allows_what_it_says(he, outsider, intern):
    actions.grant_role(member=outsider, role=intern, by=he)

    assert queries.may(outsider, WRITE)
    assert not queries.may(outsider, REVIEW)


def test_a_change_holds_at_once_for_everybody_and_leaves_before_and_after(he, outsider, intern):
    actions.grant_role(member=outsider, role=intern, by=he)
    assert queries.may(outsider, WRITE)

    actions.change_role(role=intern, name="实习编辑", capabilities=["content.draft.read"], by=he)

    assert not queries.may(outsider, WRITE)
    data = Event.objects.get(name="org:role:changed").data
    assert data["removed"] == [WRITE]
    assert data["before"]["capabilities"] == ["content.draft.read", WRITE]


def test_built_in_roles_are_not_changed(he):
    with pytest.raises(RuleBroken) as refused:
        actions.change_role(role=Role.objects.get(key="editor"), name="编辑", capabilities=[WRITE], by=he)
    assert refused.value.code == "role_built_in"


def test_nobody_changes_a_role_that_one_holds(he, lin, intern):
    actions.grant_role(member=he, role=intern, by=lin)

    with pytest.raises(RuleBroken) as refused:
        actions.change_role(role=intern, name="实习编辑", capabilities=[WRITE, REVIEW], by=he)
    assert refused.value.code == "own_role"


def test_nobody_grants_oneself(he):
    with pytest.raises(RuleBroken) as refused:
        actions.grant_role(member=he, role=Role.objects.get(key="editor"), by=he)
    assert refused.value.code == "self_grant"


def test_the_very_first_administrator_may(he):
    Grant.objects.filter(role__key="admin").delete()

    actions.grant_role(member=he, role=Role.objects.get(key="admin"), by=he)

    assert queries.may(Member.objects.get(pk=he.pk), "org.manage")


def test_a_role_with_a_house_wide_power_is_not_limited_to_a_department(he, lin, units):
    with pytest.raises(BadInput) as refused:
        actions.grant_role(member=lin, role=Role.objects.get(key="admin"), unit=units["宣传部"], by=he)
    assert refused.value.code == "grant_limits_whole"


def test_the_power_to_manage_does_not_vanish_with_a_role(he, lin):
    keeper = actions.create_role(name="组织管理员", capabilities=["org.manage"], by=he)
    actions.grant_role(member=lin, role=keeper, by=he)
    actions.end_grant(grant=Grant.objects.get(member=he, role__key="admin"), by=lin)

    with pytest.raises(RuleBroken) as refused:
        actions.change_role(role=keeper, name="组织管理员", capabilities=[WRITE], by=he)
    assert refused.value.code == "last_administrator"


def test_a_role_of_another_state_than_seen_is_not_overwritten(he, intern):
    with pytest.raises(Stale):
        actions.change_role(role=intern, name="实习", capabilities=[WRITE], seen=[REVIEW], by=he)


@pytest.mark.parametrize(
    ("name", "capabilities"), [("", [WRITE]), ("内容编辑", [WRITE]), ("新", []), ("新", ["no.such.thing"])]
)
def test_a_role_needs_a_name_of_its_own_and_known_capabilities(he, name, capabilities):
    with pytest.raises(BadInput):
        actions.create_role(name=name, capabilities=capabilities, by=he)


def test_a_role_that_somebody_holds_is_not_retired(he, outsider, intern):
    grant = actions.grant_role(member=outsider, role=intern, by=he)
    with pytest.raises(RuleBroken) as refused:
        actions.retire_role(role=intern, by=he)
    assert "钱一凡" in refused.value.advice

    actions.end_grant(grant=grant, by=he)
    actions.retire_role(role=intern, by=he)
    with pytest.raises(RuleBroken):
        actions.grant_role(member=outsider, role=intern, by=he)


def test_a_role_is_as_sensitive_as_what_it_holds(he):
    assert actions.create_role(name="组织管理员", capabilities=["org.manage"], by=he).sensitive


def test_a_role_for_a_time_ends_by_itself(he, outsider, intern, time_machine):
    actions.grant_role(member=outsider, role=intern, by=he, end_on=clock.today())
    assert queries.may(outsider, WRITE)

    time_machine.move_to(clock.now() + dt.timedelta(days=1), tick=False)
    assert not queries.may(outsider, WRITE)


def test_a_grant_that_ends_counts_no_more_in_the_same_request(he, zhou):
    assert zhou.has_perm(REVIEW)

    actions.end_grant(grant=Grant.objects.get(member=zhou, role__key="reviewer"), by=he)

    assert not zhou.has_perm(REVIEW)


def test_a_grant_that_ended_elsewhere_counts_no_more_after_three_seconds(zhou, time_machine):
    assert zhou.has_perm(REVIEW)
    Grant.objects.filter(member=zhou).update(end_on=clock.today() - dt.timedelta(days=1))

    assert not Member.objects.get(pk=zhou.pk).has_perm(REVIEW)
    zhou._kept_scopes.until -= queries.scopes.KEPT_SECONDS
    assert not zhou.has_perm(REVIEW)


def test_asking_again_costs_no_query(zhou, certificate, django_assert_num_queries):
    assert zhou.has_perm(REVIEW)

    with django_assert_num_queries(0):
        assert all(zhou.has_perm(REVIEW) for _ in range(50))


def test_an_unmet_condition_closes_a_capability_for_may_and_who_may(zhou, chen, certificate, units):
    certificate["now"] = False

    assert not queries.may(zhou, REVIEW)
    assert queries.who_may([zhou, chen], REVIEW, unit_id=units["宣传部"].pk) == set()
    assert queries.may(zhou, "content.draft.read")


def test_the_reason_is_told_where_the_capability_is_shown(zhou, certificate):
    certificate["now"] = False

    (line,) = queries.unmet_of(zhou)
    assert line.unmet == "缺少有效培训证书，暂不能审核"


def test_account_groups_are_renamed_once(he):
    group = actions.create_account_group(name="门店号", by=he)
    actions.rename_account_group(group=group, name="门店矩阵", by=he)

    with pytest.raises(BadInput):
        actions.create_account_group(name="门店矩阵", by=he)


def test_another_end_for_a_role_that_is_held_is_not_swallowed(he, outsider, intern):
    actions.grant_role(member=outsider, role=intern, by=he)

    with pytest.raises(BadInput) as refused:
        actions.grant_role(member=outsider, role=intern, by=he, end_on=clock.today())
    assert refused.value.code == "grant_held"


def test_an_administrator_for_a_time_does_not_make_it_last_alone(he):
    Grant.objects.filter(role__key="admin").update(end_on=clock.today())

    with pytest.raises(RuleBroken) as refused:
        actions.grant_role(member=he, role=Role.objects.get(key="admin"), by=he)
    assert refused.value.code == "self_grant"
