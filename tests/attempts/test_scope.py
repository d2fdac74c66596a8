"""Another department's things: every door that writes answers as if they did not exist, whatever is posted."""

import datetime as dt
import functools
import inspect
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from masthead.accounts.models import Account
from masthead.content.models import Draft
from masthead.content.testing import make_ready_draft, make_topic, picture_bytes
from masthead.core import clock
from masthead.notify.models import Notice
from masthead.org.models import Member
from masthead.publishing.models import Publication
from tests.attempts import forms
from tests.attempts.doors import ANOTHER_DEPARTMENT, DOORS, NO_RIGHT, OWN_ONLY, Door, methods_of
from tests.attempts.proof import browser, refused
from tests.matrix.table import HOLDERS, PEOPLE, ROWS
from tests_arch.addresses import walk

SPEC = {row.name: row for row in ROWS}
LACKED_BY_SUN = {name for name, roles in HOLDERS.items() if not roles & PEOPLE["sun"]}


def whole_form(draft: Draft, account: Account) -> dict[str, Any]:
    """Everything that any of the forms asks for."""
    tomorrow = clock.now() + dt.timedelta(days=1)
    topic = draft.topic
    return {
        **forms.text(draft), **forms.release(draft), **forms.schedule(account), "reason": "市场部要用这篇稿件", "verdict": "sent",
        "url": "https://mp.weixin.qq.com/s/abcdef", "members": [], "hash_seen": "0" * 64, "confirmations": ["legality"], "theme": topic.theme,
        "form": topic.form, "source": topic.source, "owner": topic.owner_id, "planned_on": f"{tomorrow:%Y-%m-%d}", "void_approval": "on",
        "picture": SimpleUploadedFile("茶园.png", picture_bytes()), "word": SimpleUploadedFile("茶.docx", b"PK"), "body": "这条评论不该出现",
        "text": "不该写进来的文字", "minutes": "不该写进来的纪要", "progress": 50, "note": "不该写进来的进展", "question": "这条怎么理解？",
        "comment": "不该写进来的意见", "typed_name": "林知夏", **of_accounts_and_posts(draft, account),
    }  # fmt: skip


def of_accounts_and_posts(draft: Draft, account: Account) -> dict[str, Any]:
    """What the papers of an account, a post made by hand and figures ask for."""
    today = f"{clock.today():%Y-%m-%d}"
    return {
        "kind": "icp", "number": "川ICP备2023011873号-9", "subject": "云岭茶业有限公司", "valid_from": today, "cause": "moving",
        "member": draft.author_id, "receiver": draft.author_id, "steps": ["password"], "link": "https://mp.weixin.qq.com/s/abcdef",
        "published_at": forms.moment(clock.now()), "operator": draft.author_id, "line": "1", "done": "on", "as_of": today, "reads": 4711,
        "account": account.pk, "file": SimpleUploadedFile("作品数据.csv", "标题,阅读量\n茶,4711\n".encode()),
    }  # fmt: skip


def takes_posts(name: str, view: Any) -> bool:
    """Does the address let POST in? A view that names no methods is read for it."""
    methods = methods_of(view)
    return "POST" in methods if methods else SPEC[name].post or "POST" in inspect.getsource(inspect.unwrap(view))


def test_the_list_of_writing_doors_is_complete() -> None:
    writing = {a.name for a in walk() if a.name in SPEC and takes_posts(a.name, a.view)}
    listed = [d.name for d in DOORS]

    assert writing - {*listed, *OWN_ONLY} == set(), "say in tests/attempts/doors.py who must not get through here"
    assert {*listed, *OWN_ONLY} - writing == set(), "these addresses write no more"
    assert len(listed) == len(set(listed)) and not OWN_ONLY & set(listed)


def test_every_address_of_another_department_that_writes_is_tried_by_that_department() -> None:
    scoped = {r.name for r in ROWS if r.scoped and r.demand not in LACKED_BY_SUN}
    assert {a.name for a in walk() if a.name in scoped and takes_posts(a.name, a.view)} == {
        d.name for d in ANOTHER_DEPARTMENT
    }


def attempt(door: Door, scene: Any, member: Member, account: Account) -> Any:
    """A whole form with everything in it, by somebody whom it does not concern."""
    row = SPEC[door.name]
    draft = Draft.objects.select_related("revision", "topic").get(pk=scene.things["draft"][0])
    form = whole_form(draft, account) | {"pick": [f"{scene.things['task'][0]}:{draft.pk}"]}
    address = reverse(row.name, args=scene.things[row.of] if row.of else [])
    return refused(lambda: browser(member).post(address, form), status=door.status, code=door.code, besides=door.keeps)


