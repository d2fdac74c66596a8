"""An empty house is opened once, in three steps, all or nothing. Clause 2.1."""

import pytest
from django.urls import reverse

from masthead.org import queries as org
from masthead.org.models import ManagementGroup, Member, Unit
from masthead.org.testing import give_factor, sign_in
from masthead.trail.models import Event
from masthead.web import actions

ADMIN = {
    "name": "何静怡", "title": "系统管理员", "seat": "", "username": "hezh", "email": "",
    "password": "mengding-ganlu-88", "again": "mengding-ganlu-88",
}  # fmt: skip


def first_two_steps(browser):
    browser.post(reverse("web:setup_company"), {"company": "云岭茶业有限公司"})
    browser.post(reverse("web:setup_group"), {"group": "新媒体运营管理小组"})


def finish(browser, **changes):
    return browser.post(reverse("web:setup_admin"), ADMIN | changes)


def test_front_page_of_an_empty_system_is_the_set_up(db, client):
    assert client.get("/").url == reverse("web:setup_company")
    assert client.get(reverse("web:setup_company")).status_code == 200


def test_three_steps_open_the_house(db, client):
    first_two_steps(client)

    answer = finish(client, seat="leader")

    member = Member.objects.get(username="hezh")
    assert answer.url == "/"
    assert org.leader_of_group() == member
    assert client.get("/").url == reverse("mfa_index"), "an administrator begins with a second factor"
    give_factor(member)
    assert member.has_perm("org.manage")


def test_house_begins_with_rules_flow_and_rulebook(db, client):
    first_two_steps(client)
    finish(client)

    names = set(Event.objects.values_list("name", flat=True))
    assert {
        "org:company:founded",
        "approvals:flow:published",
        "rulebook:version:in_force",
        "org:session:signed_in",
    } <= names


def test_nothing_is_written_before_the_last_step(db, client):
    first_two_steps(client)
    client.get(reverse("web:setup_admin"))

    assert not Unit.objects.exists()
    assert not ManagementGroup.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"password": "12345678", "again": "12345678"}, "password"), ({"again": "something-else-1"}, "again"),
     ({"username": "何静怡"}, "username"), ({"name": ""}, "name")],
)  # fmt: skip
def test_wrong_answer_stands_beside_its_field_and_leaves_nothing(db, client, changes, field):
    first_two_steps(client)

    answer = finish(client, **changes)

    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert not Unit.objects.exists()


def test_steps_cannot_be_skipped(db, client):
    assert client.get(reverse("web:setup_group")).url == reverse("web:setup_company")
    assert finish(client).url == reverse("web:setup_company")
    assert not Member.objects.exists()


def test_forged_cookie_counts_as_none(db, client):
    client.cookies["setup"] = "eyJjb21wYW55IjoiWCJ9:forged:signature"

    assert client.get(reverse("web:setup_group")).url == reverse("web:setup_company")


@pytest.mark.parametrize("name", ["setup_company", "setup_group", "setup_admin"])
def test_set_up_is_gone_once_a_company_exists(cast, he, client, client_of, name):
    address = reverse(f"web:{name}")

    for browser in (client, client_of(he)):
        assert browser.get(address).status_code == 404
        assert browser.post(address, ADMIN).status_code == 404


def test_second_house_is_refused(cast, he):
    from masthead.core.errors import RuleBroken

    with pytest.raises(RuleBroken):
        actions.open_house(company="另一家", group="小组", **{k: v for k, v in ADMIN.items() if k != "again"})

    assert not Unit.objects.filter(name="另一家").exists()


def test_front_page_asks_strangers_to_sign_in_afterwards(cast, client):
    assert client.get("/").url.startswith("/auth/login/")


def test_a_new_house_tells_its_administrator_what_is_still_missing(db, client):
    first_two_steps(client)
    finish(client)
    admin = Member.objects.get(username="hezh")
    give_factor(admin)

    page = sign_in(client, admin).get("/").text

    assert "开始使用：还差 6 步（共 6 步）" in page
    assert "添加成员并授予角色" in page
    assert reverse("notify:channels") in page


def test_steps_that_are_done_leave_the_list_and_others_never_see_it(cast, client_of):
    page = client_of(cast.people["he"]).get("/").text

    assert "添加成员并授予角色" not in page
    assert "登记并接通第一个账号" in page
    assert "开始使用" not in client_of(cast.people["lin"]).get("/").text
