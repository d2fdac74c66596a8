"""Members, departments, roles: who sees them and who may change them. Clause 2.1."""

import pytest
from django.urls import reverse

from masthead.core.errors import BadInput, NotPermitted, RuleBroken, Stale
from masthead.org import actions, queries
from masthead.org.models import Grant, GroupSeat, Member, Role, Seat
from masthead.org.testing import make_member
from masthead.trail.models import Event

NEW = {
    "name": "赵春生",
    "username": "zhaocs",
    "password": "mengding-ganlu-88",
    "title": "采编",
    "email": "",
    "phone": "",
}


def add(browser, units, **changes):
    return browser.post(reverse("org:add_member"), NEW | {"unit": units["宣传部"].pk} | changes)


def test_administrator_adds_a_member(he, units, client_of):
    answer = add(client_of(he), units)

    made = Member.objects.get(username="zhaocs")
    assert answer.url == reverse("org:member", args=[made.pk])
    assert made.positions.get().unit == units["宣传部"]
    assert Event.objects.filter(name="org:member:joined", target_id=made.pk, actor_id=he.pk).exists()


def test_editor_may_not_add_members(lin, units, client_of):
    assert add(client_of(lin), units).status_code == 403
    assert not Member.objects.filter(username="zhaocs").exists()


def test_weak_password_stands_beside_its_field(he, units, client_of):
    answer = add(client_of(he), units, password="12345678")

    assert answer.status_code == 422
    assert "密码太短，至少需要 10 位。" in answer.context["form"].errors["password"]
    assert not Member.objects.filter(username="zhaocs").exists()


def test_refused_member_leaves_no_half(he, units, client_of):
    assert add(client_of(he), units, username="linbj").status_code == 422
    assert Member.objects.filter(name="赵春生").count() == 0


def test_editor_sees_only_her_department(lin, sun, client_of):
    page = client_of(lin).get(reverse("org:members")).content.decode()

    assert "周明远" in page
    assert "孙博文" not in page


def test_member_of_another_department_is_not_there(lin, sun, client_of):
    assert client_of(lin).get(reverse("org:member", args=[sun.pk])).status_code == 404


def test_outsider_is_refused(outsider, client_of):
    assert client_of(outsider).get(reverse("org:members")).status_code == 403


def test_stranger_is_asked_to_sign_in(cast, client):
    assert client.get(reverse("org:members")).url.startswith("/auth/login/")


def test_list_filters_by_name_and_department(he, units, client_of):
    browser = client_of(he)

    assert "沈严" not in browser.get(reverse("org:members"), {"q": "林"}).content.decode()
    assert "沈严" in browser.get(reverse("org:members"), {"unit": units["审计部"].pk}).content.decode()


def test_list_answers_htmx_with_the_rows_only(he, client_of):
    page = client_of(he, htmx=True).get(reverse("org:members")).content.decode()

    assert 'id="rows"' in page
    assert "<html" not in page


def test_list_costs_the_same_queries_for_many_rows(he, units, client_of, django_assert_max_num_queries):
    for n in range(40):
        make_member(f"m{n}", f"成员{n}", unit=units["市场部"])

    browser = client_of(he)

    with django_assert_max_num_queries(15):
        browser.get(reverse("org:members"))


def test_detail_shows_positions_roles_and_timeline(he, lin, client_of):
    page = client_of(he).get(reverse("org:member", args=[lin.pk])).content.decode()

    assert "宣传部 · 内容编辑" in page
    assert "内容编辑 · 宣传部" in page


def test_role_is_given_and_holds_at_once(he, outsider, units, client_of):
    role = Role.objects.get(key="editor")

    answer = client_of(he).post(
        reverse("org:grant_role", args=[outsider.pk]), {"role": role.pk, "unit": units["市场部"].pk}
    )

    assert answer.status_code == 302
    assert queries.may(Member.objects.get(pk=outsider.pk), "org.member.read", unit_id=units["市场部"].pk)


