"""The main job, whole: topic → Word draft → edit → check → two reviewers (one on a phone) → calendar → published → figures → evidence."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from docx import Document
from docx.shared import Inches
from playwright.sync_api import expect

from masthead.accounts.models import Account
from masthead.content.models import Draft
from masthead.core import clock, jobs
from masthead.publishing.models import Publication
from masthead.publishing.states import PublicationState
from masthead.web.demo.pictures import tea_hills
from sandbox.testing import SandboxServer
from tests.journeys.conftest import Desk

pytestmark = pytest.mark.journey
TITLE = "蒙顶山冬茶园管护手记"


def word_file(folder: Path) -> Path:
    """A real Word file with headings, a list and a picture."""
    document = Document()
    document.add_heading(TITLE, level=0)
    document.add_paragraph("大雪之前，蒙顶山一号茶园完成了今年的冬季管护。海拔一千米以上的地块，工人用稻草覆盖行间。")
    document.add_heading("三件要紧的事", level=2)
    for line in ("轻修剪，高度保留六十厘米", "开沟施肥，深度二十厘米", "清园，清理落叶与杂草"):
        document.add_paragraph(line, style="List Bullet")
    document.add_picture(io.BytesIO(tea_hills("journey", mood="mist", size=(1080, 608))), width=Inches(5))
    document.add_paragraph("管护结束后，茶园进入休眠期，来年二月中旬再见。")
    path = folder / "冬茶园管护.docx"
    document.save(str(path))
    return path


def propose_and_adopt(lin: Desk, chen: Desk) -> None:
    page = lin.go("/content/topics/new/")
    page.locator("input[name=title]").fill(TITLE)
    page.locator("textarea[name=theme]").fill("用一周的现场记录，说明冬季管护做什么、为什么，配现场照片。")
    page.locator("input[name=planned_on]").fill((clock.today() + timedelta(days=1)).isoformat())
    page.get_by_role("checkbox", name="云岭茶事").check()
    lin.shot("01-提出选题")
    lin.press("提出选题")
    expect(page.get_by_role("heading", name=TITLE).first).to_be_visible()

    page = chen.go("/content/topics/")
    page.get_by_role("link", name=TITLE).first.click()
    chen.press("采纳")
    expect(page.get_by_text("已采纳").first).to_be_visible()
    chen.shot("02-采纳选题")


def write(lin: Desk, folder: Path) -> Draft:
    page = lin.go("/content/drafts/new/")
    page.locator("select[name=topic]").select_option(
        label=page.locator("select[name=topic] option", has_text=TITLE).first.inner_text()
    )
    page.locator("input[type=file]").set_input_files(word_file(folder))
    lin.press("开始写稿")
    draft = Draft.objects.get()
    page = lin.go(f"/content/drafts/{draft.pk}/edit/")
    editor = page.locator(".ProseMirror")
    expect(editor).to_contain_text("三件要紧的事")
    expect(editor.locator("img[src*=files]")).to_have_count(1)
    editor.click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.type("本文图片由茶园管理组拍摄。")
    now = clock.china(clock.now())
    for name, moment in (("window_start", now - timedelta(minutes=5)), ("window_end", now + timedelta(hours=6))):
        page.locator(f"input[name={name}]").first.fill(moment.strftime("%Y-%m-%dT%H:%M"))
    lin.shot("03-编辑器", full=False)
    lin.press("提交审核")
    expect(page.get_by_text("周明远").first).to_be_visible()
    lin.shot("04-提交前看到审核路径", full=False)
    for why in page.locator("#submission textarea[name=why]").all():
        why.fill("数字与做法来自茶园管理日志，已核对")
    page.locator("#submission").get_by_role("button", name="提交审核").click()
    page.wait_for_load_state("networkidle")
    draft.refresh_from_db()
    assert draft.state == "in_review"
    return draft


def review(desk: Desk, *, phone: bool, shot: str) -> None:
    page = desk.go("/approvals/")
    page.get_by_role("link", name=TITLE).first.click()
    page.wait_for_load_state("networkidle")
    desk.shot(shot, full=not phone)
    if phone:
        page.locator(".decision__all input").check()
    else:
        for box in page.locator("input[name=confirmations]").all():
            box.check()
    page.get_by_role("button", name="通过", exact=True).click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("#decision")).to_have_count(0)
    desk.shot(f"{shot}-之后", full=False)


def schedule(wu: Desk, draft: Draft) -> Publication:
    page = wu.go(f"/publishing/schedule/{draft.pk}/")
    page.get_by_role("checkbox", name="云岭茶事").check()
    wu.shot("07-排期")
    wu.press("立即发布")
    wu.shot("07b-排期之后", full=False)
    publication = Publication.objects.get()
    wu.go("/publishing/calendar/")
    wu.shot("08-日历")
    return publication


def published(publication: Publication, sandbox: SandboxServer) -> Publication:
    """Let the engine and the platform finish; the platform calls back the live server on its own."""
    for _ in range(40):
        jobs.run_now("publishing.tick")
        publication.refresh_from_db()
        if publication.state == PublicationState.PUBLISHED:
            return publication
        sandbox.wait_until_settled()
        Publication.objects.filter(pk=publication.pk, state=PublicationState.ACCEPTED).update(next_try_at=clock.now())
    raise AssertionError(f"not published: {publication.state} {publication.failure_message}")


def test_one_article_goes_all_the_way(
    house: Account, desk_of: Callable[..., Desk], sandbox_server: SandboxServer, tmp_path: Path
) -> None:
    lin, chen, wu = desk_of("linbj"), desk_of("chenzg"), desk_of("wufb")
    propose_and_adopt(lin, chen)
    draft = write(lin, tmp_path)
    review(desk_of("zhoush", phone=True), phone=True, shot="05-手机上审核")
    review(chen, phone=False, shot="06-终审")
    draft.refresh_from_db()
    assert draft.state == "approved" and len(draft.approved_hash) == 64

    publication = published(schedule(wu, draft), sandbox_server)
    stats = sandbox_server.stats()
    assert stats.duplicates == {} and stats.lost([TITLE]) == []
    wu.go(f"/publishing/{publication.pk}/")
    wu.shot("09-发布经过")
    reader = desk_of(phone=True)
    reader.page.goto(publication.article_url)
    expect(reader.page.get_by_text(TITLE).first).to_be_visible()
    reader.shot("10-读者看到的文章")

    follow_figures_and_evidence(desk_of, sandbox_server, draft)


def follow_figures_and_evidence(desk_of: Callable[..., Desk], sandbox: SandboxServer, draft: Draft) -> None:
    """Three days later: figures on the content's page, clauses on the board."""
    for day in (1, 2, 3):
        ahead = clock.at_china(clock.today() + timedelta(days=day), 9) - clock.now()
        sandbox.shift_clock(offset_seconds=ahead.total_seconds())
        with clock.travelling(ahead):
            jobs.run_now("analytics.scan")
    lin = desk_of("linbj", dark=True)
    page = lin.go(f"/content/drafts/{draft.pk}/")
    expect(page.get_by_text("阅读").first).to_be_visible()
    page.wait_for_timeout(800)
    lin.shot("11-数据-深色")

    jobs.run_now("rulebook.run_probes")
    zheng = desk_of("zhengzz")
    page = zheng.go("/rulebook/board/")
    for number in ("3.3.1", "3.3.2", "3.3.3"):
        row = page.locator("li, tr, article, a").filter(has_text=number).filter(has_text="达标").first
        expect(row).to_be_visible()
    zheng.shot("12-执行看板")
    zheng.go("/rulebook/clauses/3.3.2/")
    zheng.shot("13-条款与证据")


