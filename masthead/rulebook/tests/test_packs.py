"""The auditor's pack opens and proves itself without this system; a changed record is found."""

import datetime as dt
import io
import json
import subprocess
import sys
import zipfile

import pytest

from masthead.core import clock, jobs
from masthead.core.errors import BadInput, NotThere
from masthead.core.files import queries as files
from masthead.rulebook import actions, pack, queries
from masthead.rulebook.models import AuditPack
from masthead.rulebook.states import PackState
from masthead.rulebook.testing import approve, make_draft, propose, sign
from masthead.rulebook.tests.conftest import tea_probe, verdicts
from masthead.trail import actions as trail

pytestmark = pytest.mark.django_db


@pytest.fixture
def ordered(policy, only_probes, lin, chen, zheng, auditor, django_capture_on_commit_callbacks):
    """A short life of the rulebook, and the pack of these days."""
    only_probes(tea_probe(verdicts(passed=3, failed=1)))
    actions.run_probes()
    sign(policy, lin)
    approve(propose(make_draft(chen), chen, ahead=1), zheng)
    actions.take_force(at=clock.now() + dt.timedelta(days=1))
    trail.record_refusal(
        action="rulebook.actions.policy.adopt_template",
        clause="3.3.1",
        code="own",
        message="<b>不能</b>审核自己的稿件。",
        by=lin,
    )
    jobs.run_now("trail.seal")
    today = clock.today()
    return actions.order_pack(since=today - dt.timedelta(days=3), until=today + dt.timedelta(days=1), by=auditor)


@pytest.fixture
def folder(ordered, tmp_path):
    """The pack unpacked."""
    assert actions.build_pack(pk=ordered.pk) is True
    ordered.refresh_from_db()
    with zipfile.ZipFile(io.BytesIO(files.read_bytes(ordered.file))) as archive:
        archive.extractall(tmp_path)
    return tmp_path


def check(folder):
    done = subprocess.run([sys.executable, "-I", "verify.py"], cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_a_pack_is_built_in_the_background_with_its_manifest(ordered, folder):
    assert (ordered.state, ordered.progress) == (PackState.READY, 100)
    code, said = check(folder)
    assert code == 0, said
    assert ordered.manifest_digest in said


def test_the_pages_open_from_a_folder_without_scripts_and_quote_nothing_as_code(folder):
    pages = [p.read_text(encoding="utf-8") for p in folder.rglob("*.html")]

    assert len(pages) == 6
    assert all("<script" not in page and "http://" not in page and "https://" not in page for page in pages)
    assert all('charset="utf-8"' in page for page in pages)
    refusals = (folder / "refusals.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;不能&lt;/b&gt;审核自己的稿件。" in refusals


def test_the_pack_has_the_texts_the_differences_the_figures_and_the_people(folder):
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    home = (folder / "index.html").read_text(encoding="utf-8")

    assert [v["number"] for v in index["versions"]] == [1, 2]
    assert "有风险" in home or "未达标" in home
    assert "3/4" in home
    assert "<ins>" in (folder / "text" / "diff-1-2.html").read_text(encoding="utf-8")
    assert "林知夏" in (folder / "people.html").read_text(encoding="utf-8")
    assert index["counts"]["signatures"] == 1
    assert index["counts"]["refusals"] == 1
    assert index["counts"]["results"] == 4


def rewrite(path, old, new, folder):
    """Change a record and put the manifest right, as a forger would."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    manifest = folder / "manifest.json"
    body = json.loads(manifest.read_text(encoding="utf-8"))
    body["files"][str(path.relative_to(folder))] = pack.archive.digest_bytes(path.read_bytes())
    manifest.write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")


def test_a_changed_file_is_found(folder):
    (folder / "people" / "findings.json").write_text("[]", encoding="utf-8")

    code, said = check(folder)
    assert code == 1
    assert "people/findings.json" in said


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("trail/events.jsonl", "林知夏", "林某某", "留痕被改动"),
        ("people/signatures.json", "林知夏", "林某某", "签名与封存值不符"),
        ("text/version-1.json", "十五日内", "五十日内", "正文与摘要不符"),
    ],
)
def test_a_record_changed_together_with_its_manifest_is_found(folder, name, old, new, said):
    path = folder / name
    if name.endswith("signatures.json"):
        old, new = '"typed_name",\n    "林知夏"', '"typed_name",\n    "林某某"'
    rewrite(path, old, new, folder)

    code, words = check(folder)
    assert code == 1
    assert said in words


def test_a_text_changed_in_what_its_digest_covers_is_found(folder):
    path = folder / "text" / "version-2.json"
    body = json.loads(path.read_text(encoding="utf-8"))
    body["digested"][3][2] = "改过的条文"
    path.write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")

    assert "正文与摘要不符" in check(folder)[1]


def test_a_removed_event_breaks_the_tree_of_its_batch(folder):
    path = folder / "trail" / "batches.json"
    body = json.loads(path.read_text(encoding="utf-8"))
    body["batches"][0]["leaves"].pop()
    path.write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")

    assert "批次的树不符" in check(folder)[1]


@pytest.mark.parametrize(("since", "until", "field"), [(0, -1, "until"), (-500, 0, "until"), (3, 4, "since")])
def test_a_period_that_makes_no_sense_is_refused(policy, auditor, since, until, field):
    today = clock.today()

    with pytest.raises(BadInput) as caught:
        actions.order_pack(since=today + dt.timedelta(days=since), until=today + dt.timedelta(days=until), by=auditor)
    assert set(caught.value.fields) == {field}


def test_one_worker_builds_a_pack_and_a_lost_one_is_built_again(ordered):
    first = actions.claim_pack(pk=ordered.pk)

    assert actions.claim_pack(pk=ordered.pk) is None
    assert queries.packs_due(clock.now()) == []
    much_later = clock.now() + dt.timedelta(hours=1)
    assert queries.packs_due(much_later) == [ordered.pk]
    assert actions.claim_pack(pk=ordered.pk, at=much_later) is not None
    assert actions.settle_pack(pack=first, data=b"PK", manifest_digest="0" * 64) is False


def test_a_build_that_breaks_says_so_and_can_be_ordered_again(ordered, monkeypatch):
    monkeypatch.setattr(pack.pages, "MOST_ROWS", "viele")

    assert actions.build_pack(pk=ordered.pk) is False
    found = AuditPack.objects.get(pk=ordered.pk)
    assert found.state == PackState.FAILED
    assert "TypeError" in found.error


def test_only_those_who_may_order_a_pack_may_download_it(ordered, folder, lin, auditor):
    assert files.get_file_for(auditor, ordered.file_id).size_bytes > 0
    with pytest.raises(NotThere):
        files.get_file_for(lin, ordered.file_id)


def test_the_pack_of_a_period_without_a_rulebook_is_empty_but_holds(policy, auditor, tmp_path):
    since = clock.today() - dt.timedelta(days=300)
    row = actions.order_pack(since=since, until=since + dt.timedelta(days=2), by=auditor)
    assert actions.build_pack(pk=row.pk)
    row.refresh_from_db()
    with zipfile.ZipFile(io.BytesIO(files.read_bytes(row.file))) as archive:
        archive.extractall(tmp_path)

    assert check(tmp_path)[0] == 0
