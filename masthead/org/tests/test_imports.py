"""Members from a file: every error beside its cell, nothing before the confirmation, undone while nobody has begun. Clause 2.1."""

import datetime as dt
import io
import time
import zipfile

import pytest
import xlsxwriter

from masthead.core import clock
from masthead.core.errors import BadInput, RuleBroken, Stale
from masthead.org import actions, queries, roster, sheets
from masthead.org.models import Member, MemberImport, Position
from masthead.org.testing import give_role
from masthead.trail.models import Event

HEAD = ["姓名*", "登录名*", "部门*", "岗位*", "部门负责人", "任职日期", "邮箱", "手机"]
GOOD = ["赵春生", "zhaocs", "宣传部", "采编", "否", "2026-11-02", "zhaocs@yunling-tea.example", "13800000001"]


def book(*rows, head=HEAD, merged=(), change=None):
    target = io.BytesIO()
    workbook = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    sheet = workbook.add_worksheet()
    for number, row in enumerate([head, *rows]):
        for column, value in enumerate(row):
            if isinstance(value, dt.date):
                sheet.write_datetime(
                    number,
                    column,
                    dt.datetime.combine(value, dt.time()),
                    workbook.add_format({"num_format": "yyyy-mm-dd"}),
                )
            elif isinstance(value, int | float):
                sheet.write_number(number, column, value)
            elif str(value).startswith("=SUM"):
                sheet.write_formula(number, column, value, None, "算出来的")
            else:
                sheet.write_string(number, column, value)
    for first_row, first_column, last_row, last_column in merged:
        sheet.merge_range(first_row, first_column, last_row, last_column, rows[first_row - 1][first_column])
    workbook.close()
    return target.getvalue()


def with_(**changes):
    keys = [c.key for c in roster.COLUMNS]
    row = list(GOOD)
    for key, value in changes.items():
        row[keys.index(key)] = value
    return row


def read(he, data, name="成员.xlsx"):
    return actions.read_members(data=data, name=name, by=he)


def test_a_good_list_takes_in_everybody_at_the_confirmation_only(he, cast):
    one = read(he, book(GOOD, with_(name="钱多", username="qianduo", email="", phone="", is_head="是")))
    assert (one.row_count, one.wrong_count) == (2, 0)
    assert not Member.objects.filter(username="zhaocs").exists()

    actions.confirm_import(one=one, by=he)

    member = Member.objects.get(username="zhaocs")
    position = Position.objects.get(member=member)
    assert (position.unit.name, position.title, position.start_on) == ("宣传部", "采编", dt.date(2026, 11, 2))
    assert not member.has_usable_password()
    assert Event.objects.filter(name="org:member:joined", target_id=member.pk).exists()


@pytest.mark.parametrize(
    ("column", "value", "word"),
    [
        ("username", "linbj", "已被使用"),
        ("username", "林知夏", "只能用字母"),
        ("name", "", "必填"),
        ("name", "赵" * 41, "超过 40 个字"),
        ("unit", "董事会", "没有这个部门"),
        ("start_on", "下周一", "认不出日期"),
        ("start_on", "2026-02-30", "认不出日期"),
        ("start_on", "1899-01-01", "日期不合理"),
        ("is_head", "也许", "「是」或「否」"),
        ("email", "not-an-address", "邮箱格式不对"),
        ("email", "linbj@yunling-tea.example", "已属于另一位成员"),
        ("phone", "请拨总机", "只能是数字"),
        ("title", "=1+1", "像是公式"),
        ("title", "@SUM(A1)", "像是公式"),
        ("title", "=SUM(A1:A2)", "单元格是公式"),
    ],
)
def test_each_error_stands_beside_its_cell(he, column, value, word):
    one = read(he, book(with_(**{column: value})))

    assert word in one.rows[0]["errors"][column], one.rows[0]["errors"]
    assert set(one.rows[0]["errors"]) == {column}


@pytest.mark.parametrize(
    "value", [dt.date(2026, 11, 2), 46328, 46328.0, "46328", "2026/11/2", "2026.11.02", "20261102", "2026年11月2日"]
)
def test_a_date_is_read_however_it_was_kept(he, value):
    assert read(he, book(with_(start_on=value))).rows[0]["start_on"] == "2026-11-02"


@pytest.mark.parametrize("value", [13800000001, "138-0000-0001", "+86 138 0000 0001"])
def test_a_phone_is_read_however_it_was_typed(he, value):
    assert read(he, book(with_(phone=value))).wrong_count == 0


def test_the_same_login_twice_in_a_file_names_both_lines(he):
    one = read(he, book(GOOD, with_(email="")))

    assert [row["errors"]["username"] for row in one.rows] == ["与第 2、3 行重复。"] * 2


def test_the_login_of_a_leaver_is_not_given_away(he, lin):
    actions.let_member_leave(member=lin, by=he, reason="合同到期")

    assert "返岗" in read(he, book(with_(username="linbj"))).rows[0]["errors"]["username"]


def test_departments_of_one_name_need_their_path(he, units):
    for name in ("市场部", "宣传部"):
        actions.create_unit(name="综合组", parent=units[name], by=he)

    rows = read(he, book(with_(unit="综合组"), with_(unit="宣传部/综合组", username="b", email=""))).rows
    assert "同名部门" in rows[0]["errors"]["unit"]
    assert rows[1]["errors"] == {}


