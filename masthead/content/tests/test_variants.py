"""One master, words of its own for each account: inherited until changed, known to be behind, checked and sent as the account's."""

import pytest
from django.urls import reverse

from masthead.accounts.models import Account
from masthead.accounts.testing import make_account
from masthead.content import actions, queries, testing
from masthead.content.models import Draft, Revision
from masthead.content.queries.review_page import previews_of
from masthead.core.errors import BadInput, NotThere
from masthead.org.models import Member, Unit

OLD_HASH_KEYS = {"title", "byline", "digest", "html", "source_url", "cover", "pictures", "variants"}


@pytest.fixture
def note(units: dict[str, Unit], he: Member, chen: Member) -> Account:
    """A short account of 宣传部."""
    return make_account(
        unit=units["宣传部"], administrator=he, backup=chen, name="云岭茶事（短）", platform="xiaohongshu"
    )


def save(draft: Draft, by: Member, **changes) -> Revision:
    draft.refresh_from_db()
    now = draft.revision
    assert now is not None
    words = {"title": now.title, "byline": now.byline, "digest": now.digest, "html": now.html, "cover": now.cover}
    return actions.save_revision(draft=draft, by=by, expected_revision=now.number, **(words | changes))


def standing(revision: Revision, account: Account) -> dict[str, str]:
    return {field.name: field.standing for field in queries.standing_of(revision, account.pk)}


def test_a_field_is_inherited_until_it_is_changed_and_then_knows_when_the_master_moves(
    draft: Draft, lin: Member, account: Account
) -> None:
    first = save(draft, lin, variants={str(account.pk): {"title": "短标题"}})
    assert (standing(first, account)["title"], standing(first, account)["digest"]) == ("own", "inherited")

    moved = save(draft, lin, title="主稿换了标题", digest="主稿换了摘要")
    words = queries.words_for(moved, account.pk)
    assert (words.title, words.digest) == ("短标题", "主稿换了摘要")
    assert standing(moved, account)["title"] == "behind"

    own = {name: value for name, value in moved.variants[str(account.pk)].items() if name != "from"}
    kept = save(draft, lin, title="主稿换了标题", variants={str(account.pk): own})
    assert standing(kept, account)["title"] == "own"
    back = save(draft, lin, title="主稿换了标题", variants={})
    assert queries.words_for(back, account.pk).title == "主稿换了标题"


def test_the_form_of_an_old_version_and_its_hash_stay(draft: Draft, lin: Member) -> None:
    assert draft.revision is not None
    assert set(queries.words_payload(draft.revision)) == OLD_HASH_KEYS
    assert queries.words_hash(draft.revision) == draft.revision.content_hash

    later = save(draft, lin, tags=["春茶", "#春茶", " 蒙顶 "], settings={"theme": "tea", "original": False})
    assert queries.words_payload(later)["tags"] == ["春茶", "蒙顶"]
    assert queries.words_payload(later)["settings"] == {"theme": "tea"}
    assert queries.words_hash(later) == later.content_hash != draft.revisions.get(number=1).content_hash


def test_words_of_an_account_are_cleaned_and_use_pictures_of_their_own_draft_only(
    draft: Draft, lin: Member, account: Account
) -> None:
    key = str(account.pk)
    saved = save(
        draft, lin, variants={key: {"html": '<p onclick="x()">甘露</p><script>1</script>', "form": "nonsense"}}
    )
    assert saved.variants[key]["html"] == "<p>甘露</p>" and "form" not in saved.variants[key]

    foreign = testing.add_cover(testing.make_draft(lin), lin, "firebrick")
    for words in ({"html": f'<p><img src="asset:{foreign.sha256}"></p>'}, {"cover": foreign.sha256}):
        with pytest.raises(BadInput, match="不属于这篇稿件"):
            save(draft, lin, variants={key: words})
    with pytest.raises(BadInput):
        save(draft, lin, settings={"crops": {"1:1": {"of": foreign.sha256, "file": foreign.sha256}}})


def test_the_package_of_an_account_has_its_own_words_cover_and_theme(
    draft: Draft, lin: Member, account: Account, note: Account
) -> None:
    other = testing.add_cover(draft, lin, "goldenrod")
    assert draft.revision is not None and draft.revision.cover is not None
    cut = actions.crop_picture(
        draft=draft, sha256=draft.revision.cover.sha256, ratio="2.35:1", box=(0, 0, 0.5, 1), by=lin
    )
    crops = {"2.35:1": {"of": draft.revision.cover.sha256, "box": [0, 0, 5000, 10_000], "file": cut.sha256}}
    own = {"title": "三个数", "text": "一升水 #煮茶", "tags": ["煮茶"], "form": "pictures", "cover": other.sha256,
           "html": f'<p>图<img src="asset:{other.sha256}" alt="一壶茶"></p>'}  # fmt: skip
    revision = save(draft, lin, tags=["春茶"], settings={"theme": "tea", "crops": crops}, variants={str(note.pk): own})

    post = queries.package_of(revision, account_id=note.pk)
    assert (post.title, post.text, list(post.tags), str(post.form)) == ("三个数", "一升水 #煮茶", ["煮茶"], "pictures")
    assert (post.cover.sha256, [(p.sha256, p.alt) for p in post.pictures]) == (other.sha256, [(other.sha256, "一壶茶")])
    master = queries.package_of(revision, account_id=account.pk)
    assert (master.title, list(master.tags), master.cover.sha256) == (testing.TITLE, ["春茶"], cut.sha256)
    assert "#1c6b3f" in master.html


