"""The designer over HTTP: who may draw, what a page shows, how two administrators meet, what is kept of bad input. Clause 3.3.2."""

import pytest
from django.urls import reverse

from masthead.approvals import actions, queries
from masthead.approvals.models import FlowDraft
from masthead.approvals.tests.conftest import flow

KEY = "test.unit"
DESIGN = reverse("approvals:flow_design", args=[KEY])


@pytest.fixture
def draft(press, he):
    flow()
    return actions.start_draft(key=KEY, by=he)


@pytest.fixture
def browser(draft, he, client_of):
    """何静怡 at the designer."""
    return client_of(he)


def shown(browser, step=""):
    """What the page would hand in, untouched: the hidden fields and the form of the opened step."""
    context = browser.get(DESIGN, {"step": step}).context
    typed = {"edition": context["draft"].edition}
    if form := context["form"]:
        typed |= {"step": step, "seen": context["seen"]}
        initial = {name: form.initial.get(name) for name in form.fields}
        typed |= {name: "on" if v is True else v for name, v in initial.items() if v not in (None, False)}
    return typed


def press_button(browser, deed, step="", **typed):
    return browser.post(DESIGN, shown(browser, step) | typed | {"deed": deed})


def names():
    return [step["name"] for step in FlowDraft.objects.get(key=KEY).steps]


def act(browser, typed, deed, **more):
    return browser.post(DESIGN, typed | more | {"deed": deed})


# --- who may ---------------------------------------------------------------------------------------------------------


def test_list_shows_version_running_cases_and_the_waiting_draft(draft, auditor, client_of):
    page = client_of(auditor).get(reverse("approvals:flows")).content.decode()

    assert "测试流程" in page
    assert "何静怡的草稿" in page
    assert DESIGN not in page, "who may only read gets the comparison, not the designer"


def test_flow_without_version_says_what_that_means(press, he, client_of):
    page = client_of(he).get(reverse("approvals:flow", args=[KEY])).content.decode()

    assert "这类事项现在不能提交审批" in page
    assert "设计流程" in page


def test_readers_see_the_path_and_the_history_but_no_deeds(draft, auditor, client_of):
    page = client_of(auditor).get(reverse("approvals:flow", args=[KEY])).content.decode()

    assert "角色「内容审核」" in page
    assert "继续设计" not in page
    assert "停用" not in page


@pytest.mark.parametrize("who", ["auditor", "zheng", "lin", "sun"])
def test_only_administrators_draw(draft, cast, client_of, who):
    browser = client_of(cast.people[who])

    assert browser.get(DESIGN).status_code == 403
    assert browser.post(DESIGN, {"deed": "remove:s1", "edition": 1}).status_code == 403
    for name in ("flow_start", "flow_publish", "flow_discard", "flow_retire"):
        assert browser.post(reverse(f"approvals:{name}", args=[KEY]), {"reason": "不该成功"}).status_code == 403
    assert names() == ["审核", "终审"]


def test_editors_do_not_see_flows_at_all(draft, lin, client_of):
    assert client_of(lin).get(reverse("approvals:flows")).status_code == 403


def test_designer_of_a_flow_without_draft_is_not_there(press, he, client_of):
    assert client_of(he).get(DESIGN).status_code == 404
    assert client_of(he).get(reverse("approvals:flow", args=["no.such"])).status_code == 404


def test_starting_leads_to_the_designer(press, he, client_of):
    flow()
    answer = client_of(he).post(reverse("approvals:flow_start", args=[KEY]))

    assert answer.url == DESIGN
    assert FlowDraft.objects.get().based_on == queries.version_in_force(KEY)


# --- drawing ---------------------------------------------------------------------------------------------------------


def test_buttons_add_move_copy_remove_and_undo_without_scripts(browser):
    assert press_button(browser, "add:s1").url == f"{DESIGN}?step=s3"
    assert names() == ["审核", "新节点", "终审"]
    press_button(browser, "up:s3")
    assert names() == ["新节点", "审核", "终审"]
    press_button(browser, "down:s3")
    press_button(browser, "copy:s2")
    assert names() == ["审核", "新节点", "终审", "终审（副本）"]
    press_button(browser, "remove:s3")
    press_button(browser, "undo")
    assert names() == ["审核", "新节点", "终审", "终审（副本）"]


def test_dragging_hands_in_the_place(browser):
    press_button(browser, "place:s2:0")

    assert names() == ["终审", "审核"]


@pytest.mark.parametrize("deed", ["up:s1", "down:s2", "place:s1:0", "nonsense", "save"])
def test_deed_that_moves_nothing_changes_nothing(browser, deed):
    press_button(browser, deed)

    assert FlowDraft.objects.get().edition == 1


