"""The pictures of the handbook and the README, taken from a running demo: `python -m tools.take_pictures --help`.

Signs in as the cast, looks only (nothing is saved, submitted or sent), and writes docs/pictures/*.png. Run it on a freshly filled
demo: `MASTHEAD_DATA_DIR=/tmp/pictures ./dev run --port 8300`, then `python -m tools.take_pictures --url http://localhost:8300`.
"""

import argparse
import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tools.browser import find_chromium

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "pictures"
DESKTOP, PHONE = (1440, 900), (390, 844)
LARGEST = 250_000
COLOURS = (256, 128, 64, 32)
Steps = Callable[[Page], None]


@dataclass(frozen=True)
class Picture:
    """One picture: file name, who looks, where, and what is done there first. `tall` shows the whole page."""

    name: str
    who: str
    path: str
    steps: Steps | None = None
    phone: bool = False
    tall: bool = False


def follow(title: str) -> Steps:
    """Open what a list names so."""

    def go(page: Page) -> None:
        page.locator("main").get_by_role("link", name=title).first.click()

    return go


def press(words: str) -> Steps:
    """Press the button or link with these words."""

    def go(page: Page) -> None:
        main = page.locator("main")
        main.get_by_role("link", name=words).or_(main.get_by_role("button", name=words)).first.click()

    return go


def one_after_another(*steps: Steps) -> Steps:
    """Several steps; the page may settle between them."""

    def go(page: Page) -> None:
        for step in steps:
            step(page)
            settle(page)

    return go


def scroll_to(selector: str) -> Steps:
    """Bring something into view."""

    def go(page: Page) -> None:
        page.locator(selector).first.scroll_into_view_if_needed()

    return go