PAGES = (
    ("linbj", "/", "工作台"),
    ("linbj", "/content/topics/", "选题"),
    ("linbj", "/content/drafts/", "稿件"),
    ("zhoush", "/approvals/", "审核"),
    ("wufb", "/publishing/", "发布"),
    ("wufb", "/publishing/calendar/", "日历"),
    ("hezh", "/accounts/", "账号"),
    ("hezh", "/org/members/", "成员"),
    ("zhengzz", "/rulebook/board/", "执行看板"),
    ("shenji", "/trail/", "留痕"),
    ("linbj", "/notices/", "通知"),
)


@pytest.mark.parametrize(("phone", "dark"), [(False, False), (True, False), (False, True), (True, True)])
def test_every_page_fits_its_window_and_speaks_chinese(
    house: Account, desk_of: Callable[..., Desk], phone: bool, dark: bool
) -> None:
    desks: dict[str, Desk] = {}
    for person, path, name in PAGES:
        desk = (
            desks.setdefault(person, desk_of(person, phone=phone, dark=dark)) if person not in desks else desks[person]
        )
        page = desk.go(path)
        desk.shot(f"页面-{name}-{'手机' if phone else '桌面'}-{'深色' if dark else '浅色'}")
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= (390 if phone else 1440), f"{path} is {width} px wide: something sticks out"
        nameless = page.evaluate(NAMELESS)
        assert nameless == [], f"{path}: controls without a name: {nameless}"


NAMELESS = """() => [...document.querySelectorAll('button, a[href], input:not([type=hidden]), select, textarea')]
  .filter(e => e.checkVisibility && e.checkVisibility())
  .filter(e => !(e.innerText || '').trim() && !e.getAttribute('aria-label') && !e.getAttribute('title') && !e.getAttribute('aria-labelledby')
    && !(e.labels && e.labels.length) && !e.querySelector('[aria-label], title, .visually-hidden'))
  .map(e => e.outerHTML.slice(0, 120))"""