@pytest.mark.parametrize("deed", ["remove:s9", "up:", "place:s9:x", "copy:", "add:s9"])
def test_deed_on_a_step_that_is_not_there_says_so_on_the_page(browser, deed):
    answer = press_button(browser, deed)

    assert answer.status_code == 404
    assert "这个节点已经不在流程里了" in answer.content.decode()
    assert names() == ["审核", "终审"]


def test_inspector_is_saved_whatever_button_is_pressed(browser):
    press_button(browser, "open:s2", step="s1", name="初审", due_hours="8")
    step = FlowDraft.objects.get().steps[0]

    assert (step["name"], step["due_hours"]) == ("初审", 8)


def test_inspector_that_nobody_touched_is_not_saved_again(browser):
    press_button(browser, "open:s2", step="s1")

    assert FlowDraft.objects.get().edition == 1


def test_conditional_step_is_drawn_and_reads_as_a_sentence(browser):
    press_button(
        browser, "save", step="s2", **{"c0-fact": "fee", "c0-op": "gte", "c0-value": "1万"},
    )  # fmt: skip
    page = browser.get(DESIGN).content.decode()

    assert "当金额 ≥ 10000 元时经过，否则跳过" in page


def test_bad_input_is_shown_where_it_is_and_nothing_typed_is_lost(browser):
    answer = press_button(
        browser,
        "add:s2",
        step="s1",
        name="初审",
        due_hours="两天",
        **{"c0-fact": "fee", "c0-op": "gt", "c0-value": "很多"},
    )
    page = answer.content.decode()

    assert answer.status_code == 422
    for words in ("两天", "很多", "初审", "请填写整数"):
        assert words in page
    assert names() == ["审核", "终审"], "the deed waits until the words are right"


def test_problem_stands_at_its_step_and_counts_at_the_button(browser):
    press_button(browser, "add:s2")
    page = browser.get(DESIGN)

    assert page.context["problem_count"] == 1
    assert page.content.decode().count("请指定由谁审批。") == 2, "on the card and in the list"


def test_flow_is_renamed_and_a_blank_name_is_refused(browser):
    press_button(browser, "rename", flow_name="新名字")
    assert FlowDraft.objects.get().name == "新名字"

    assert press_button(browser, "rename", flow_name=" ").status_code == 422


def test_clause_is_drawn_anew_for_its_fact(browser):
    page = browser.get(reverse("approvals:flow_clause", args=[KEY]), {"row": "0", "c0-fact": "kind"}).content.decode()

    assert "广告" in page
    assert 'type="checkbox"' in page


def test_htmx_gets_the_designer_alone_and_the_address_of_the_step(draft, he, client_of):
    answer = press_button(client_of(he, htmx=True), "add:s1")
    page = answer.content.decode()

    assert page.lstrip().startswith('<form id="designer"')
    assert "<html" not in page
    assert answer["HX-Push-Url"] == f"{DESIGN}?step=s3"


@pytest.mark.parametrize(("deed", "name"), [("try", "flow_try"), ("publish", "flow_publish"), ("leave", "flow")])
def test_ways_out_save_first(draft, he, client_of, deed, name):
    address = reverse(f"approvals:{name}", args=[KEY])
    assert press_button(client_of(he), deed, step="s1", name="初审").url == address
    assert names() == ["初审", "终审"]

    answer = press_button(client_of(he, htmx=True), deed)
    assert (answer.status_code, answer["HX-Redirect"]) == (204, address)


# --- two administrators ----------------------------------------------------------------------------------------------


@pytest.fixture
def other(cast, client_of):
    """郑国安 is an administrator, too."""
    from masthead.org.testing import give_role

    give_role(cast.people["zheng"], "admin")
    return client_of(cast.people["zheng"])


def test_same_step_in_two_windows_shows_both_and_keeps_the_typed_words(browser, other):
    mine = shown(browser, "s1")
    act(other, shown(other, "s1"), "save", name="郑的名字")
    answer = act(browser, mine, "save", name="何的名字")
    page = answer.content.decode()

    assert answer.status_code == 409
    assert "郑国安刚才也修改了这个节点" in page
    assert answer.context["theirs"] == [("名称", "郑的名字", "何的名字")]
    assert 'value="何的名字"' in page
    assert names()[0] == "郑的名字"


def test_conflict_is_settled_by_saving_once_more(browser, other):
    mine = shown(browser, "s1")
    act(other, shown(other, "s1"), "save", name="郑的名字")
    conflict = act(browser, mine, "save", name="何的名字")
    act(browser, mine | {"seen": conflict.context["seen"], "edition": 2}, "save", name="何的名字")

    assert names()[0] == "何的名字"


