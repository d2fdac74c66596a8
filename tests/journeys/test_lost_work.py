"""Not one character is lost: a browser that crashes, a network that breaks, two people at once, a session that ends, a server that restarts."""

import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, expect

from masthead.accounts.models import Account
from masthead.content import actions, testing
from masthead.content.models import Draft, WorkingCopy
from masthead.web.demo.people import fresh
from tests.journeys.conftest import Desk
from tools.browser import find_chromium

pytestmark = pytest.mark.journey
FIRST = "清晨六点，三号茶园的露水还没有散。"
MORE = "采茶工人已经在路上了，一共十二位。"
WORDS = "网断了也要写下去：第一行。"


@pytest.fixture
def draft(house: Account) -> Draft:
    """Lin's draft with text, cover, account and window."""
    return testing.make_ready_draft(fresh("linbj"), accounts=[house])


def address(draft: Draft) -> str:
    return f"/content/drafts/{draft.pk}/edit/"


def write(page: Page, text: str) -> None:
    """Type at the end of the body."""
    page.locator(".ProseMirror").click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.type(text)


def kept(draft: Draft, who: str = "linbj") -> str:
    """What the server has of the member's unsaved words."""
    copy = WorkingCopy.objects.filter(draft=draft, member=fresh(who)).first()
    return str(copy.body["html"]) if copy else ""


def wait_kept(draft: Draft, text: str, who: str = "linbj", seconds: float = 20, page: Page | None = None) -> None:
    """Until the server has the words. A page whose network is played by this test must be let run meanwhile."""
    until = time.monotonic() + seconds
    while text not in kept(draft, who):
        assert time.monotonic() < until, f"«{text}» did not reach the server: {kept(draft, who)[-200:]}"
        if page:
            page.wait_for_timeout(200)
        else:
            time.sleep(0.2)


@contextlib.contextmanager
def crashable(playwright: Playwright, folder: Path, live: Any) -> Iterator[Desk]:
    """A browser of its own with its profile on the disk."""
    options: Any = find_chromium().launch_options()
    options["args"] = [*options["args"], "--lang=zh-CN"]
    context = playwright.chromium.launch_persistent_context(str(folder), locale="zh-CN", **options)
    context.set_default_timeout(15_000)
    try:
        yield Desk(context, live.url, "linbj")
    finally:
        with contextlib.suppress(Exception):  # one that was killed cannot be closed
            context.close()


def kill_browser(folder: Path) -> None:
    """End the browser of this very profile as the kernel would: no farewell, nothing flushed."""
    mark = f"--user-data-dir={folder}".encode()
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if mark in place.read_bytes().split(b"\0"):
                os.kill(int(place.parent.name), signal.SIGKILL)


def test_a_browser_crash_loses_nothing(playwright: Playwright, tmp_path: Path, live_server: Any, draft: Draft) -> None:
    folder = tmp_path / "profile"
    with crashable(playwright, folder, live_server) as desk:
        desk.sign_in("linbj")
        page = desk.go(address(draft))
        write(page, FIRST)
        wait_kept(draft, FIRST)
        page.context.set_offline(True)  # the last words never leave this machine
        page.keyboard.type(MORE)
        page.wait_for_timeout(400)
        kill_browser(folder)

    with crashable(playwright, folder, live_server) as desk:
        if (
            desk.go("/").locator("input[name=login]").count()
        ):  # whether the cookie reached the disk is the browser's luck
            desk.sign_in("linbj")
        page = desk.go(address(draft))
        expect(page.locator(".ProseMirror")).to_contain_text(FIRST + MORE)
        wait_kept(draft, FIRST + MORE)


def test_a_network_cut_loses_nothing_and_goes_on_by_itself(desk_of: Callable[..., Desk], draft: Draft) -> None:
    desk = desk_of("linbj")
    page = desk.go(address(draft))
    page.context.set_offline(True)
    write(page, WORDS)
    expect(page.locator("#save-state")).to_contain_text("网络不通")
    page.keyboard.type(MORE)
    assert WORDS not in kept(draft)

    page.context.set_offline(False)

    wait_kept(draft, WORDS + MORE)
    expect(page.locator("#save-state")).to_contain_text("已自动保存")
    forgive(desk, "ERR_INTERNET_DISCONNECTED")


def test_a_reload_while_offline_brings_the_words_back(desk_of: Callable[..., Desk], draft: Draft) -> None:
    desk = desk_of("linbj")
    page = desk.go(address(draft))
    page.context.set_offline(True)
    write(page, WORDS)
    page.wait_for_timeout(300)
    page.context.set_offline(False)
    page.route("**/keystrokes/", lambda route: route.abort())  # only this address stays dead

    page = desk.go(address(draft))

    expect(page.locator(".ProseMirror")).to_contain_text(WORDS)
    page.unroute("**/keystrokes/")
    wait_kept(draft, WORDS)
    forgive(desk, "ERR_INTERNET_DISCONNECTED", "ERR_FAILED")


