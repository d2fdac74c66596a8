"""Figures from a platform's own table: many dresses, one meaning; nothing half saved, and the same file twice is once."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from masthead.analytics import actions, queries, tables
from masthead.analytics.models import ContentTotal, FigureImport, Observation
from masthead.core import clock
from masthead.core.errors import BadInput, NotPermitted, RuleBroken
from masthead.org.sheets import write_table
from masthead.publishing.models import Publication
from masthead.publishing.states import PublicationState
from masthead.publishing.testing import make_publication
from masthead.trail.models import Event

pytestmark = pytest.mark.django_db
LINK = "https://www.xiaohongshu.com/explore/66f1a2b3000000001e03c4d5"
NOTES = "笔记标题,首次发布时间,体裁,观看量,点赞,评论,收藏,分享\n"


@pytest.fixture
def note(approved, account, wu) -> Publication:
    """Published the day before yesterday."""
    row = make_publication(
        approved,
        account,
        by=wu,
        due_at=clock.now() - dt.timedelta(days=2),
        state=PublicationState.PUBLISHED,
        article_url=LINK,
    )
    Publication.objects.filter(pk=row.pk).update(title="蒙顶山春茶开采第一周：单芽每亩只有八两")
    row.refresh_from_db()
    return row


def day_of(note: Publication) -> str:
    return f"{clock.china(note.published_at):%Y年%m月%d日%H时%M分%S秒}"


def table(note: Publication, views: str = "1.2万") -> bytes:
    lines = [
        f'{note.title},{day_of(note)},图文,{views},"1,024",56,230,12',
        f"别处发的笔记,{day_of(note)},视频,88,1,0,0,0",
        f"坏的一行,{day_of(note)},图文,很多,1,0,0,0",
    ]
    return ("导出说明：数据每日更新\n" + NOTES + "\n".join(lines)).encode("gb18030")


def start(account, data: bytes, wu, name: str = "笔记数据.csv") -> FigureImport:
    return actions.start_import(account=account, data=data, name=name, as_of=clock.today(), by=wu)


@pytest.mark.parametrize(
    ("heading", "values"),
    [
        ("笔记标题,首次发布时间,观看量,点赞", '春茶开采,2026年11月20日19时30分10秒,"3,456",1.2万'),
        ("视频描述,发布时间,播放量,喜欢", "春茶开采,2026/11/20 19:30,3456,12000"),
        ("作品名称,发布时间,播放量,点赞量", "春茶开采,2026-11-20 19:30:00,3456,1.2w"),
    ],
)
def test_the_tables_of_three_platforms_say_the_same(heading, values):
    for encoding in ("utf-8-sig", "gb18030"):
        (row,) = tables.read(f"{heading}\n{values}\n".encode(encoding), "a.csv").rows

        assert (row.title, row.published_on) == ("春茶开采", dt.date(2026, 11, 20))
        assert row.figures == {"read_users": 3456, "like_users": 12000}
        assert row.errors == []


def test_a_workbook_is_read_like_a_csv():
    book = write_table("数据", ["作品名称", "发布时间", "播放量"], [["春茶开采", dt.date(2026, 11, 20), "3.4k"]])

    (row,) = tables.read(book, "a.xlsx").rows
    assert (row.published_on, row.figures) == (dt.date(2026, 11, 20), {"read_users": 3400})


@pytest.mark.parametrize(
    ("text", "number"),
    [("1.2万", 12000), ("3,456", 3456), ("2.5K", 2500), ("10w+", 100000), ("—", None), ("", None), (7.0, 7)],
)
def test_numbers_come_in_many_forms(text, number):
    assert tables.number_of(text) == number


@pytest.mark.parametrize("text", ["很多", "-3", "1e9", float("nan"), "12 34"])
def test_what_is_no_number_is_said_so(text):
    with pytest.raises(ValueError, match=r"."):
        tables.number_of(text)


def test_a_table_without_known_heading_is_refused_with_what_is_wanted(account, wu):
    with pytest.raises(BadInput, match="没有认出表头"):
        start(account, "姓名,电话\n张三,1\n".encode(), wu)
    assert not FigureImport.objects.exists()


def test_the_preview_matches_by_title_and_day_and_names_errors_and_changes_nothing(account, note, wu):
    made = start(account, table(note), wu)
    preview = queries.preview_of(made)

    assert [x.publication for x in preview.matched] == [note]
    assert [x.title for x in preview.open] == ["别处发的笔记"]
    assert [x.errors for x in preview.wrong] == [["「很多」不是数字。"]]
    assert not Observation.objects.exists()


def test_a_link_decides_whatever_the_title_says(account, note, wu):
    data = f"标题,链接,播放量\n改过的标题,{LINK}?xsec_token=1,99\n".encode()

    assert start(account, data, wu).rows[0]["publication"] == note.pk


def test_applied_at_once_marked_as_import_with_the_file_kept(account, note, wu):
    made = actions.apply_import(figure_import=start(account, table(note), wu), by=wu)

    kept = dict(Observation.objects.filter(publication=note).values_list("metric_id", "value"))
    assert kept["read_users"] == 12000
    assert kept["like_users"] == 1024
    assert set(Observation.objects.values_list("source", flat=True)) == {"import"}
    assert ContentTotal.objects.get(publication=note).read_users == 12000
    assert made.file.sha256
    assert Event.objects.filter(name="analytics:import:applied").exists()


def test_the_same_file_again_changes_nothing(account, note, wu):
    first = actions.apply_import(figure_import=start(account, table(note), wu), by=wu)
    before = list(Observation.objects.order_by("pk").values())

    again = start(account, table(note), wu)
    with pytest.raises(RuleBroken):
        actions.apply_import(figure_import=again, by=wu)
    assert again.pk == first.pk
    assert list(Observation.objects.order_by("pk").values()) == before


def test_a_newer_table_of_the_same_day_corrects_and_does_not_add(account, note, wu):
    actions.apply_import(figure_import=start(account, table(note), wu), by=wu)
    actions.apply_import(figure_import=start(account, table(note, "1.5万"), wu), by=wu)

    assert ContentTotal.objects.get(publication=note).read_users == 15000


def test_an_open_line_is_assigned_by_hand_but_not_twice(account, note, wu):
    made = start(account, table(note, "5"), wu)
    with pytest.raises(BadInput):
        actions.assign_row(figure_import=made, line=4, publication=note, by=wu)
    actions.assign_row(figure_import=made, line=3, publication=None, by=wu)
    held = actions.assign_row(figure_import=made, line=4, publication=note, by=wu)

    assert [(r["publication"], r["how"]) for r in held.rows[:2]] == [(None, ""), (note.pk, "hand")]


def test_without_a_match_nothing_is_applied(account, wu, note):
    with pytest.raises(RuleBroken, match="没有一行"):
        actions.apply_import(figure_import=start(account, "标题,播放量\n别处,5\n".encode(), wu), by=wu)


def test_whoever_has_no_right_for_the_account_brings_no_figures(account, note, lin):
    with pytest.raises(NotPermitted):
        start(account, table(note), lin)


def test_figures_typed_by_hand_are_totals_and_typed_twice_are_once(note, wu):
    totals = {"read_users": 500, "like_users": 20}
    first = actions.enter_figures(publication=note, as_of=clock.today() - dt.timedelta(days=1), totals=totals, by=wu)
    actions.enter_figures(publication=note, as_of=clock.today(), totals={"read_users": 800}, by=wu)
    again = actions.enter_figures(publication=note, as_of=clock.today(), totals={"read_users": 800}, by=wu)

    reads = Observation.objects.filter(publication=note, metric="read_users").order_by("on")
    assert list(reads.values_list("value", "source")) == [(500, "manual"), (300, "manual")]
    assert (first, again) == (2, 0)


@pytest.mark.parametrize("as_of", [clock.today() + dt.timedelta(days=1), clock.today() - dt.timedelta(days=30)])
def test_a_day_before_the_post_or_after_today_is_refused(note, wu, as_of):
    with pytest.raises(BadInput):
        actions.enter_figures(publication=note, as_of=as_of, totals={"read_users": 1}, by=wu)


def test_the_pages_carry_a_table_from_upload_to_figures(client_of, account, note, wu):
    browser = client_of(wu)
    sent = browser.post(
        reverse("analytics:imports"),
        {"account": account.pk, "as_of": f"{clock.today():%Y-%m-%d}", "file": SimpleUploadedFile("笔记.csv", table(note))},
    )  # fmt: skip
    page = browser.get(sent.url).content.decode()
    made = FigureImport.objects.get()
    browser.post(reverse("analytics:import_assign", args=[made.pk]), {"line": "4", "publication": ""})
    done = browser.post(reverse("analytics:import_apply", args=[made.pk]))
    panel = browser.get(
        reverse("analytics:publication_figures", args=[note.pk]), HTTP_HX_REQUEST="true"
    ).content.decode()

    assert "别处发的笔记" in page
    assert done.status_code == 302
    assert "1.2" in panel
    assert "<html" not in panel


def test_a_wrong_table_is_told_at_its_field(client_of, account, wu):
    answer = client_of(wu).post(
        reverse("analytics:imports"),
        {"account": account.pk, "as_of": f"{clock.today():%Y-%m-%d}", "file": SimpleUploadedFile("a.csv", b"a,b\n1,2\n")},
    )  # fmt: skip

    assert answer.status_code == 422
    assert "没有认出表头" in answer.content.decode()


def test_a_preview_is_thrown_away_without_a_trace_in_the_figures(client_of, account, note, wu):
    made = start(account, table(note), wu)

    assert client_of(wu).post(reverse("analytics:import_discard", args=[made.pk])).status_code == 302
    assert not FigureImport.objects.exists()
    assert not Observation.objects.exists()


def test_the_pages_are_closed_to_who_may_not_enter(client_of, account, note, wu, lin, sun):
    made = start(account, table(note), wu)

    assert client_of(lin).get(reverse("analytics:imports")).status_code == 403
    assert client_of(sun).get(reverse("analytics:figure_import", args=[made.pk])).status_code in (403, 404)


def test_figures_are_typed_on_a_page(client_of, note, wu):
    address = reverse("analytics:enter", args=[note.pk])
    bad = client_of(wu).post(address, {"as_of": f"{clock.today():%Y-%m-%d}"})
    good = client_of(wu).post(address, {"as_of": f"{clock.today():%Y-%m-%d}", "read_users": "321"})

    assert (bad.status_code, good.status_code) == (422, 302)
    assert Observation.objects.get().value == 321