WINTER, GLOSSARY, TASTING = "冬天喝红茶，记住这三个数字", "喝茶常见的十个词，一次说明白", "品鉴会报名"
FAILED, LOST, FIGURES, OVERCLAIM = "年货节怎么选茶", "扫一扫批次码", "秋茶收尾", "全国最好的养生茶"
EDIT = one_after_another(follow(WINTER), press("继续编辑"))
PICTURES = (
    Picture("sign-in", "", "/"),
    Picture("workbench", "linbj", "/"),
    Picture("workbench-phone", "zhoush", "/", phone=True),
    Picture("topics-board", "linbj", "/content/topics/?view=board"),
    Picture("topic", "chenzg", "/content/topics/", follow("走进茶史陈列馆")),
    Picture("topic-new", "linbj", "/content/topics/new/"),
    Picture("planning-live", "chenzg", "/content/planning/1/"),
    Picture("almanac", "linbj", "/content/almanac/"),
    Picture("hot", "linbj", "/content/hot/"),
    Picture("frequency", "wufb", "/publishing/frequency/"),
    Picture("library", "linbj", "/content/library/"),
    Picture("material", "linbj", "/content/library/1/"),
    Picture("claims", "linbj", "/content/claims/"),
    Picture("claim-source", "linbj", "/content/claims/", follow("三分钟的一壶最受欢迎")),
    Picture("composer", "linbj", "/content/drafts/", one_after_another(follow("冬至煮一壶熟普"), press("继续编辑"))),
    Picture("review-queue", "zhoush", "/content/review/"),
    Picture("review-load", "chenzg", "/content/review/load/"),
    Picture("review-page", "zhoush", "/content/review/", follow("年货节礼盒")),
    Picture("review-page-phone", "zhoush", "/content/review/", follow("年货节礼盒"), phone=True),
    Picture("drafts", "linbj", "/content/drafts/"),
    Picture("draft-new", "linbj", "/content/drafts/new/"),
    Picture("draft-returned", "linbj", "/content/drafts/", follow(WINTER)),
    Picture("editor", "linbj", "/content/drafts/", EDIT),
    Picture("editor-release", "linbj", "/content/drafts/", one_after_another(EDIT, scroll_to("#release"))),
    Picture("check-findings", "linbj", "/content/drafts/", one_after_another(follow(OVERCLAIM), press("继续编辑"))),
    Picture("approvals", "zhoush", "/approvals/"),
    Picture("case", "zhoush", "/approvals/", follow(GLOSSARY)),
    Picture("approvals-phone", "zhoush", "/approvals/", phone=True),
    Picture("case-phone", "zhoush", "/approvals/", follow(GLOSSARY), phone=True),
    Picture("ideas", "chenzg", "/collab/ideas/"),
    Picture("request-settled", "linbj", "/collab/requests/", follow("每周导出一次")),
    Picture("tickets", "hezh", "/collab/tickets/"),
    Picture("meeting", "chenzg", "/collab/meetings/", follow("四季度例会")),
    Picture("decisions", "zhengzz", "/collab/decisions/"),
    Picture("calendar", "wufb", "/publishing/calendar/"),
    Picture("publications", "wufb", "/publishing/"),
    Picture("publications-phone", "wufb", "/publishing/", phone=True),
    Picture("publication-scheduled", "wufb", "/publishing/", follow("封园以后")),
    Picture("publication-failed", "wufb", "/publishing/", follow(FAILED)),
    Picture("publication-looked-up", "wufb", "/publishing/", follow(LOST)),
    Picture("engine", "wufb", "/publishing/engine/"),
    Picture("pauses", "zhengzz", "/publishing/pauses/"),
    Picture("publication-withdrawn", "wufb", "/publishing/", follow("周末去茶山")),
    Picture("evidence", "wufb", "/publishing/", one_after_another(follow("小雪：围炉煮茶"), scroll_to("#after-title"))),
    Picture("accounts", "hezh", "/accounts/"),
    Picture("account", "hezh", "/accounts/", follow("云岭茶事")),
    Picture("vault", "hezh", "/vault/"),
    Picture("platforms", "hezh", "/platforms/"),
    Picture("selection", "hezh", "/platforms/selection/"),
    Picture("positioning-matrix", "hezh", "/accounts/positioning/matrix/"),
    Picture("check-up", "hezh", "/accounts/check-up/"),
    Picture("expiries", "hezh", "/accounts/expiries/"),
    Picture("checkouts", "hezh", "/vault/checkouts/"),
    Picture("kit", "wufb", "/publishing/", one_after_another(follow("在家煮茶"), follow("打开发布包"))),
    Picture(
        "kit-phone", "wufb", "/publishing/", one_after_another(follow("在家煮茶"), follow("打开发布包")), phone=True
    ),
    Picture("connect", "hezh", "/accounts/4/connect/"),
    Picture("figures", "linbj", "/analytics/"),
    Picture(
        "draft-figures", "linbj", "/content/drafts/", one_after_another(follow(FIGURES), scroll_to("#draft-figures"))
    ),
    Picture("clauses", "zhengzz", "/rulebook/"),
    Picture("board", "zhengzz", "/rulebook/board/"),
    Picture("clause", "zhengzz", "/rulebook/clauses/1.3.1/", tall=True),
    Picture("rules", "linbj", "/compliance/rules/"),
    Picture("trail", "shenji", "/trail/"),
    Picture("notices", "linbj", "/notices/"),
    Picture("members", "hezh", "/org/members/"),
    Picture("member", "hezh", "/org/members/", follow("吴晓舟")),
    Picture("group", "hezh", "/org/group/"),
    Picture("units", "hezh", "/org/units/"),
    Picture("roles", "hezh", "/org/roles/?view=matrix"),
    Picture("business-calendar", "hezh", "/org/calendar/"),
    Picture("security", "linbj", "/auth/2fa/"),
    Picture("sign-in-ways", "hezh", "/org/sign-in/"),
    Picture("sign-in-provider", "hezh", "/org/sign-in/", follow("企业微信"), tall=True),
    Picture("sign-in-requests", "hezh", "/org/sign-in/requests/"),
    Picture("two-steps", "wufb", "/auth/2fa/"),
    Picture("search", "linbj", "/search/?q=红茶"),
    Picture("system", "hezh", "/system/"),
    Picture("channels", "hezh", "/notices/channels/"),
    Picture("notice-settings", "linbj", "/notices/settings/"),
)


