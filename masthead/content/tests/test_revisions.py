"""Text: versions never change, nobody overwrites anybody, pictures belong to their draft."""

import datetime as dt

import pytest

from masthead.content import actions, queries, testing
from masthead.content.models import Draft, Revision, WorkingCopy
from masthead.content.states import DraftState
from masthead.core.errors import BadInput, NotPermitted, RuleBroken, Stale
from masthead.org.models import Member
from masthead.trail.models import Event


def save(draft: Draft, by: Member, **changes) -> Revision:
    now = draft.revision
    words = {
        "title": now.title, "byline": now.byline, "digest": now.digest, "html": now.html, "cover": now.cover, "expected_revision": now.number,
    }  # fmt: skip
    return actions.save_revision(draft=draft, by=by, **(words | changes))


def test_saving_keeps_the_version_and_leaves_a_mark(draft: Draft, lin: Member) -> None:
    revision = save(draft, lin, digest="晚了三天的春天。")

    assert (revision.number, draft.revision) == (2, revision)
    assert Event.objects.filter(name="content:revision:saved", target_id=draft.pk).count() == 2


def test_saving_the_same_words_again_makes_no_version(draft: Draft, lin: Member) -> None:
    save(draft, lin)

    assert draft.revisions.count() == 1


def test_a_version_is_never_changed(draft: Draft) -> None:
    draft.revision.title = "改个标题"

    with pytest.raises(TypeError):
        draft.revision.save()


def test_the_second_of_two_savers_is_refused_and_loses_nothing(draft: Draft, lin: Member, chen: Member) -> None:
    stale = Draft.objects.get(pk=draft.pk)
    save(draft, lin, title="林的标题")

    with pytest.raises(Stale, match="林知夏"):
        save(stale, chen, title="陈的标题")
    assert Draft.objects.get(pk=draft.pk).title == "林的标题"


def test_hostile_markup_is_cleaned_at_the_door(draft: Draft, lin: Member) -> None:
    revision = save(
        draft, lin, html='<p onclick="x()">春茶</p><script>alert(1)</script><img src="https://evil.example/a.png">'
    )

    assert revision.html == "<p>春茶</p>"


def test_a_picture_of_another_draft_cannot_be_used(draft: Draft, lin: Member) -> None:
    other = testing.make_draft(lin)
    asset = testing.add_cover(other, lin, "firebrick")

    with pytest.raises(BadInput, match="不属于这篇稿件"):
        save(draft, lin, html=f'<p><img src="asset:{asset.sha256}"></p>')
    with pytest.raises(BadInput):
        save(draft, lin, cover=asset.file)


def test_only_author_coauthors_and_the_head_may_write(
    draft: Draft, lin: Member, chen: Member, zhou: Member, sun: Member
) -> None:
    save(draft, chen, title="部长改过的标题")

    for stranger in (zhou, sun):
        with pytest.raises(NotPermitted):
            save(draft, stranger, title="别人的标题")


def test_working_copies_of_two_people_stay_apart(draft: Draft, lin: Member, chen: Member) -> None:
    actions.keep_working_copy(draft=draft, body={"html": "<p>林</p>"}, base_revision=1, serial=0, window="a", by=lin)
    actions.keep_working_copy(draft=draft, body={"html": "<p>陈</p>"}, base_revision=1, serial=0, window="b", by=chen)

    assert WorkingCopy.objects.get(draft=draft, member=lin).body == {"html": "<p>林</p>"}
    assert draft.revision.html == Draft.objects.get(pk=draft.pk).revision.html


def test_another_window_of_the_same_writer_overwrites_nothing(draft: Draft, lin: Member) -> None:
    actions.keep_working_copy(draft=draft, body={"html": "一"}, base_revision=1, serial=0, window="a", by=lin)

    with pytest.raises(Stale):
        actions.keep_working_copy(draft=draft, body={"html": "二"}, base_revision=1, serial=0, window="b", by=lin)
    again = actions.keep_working_copy(draft=draft, body={"html": "三"}, base_revision=1, serial=0, window="a", by=lin)
    assert again.serial == 2


def test_saving_a_version_ends_the_writers_own_copy_only(draft: Draft, lin: Member, chen: Member) -> None:
    for member in (lin, chen):
        actions.keep_working_copy(draft=draft, body={"html": "x"}, base_revision=1, serial=0, window="a", by=member)

    save(draft, lin, title="新标题")

    assert [c.member for c in WorkingCopy.objects.filter(draft=draft)] == [chen]


def test_keystrokes_are_refused_while_approved(approved: Draft, lin: Member) -> None:
    with pytest.raises(RuleBroken, match="审批失效"):
        actions.keep_working_copy(draft=approved, body={"html": "x"}, base_revision=1, serial=0, window="a", by=lin)


CHANGES = {
    "title": {"title": "换个标题"},
    "digest": {"digest": "换个摘要"},
    "byline": {"byline": "换个署名"},
    "cover": {"cover": None},
    "body": {"html": "<p>换个正文</p>"},
    "link": {"source_url": "https://yunling.example/a"},
    "variant": {"variants": {"7": {"title": "只给一个账号的标题"}}},
}


@pytest.mark.parametrize("changed", CHANGES)
def test_any_change_of_words_or_pictures_voids_the_approval(approved: Draft, lin: Member, changed: str) -> None:
    sealed = approved.approved_hash

    save(approved, lin, **CHANGES[changed])

    assert (approved.state, approved.approved_hash, approved.approved_revision) == (DraftState.DRAFT, "", None)
    assert Event.objects.filter(name="content:draft:approval_voided", target_version=sealed).exists()
    with pytest.raises(RuleBroken):
        queries.approved_package(approved.pk, sealed)


def test_another_picture_in_the_body_voids_the_approval(approved: Draft, lin: Member) -> None:
    before = queries.content_hash(approved)
    actions.reopen_draft(draft=approved, reason="补一张图", by=lin)
    asset = testing.add_cover(approved, lin, "goldenrod")

    save(approved, lin, html=approved.revision.html + f'<p><img src="asset:{asset.sha256}"></p>')

    assert queries.content_hash(approved) != before
    assert approved.revision.pictures == [asset.sha256]


def test_accounts_and_window_are_part_of_the_seal(approved: Draft, lin: Member) -> None:
    later = approved.window_end + dt.timedelta(hours=2)

    actions.plan_window(draft=approved, start=approved.window_start, end=later, by=lin)

    assert (approved.state, approved.approved_hash) == (DraftState.DRAFT, "")


def test_taking_an_account_away_voids_the_approval(approved: Draft, lin: Member) -> None:
    actions.set_accounts(draft=approved, accounts=[], by=lin)

    assert approved.state == DraftState.DRAFT


def test_the_same_arrangement_again_keeps_the_approval(approved: Draft, lin: Member) -> None:
    actions.set_accounts(draft=approved, accounts=list(approved.accounts.all()), by=lin)

    assert approved.state == DraftState.APPROVED


def test_an_approved_package_carries_its_pictures_and_marker(approved: Draft) -> None:
    article = queries.approved_package(approved.pk, approved.approved_hash)

    assert (article.title, article.marker) == (testing.TITLE, approved.approved_hash)
    assert article.cover.data.startswith(b"\x89PNG")


def test_a_package_is_refused_for_another_hash(approved: Draft) -> None:
    with pytest.raises(Stale):
        queries.approved_package(approved.pk, "0" * 64)