def test_older_window_cannot_move_steps(browser, other):
    mine = shown(browser)
    act(other, shown(other), "add:s2")
    answer = act(browser, mine, "remove:s1")

    assert answer.status_code == 409
    assert "郑国安刚才修改了这份草稿" in answer.content.decode()
    assert names() == ["审核", "终审", "新节点"]
    assert answer.context["draft"].edition == 2, "the page shows the newest board"


def test_older_window_may_still_save_a_step_that_nobody_else_touched(browser, other):
    mine = shown(browser, "s1")
    act(other, shown(other), "add:s2")
    act(browser, mine, "save", name="初审")

    assert names() == ["初审", "终审", "新节点"]


def test_words_for_a_removed_step_can_come_back_as_a_new_one(browser, other):
    mine = shown(browser, "s1")
    act(other, shown(other), "remove:s1")
    answer = act(browser, mine, "save", name="辛苦写的")

    assert answer.status_code == 409
    assert "郑国安刚才删除了节点「辛苦写的」" in answer.content.decode()
    act(browser, mine, "restore", name="辛苦写的")
    assert names() == ["终审", "辛苦写的"]


# --- publishing ------------------------------------------------------------------------------------------------------


def publish(browser, **given):
    edition = FlowDraft.objects.get().edition
    return browser.post(
        reverse("approvals:flow_publish", args=[KEY]), {"edition": edition, "reason": "按新分工"} | given
    )


def test_publishing_shows_the_change_in_words_and_puts_it_in_force(browser):
    press_button(browser, "save", step="s1", name="初审")
    page = browser.get(reverse("approvals:flow_publish", args=[KEY])).content.decode()
    assert "与生效版本 v1 相比" in page
    assert "初审" in page

    assert publish(browser).url == reverse("approvals:flow", args=[KEY])
    assert queries.version_in_force(KEY).reason == "按新分工"


def test_publishing_without_reason_keeps_the_page(browser):
    press_button(browser, "save", step="s1", name="初审")

    assert publish(browser, reason="").status_code == 422
    assert FlowDraft.objects.exists()


def test_publishing_with_problems_is_refused_and_names_them(browser):
    press_button(browser, "add:s2")
    answer = publish(browser)

    assert answer.status_code == 422
    assert "第 3 个节点「新节点」：请指定由谁审批。" in answer.content.decode()


def test_publishing_an_older_drawing_is_refused(browser):
    press_button(browser, "save", step="s1", name="初审")

    assert publish(browser, edition=1).status_code == 409
    assert queries.version_in_force(KEY).version == 1


def test_discarding_hands_in_the_edition_that_the_designer_shows(browser):
    press_button(browser, "add:s2")
    page = browser.get(DESIGN).content.decode()

    assert '<input type="hidden" name="edition" value="2" form="discard-form">' in page


def test_discarding_leads_back_and_an_older_page_cannot(browser):
    press_button(browser, "add:s2")
    address = reverse("approvals:flow_discard", args=[KEY])
    assert browser.post(address, {"edition": 1}).status_code == 409

    assert browser.post(address, {"edition": 2}).url == reverse("approvals:flow", args=[KEY])
    assert not FlowDraft.objects.exists()


def test_retiring_asks_for_a_reason(press, he, client_of):
    flow()
    address, browser = reverse("approvals:flow_retire", args=[KEY]), client_of(he)
    assert browser.post(address, {"version": 1, "reason": ""}).status_code == 422

    browser.post(address, {"version": 1, "reason": "这项业务停办"})
    assert queries.version_in_force(KEY) is None


def test_comparison_reads_the_draft_against_the_version_in_force(browser, auditor, client_of):
    press_button(browser, "save", step="s1", name="初审")
    address = reverse("approvals:flow_compare", args=[KEY])
    page = client_of(auditor).get(address).content.decode()

    assert "<del>审核</del>" in page
    assert client_of(auditor).get(address, {"old": "1", "new": "9"}).status_code == 404


def test_one_version_alone_has_nothing_to_be_compared_with(press, auditor, client_of):
    flow()

    assert client_of(auditor).get(reverse("approvals:flow_compare", args=[KEY])).status_code == 404


def test_pages_keep_to_their_query_budget(browser, django_assert_max_num_queries):
    for _n in range(6):
        press_button(browser, "copy:s1")
    for address in (DESIGN, f"{DESIGN}?step=s1", reverse("approvals:flows"), reverse("approvals:flow", args=[KEY])):
        with django_assert_max_num_queries(15):
            assert browser.get(address).status_code == 200