def test_two_editors_see_each_other_and_merge_paragraph_by_paragraph(
    desk_of: Callable[..., Desk], draft: Draft
) -> None:
    lin, chen = desk_of("linbj"), desk_of("chenzg")
    mine, theirs = lin.go(address(draft)), chen.go(address(draft))
    expect(theirs.locator("[data-editor=present]")).to_contain_text("林知夏")
    write(mine, FIRST)
    wait_kept(draft, FIRST)
    write(theirs, MORE)
    theirs.locator("textarea[name=title]").fill("部长起的标题")
    theirs.get_by_role("button", name="保存版本").click()
    expect(theirs.locator("#save-state")).to_contain_text("已保存版本")

    write(mine, WORDS)
    expect(mine.locator("[data-editor=conflict]")).to_be_visible()
    assert FIRST in kept(draft) and MORE in saved_text(draft)
    mine.get_by_role("button", name="逐段对照合并").click()
    expect(mine.locator("#merge")).to_contain_text(MORE)
    lin.shot("合并两份文字", full=False)
    mine.locator(".merge__choice input[value=both]").last.check()
    mine.locator(".merge__choice input[name=field-title][value=theirs]").check()
    mine.get_by_role("button", name="按选择合并").click()
    mine.get_by_role("button", name="保存版本").click()
    expect(mine.locator("#save-state")).to_contain_text("已保存版本")

    text = saved_text(draft)
    assert all(words in text for words in (FIRST, MORE, WORDS)) and Draft.objects.get().title == "部长起的标题"


def saved_text(draft: Draft) -> str:
    revision = Draft.objects.select_related("revision").get(pk=draft.pk).revision
    assert revision is not None
    return revision.html


def test_an_ended_session_keeps_the_words_until_the_same_person_is_back(
    desk_of: Callable[..., Desk], draft: Draft
) -> None:
    desk = desk_of("linbj")
    page = desk.go(address(draft))
    write(page, FIRST)
    wait_kept(draft, FIRST)
    cookies = page.context.cookies()
    page.context.clear_cookies()

    page.keyboard.type(MORE)
    expect(page.locator("[data-editor=signed-out]")).to_be_visible()
    page.keyboard.type(WORDS)
    page.wait_for_timeout(300)
    assert cookies and WORDS not in kept(draft)
    desk.shot("登录过期", full=False)

    other = Desk(page.context, desk.base, "linbj")  # a new tab of the same browser
    other.sign_in("linbj")

    wait_kept(draft, FIRST + MORE + WORDS)
    expect(page.locator("[data-editor=signed-out]")).to_be_hidden()
    page.get_by_role("button", name="保存版本").click()
    expect(page.locator("#save-state")).to_contain_text("已保存版本")
    assert FIRST + MORE + WORDS in saved_text(draft)


def test_a_restarting_server_is_waited_for(desk_of: Callable[..., Desk], draft: Draft) -> None:
    """For a while nobody listens, then the proxy says 502, then it answers: the words arrive by themselves."""
    desk = desk_of("linbj")
    page = desk.go(address(draft))
    answers = iter(["refused", "refused", "bad gateway"])

    def door(route: Any) -> None:
        now = next(answers, "")
        if now == "refused":
            route.abort("connectionrefused")
        elif now:
            route.fulfill(status=502, body="Bad Gateway")
        else:
            route.continue_()

    page.route("**/keystrokes/", door)
    write(page, FIRST)
    expect(page.locator("#save-state")).to_contain_text("网络不通")
    page.keyboard.type(MORE)

    wait_kept(draft, FIRST + MORE, seconds=30, page=page)
    forgive(desk, "ERR_CONNECTION_REFUSED", "502")


def test_two_windows_of_one_writer_overwrite_nothing(desk_of: Callable[..., Desk], draft: Draft) -> None:
    desk = desk_of("linbj")
    page = desk.go(address(draft))
    second = Desk(page.context, desk.base, "linbj")
    other = second.go(address(draft))
    write(page, FIRST)
    wait_kept(draft, FIRST)

    write(other, MORE)
    expect(other.locator("[data-editor=elsewhere]")).to_be_visible()
    assert MORE not in kept(draft)
    other.get_by_role("button", name="在这里继续写").click()
    wait_kept(draft, MORE)
    write(page, WORDS)
    expect(page.locator("[data-editor=elsewhere]")).to_be_visible()
    expect(page.locator(".ProseMirror")).to_contain_text(WORDS)


def test_words_for_one_account_survive_like_all_others(
    desk_of: Callable[..., Desk], draft: Draft, house: Account
) -> None:
    desk = desk_of("linbj")
    page = desk.go(address(draft))
    page.get_by_role("tab", name=house.name).click()
    page.context.set_offline(True)
    page.locator("textarea[name=title]").fill("只给这个账号的标题")
    expect(page.locator("[data-standing-of=title]")).to_have_text("已改")
    expect(page.locator("[data-standing-of=digest]")).to_have_text("沿用主稿")
    page.context.set_offline(False)
    page.get_by_role("button", name="保存版本").click()
    expect(page.locator("#save-state")).to_contain_text("已保存版本")

    revision = Draft.objects.select_related("revision").get(pk=draft.pk).revision
    assert revision is not None
    assert (revision.title, revision.variants[str(house.pk)]["title"]) == (testing.TITLE, "只给这个账号的标题")
    actions.discard_working_copy(draft=draft, by=fresh("linbj"))
    forgive(desk, "ERR_INTERNET_DISCONNECTED")


def forgive(desk: Desk, *words: str) -> None:
    """What the browser says of a network that was cut on purpose is no fault of the page."""
    desk.troubles[:] = [t for t in desk.troubles if not any(word in t for word in words)]