@pytest.mark.parametrize("door", ANOTHER_DEPARTMENT, ids=lambda d: d.name)
def test_the_head_of_another_department_finds_no_such_thing(
    scene: Any, account: Account, cast: Any, door: Door
) -> None:
    demand = SPEC[door.name].demand
    assert demand not in HOLDERS or PEOPLE[door.who] & HOLDERS[demand], "it proves nothing: the capability is lacking"

    attempt(door, scene, cast.people[door.who], account)


@pytest.mark.parametrize("door", NO_RIGHT, ids=lambda d: d.name)
def test_who_lacks_the_right_changes_nothing(scene: Any, account: Account, cast: Any, door: Door) -> None:
    answer = attempt(door, scene, cast.people[door.who], account)

    assert answer.json()["code"] == f"lacks:{SPEC[door.name].demand}"


@pytest.mark.parametrize("door", [d for d in DOORS if d not in (*ANOTHER_DEPARTMENT, *NO_RIGHT)], ids=lambda d: d.name)
def test_what_everybody_may_read_is_changed_by_its_own_people_only(
    scene: Any, account: Account, cast: Any, door: Door
) -> None:
    attempt(door, scene, cast.people[door.who], account)


def test_an_absence_in_another_members_name_is_ones_own_or_none(scene: Any, cast: Any, sun: Member) -> None:
    """The field for another member is offered to administrators only; forged, it names nobody."""
    from masthead.org.models import Absence

    zhou, chen, today = cast.people["zhou"], cast.people["chen"], f"{clock.today():%Y-%m-%d}"
    form = {"member": zhou.pk, "delegate": chen.pk, "start_on": today, "end_on": today, "reason": "替别人请假"}

    browser(sun).post(reverse("org:add_absence"), form)

    assert not Absence.objects.filter(member=zhou).exists()


@pytest.mark.parametrize(
    "name", ["content:draft_save", "content:draft_autosave", "content:draft_submit", "content:draft_reopen"]
)
@pytest.mark.parametrize("state", ["draft", "in_review", "returned", "rejected", "approved"])
def test_it_is_not_there_in_any_state(draft_in: Any, sun: Member, name: str, state: str) -> None:
    draft = draft_in(state)
    client = browser(sun)
    body = (
        forms.keystrokes(draft) if name.endswith("autosave") else forms.text(draft, void_approval="on", reason="试一试")
    )
    kind: dict[str, Any] = {"content_type": "application/json"} if name.endswith("autosave") else {}

    refused(lambda: client.post(reverse(name, args=[draft.pk]), body, **kind), status=404, code="draft_not_there")


def test_a_thing_out_of_scope_and_a_thing_that_never_was_look_the_same(scene: Any, sun: Member) -> None:
    client = browser(sun)
    there = client.get(reverse("content:draft", args=scene.things["draft"])).json()
    never = client.get(reverse("content:draft", args=[999_999])).json()

    assert {k: v for k, v in there.items() if k != "request_id"} == {
        k: v for k, v in never.items() if k != "request_id"
    }


def test_lists_show_nothing_of_another_department(scene: Any, sun: Member, draft_in: Any) -> None:
    """Sun sits in the management group and is told of every lock-down (3.2.3): what he has read stands on no page of his any more."""
    client = browser(sun)
    assert Notice.objects.get(member=sun, kind="accounts.locked_down")
    client.post(reverse("notify:read_all"))
    for name in (
        "content:drafts",
        "content:topics",
        "publishing:publications",
        "publishing:calendar",
        "accounts:list",
        "approvals:cases",
        "web:home",
    ):
        html = client.get(reverse(name)).content.decode()
        assert draft_in("approved").title not in html, name
        assert "云岭茶事" not in html, name


def test_a_filter_naming_another_department_opens_nothing(scene: Any, cast: Any, sun: Member) -> None:
    html = browser(sun).get(reverse("content:drafts"), {"unit": cast.units["宣传部"].pk}).content.decode()

    assert "云雾茶的山路" not in html


@pytest.mark.parametrize("who", ["lin", "chen"])
def test_a_draft_cannot_be_aimed_at_an_account_of_another_department(
    request: pytest.FixtureRequest, draft_in: Any, account: Account, foreign: Account, who: str
) -> None:
    draft, member = draft_in("draft"), request.getfixturevalue(who)
    form = forms.release(draft, accounts=[account.pk, foreign.pk])

    refused(lambda: browser(member).post(reverse("content:draft_release", args=[draft.pk]), form), status=422)