def test_merged_cells_and_blank_rows_are_seen(he):
    one = read(he, book(GOOD, with_(username="b", email=""), [], [""] * 8, merged=[(1, 2, 2, 2)]))

    assert one.row_count == 2
    assert all("合并" in row["errors"]["unit"] for row in one.rows)


def test_columns_come_in_any_order_and_unknown_ones_are_left_alone(he):
    head, row = ["备注", *reversed(HEAD)], ["无", *reversed(GOOD)]

    assert read(he, book(row, head=head)).wrong_count == 0


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030", "utf-16"])
def test_csv_is_read_in_the_encodings_of_china(he, encoding):
    text = "\r\n".join([",".join(HEAD), ",".join(GOOD)])

    one = read(he, text.encode(encoding), "成员.csv")
    assert (one.row_count, one.wrong_count) == (1, 0)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (book(head=["姓名", "登录名", "部门", "岗位", "初始密码"]), "roster_password"),
        (book(GOOD[:2], head=HEAD[:2]), "roster_columns"),
        (book(), "roster_empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "file_type"),
        (b"", "file_empty"),
    ],
)
def test_a_file_that_is_no_list_of_members_is_refused(he, data, code):
    with pytest.raises(BadInput) as refused:
        read(he, data)
    assert refused.value.code == code
    assert MemberImport.objects.count() == 0


def test_a_zip_bomb_is_refused_unopened(he):
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book(GOOD))) as good, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bad:
        for info in good.infolist():
            bad.writestr(info, good.read(info))
        bad.writestr("xl/worksheets/sheet9.xml", b" " * 250_000_000)

    with pytest.raises(BadInput) as refused:
        read(he, target.getvalue())
    assert refused.value.code == "file_bomb"


def test_a_sheet_that_is_too_long_is_refused(he):
    text = "\n".join([",".join(HEAD), *(f"某{n},m{n},宣传部,职员,,,," for n in range(10_001))])

    with pytest.raises(BadInput) as refused:
        read(he, text.encode(), "成员.csv")
    assert refused.value.code == "table_too_large"


def test_a_full_sheet_is_read_within_seconds(he):
    text = "\n".join([",".join(HEAD), *(f"某{n},m{n},宣传部,职员,,2026-11-02,," for n in range(10_000))])

    began = time.process_time()
    assert read(he, text.encode(), "成员.csv").wrong_count == 0
    assert time.process_time() - began < 15


def test_wrong_rows_stop_all_unless_they_are_left_out(he):
    one = read(he, book(GOOD, with_(username="linbj", email="")))
    with pytest.raises(RuleBroken) as refused:
        actions.confirm_import(one=one, by=he)
    assert refused.value.code == "import_wrong_rows"
    assert not Member.objects.filter(username="zhaocs").exists()

    assert len(actions.confirm_import(one=one, by=he, only_good=True).member_ids) == 1


def test_what_changed_after_the_preview_is_seen_at_the_confirmation(he, units):
    one = read(he, book(GOOD))
    actions.add_member(username="zhaocs", name="别人", password=None, by=he)

    with pytest.raises(RuleBroken) as refused:
        actions.confirm_import(one=one, by=he)
    assert "预览之后" in refused.value.advice


def test_an_import_is_confirmed_once(he):
    one = read(he, book(GOOD))
    actions.confirm_import(one=one, by=he)

    with pytest.raises(Stale):
        actions.confirm_import(one=one, by=he)


def test_a_dropped_preview_is_forgotten(he):
    one = actions.drop_import(one=read(he, book(GOOD)), by=he)

    assert one.rows == []
    with pytest.raises(Stale):
        actions.confirm_import(one=one, by=he)


def test_undoing_removes_those_who_have_not_begun(he):
    one = actions.confirm_import(one=read(he, book(GOOD, with_(username="b", email=""))), by=he)
    begun = Member.objects.get(username="b")
    give_role(begun, "editor")

    removed, stay = actions.undo_import(one=one, by=he)

    assert (removed, stay) == (1, [begun])
    assert not Member.objects.filter(username="zhaocs").exists()


def test_an_old_import_is_not_undone(he):
    one = actions.confirm_import(one=read(he, book(GOOD)), by=he)

    with pytest.raises(RuleBroken):
        actions.undo_import(one=one, by=he, at=clock.now() + dt.timedelta(days=8))


def test_what_is_exported_can_be_read_again_and_holds_no_formula(he, lin):
    actions.change_member(member=lin, name="=cmd|'/c calc'!A1", username="linbj", email="", phone="", by=he)

    data = sheets.write_table("members", [*roster.heading(), *roster.more_heading()], queries.export_rows())
    table = sheets.read_table(data, "a.xlsx")

    assert not table.formulas
    assert table.rows[0][0] == "姓名*"
    assert len(table.rows) == 10


def test_the_template_is_a_good_heading(he):
    data = sheets.write_table("members", roster.heading(), [GOOD], notes=[str(n) for n in roster.NOTES])

    assert read(he, data).wrong_count == 0
