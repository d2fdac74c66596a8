"""The library: what comes in, how it is found, by what right it is used."""

import datetime as dt

import pytest
from django.urls import reverse

from masthead.content import actions, queries, testing
from masthead.content.models import Draft, Material, MaterialUse
from masthead.core import clock
from masthead.core.errors import BadInput, NotPermitted, NotThere, RuleBroken
from masthead.core.files.queries import read_bytes
from masthead.org.models import Member

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(lin: Member) -> Material:
    return testing.make_material(lin, name="蒙顶茶园清晨", tags=["茶园", "春茶"])


def test_a_material_is_found_by_any_of_its_words(lin: Member, picture: Material) -> None:
    testing.make_material(lin, name="仓库湿度计", colour="navy")

    for question in ("茶园", "清晨 蒙顶", "春茶", "茶", "顶茶"):
        assert list(queries.material_page(lin, queries.MaterialFilter(q=question))) == [picture], question
    assert not queries.material_page(lin, queries.MaterialFilter(q="火星")).rows
    assert not queries.material_page(lin, queries.MaterialFilter(q="？！")).rows


def test_what_is_changed_is_found_by_its_new_words_only(lin: Member, picture: Material) -> None:
    actions.change_material(
        material=picture, name="Longjing 2026", note="", source="", tags=["绿茶"], ai="none", has_people=False, by=lin
    )

    assert queries.material_page(lin, queries.MaterialFilter(q="longj")).rows
    assert not queries.material_page(lin, queries.MaterialFilter(q="蒙顶")).rows
    assert queries.known_tags(lin) == ["绿茶"]


def test_another_department_sees_only_what_is_shared(lin: Member, sun: Member, picture: Material) -> None:
    with pytest.raises(NotThere):
        queries.get_material_for(sun, picture.pk)

    folder = actions.make_folder(unit=picture.unit, name="全公司标识", shared=True, by=lin)
    actions.move_materials(materials=[picture], folder=folder, by=lin)

    assert queries.get_material_for(sun, picture.pk) == picture
    with pytest.raises(NotPermitted):
        queries.get_material_for(sun, picture.pk, "content.material.keep")


def test_the_same_file_is_offered_instead_of_kept_twice(lin: Member, picture: Material) -> None:
    again = testing.make_upload(lin, testing.scene("seagreen"), "另一个名字.png")

    with pytest.raises(BadInput) as refusal:
        actions.add_material(upload=again, unit=picture.unit, by=lin)

    assert refusal.value.code == "material_exists" and picture.name in refusal.value.message
    assert queries.upload_rows(lin)[0].same == picture


def test_a_smaller_copy_looks_alike_and_another_picture_does_not(lin: Member, picture: Material) -> None:
    copy = testing.make_upload(lin, testing.scene("seagreen", size=(300, 200), kind="JPEG"), "缩小.jpg")
    other = testing.make_upload(lin, testing.scene("navy", seed=9), "别的.png")

    assert [a.material for a in queries.alike(lin, copy.bands)] == [picture]
    assert queries.alike(lin, other.bands) == []


def test_a_material_without_licence_cannot_be_used(lin: Member, draft: Draft) -> None:
    material = testing.make_material(lin, licensed=False)

    with pytest.raises(RuleBroken) as refusal:
        actions.use_material(draft=draft, material=material, by=lin)

    assert refusal.value.code == "material_without_rights" and "没有登记授权" in refusal.value.message
    assert not MaterialUse.objects.exists()


@pytest.mark.parametrize(
    ("words", "say"),
    [
        ({"kind": "own", "valid_until": dt.date(2020, 1, 1)}, "到期"),
        ({"kind": "own", "valid_from": dt.date(2090, 1, 1)}, "起才生效"),
        ({"kind": "own", "platforms": ["bluesky"]}, "授权不包含"),
    ],
)
def test_a_licence_that_does_not_reach_blocks_the_use(lin: Member, draft: Draft, picture: Material, words, say) -> None:
    actions.record_licence(material=picture, by=lin, **words)

    with pytest.raises(RuleBroken, match=say):
        actions.use_material(draft=draft, material=picture, by=lin)


def test_a_renewal_starts_from_the_rights_that_hold(client_of, lin: Member, picture: Material) -> None:
    over = clock.today() - dt.timedelta(days=3)
    actions.record_licence(material=picture, kind="bought", licensor="蜀光图片社", valid_until=over, by=lin)

    form = client_of(lin).get(reverse("content:licence_new", args=[picture.pk])).context["form"]

    assert (form["kind"].value(), form["licensor"].value()) == ("bought", "蜀光图片社")
    assert form["valid_until"].value() is None


def test_a_shown_person_must_agree_and_a_minors_guardian_in_writing(
    lin: Member, draft: Draft, picture: Material
) -> None:
    actions.change_material(
        material=picture, name="采茶工", note="", source="", tags=[], ai="none", has_people=True, by=lin
    )
    with pytest.raises(RuleBroken, match="肖像同意"):
        actions.use_material(draft=draft, material=picture, by=lin)
    day = clock.today()
    with pytest.raises(BadInput, match="监护人"):
        actions.record_consent(material=picture, person="小满", given_on=day, is_minor=True, by=lin)
    paper = (testing.picture_bytes("white"), "同意书.png")
    actions.record_consent(
        material=picture, person="小满", given_on=day, is_minor=True, guardian="李永祥", proof=paper, by=lin
    )

    assert actions.use_material(draft=draft, material=picture, by=lin).draft == draft