def test_role_is_taken_back_and_stays_on_record(he, lin, client_of):
    grant = Grant.objects.get(member=lin)

    assert client_of(he).post(reverse("org:end_grant", args=[grant.pk])).status_code == 302

    assert not Member.objects.get(pk=lin.pk).has_perm("org.member.read")
    assert Grant.objects.get(pk=grant.pk).start_on == grant.start_on


def test_role_can_be_taken_back_once(he, lin, client_of):
    grant = Grant.objects.get(member=lin)
    actions.end_grant(grant=grant, by=he)

    with pytest.raises(Stale):
        actions.end_grant(grant=Grant.objects.get(pk=grant.pk), by=he)


def test_editor_may_not_take_roles_back(lin, zhou, client_of):
    grant = Grant.objects.get(member=zhou)

    assert client_of(lin).post(reverse("org:end_grant", args=[grant.pk])).status_code == 403
    assert queries.get_grant(grant.pk)


def test_administrator_cannot_give_up_the_last_key(he):
    with pytest.raises(RuleBroken):
        actions.end_grant(grant=Grant.objects.get(member=he, role__key="admin"), by=he)


def test_leaving_ends_positions_roles_and_seats(he, sun, client_of):
    answer = client_of(he).post(reverse("org:leave", args=[sun.pk]), {"reason": "退休"})
    assert answer.status_code == 422

    client_of(he).post(reverse("org:leave", args=[sun.pk]), {"reason": "到龄退休"})

    assert not Member.objects.get(pk=sun.pk).is_active
    assert not Grant.objects.filter(member=sun, end_on=None).exists()
    assert not GroupSeat.objects.filter(member=sun, end_on=None).exists()


def test_nobody_lets_oneself_leave(he, client_of):
    assert client_of(he).post(reverse("org:leave", args=[he.pk]), {"reason": "自己办理"}).status_code == 422
    assert Member.objects.get(pk=he.pk).is_active


def test_new_leader_ends_the_former_seat(he, zheng, chen, client_of):
    client_of(he).post(reverse("org:take_seat"), {"member": chen.pk, "seat": "leader"})

    assert queries.leader_of_group() == chen
    assert not GroupSeat.objects.filter(member=zheng, end_on=None).exists()
    assert GroupSeat.objects.filter(member=chen, end_on=None).count() == 1


def test_same_seat_twice_is_one_seat(zheng, he):
    again = actions.take_seat(member=zheng, seat=Seat.LEADER, by=he)

    assert GroupSeat.objects.filter(member=zheng).get() == again


def test_group_page_names_heads_without_a_seat(he, lin, units, client_of):
    make_member("techhead", "冯技", unit=units["技术部"], title="部长", is_head=True)

    page = client_of(he).get(reverse("org:group")).content.decode()

    assert "郑国安" in page
    assert "尚未入组的部门负责人" in page
    assert "冯技" in page


def test_language_of_another_is_not_ones_business(lin, zhou):
    with pytest.raises(NotPermitted):
        actions.set_language(member=zhou, language="en", by=lin)


def test_page_speaks_the_members_language(he, client_of):
    actions.set_language(member=he, language="en", by=he)

    assert '<html lang="en"' in client_of(he).get(reverse("org:members")).content.decode()


def test_department_name_is_unique_under_its_parent(he, company):
    with pytest.raises(BadInput):
        actions.create_unit(name="宣传部", parent=company, by=he)


def test_roles_follow_what_the_rooms_registered(cast):
    role = Role.objects.get(key="auditor")
    role.capabilities.all().delete()

    assert actions.sync_roles() > 0
    assert actions.sync_roles() == 0


def test_company_wide_scope_survives_being_joined_with_or(he, lin):
    from django.db.models import Q

    everybody = queries.scope_of(he, "org.member.read").as_q(unit="pk")

    assert Member.objects.filter(Q(pk=lin.pk) | everybody).count() == 9