def fill_set_up(page: Page) -> None:
    """The first two steps; the third, which alone writes, is left open."""
    page.locator("input[name=company]").fill("云岭茶业有限公司")
    page.get_by_role("button", name="下一步").click()
    page.locator("input[name=group]").fill("新媒体运营管理小组")
    page.get_by_role("button", name="下一步").click()


EMPTY_HOUSE = (
    Picture("setup-company", "", "/"),
    Picture("setup-admin", "", "/", fill_set_up),
)


def settle(page: Page) -> None:
    """Until the page is quiet and its own fonts are there."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready.then(() => 1)")
    page.wait_for_timeout(400)


def small_png(data: bytes) -> bytes:
    """The same picture in few colours, below the limit."""
    image = Image.open(io.BytesIO(data)).convert("RGB")
    for colours in COLOURS:
        out = io.BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if out.tell() <= LARGEST:
            return out.getvalue()
    raise SystemExit("a picture stays above the limit even with few colours; show less of the page")


def show_factor(page: Page) -> None:
    """The second step of the administrators: the demo's authenticator app shows three codes, each is good once."""
    if "/2fa/" not in page.url:
        return
    printed = subprocess.run(
        [sys.executable, "manage.py", "demo", "--code"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for code in printed.stdout.split():
        page.locator("input[name=code]").fill(code)
        page.locator("input[name=code]").press("Enter")
        page.wait_for_load_state("networkidle")
        if "/2fa/" not in page.url:
            return


class Photographer:
    """One window for each person and size, signed in once."""

    def __init__(self, browser: Browser, base: str, password: str) -> None:
        self.browser, self.base, self.password = browser, base.rstrip("/"), password
        self.windows: dict[tuple[str, bool], Page] = {}

    def window(self, who: str, *, phone: bool) -> Page:
        if (who, phone) not in self.windows:
            width, height = PHONE if phone else DESKTOP
            context = self.browser.new_context(
                viewport={"width": width, "height": height}, locale="zh-CN", timezone_id="Asia/Shanghai", is_mobile=phone,
                has_touch=phone, color_scheme="light", reduced_motion="reduce",
            )  # fmt: skip
            page = context.new_page()
            page.set_default_timeout(40_000)
            if who:
                page.goto(self.base + "/")
                page.locator("input[name=login]").fill(who)
                page.locator("input[name=password]").fill(self.password)
                page.locator("input[name=password]").press("Enter")
                page.wait_for_load_state("networkidle")
                show_factor(page)
                page.wait_for_url(self.base + "/")
            self.windows[who, phone] = page
        return self.windows[who, phone]

    def take(self, picture: Picture) -> None:
        page = self.window(picture.who, phone=picture.phone)
        page.goto(self.base + picture.path)
        settle(page)
        if picture.steps:
            picture.steps(page)
            settle(page)
        file = FOLDER / f"{picture.name}.png"
        file.write_bytes(small_png(page.screenshot(full_page=picture.tall)))
        print(f"{file.relative_to(ROOT)}  {file.stat().st_size // 1000} kB")


@contextmanager
def opened() -> Iterator[Browser]:
    """A browser that speaks Chinese, native date fields included where it has the words."""
    options: dict[str, Any] = find_chromium().launch_options()
    options["args"] = [*options["args"], "--lang=zh-CN"]
    options["env"] = {**options["env"], "LANGUAGE": "zh_CN", "LC_ALL": "C.UTF-8"}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**options)
        yield browser
        browser.close()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.take_pictures", description="Pictures of a running demo.")
    parser.add_argument("--url", default="http://localhost:8000", help="the demo's address")
    parser.add_argument(
        "--password", default="yunling-chunha-2026", help="what ./dev run printed"
    )  # pragma: allowlist secret
    parser.add_argument(
        "--empty-house", action="store_true", help="the address is a ./dev run --empty: take the set-up pages"
    )
    parser.add_argument("names", nargs="*", help="only these pictures")
    options = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = EMPTY_HOUSE if options.empty_house else PICTURES
    with opened() as browser:
        photographer = Photographer(browser, options.url, options.password)
        for picture in wanted:
            if not options.names or picture.name in options.names:
                photographer.take(picture)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
