"""Import of a policy text over HTTP: upload, corrections, undo, keys, draft; nothing enters the rulebook before the last step."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from masthead.core.errors import BadInput, Stale
from masthead.rulebook import actions, policy_text, queries
from masthead.rulebook.models import Clause, PolicyImport, PolicyVersion
from masthead.rulebook.states import ImportState, VersionState
from masthead.trail import queries as trail

pytestmark = pytest.mark.django_db
TEXT = "新媒体管理办法\n第一章 总则\n第一条 【制定目的】为规范管理。\n第三条 账号实名，依照第一条执行。\n第二章 附则\n第四条 自发布之日起施行。\n"


@pytest.fixture(autouse=True)
def files_of_the_test(settings, tmp_path):
    settings.FILES_DIR = tmp_path


@pytest.fixture
def started(zheng, policy) -> PolicyImport:
    return actions.start_import(data=TEXT.encode(), name="办法.txt", by=zheng)


def correct(started, by, deed, index, **words):
    started.refresh_from_db()
    return actions.correct_import(policy_import=started, deed=deed, index=index, serial=started.serial, by=by, **words)


def words(policy_import):
    policy_import.refresh_from_db()
    return [(b.role, b.number, b.text) for b in queries.reading_of(policy_import)]


def test_a_file_is_read_and_looked_through_before_anything_is_stored(client_of, zheng, policy):
    answer = client_of(zheng).post(reverse("rulebook:import"), {"file": SimpleUploadedFile("办法.txt", TEXT.encode())})

    found = PolicyImport.objects.get()
    assert answer.url == found.get_absolute_url()
    assert PolicyVersion.objects.count() == 1
    html = client_of(zheng).get(answer.url).content.decode()
    assert "编号不连续" in html and "第三条" in html and "<s>新媒体管理办法</s>" in html


def test_a_file_that_is_no_text_comes_back_with_what_to_do(client_of, zheng, policy):
    answer = client_of(zheng).post(
        reverse("rulebook:import"),
        {"file": SimpleUploadedFile("办法.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 900)},
    )

    assert answer.status_code == 422
    assert "旧版 Word" in answer.content.decode()
    assert not PolicyImport.objects.exists()


@pytest.mark.parametrize("name", ["rulebook:import", "rulebook:import_preview", "rulebook:import_keys"])
def test_an_editor_may_not_import(client_of, lin, started, name):
    address = reverse(name) if name == "rulebook:import" else reverse(name, args=[started.pk])

    assert client_of(lin).get(address).status_code == 403


def test_every_correction_can_be_taken_back(started, zheng):
    before = words(started)

    correct(started, zheng, "edit", 3, role="clause", number="第二条", text="账号实名。")
    correct(started, zheng, "merge", 3)
    correct(started, zheng, "aside", 2)
    correct(started, zheng, "restore", 2)
    correct(started, zheng, "split", 2, start="规范")
    assert len(words(started)) == len(before) + 1
    for _step in range(5):
        actions.undo_correction(policy_import=started, serial=started.serial, by=zheng)
        started.refresh_from_db()

    assert words(started) == before


def test_a_split_needs_words_that_are_there(started, zheng):
    with pytest.raises(BadInput, match="找不到"):
        correct(started, zheng, "split", 2, start="没有这几个字")


def test_two_windows_do_not_overwrite_each_other(started, zheng):
    correct(started, zheng, "merge", 3)

    with pytest.raises(Stale):
        actions.correct_import(policy_import=started, deed="merge", index=2, serial=0, by=zheng)


def test_a_correction_over_htmx_answers_with_the_desk_alone(client_of, zheng, started):
    address = reverse("rulebook:import_correct", args=[started.pk, 3])
    answer = client_of(zheng).post(address, {"deed": "merge", "serial": started.serial}, headers={"HX-Request": "true"})

    html = answer.content.decode()
    assert answer.status_code == 200
    assert html.lstrip().startswith('<div id="desk"') and "<html" not in html


def test_words_that_cannot_be_used_stay_in_the_form(client_of, zheng, started):
    address = reverse("rulebook:import_correct", args=[started.pk, 3])
    answer = client_of(zheng).post(
        address,
        {"deed": "split", "serial": 0, "start": "没有", "number": "第三条", "text": "我改的字", "role": "clause"},
    )

    assert answer.status_code == 422
    assert "我改的字" in answer.content.decode()


def test_the_last_step_stores_a_draft_whose_clauses_keep_the_keys_in_force(client_of, zheng, started):
    plan = queries.key_plan(started)
    keys = {f"key_{i}": p.key for i, p in enumerate(plan)}

    client_of(zheng).post(reverse("rulebook:import_keys", args=[started.pk]), {**keys, "serial": started.serial})

    version = PolicyVersion.objects.get(state=VersionState.DRAFT)
    assert version.number == 2
    assert [(c.key, c.number) for c in Clause.objects.filter(version=version, key="1.1")] == [("1.1", "第一条")]
    assert [e.name for e in trail.events_of(version)] == ["rulebook:version:imported"]
    started.refresh_from_db()
    assert (started.state, started.version) == (ImportState.STORED, version)
    assert queries.policy_in_force().number == 1


def test_a_key_that_is_used_twice_is_refused(client_of, zheng, started):
    keys = {f"key_{i}": "1.1" for i, _p in enumerate(queries.key_plan(started))}
    answer = client_of(zheng).post(
        reverse("rulebook:import_keys", args=[started.pk]), {**keys, "serial": started.serial}
    )

    assert answer.status_code == 422
    assert "用了两次" in answer.content.decode()
    assert PolicyVersion.objects.count() == 1


def test_an_import_that_is_given_up_leaves_the_rulebook_as_it_was(client_of, zheng, started):
    client_of(zheng).post(reverse("rulebook:import_abandon", args=[started.pk]), {"serial": started.serial})

    assert client_of(zheng).get(started.get_absolute_url()).status_code == 404
    assert PolicyVersion.objects.count() == 1


def test_the_preview_costs_the_same_for_a_long_text(client_of, zheng, policy, django_assert_max_num_queries):
    long = "第一章 总则\n" + "\n".join(f"第{n}条 账号实名。" for n in range(1, 400))
    found = actions.start_import(data=long.encode(), name="长.txt", by=zheng)

    client = client_of(zheng)
    client.get(found.get_absolute_url())
    with django_assert_max_num_queries(15):
        html = client.get(found.get_absolute_url(), {"first": "80"}).content.decode()
    assert "第100条" in html and "第300条" not in html


def test_imported_built_in_text_keeps_every_key(zheng, policy):
    source = "\n".join(f"{p.key} {p.title}\n{p.text}" for p in policy_text.built_in().passages)
    found = actions.start_import(data=source.encode(), name="制度.txt", by=zheng)

    assert [p.key for p in queries.key_plan(found)] == [p.key for p in policy_text.built_in().passages]
