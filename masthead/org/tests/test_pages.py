"""The pages of the organisation: they work for who may, refuse who may not, hide what is out of scope. Clause 2.1."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from masthead.core import clock
from masthead.org import actions, queries
from masthead.org.models import Absence, CalendarDay, GroupSeat, Member, MemberImport, Position, Role, Unit
from masthead.org.registry import CONDITIONS, Condition
from masthead.org.testing import make_member
from masthead.trail.models import Event

PAGES = (
    "org:members",
    "org:units",
    "org:group",
    "org:roles",
    "org:absences",
    "org:add_absence",
    "org:calendar",
    "org:imports",
    "org:account_groups",
    "org:add_role",
    "org:own_day",
    "org:office_hours",
    "org:change_leader",
    "org:change_group",
)


@pytest.fixture
def admin(he, client_of):
    return client_of(he)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_in_few_queries(admin, units, name, django_assert_max_num_queries):
    for n in range(20):
        make_member(f"m{n}", f"成员{n}", unit=units["市场部"])

    with django_assert_max_num_queries(15):
        assert admin.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", ["unit", "change_unit", "move_unit", "merge_unit", "close_unit"])
def test_pages_of_a_department_open(admin, units, name, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        assert admin.get(reverse(f"org:{name}", args=[units["宣传部"].pk])).status_code == 200


def test_a_department_of_another_scope_is_not_there(lin, units, client_of):
    assert client_of(lin).get(reverse("org:unit", args=[units["市场部"].pk])).status_code == 404
    assert client_of(lin).get(reverse("org:unit", args=[units["宣传部"].pk])).status_code == 200


def test_the_tree_of_a_day_gone_by_says_so(admin, units, he):
    actions.change_unit(unit=units["宣传部"], name="品牌部", order=20, by=he)

    page = admin.get(reverse("org:units"), {"on": "2025-06-01"}).content.decode()
    assert "这是 2025-06-01 的组织" in page
    assert "宣传部" in page


def test_the_tree_answers_htmx_with_itself_only(he, client_of):
    page = client_of(he, htmx=True).get(reverse("org:units")).content.decode()

    assert 'id="tree"' in page
    assert "<html" not in page


def test_a_department_is_moved_by_its_form(admin, units):
    answer = admin.post(
        reverse("org:move_unit", args=[units["技术部"].pk]),
        {"parent": units["市场部"].pk, "seen_parent_id": units["技术部"].parent_id},
    )

    assert answer.url == reverse("org:unit", args=[units["技术部"].pk])
    assert Unit.objects.get(pk=units["技术部"].pk).parent_id == units["市场部"].pk


def test_a_cycle_is_not_even_offered_and_refused_when_forced(admin, units):
    answer = admin.post(reverse("org:move_unit", args=[units["宣传部"].pk]), {"parent": units["宣传部"].pk})

    assert answer.status_code == 422


def test_closing_a_full_department_lists_what_is_there(admin, units):
    page = admin.get(reverse("org:close_unit", args=[units["宣传部"].pk])).content.decode()
    assert "撤销之前须先处理" in page
    assert "林知夏" in page

    answer = admin.post(reverse("org:close_unit", args=[units["宣传部"].pk]), {"reason": "机构精简"})
    assert answer.status_code == 422
    assert "机构精简" in answer.content.decode()


def test_editors_change_no_structure(lin, units, client_of):
    browser = client_of(lin)
    for name in ("move_unit", "close_unit", "merge_unit", "change_unit"):
        assert browser.get(reverse(f"org:{name}", args=[units["宣传部"].pk])).status_code == 403


def test_a_transfer_goes_through_its_form(admin, lin, units):
    admin.post(reverse("org:transfer", args=[lin.pk]), {"unit": units["市场部"].pk, "title": "策划"})

    assert queries.primary_unit_id(lin) == units["市场部"].pk


def test_a_position_is_changed_and_ended_by_its_forms(admin, lin):
    position = Position.objects.get(member=lin)
    admin.post(reverse("org:change_position", args=[position.pk]), {"title": "主编", "is_head": "on"})
    now = Position.objects.get(member=lin, end_on=None)
    assert now.is_head

    admin.post(reverse("org:end_position", args=[now.pk]), {"end_on": f"{clock.today()}"})
    assert not Position.objects.filter(member=lin, end_on=None).exists()


def test_leaving_shows_the_list_first(admin, lin):
    page = admin.get(reverse("org:leave", args=[lin.pk])).content.decode()

    assert "交接清单" in page
    assert "宣传部 内容编辑" in page


def test_return_is_offered_for_those_who_left(admin, he, lin, units):
    actions.let_member_leave(member=lin, by=he, reason="合同到期")
    assert "办理返岗" in admin.get(reverse("org:member", args=[lin.pk])).content.decode()

    admin.post(reverse("org:return_member", args=[lin.pk]), {"unit": units["市场部"].pk, "title": "策划"})
    assert Member.objects.get(pk=lin.pk).is_active


def test_a_member_without_password_sets_it_by_the_link_once(admin, he, units):
    member = actions.take_in(username="newbie", name="新人", password=None, unit=units["宣传部"], title="采编", by=he)
    page = admin.post(reverse("org:setup_link", args=[member.pk]))
    (shown, link), *_ = page.context["letters"]
    path = link.removeprefix("http://testserver")
    stranger = Client()

    assert "newbie" in stranger.get(path).content.decode()
    weak = stranger.post(path, {"password": "12345678", "again": "12345678"})
    assert weak.status_code == 422
    chosen = {"password": "mengding-ganlu-88", "again": "mengding-ganlu-88"}
    assert stranger.post(path, chosen).url == reverse("account_login")
    assert stranger.post(path, chosen).status_code == 409
    assert shown == member
    assert "这个链接不能再用" in stranger.get(path).content.decode()
    assert "no-store" in page["Cache-Control"]


def test_a_forged_link_says_nothing_of_anybody(cast):
    page = Client().get(reverse("org:welcome", args=["MQ", "abc-123"])).content.decode()

    assert "这个链接不能再用" in page
    assert "linbj" not in page


def test_a_new_leader_is_named_by_the_form(admin, chen):
    admin.post(reverse("org:change_leader"), {"member": chen.pk, "keep_former": "on"})

    assert queries.leader_of_group() == chen


def test_a_member_leaves_the_group_by_one_press(admin, sun):
    seat = GroupSeat.objects.get(member=sun)
    assert admin.post(reverse("org:end_seat", args=[seat.pk])).status_code == 302
    assert GroupSeat.objects.get(pk=seat.pk).end_on == clock.today()


def test_the_group_page_says_what_is_lacking(admin):
    assert "技术部没有部门负责人" in admin.get(reverse("org:group")).content.decode()


def test_an_own_role_is_made_changed_and_retired_by_its_pages(admin):
    admin.post(reverse("org:add_role"), {"name": "实习编辑", "capabilities": ["content.draft.write"]})
    role = Role.objects.get(name="实习编辑")
    admin.post(
        reverse("org:change_role", args=[role.pk]),
        {"name": "实习编辑", "capabilities": ["content.draft.read"], "seen": "content.draft.write"},
    )
    assert queries.capability_names(role) == {"content.draft.read"}

    admin.post(reverse("org:retire_role", args=[role.pk]))
    assert not Role.objects.get(pk=role.pk).is_active


def test_what_was_ticked_stays_ticked_after_a_refusal(admin):
    answer = admin.post(reverse("org:add_role"), {"name": "内容编辑", "capabilities": ["content.draft.write"]})

    assert answer.status_code == 422
    assert 'value="content.draft.write" checked' in answer.content.decode()


def test_the_matrix_shows_every_role_and_clause(admin, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        page = admin.get(reverse("org:roles"), {"view": "matrix"}).content.decode()

    assert "管理组织、成员与角色" in page
    assert "运营管理小组组长" in page


def test_editors_do_not_see_who_holds_what(lin, client_of):
    assert client_of(lin).get(reverse("org:roles")).status_code == 403


def test_the_member_page_says_what_a_condition_withholds(admin, zhou):
    words = "缺少有效培训证书，暂不能审核"
    CONDITIONS.add("test.paper", Condition("test.paper", "content.draft.review", "持证", lambda m: words))
    queries.forget_kept_scopes()
    try:
        page = admin.get(reverse("org:member", args=[zhou.pk])).content.decode()
    finally:
        CONDITIONS._entries.pop("test.paper")
    assert words in page


def test_an_absence_is_arranged_and_ended_by_oneself(zhou, chen, client_of):
    browser, today = client_of(zhou), clock.today()
    browser.post(
        reverse("org:add_absence"),
        {
            "delegate": chen.pk,
            "start_on": f"{today}",
            "end_on": f"{today + dt.timedelta(days=2)}",
            "reason": "年假",
            "capabilities": ["content.draft.review"],
        },
    )
    absence = Absence.objects.get(member=zhou)
    assert "周明远 → 陈立群" in client_of(chen).get(reverse("org:absences")).content.decode()

    browser.post(reverse("org:end_absence", args=[absence.pk]))
    assert queries.absences_running(zhou) == []


def test_both_are_told_of_an_absence(zhou, chen, client_of):
    today = clock.today()
    actions.delegate_duties(member=zhou, delegate=chen, start_on=today, end_on=today, reason="出差", by=zhou)

    assert "缺勤期间由" in client_of(chen).get(reverse("notify:notices")).content.decode()


def test_an_absence_of_others_is_not_there(zhou, chen, lin, client_of):
    today = clock.today()
    absence = actions.delegate_duties(member=zhou, delegate=chen, start_on=today, end_on=today, reason="出差", by=zhou)

    assert client_of(lin).post(reverse("org:end_absence", args=[absence.pk])).status_code == 404


def test_a_chain_is_refused_beside_the_form_and_nothing_typed_is_lost(zhou, chen, zheng, client_of):
    today = clock.today()
    actions.delegate_duties(member=zhou, delegate=chen, start_on=today, end_on=today, reason="出差", by=zhou)

    answer = client_of(chen).post(
        reverse("org:add_absence"),
        {"delegate": zheng.pk, "start_on": f"{today}", "end_on": f"{today}", "reason": "外出开会"},
    )
    assert answer.status_code == 422
    assert "不能转手" in answer.content.decode()
    assert "外出开会" in answer.content.decode()


def test_the_year_marks_holidays_make_up_days_and_own_days(admin, he, time_machine):
    time_machine.move_to("2026-03-02 09:00:00+08:00", tick=False)
    actions.import_calendar_year(year=2026, by=he)
    actions.set_own_day(on=dt.date(2026, 6, 18), works=False, name="公司成立日", by=he)

    page = admin.get(reverse("org:calendar"), {"year": "2026"}).content.decode()
    assert "day--holiday" in page
    assert "day--make_up" in page
    assert "公司成立日" in page
    assert "未公布" not in page


def test_a_year_that_is_not_published_is_shown_as_such(admin):
    page = admin.get(reverse("org:calendar"), {"year": "2031"}).content.decode()

    assert "未公布" in page
    assert "year--provisional" in page


def test_a_notice_is_shown_before_it_is_taken(admin):
    address = reverse("org:import_notice", args=[2031])
    text = "2031-01-01,元旦,休\n2031-01-22~2031-01-28,春节,休\n2031-01-19,春节,班"

    page = admin.post(address, {"text": text}).content.decode()
    assert "放假 8 天" in page
    assert not CalendarDay.objects.filter(on__year=2031).exists()

    assert admin.post(address, {"text": text, "confirm": "1"}).status_code == 302
    assert queries.is_published(2031)


def test_office_hours_go_through_their_form(admin):
    answer = admin.post(
        reverse("org:office_hours"),
        {
            "morning_start": "08:30",
            "morning_end": "12:00",
            "afternoon_start": "14:00",
            "afternoon_end": "17:30",
            "start_on": f"{clock.today()}",
        },
    )

    assert answer.status_code == 302
    assert queries.office_spans(clock.today()) == [[510, 720], [840, 1050]]


def test_a_year_out_of_reach_is_not_there(admin):
    assert admin.get(reverse("org:calendar"), {"year": "99999"}).status_code == 404


def test_a_list_goes_from_upload_to_links(admin):
    text = "姓名,登录名,部门,岗位\n赵春生,zhaocs,宣传部,采编\n坏行,linbj,宣传部,采编"
    upload = SimpleUploadedFile("成员.csv", text.encode("gb18030"))

    answer = admin.post(reverse("org:imports"), {"file": upload})
    one = MemberImport.objects.get()
    page = admin.get(answer.url).content.decode()
    assert "已被使用。" in page
    assert "只导入正确的 1 行" in page

    admin.post(reverse("org:confirm_import", args=[one.pk]), {"which": "good"})
    letters = admin.post(reverse("org:letters", args=[one.pk])).content.decode()
    assert "zhaocs" in letters
    assert "/org/welcome/" in letters
    assert Event.objects.filter(name="org:member:setup_link_made").count() == 1


def test_a_refused_upload_says_why_beside_the_field(admin):
    answer = admin.post(reverse("org:imports"), {"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04nonsense")})

    assert answer.status_code == 422


def test_wrong_rows_come_back_as_a_workbook(admin, he):
    one = actions.read_members(data="姓名,登录名,部门,岗位\n坏行,linbj,宣传部,采编".encode(), name="a.csv", by=he)

    answer = admin.get(reverse("org:import_errors", args=[one.pk]))
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")


def test_an_export_is_on_the_trail(admin, he):
    answer = admin.post(reverse("org:export_members"))

    assert answer["Content-Disposition"].startswith("attachment")
    assert Event.objects.get(name="org:member:exported").actor_id == he.pk


def test_the_workbench_names_what_the_organisation_lacks(admin):
    assert "技术部没有部门负责人" in admin.get(reverse("web:home")).content.decode()
