"""A film of the library becomes the video of a text: saved, kept with keystrokes, merged, checked for each platform, read from any storage."""

import json
from pathlib import Path

import pytest
from django.urls import reverse

from masthead.accounts.models import Account
from masthead.accounts.testing import make_account
from masthead.content import actions, queries, testing
from masthead.content.models import Asset, Draft, Material
from masthead.core.files import queries as files
from masthead.core.files import store
from masthead.org.models import Member, Unit

JSON = {"headers": {"Accept": "application/json"}}


@pytest.fixture
def film(draft: Draft, lin: Member, tmp_path: Path) -> Asset:
    """A short film in Lin's draft, 320×180."""
    return testing.make_film(draft, lin, tmp_path / "film.mp4")


def saved(client, draft: Draft, **more) -> int:
    draft.refresh_from_db()
    now = draft.revision
    words = {"title": now.title, "html": now.html, "cover": now.cover_id, "expected_revision": now.number} | more
    return client.post(reverse("content:draft_save", args=[draft.pk]), words, **JSON).status_code


def test_a_chosen_film_is_saved_stays_when_nobody_speaks_of_it_and_goes_when_taken_away(
    client_of, draft: Draft, lin: Member, film: Asset, fresh
) -> None:
    client = client_of(lin)
    page = client.get(reverse("content:draft_edit", args=[draft.pk])).content.decode()
    assert page.count('name="video"') == 1 and film.file.name in page

    steps = [({"video": film.file_id}, film.file_id), ({}, film.file_id), ({"video": ""}, None)]
    for given, kept in steps:
        assert saved(client, draft, **given) == 200
        assert fresh(draft).revision.video_id == kept
    assert saved(client, draft, video=999_999) == 422


def test_a_film_is_kept_with_the_keystrokes_and_offered_when_two_people_wrote(
    client_of, draft: Draft, lin: Member, film: Asset
) -> None:
    client, base = client_of(lin), draft.revision.number
    body = {
        "title": "新标题",
        "html": "<p>新的</p>",
        "video": film.file_id,
        "base": base,
        "serial": 0,
        "window": "a" * 32,
    }
    address = reverse("content:draft_autosave", args=[draft.pk])
    assert client.post(address, json.dumps(body), content_type="application/json", **JSON).status_code == 200
    assert queries.editor_text(lin, draft).video_id == film.file_id

    assert saved(client, draft, video=film.file_id) == 200
    draft.refresh_from_db()
    merge = queries.merge_of(draft, {"title": "别的标题", "html": "<p>别的</p>", "video": None}, base)
    (field,) = [f for f in merge["fields"] if f["name"] == "video"]
    assert (field["value"], field["choice"], field["theirs"]) == (film.file_id, "theirs", film.file.name)


def test_each_platform_says_what_it_objects_to_before_and_in_the_kept_check(
    draft: Draft, lin: Member, film: Asset, units: dict[str, Unit], he: Member, chen: Member, reviewable, client_of
) -> None:
    douyin = make_account(unit=units["宣传部"], administrator=he, backup=chen, name="云岭短视频", platform="douyin")
    actions.set_accounts(draft=draft, accounts=[*Account.objects.filter(pk=douyin.pk)], by=lin)
    assert saved(client_of(lin), draft, video=film.file_id) == 200
    draft = queries.get_draft_for(lin, draft.pk)

    live = [n.message for n in queries.report_on(draft, draft.revision).notes if n.part == "video"]
    kept = actions.check_draft(draft=draft, by=lin).findings.filter(rule__startswith="format:film_")

    assert live and any("短边 180 像素" in message for message in live)
    assert {f.message for f in kept} == set(live)


def test_the_rights_of_a_film_are_asked_for_like_those_of_a_picture(
    draft: Draft, lin: Member, film: Asset, client_of
) -> None:
    assert saved(client_of(lin), draft, video=film.file_id) == 200
    material = Material.objects.get(name="采茶短片")
    actions.record_licence(material=material, kind="licensed", licensor="摄影师", platforms=["weibo"], by=lin)
    draft = queries.get_draft_for(lin, draft.pk)

    assert [i.material.name for i in queries.rights_issues(draft)] == ["采茶短片"]


def test_a_film_is_read_in_pieces_from_whatever_storage_holds_it(
    draft: Draft, lin: Member, film: Asset, client_of, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = files.read_bytes(film.file)

    class Far(store.DiskStore):
        def path_of(self, digest: str) -> Path:
            assert digest != film.sha256, "the film has no local file"
            return super().path_of(digest)

        def pieces(self, digest: str, start: int, length: int):
            part = whole[start : start + length]
            return iter([part[at : at + 700] for at in range(0, len(part), 700)])

    monkeypatch.setattr(store, "DISK", Far())
    assert saved(client_of(lin), draft, video=film.file_id) == 200
    draft.refresh_from_db()
    video = queries.package_of(draft.revision).video
    with video.open() as source:
        assert source.read(4) + source.read() == whole
        source.seek(-8, 2)
        assert source.read() == whole[-8:]
        assert source.seek(4) == 4 and source.read(4) == b"ftyp"
