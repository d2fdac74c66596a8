"""Attempts to slip past review, each through HTTP: what worked in other products must fail here."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from masthead.content import queries, testing
from masthead.content.documents.tests.test_word import word
from masthead.content.models import Asset, Draft, Revision, WorkingCopy
from masthead.content.states import DraftState
from masthead.core.models import StoredFile
from masthead.org.models import Member
from masthead.trail.models import Event

JSON = {"headers": {"Accept": "application/json"}}


def url(name: str, draft: Draft) -> str:
    return reverse(f"content:{name}", args=[draft.pk])


def words(draft: Draft, **changes) -> dict:
    now = draft.revision
    return {
        "title": now.title, "byline": now.byline, "digest": now.digest, "html": now.html, "cover": now.cover_id or "",
        "source_url": "", "expected_revision": now.number,
    } | changes  # fmt: skip


def keystrokes(draft: Draft, **changes) -> str:
    return json.dumps({"title": "偷改", "html": "<p>偷改</p>", "base": 1, "serial": 0, "window": "w"} | changes)


def test_a_contributor_cannot_submit_a_draft_out_of_scope(
    client_of, draft: Draft, sun: Member, reviewable, fresh
) -> None:
    assert client_of(sun).post(url("draft_submit", draft)).status_code == 404
    assert fresh(draft).state == DraftState.DRAFT


def test_a_colleague_who_is_no_author_cannot_submit_it_either(
    client_of, draft: Draft, cast, units, reviewable, fresh
) -> None:
    from masthead.org.testing import give_role, make_member

    other = make_member("xuyn", "许亦宁", unit=units["宣传部"])
    give_role(other, "editor", unit=units["宣传部"])

    assert client_of(other).post(url("draft_submit", draft)).status_code == 403
    assert fresh(draft).state == DraftState.DRAFT


def test_autosave_with_another_authors_draft_id_changes_nothing(
    client_of, draft: Draft, sun: Member, zhou: Member, fresh
) -> None:
    before = fresh(draft).revision.html
    for member, status in ((sun, 404), (zhou, 403)):
        answer = client_of(member).post(
            url("draft_autosave", draft), keystrokes(draft), content_type="application/json", **JSON
        )
        assert answer.status_code == status

    assert fresh(draft).revision.html == before
    assert not WorkingCopy.objects.exists()


def test_autosave_of_ones_own_never_touches_the_saved_version(client_of, draft: Draft, lin: Member, fresh) -> None:
    before = queries.content_hash(draft)

    answer = client_of(lin).post(
        url("draft_autosave", draft), keystrokes(draft), content_type="application/json", **JSON
    )

    assert (answer.status_code, answer.json()["serial"]) == (200, 1)
    assert queries.content_hash(fresh(draft)) == before


def test_autosave_after_somebody_saved_keeps_both_and_says_409(
    client_of, draft: Draft, lin: Member, chen: Member, fresh
) -> None:
    testing.save_text(draft, chen, title="陈部长改过的标题")

    answer = client_of(lin).post(
        url("draft_autosave", draft), keystrokes(draft), content_type="application/json", **JSON
    )

    assert (answer.status_code, answer.json()["code"], answer.json()["number"]) == (409, "revision_moved", 2)
    assert "陈立群" in answer.json()["message"]
    assert WorkingCopy.objects.get(member=lin).body["html"] == "<p>偷改</p>"
    assert fresh(draft).title == "陈部长改过的标题"


def test_saving_over_a_newer_version_is_409_and_saves_nothing(
    client_of, draft: Draft, lin: Member, chen: Member
) -> None:
    stale = words(draft, title="林的标题")
    testing.save_text(draft, chen, title="陈部长改过的标题")

    assert client_of(lin).post(url("draft_save", draft), stale, **JSON).status_code == 409
    assert not Revision.objects.filter(title="林的标题").exists()


@pytest.mark.parametrize("door", ["draft_autosave", "draft_save", "draft_release", "picture_upload", "word_import"])
def test_every_door_is_shut_while_the_draft_is_in_review(
    client_of, draft: Draft, lin: Member, reviewable, fresh, door: str
) -> None:
    client = client_of(lin)
    assert client.post(url("draft_submit", draft)).status_code == 302
    sealed, body = queries.content_hash(draft), words(draft, title="偷改")
    files = {"picture": testing.picture_bytes("red"), "word": word()}
    body |= {"accounts": []} | {k: SimpleUploadedFile(f"{k}.docx", v) for k, v in files.items()}

    if door == "draft_autosave":
        answer = client.post(url(door, draft), keystrokes(draft), content_type="application/json", **JSON)
    else:
        answer = client.post(url(door, draft), body, **JSON)

    assert (answer.status_code, answer.json()["code"]) == (422, "draft_not_writable")
    assert queries.content_hash(fresh(draft)) == sealed


@pytest.mark.parametrize(
    "change", [{"title": "换"}, {"digest": "换"}, {"cover": ""}, {"html": "<p>换</p>"}, {"byline": "换"}]
)
def test_saving_an_approved_draft_needs_an_explicit_word_and_voids_the_approval(
    client_of, approved, lin, fresh, change: dict
) -> None:
    client = client_of(lin)
    assert (
        client.post(url("draft_save", approved), words(approved, **change), **JSON).json()["code"]
        == "would_void_approval"
    )
    assert fresh(approved).state == DraftState.APPROVED

    assert (
        client.post(url("draft_save", approved), words(approved, void_approval="on", **change), **JSON).status_code
        == 200
    )
    now = fresh(approved)
    assert (now.state, now.approved_hash, now.approved_revision) == (DraftState.DRAFT, "", None)


def test_moving_accounts_or_window_of_an_approved_draft_needs_a_word_and_voids_it(
    client_of, approved: Draft, lin: Member, fresh
) -> None:
    client, plan = (
        client_of(lin),
        {"accounts": [], "window_start": "2027-03-12T09:00", "window_end": "2027-03-12T18:00"},
    )
    assert client.post(url("draft_release", approved), plan).status_code == 422
    assert fresh(approved).state == DraftState.APPROVED

    assert client.post(url("draft_release", approved), plan | {"void_approval": "on"}).status_code == 302
    assert (fresh(approved).state, fresh(approved).approved_hash) == (DraftState.DRAFT, "")


def test_reopening_asks_for_a_reason_and_leaves_a_mark(client_of, approved: Draft, lin: Member, fresh) -> None:
    client = client_of(lin)
    assert client.post(url("draft_reopen", approved), {"reason": " "}).status_code == 422
    assert fresh(approved).state == DraftState.APPROVED

    client.post(url("draft_reopen", approved), {"reason": "产量数据要更正"})
    assert fresh(approved).state == DraftState.DRAFT
    assert Event.objects.filter(name="content:draft:approval_voided", reason="产量数据要更正").exists()


def test_an_account_of_another_department_cannot_be_attached(
    client_of, draft: Draft, lin: Member, foreign_account, fresh
) -> None:
    plan = {"accounts": [foreign_account.pk], "window_start": "2027-03-12T09:00", "window_end": "2027-03-12T18:00"}

    assert client_of(lin).post(url("draft_release", draft), plan).status_code == 422
    assert foreign_account not in fresh(draft).accounts.all()


def test_a_program_named_jpg_is_refused_by_its_content(client_of, draft: Draft, lin: Member) -> None:
    evil = SimpleUploadedFile("茶园.jpg", b"MZ\x90\x00" + b"\x00" * 400, content_type="image/jpeg")

    answer = client_of(lin).post(url("picture_upload", draft), {"picture": evil}, **JSON)

    assert (answer.status_code, answer.json()["code"]) == (422, "file_type")
    assert Asset.objects.filter(draft=draft).count() == 1


def test_a_picture_arrives_and_only_readers_of_the_draft_get_it(
    client_of, draft: Draft, lin: Member, zhou, sun
) -> None:
    picture = SimpleUploadedFile("茶园.png", testing.picture_bytes("gold"))
    answer = client_of(lin).post(url("picture_upload", draft), {"picture": picture}, **JSON).json()

    assert client_of(zhou).get(answer["url"]).status_code == 200
    assert client_of(sun).get(answer["url"]).status_code == 404


@pytest.mark.parametrize("broken", [b"PK\x03\x04" + b"junk" * 50, b"\x00\x01plain", b""])
def test_a_broken_word_file_says_so_and_leaves_nothing_behind(
    client_of, draft: Draft, lin: Member, broken: bytes
) -> None:
    before = (Revision.objects.count(), Asset.objects.count(), StoredFile.objects.count())

    answer = client_of(lin).post(url("word_import", draft), {"word": SimpleUploadedFile("稿件.docx", broken)})

    assert answer.status_code == 422
    assert (Revision.objects.count(), Asset.objects.count(), StoredFile.objects.count()) == before


def test_a_truncated_word_file_starts_no_draft(client_of, lin: Member, account) -> None:
    topic = testing.make_topic(lin, accounts=[account])
    broken = SimpleUploadedFile("稿件.docx", word()[:-900])

    answer = client_of(lin).post(reverse("content:draft_new"), {"topic": topic.pk, "word": broken})

    assert answer.status_code == 422 and "Word" in answer.content.decode()
    assert not Draft.objects.exists()


def test_a_word_file_becomes_a_draft_with_its_pictures(client_of, lin: Member, account) -> None:
    topic = testing.make_topic(lin, accounts=[account])

    answer = client_of(lin).post(
        reverse("content:draft_new"), {"topic": topic.pk, "word": SimpleUploadedFile("稿件.docx", word())}
    )

    draft = Draft.objects.get()
    assert answer.url == url("draft_edit", draft)
    assert (draft.title, draft.revision.origin, len(draft.revision.pictures)) == ("蒙顶山春茶开采第一周", "word", 1)
    assert draft.revision.source_file.use == "content.word"
    assert list(draft.accounts.all()) == [account]


def test_the_author_cannot_approve_and_reviewers_see_the_exact_version(
    client_of, draft: Draft, lin: Member, reviewable, fresh
) -> None:
    from masthead.approvals.models import Task

    client_of(lin).post(url("draft_submit", draft))

    assert set(Task.objects.values_list("assignee__name", flat=True)) == {"周明远"}
    assert fresh(draft).rounds.get().revision == fresh(draft).revision


def test_a_draft_with_forbidden_words_is_not_taken(client_of, draft: Draft, lin: Member, reviewable, fresh) -> None:
    testing.save_text(draft, lin, html="<p>这是全国最好的春茶，能降血压。</p>")

    assert client_of(lin).post(url("draft_submit", draft)).status_code == 422
    assert fresh(draft).state == DraftState.DRAFT


def test_a_topic_that_nobody_adopted_cannot_be_written(client_of, lin: Member, account) -> None:
    topic = testing.make_topic(lin, accounts=[account], state="proposed")

    assert client_of(lin).post(reverse("content:draft_new"), {"topic": topic.pk}).status_code == 422
    assert not Draft.objects.exists()


def test_article_frames_allow_inline_styles_but_no_script(client_of, draft: Draft, zhou: Member) -> None:
    answer = client_of(zhou).get(reverse("content:revision_frame", args=[draft.revision_id]))

    policy = answer.headers["Content-Security-Policy"]
    assert (
        "default-src 'none'" in policy and "style-src 'self' 'unsafe-inline'" in policy and "script-src" not in policy
    )
    assert "unsafe-inline" not in client_of(zhou).get(url("draft", draft)).headers["Content-Security-Policy"]


def test_pasted_markup_is_cleaned_by_the_server(client_of, draft: Draft, lin: Member) -> None:
    html = '<p style="color:red;position:fixed" onclick="x()">茶<script>x()</script></p><img src="https://evil.example/x.png">'

    assert (
        client_of(lin).post(url("paste_clean", draft), {"html": html}).json()["html"] == '<p style="color:red">茶</p>'
    )


def test_hostile_words_in_a_title_stay_words(client_of, draft: Draft, lin: Member) -> None:
    testing.save_text(draft, lin, title="<script>alert(1)</script>茶")

    for name in ("draft", "draft_edit"):
        assert b"<script>alert(1)" not in client_of(lin).get(url(name, draft)).content