def test_the_action_behind_the_form_refuses_the_foreign_account_by_itself(
    draft_in: Any, lin: Member, account: Account, foreign: Account
) -> None:
    from masthead.content import actions
    from masthead.core.errors import NotPermitted
    from masthead.trail.models import Event

    with pytest.raises(NotPermitted):
        actions.set_accounts(draft=draft_in("draft"), accounts=[account, foreign], by=lin)
    assert Event.objects.filter(code="account_out_of_scope", actor_id=lin.pk, outcome="refused").exists()


def test_a_topic_cannot_be_aimed_at_an_account_of_another_department(
    lin: Member, cast: Any, account: Account, foreign: Account
) -> None:
    topic = make_topic(lin, accounts=[account])
    form = {
        "title": "谷雨茶", "theme": "谷雨前后的最后一批春茶，写给老茶客。", "form": "article", "source": "business", "unit": cast.units["宣传部"].pk,
        "owner": lin.pk, "planned_on": "2030-04-20", "accounts": [foreign.pk],
    }  # fmt: skip

    refused(lambda: browser(lin).post(reverse("content:topic_new"), form), status=422)
    refused(lambda: browser(lin).post(reverse("content:topic_edit", args=[topic.pk]), form), status=422)


def test_a_topic_cannot_be_proposed_for_another_department(lin: Member, cast: Any) -> None:
    form = {
        "title": "谷雨茶", "theme": "谷雨前后的最后一批春茶，写给老茶客。", "form": "article", "source": "business", "unit": cast.units["市场部"].pk,
        "owner": lin.pk, "planned_on": "2030-04-20",
    }  # fmt: skip

    refused(lambda: browser(lin).post(reverse("content:topic_new"), form), status=422)


def test_a_draft_cannot_be_started_on_a_topic_of_another_department(scene: Any, sun: Member) -> None:
    refused(lambda: browser(sun).post(reverse("content:draft_new"), {"topic": scene.things["topic"][0]}), status=422)


def test_a_publisher_cannot_send_the_own_draft_through_another_departments_account(
    lin: Member, wu: Member, foreign: Account
) -> None:
    from masthead.publishing.testing import make_approved

    draft = make_approved(lin, foreign, title="借用别人的账号")

    refused(
        lambda: browser(wu).post(reverse("publishing:schedule", args=[draft.pk]), forms.schedule(foreign)), status=422
    )
    assert not Publication.objects.filter(draft=draft).exists()


@pytest.mark.parametrize("who", ["lin", "chen", "wu", "sun", "auditor", "zheng"])
@pytest.mark.parametrize("name", ["freeze", "unfreeze", "connect", "change", "test"])
def test_only_account_administrators_touch_accounts(
    request: pytest.FixtureRequest, account: Account, who: str, name: str
) -> None:
    member = request.getfixturevalue(who)
    form = {"reason": "想试一试冻结", "app_id": "wx_mine", "secret": "my-own-secret", "endpoint": "official"}

    refused(
        lambda: browser(member).post(reverse(f"accounts:{name}", args=[account.pk]), form),
        status=403,
        code="lacks:accounts.account.manage",
    )


def test_nobody_but_an_administrator_gives_out_roles(cast: Any, lin: Member, chen: Member, zheng: Member) -> None:
    from masthead.org.models import Role

    role, press = Role.objects.get(key="publisher"), cast.units["宣传部"]

    def take(member: Member) -> Any:
        form = {"role": role.pk, "unit": press.pk}
        return browser(member).post(reverse("org:grant_role", args=[member.pk]), form)

    for member in (lin, chen, zheng):
        refused(functools.partial(take, member), status=403, code="lacks:org.manage")


def test_a_draft_moved_to_the_own_topic_by_a_forged_field_stays_where_it_is(
    scene: Any, sun: Member, foreign: Account
) -> None:
    """Hidden fields that the forms do not know change nothing."""
    mine = make_ready_draft(sun, accounts=[foreign], title="市场部的稿件")
    before = (mine.unit_id, mine.topic_id, mine.author_id)
    extra = {
        "unit": scene.cast.units["宣传部"].pk,
        "topic": scene.things["topic"][0],
        "author": scene.cast.people["lin"].pk,
        "state": "approved",
    }

    browser(sun).post(reverse("content:draft_save", args=[mine.pk]), forms.text(mine, title="新标题", **extra))

    mine.refresh_from_db()
    assert (mine.unit_id, mine.topic_id, mine.author_id, mine.state) == (*before, "draft")
