"""The cast that all tests share is what the brief says."""

from masthead.org import queries


def test_cast_is_made_in_few_queries(db, django_assert_max_num_queries):
    from masthead.org.testing import build_cast

    with django_assert_max_num_queries(24):
        build_cast()


def test_editor_is_scoped_to_her_department(lin, units):
    assert queries.may(lin, "org.member.read", unit_id=units["宣传部"].pk)
    assert not queries.may(lin, "org.member.read", unit_id=units["市场部"].pk)


def test_outsider_holds_nothing(outsider):
    assert not outsider.has_perm("org.member.read")


def test_administrator_manages_the_organisation(he):
    assert he.has_perm("org.manage")


def test_zheng_leads_the_group(zheng):
    assert queries.leader_of_group() == zheng
