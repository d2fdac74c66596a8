"""An administrator adds a conditional step, tries it out, publishes it; the next case takes that path, the running one keeps its own."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from masthead.accounts.models import Account
from masthead.approvals.models import Case, CaseState, FlowVersion, StepState
from masthead.content import actions as content
from masthead.content.testing import make_ready_draft
from masthead.org.models import Member
from tests.journeys.conftest import Desk

pytestmark = pytest.mark.journey
FLOW, DESIGN = "/approvals/flows/content.draft/", "/approvals/flows/content.draft/design/"
STEP = "对外账号加审"


def settle(page: Page) -> None:
    """HTMX has swapped what it asked for."""
    page.wait_for_load_state("networkidle")
    expect(page.locator("#designer.htmx-request")).to_have_count(0)


def draw_step(he: Desk) -> None:
    page = he.go("/approvals/flows/")
    page.get_by_role("link", name="内容发布审核").click()
    he.press("修改流程")
    page.get_by_role("button", name="在「内容审核」之后加一个节点").click()
    expect(page).to_have_url(f"{he.base}{DESIGN}?step=s3")
    expect(page.locator(".flow-card--wrong")).to_contain_text("请指定由谁审批")
    he.shot("20-新节点还没设好", full=False)

    page.locator("input[name=name]").fill(STEP)
    page.locator("label.pill", has_text="组长").click()
    page.locator("summary", has_text="条件").click()
    page.locator("select[name=c0-fact]").select_option(label="目标账号数")
    expect(page.locator(".clause__value", has_text="个")).to_be_visible()
    page.locator("input[name=c0-value]").fill("很多")
    page.get_by_role("button", name="保存节点").click()
    expect(page.locator(".clause .field__error")).to_contain_text("请填写整数")
    assert page.locator("input[name=name]").input_value() == STEP, "nothing typed is lost"
    page.locator("input[name=c0-value]").fill("1")
    page.get_by_role("button", name="保存节点").click()
    expect(page.locator(".flow-card--open")).to_contain_text("当目标账号数 ≥ 1 个时经过，否则跳过")
    he.shot("21-带条件的节点", full=False)


def put_in_order(he: Desk) -> None:
    """By dragging, by the keyboard, and back by 撤销."""
    page = he.page
    titles = page.locator(".flow-card h3")
    card, first = page.locator(".flow__item").nth(1), page.locator(".flow__item").nth(0).bounding_box()
    card.hover()
    grip = card.locator("[data-grip]").bounding_box()
    assert grip and first
    page.mouse.move(grip["x"] + 8, grip["y"] + 8)
    page.mouse.down()
    page.mouse.move(first["x"] + 60, first["y"] + 4, steps=5)
    page.mouse.up()
    expect(titles).to_have_text([STEP, "内容审核", "部门终审"])
    page.locator("#down-s3").press("Enter")
    expect(titles).to_have_text(["内容审核", STEP, "部门终审"])
    page.locator("#down-s3").press("Enter")
    expect(titles).to_have_text(["内容审核", "部门终审", STEP])
    page.get_by_role("button", name="撤销").click()
    expect(titles).to_have_text(["内容审核", STEP, "部门终审"])


def try_out(he: Desk) -> None:
    page = he.page
    page.get_by_role("button", name="试走").click()
    page.wait_for_url(f"{he.base}{FLOW}try/")
    page.locator("select[name=requester]").select_option(label="林知夏")
    for accounts, words in (("0", "「目标账号数 ≥ 1 个」不成立"), ("1", "经过 3 个节点，每个节点都有人审批")):
        page.locator("input[name=f-accounts]").fill(accounts)
        page.get_by_role("button", name="走一遍").click()
        expect(page.locator("#walk")).to_contain_text(words)
    expect(page.locator(".walk__step", has_text=STEP)).to_contain_text("郑国安")
    he.shot("22-试走")


def publish(he: Desk) -> None:
    page = he.page
    he.press("去发布")
    expect(page.locator(".changes__step--added")).to_contain_text(STEP)
    expect(page.get_by_text("用过去的审批重走一遍")).to_be_visible()
    page.locator("textarea[name=reason]").fill("对外账号发布的内容由组长加审")
    he.shot("23-发布")
    page.get_by_role("button", name="发布新版本").click()
    expect(page.locator(".page__sub")).to_contain_text("生效版本 v2")


def hand_in(lin: Desk, draft_id: int) -> Case:
    page = lin.go(reverse("content:draft_submit", args=[draft_id]))
    expect(page.get_by_text(STEP).first).to_be_visible()
    page.locator("#submission").get_by_role("button", name="提交审核").click()
    page.wait_for_load_state("networkidle")
    return Case.objects.get(subject_kind="content.draft", subject_id=draft_id, state=CaseState.RUNNING)


def approve(desk: Desk, case: Case) -> None:
    page = desk.go(f"/approvals/cases/{case.pk}/")
    for box in page.locator("input[name=confirmations]").all():
        box.check()
    page.get_by_role("button", name="通过", exact=True).click()
    expect(page.locator("#decision")).to_have_count(0)


def test_conditional_step_is_drawn_tried_published_and_taken(house: Account, desk_of: Callable[..., Desk]) -> None:
    writer = Member.objects.get(username="linbj")
    before = make_ready_draft(writer, accounts=[house], title="封园之前的最后一采")
    content.submit_draft(draft=before, by=writer)
    later = make_ready_draft(writer, accounts=[house], title="第一场雪后的茶园")

    he = desk_of("hezh")
    draw_step(he)
    put_in_order(he)
    try_out(he)
    publish(he)

    case = hand_in(desk_of("linbj"), later.pk)
    approve(desk_of("zhoush"), case)
    approve(desk_of("zhengzz", phone=True), case)
    step = case.steps.get(name=STEP)
    assert step.state == StepState.APPROVED
    assert case.steps.get(name="部门终审").state == StepState.ACTIVE

    old = Case.objects.get(subject_kind="content.draft", subject_id=before.pk)
    assert old.flow.version == 1 and not old.steps.filter(name=STEP).exists()
    assert FlowVersion.objects.get(version=2).reason == "对外账号发布的内容由组长加审"


def test_two_administrators_meet_at_one_step(house: Account, desk_of: Callable[..., Desk]) -> None:
    one, two = desk_of("hezh"), desk_of("hezh", phone=True)
    one.go(FLOW)
    one.press("修改流程")
    one.go(f"{DESIGN}?step=s1")
    two.go(f"{DESIGN}?step=s1")
    two.page.locator("input[name=name]").fill("初审")
    two.page.get_by_role("button", name="保存节点").click()
    expect(two.page.locator(".inspector__said")).to_be_visible()

    one.page.locator("input[name=name]").fill("内容初审")
    one.page.get_by_role("button", name="保存节点").click()
    expect(one.page.locator(".conflict")).to_contain_text("您在另一个窗口刚才也修改了这个节点")
    expect(one.page.locator(".conflict")).to_contain_text("初审")
    assert one.page.locator("input[name=name]").input_value() == "内容初审"
    one.page.get_by_role("button", name="用我的内容覆盖").click()
    expect(one.page.locator(".flow-card--open h3")).to_have_text("内容初审")