def test_a_reviewer_sees_each_account_as_its_readers_will_and_what_it_says_of_its_own_in_chinese(
    client_of, draft: Draft, lin: Member, zhou: Member, note: Account
) -> None:
    actions.arrange_release(draft=draft, accounts=[note], start=draft.window_start, end=draft.window_end, by=lin)
    own = {"title": "三个数", "text": "一升水", "tags": ["煮茶"], "form": "pictures"}
    revision = save(draft, lin, variants={str(note.pk): own})
    frame = reverse("content:revision_frame", args=[revision.pk])

    page = client_of(zhou).get(frame, {"account": note.pk}).content.decode()
    assert "face--note" in page and "三个数" in page
    assert client_of(zhou).get(frame, {"account": 0}).status_code == 404
    (preview,) = previews_of(draft, revision)
    assert preview.words == {"标题": "三个数", "话题": "#煮茶", "平台文案": "一升水", "发布形式": "组图"}


def test_words_for_one_account_are_checked_and_named_in_the_report(
    draft: Draft, lin: Member, account: Account, reviewable: None
) -> None:
    actions.set_accounts(draft=draft, accounts=[account], by=lin)
    revision = save(draft, lin, variants={str(account.pk): {"text": "国家级最佳春茶，销量第一"}})

    parts = queries.parts_of(revision)
    report = queries.live_report(draft, {"title": "春茶", "html": "<p>春茶</p>", "variants": revision.variants})

    assert parts[f"text@{account.pk}"].startswith("国家级") and len(f"digest@{account.pk}") <= 20
    assert any(n.account == account.name and n.part.startswith("text@") for n in report.notes)
    assert report.by_account[account.pk]["count"]


def test_an_older_door_that_knows_no_variants_leaves_them_alone(
    client_of, draft: Draft, lin: Member, account: Account
) -> None:
    save(draft, lin, variants={str(account.pk): {"title": "短标题"}}, tags=["春茶"])
    form = {"title": "经旧接口保存", "html": "<p>正文</p>", "expected_revision": 2, "cover": draft.revision.cover_id}

    client_of(lin).post(reverse("content:draft_save", args=[draft.pk]), form)

    draft.refresh_from_db()
    assert (draft.revision.title, draft.revision.tags) == ("经旧接口保存", ["春茶"])
    assert draft.revision.variants[str(account.pk)]["title"] == "短标题"


def test_keystrokes_keep_what_accounts_have_of_their_own(
    client_of, draft: Draft, lin: Member, account: Account
) -> None:
    words = {
        "title": "主稿", "byline": "", "digest": "", "html": "<p>字</p>", "cover": None, "source_url": "", "tags": ["春茶"],
        "settings": {"theme": "ink"}, "variants": {str(account.pk): {"text": "正在写的文案"}}, "base": 1, "serial": 0, "window": "a",
    }  # fmt: skip
    client = client_of(lin)
    answer = client.post(reverse("content:draft_autosave", args=[draft.pk]), words, content_type="application/json")

    page = client.get(reverse("content:draft_edit", args=[draft.pk]))
    shown = client.get(reverse("content:draft_preview", args=[draft.pk]), {"account": account.pk})
    assert answer.status_code == 200
    assert page.context["setup"]["variants"] == {str(account.pk): {"text": "正在写的文案"}}
    assert page.context["setup"]["settings"] == {"theme": "ink"}
    assert shown.status_code == 200 and account.name in shown.content.decode()
    assert client.get(reverse("content:draft_preview", args=[draft.pk]), {"account": 999999}).status_code == 404


def test_a_cut_is_drawn_in_its_ratio_kept_once_and_not_offered_as_a_picture(draft: Draft, lin: Member) -> None:
    source = actions.add_picture(
        draft=draft, data=testing.picture_bytes("teal", size=(400, 300)), name="横图.png", by=lin
    )

    cut = actions.crop_picture(draft=draft, sha256=source.sha256, ratio="3:4", box=(0.1, 0, 0.5, 1), by=lin)
    again = actions.crop_picture(draft=draft, sha256=source.sha256, ratio="3:4", box=(0.1, 0, 0.5, 1), by=lin)

    assert cut == again and cut.cut_from == source.sha256
    assert abs(cut.file.width_px / cut.file.height_px - 0.75) < 0.01
    assert cut.sha256 not in {p["sha256"] for p in queries.pictures_of(draft)}
    with pytest.raises(NotThere):
        actions.crop_picture(draft=draft, sha256="0" * 64, ratio="3:4", box=(0, 0, 1, 1), by=lin)
    with pytest.raises(BadInput):
        actions.crop_picture(draft=draft, sha256=source.sha256, ratio="3:4", box=(0.999, 0, 1, 1), by=lin)