def test_a_withdrawn_consent_stops_the_draft_that_shows_the_person(
    lin: Member, account, reviewable, picture: Material
) -> None:
    consent = actions.record_consent(material=picture, person="王素琴", given_on=clock.today(), by=lin)
    draft = testing.make_ready_draft(lin, accounts=[account])
    testing.show_material(draft, picture, lin)
    assert queries.rights_issues(draft) == []

    actions.withdraw_consent(consent=consent, reason="本人来函", by=lin)

    assert [i.code for i in queries.rights_issues(draft)] == ["withdrawn"]
    with pytest.raises(RuleBroken, match="已撤回肖像同意"):
        actions.submit_draft(draft=draft, by=lin)
    with pytest.raises(RuleBroken):
        actions.withdraw_consent(consent=consent, reason="再次", by=lin)


def test_a_file_brought_in_past_the_library_is_still_the_material(lin: Member, account, picture: Material) -> None:
    draft = testing.make_ready_draft(lin, accounts=[account])
    assert picture.version
    asset = actions.add_picture(draft=draft, data=read_bytes(picture.version.file), name="下载的.png", by=lin)
    testing.place(draft, asset, lin)

    actions.record_licence(material=picture, kind="own", valid_until=dt.date(2020, 1, 1), by=lin)

    assert asset.sha256 == picture.version.sha256
    assert [i.code for i in queries.rights_issues(draft)] == ["over"]


def test_a_draft_keeps_the_version_it_took(lin: Member, account, picture: Material) -> None:
    draft = testing.make_ready_draft(lin, accounts=[account])
    asset = testing.show_material(draft, picture, lin)
    upload = testing.make_upload(lin, testing.scene("darkred", seed=5), "新版.png")

    actions.add_version(material=picture, upload=upload, note="调色", by=lin)

    assert picture.version and picture.version.number == 2
    assert asset.sha256 != picture.version.sha256
    assert list(queries.uses_of([draft.pk])[draft.pk]) == [picture]


def test_somebody_is_told_once_a_step_before_rights_end(lin: Member, chen: Member, picture: Material) -> None:
    actions.record_licence(material=picture, kind="own", valid_until=clock.today() + dt.timedelta(days=20), by=lin)

    assert (actions.remind_of_rights(), actions.remind_of_rights()) == (1, 0)
    with clock.travelling(dt.timedelta(days=14)):
        assert (actions.remind_of_rights(), actions.remind_of_rights()) == (1, 0)
    assert picture in queries.rights_page(lin).rows


def test_deeds_on_many_touch_only_what_the_member_keeps(client_of, lin: Member, sun: Member, picture: Material) -> None:
    address = reverse("content:materials_bulk")
    client_of(sun).post(address, {"material": [picture.pk], "deed": "archive"})
    picture.refresh_from_db()
    assert picture.archived_at is None

    client_of(lin).post(address, {"material": [picture.pk], "deed": "tag", "tags": "封面，横图"})
    client_of(lin).post(address, {"material": [picture.pk], "deed": "archive"})
    picture.refresh_from_db()
    assert picture.archived_at and picture.tags == ["茶园", "春茶", "封面", "横图"]


def test_pages_open_and_cost_the_same_for_any_number(client_of, lin: Member, draft: Draft, picture: Material) -> None:
    from masthead.content.tests.test_pages import queries_of

    client, addresses = client_of(lin), [
        reverse("content:library"), reverse("content:library") + "?view=list&q=茶&rights=ok", reverse("content:material_rights"),
        reverse("content:material_picker", args=[draft.pk]),
    ]  # fmt: skip
    few = [queries_of(client, address) for address in addresses]
    for n in range(6):
        testing.make_material(lin, name=f"茶园{n}", seed=20 + n)

    assert [queries_of(client, address) for address in addresses] == few
    assert max(few) <= 15, few
    for name in ("material", "material_edit", "licence_new", "consent_new"):
        assert client.get(reverse(f"content:{name}", args=[picture.pk])).status_code == 200
    for kind in ("thumb", "wide"):
        answer = client.get(reverse("content:material_picture", args=[picture.version_id, kind]))
        assert answer.status_code == 200 and answer["Content-Type"].startswith("image/")


def test_the_picker_puts_a_material_into_the_draft(client_of, lin: Member, draft: Draft, picture: Material) -> None:
    page = client_of(lin).get(reverse("content:material_picker", args=[draft.pk]), headers={"HX-Request": "true"})
    assert "放入正文" in page.content.decode() and "<html" not in page.content.decode()

    answer = client_of(lin).post(
        reverse("content:material_use", args=[draft.pk]),
        {"material": picture.pk},
        headers={"Accept": "application/json"},
    )

    assert answer.status_code == 201
    assert answer.json()["sha256"] in queries.assets_of(draft)
