"""A head of department approves on a phone in three taps: the row, one control for all four aspects, 通过. Clause 3.3.2."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from masthead.approvals import actions as approvals
from masthead.approvals.models import Case, Task, TaskState
from masthead.content import actions as content
from masthead.content.testing import make_ready_draft
from masthead.org.models import Member
from tests.journeys.conftest import Desk

TITLE = "蒙顶山春茶三月十八日开采"
ASPECTS = ["legality", "truthfulness", "accuracy", "conformity"]


@pytest.fixture
def waiting(house: Any) -> Case:
    """A draft that the reviewer approved, so that it waits for the head of the department."""
    lin, zhou = (Member.objects.get(username=name) for name in ("linbj", "zhoush"))
    draft = make_ready_draft(lin, accounts=[house], title=TITLE)
    content.submit_draft(draft=draft, by=lin)
    case = Case.objects.get(subject_kind="content.draft", subject_id=draft.pk)
    task = Task.objects.select_related("case", "step").get(case=case, assignee=zhou)
    approvals.approve_task(task=task, by=zhou, hash_seen=case.content_hash, confirmations=ASPECTS)
    return case


class Thumb:
    """Taps what a thumb can reach without scrolling, and counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    def tap(self, target: Locator) -> None:
        expect(target).to_be_visible()
        box, window = target.bounding_box(), self.page.viewport_size
        assert box and window and box["y"] >= 0 and box["y"] + box["height"] <= window["height"], "within reach"
        assert box["height"] >= 32, f"large enough for a thumb: {box['height']}"
        target.tap()
        self.taps += 1
        self.page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("start", ["/", "/approvals/"])
def test_a_head_approves_on_a_phone_in_three_taps(waiting: Case, desk_of: Callable[..., Desk], start: str) -> None:
    desk = desk_of("chenzg", phone=True)
    page = desk.go(start)
    thumb = Thumb(page)

    thumb.tap(page.get_by_role("link", name=TITLE).first)
    desk.shot(f"审批-手机-{'工作台' if start == '/' else '列表'}", full=False)
    thumb.tap(page.locator(".decision__all"))
    thumb.tap(page.get_by_role("button", name="通过", exact=True))

    expect(page.locator("#decision")).to_have_count(0)
    waiting.refresh_from_db()
    assert (thumb.taps, waiting.state) == (3, "approved")
    last = Task.objects.get(case=waiting, assignee__username="chenzg")
    assert (last.state, last.hash_seen) == (TaskState.APPROVED, waiting.content_hash)
    assert sorted(last.confirmations) == sorted(ASPECTS)


def test_a_head_asks_a_colleague_first_and_decides_afterwards(waiting: Case, desk_of: Callable[..., Desk]) -> None:
    chen, zheng = desk_of("chenzg"), desk_of("zhengzz", phone=True)
    page = chen.go(f"/approvals/cases/{waiting.pk}/")
    chen.shot("审批-桌面-审批单")
    page.get_by_label("请别人审批").click()
    page.get_by_role("link", name="加签").click()
    page.wait_for_load_state("networkidle")
    page.get_by_label("郑国安").check()
    page.get_by_label("说明").fill("标题里的日期请您把关")
    chen.shot("审批-桌面-加签")
    page.get_by_role("button", name="加签").click()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text("等加签人审批").first).to_be_visible()
    chen.shot("审批-桌面-等加签人")

    phone = zheng.go(f"/approvals/cases/{waiting.pk}/")
    expect(phone.get_by_text("前加签").first).to_be_visible()
    phone.locator(".decision__all").tap()
    phone.get_by_role("button", name="通过", exact=True).tap()
    expect(phone.locator("#decision")).to_have_count(0)

    page = chen.go("/approvals/")
    page.get_by_role("link", name=TITLE).first.click()
    page.wait_for_load_state("networkidle")
    for box in page.locator("input[name=confirmations]").all():
        box.check()
    page.get_by_role("button", name="通过", exact=True).click()
    expect(page.locator("#decision")).to_have_count(0)
    chen.go(f"/approvals/cases/{waiting.pk}/print/")
    chen.shot("审批-桌面-打印")
    waiting.refresh_from_db()
    assert waiting.state == "approved"
