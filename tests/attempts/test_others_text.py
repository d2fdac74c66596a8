"""Another person's words: no autosave, save, upload or hand-in by somebody who only knows the number of the draft."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from masthead.content.models import Draft, WorkingCopy
from masthead.content.testing import picture_bytes
from masthead.org.models import Member
from tests.attempts import forms
from tests.attempts.proof import browser, refused

STATES = ["draft", "in_review", "returned", "rejected", "approved"]
DOORS = [
    "draft_autosave",
    "draft_save",
    "draft_release",
    "draft_coauthors",
    "draft_reopen",
    "draft_discard",
    "draft_submit",
    "picture_upload",
    "word_import",
]


def knock(member: Member, draft: Draft, door: str) -> Any:
    address = reverse(f"content:{door}", args=[draft.pk])
    if door == "draft_autosave":
        return browser(member).post(
            address, forms.keystrokes(draft, html="<p>不是我的稿件。</p>"), content_type="application/json"
        )
    form = forms.text(draft, html="<p>不是我的稿件。</p>", void_approval="on") | forms.release(draft, accounts=[])
    form |= {
        "reason": "我来改一改",
        "picture": SimpleUploadedFile("a.png", picture_bytes()),
        "word": SimpleUploadedFile("a.docx", b"PK"),
    }
    return browser(member).post(address, form)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("state", STATES)
def test_a_colleague_who_is_no_coauthor_cannot_touch_the_draft(
    draft_in: Any, bai: Member, door: str, state: str
) -> None:
    draft = draft_in(state)

    refused(lambda: knock(bai, draft, door), status=403, code="not_your_text")


@pytest.mark.parametrize("who", ["zhou", "wu", "auditor", "he", "zheng"])
@pytest.mark.parametrize("door", ["draft_autosave", "draft_save", "draft_submit"])
def test_who_does_not_write_cannot_touch_a_text(
    draft_in: Any, request: pytest.FixtureRequest, who: str, door: str
) -> None:
    draft, member = draft_in("draft"), request.getfixturevalue(who)

    answer = refused(lambda: knock(member, draft, door), status=403)

    assert answer.json()["code"].startswith("lacks:content.draft.")


@pytest.mark.parametrize("state", ["in_review", "rejected", "approved"])
def test_not_even_the_authors_keystrokes_reach_a_text_that_stands_still(draft_in: Any, lin: Member, state: str) -> None:
    draft = draft_in(state)

    refused(lambda: knock(lin, draft, "draft_autosave"), status=422, by=lin)


@pytest.mark.parametrize("state", ["in_review", "rejected"])
@pytest.mark.parametrize("door", ["draft_save", "draft_release"])
def test_not_even_the_author_changes_what_is_in_review_or_rejected(
    draft_in: Any, lin: Member, state: str, door: str
) -> None:
    draft = draft_in(state)

    refused(lambda: knock(lin, draft, door), status=422, by=lin)


def test_keystrokes_never_touch_the_version_or_the_words_of_another_writer(
    draft_in: Any, lin: Member, chen: Member
) -> None:
    draft = draft_in("draft")
    knock(lin, draft, "draft_autosave")
    mine = WorkingCopy.objects.values().get(draft=draft, member=lin)

    assert knock(chen, draft, "draft_autosave").status_code == 200

    assert WorkingCopy.objects.values().get(draft=draft, member=lin) == mine
    assert not Draft.objects.filter(pk=draft.pk, revision__html__contains="不是我的").exists()


def test_a_forged_member_in_the_keystrokes_is_ignored(draft_in: Any, lin: Member, chen: Member) -> None:
    draft = draft_in("draft")
    body = forms.keystrokes(draft) | {"member": lin.pk, "member_id": lin.pk, "by": lin.pk, "draft": 1}

    browser(chen).post(reverse("content:draft_autosave", args=[draft.pk]), body, content_type="application/json")

    assert WorkingCopy.objects.get(draft=draft).member == chen


@pytest.mark.parametrize(
    "body", ["", "[]", "null", "{", '{"html": {"a": 1}}', '{"base": -1, "serial": 0, "window": "w"}']
)
def test_keystrokes_in_a_wrong_shape_are_refused(draft_in: Any, lin: Member, body: str) -> None:
    draft = draft_in("draft")

    refused(
        lambda: browser(lin).post(reverse("content:draft_autosave", args=[draft.pk]), body, content_type="application/json"),
        status=422, code="keystrokes",
    )  # fmt: skip


def test_saving_over_a_newer_version_is_refused(draft_in: Any, lin: Member, chen: Member) -> None:
    draft = draft_in("draft")
    browser(chen).post(reverse("content:draft_save", args=[draft.pk]), forms.text(draft, title="部长改过的标题"))

    refused(
        lambda: browser(lin).post(reverse("content:draft_save", args=[draft.pk]), forms.text(draft, title="旧窗口里的标题")),
        status=409, code="revision_moved", by=lin,
    )  # fmt: skip


def test_a_colleague_cannot_make_a_topic_their_own_to_reach_its_drafts(draft_in: Any, bai: Member, lin: Member) -> None:
    """The owner of a topic may write its drafts: changing the owner is therefore not everybody's deed."""
    draft = draft_in("draft")
    topic = draft.topic
    form = {
        "title": topic.title, "theme": topic.theme, "form": topic.form, "source": topic.source, "owner": bai.pk,
        "planned_on": f"{topic.planned_on:%Y-%m-%d}", "accounts": [a.pk for a in topic.accounts.all()],
    }  # fmt: skip

    refused(lambda: browser(bai).post(reverse("content:topic_edit", args=[topic.pk]), form), status=403, by=bai)
    refused(lambda: knock(bai, draft, "draft_save"), status=403, code="not_your_text")


def test_a_version_is_never_written_over(draft_in: Any) -> None:
    revision = draft_in("draft").revision
    revision.title = "换个标题"

    with pytest.raises(TypeError):
        revision.save()
