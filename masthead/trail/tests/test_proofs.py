"""A stranger with the proof of one event, a published head and Python can check it; nothing else is needed, nothing else is told."""

import io
import json
import subprocess
import sys
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from masthead.core.errors import RuleBroken
from masthead.trail import actions, queries
from masthead.trail.chain import leaf, node, path_to, tree_of
from masthead.trail.check_proof import check
from masthead.trail.models import SealBatch

pytestmark = pytest.mark.django_db


@pytest.fixture
def batches(pick):
    """Three batches of seven, one and twelve events."""
    made = []
    for size in (7, 1, 12):
        made.append(
            [
                pick(reason=f"第{n}篓，“{size}” e\u0301", data={"kilos": n, "places": ["蒙顶", "名山"]})
                for n in range(size)
            ]
        )
        actions.seal_events()
    return made


def test_every_event_of_every_batch_is_proved_up_to_the_newest_head(batches):
    head = SealBatch.objects.order_by("-pk")[0].head

    for event in [event for batch in batches for event in batch]:
        document = json.loads(json.dumps(queries.proof_of(event).document))
        assert check(document, head) == [], f"event {event.pk} is in the trail, its proof must hold"


def test_a_changed_word_a_moved_event_or_another_head_does_not_pass(batches):
    document = json.loads(json.dumps(queries.proof_of(batches[0][3]).document))

    assert check({**document, "event": {**document["event"], "reason": "别的"}})
    assert check({**document, "event_id": document["event_id"] + 1})
    assert check({**document, "position": document["position"] + 1})
    assert check({**document, "path": document["path"][1:]})
    assert check({**document, "batches": document["batches"][1:]})
    assert check(document, "0" * 64)


def test_a_proof_tells_nothing_of_other_events(batches):
    text = json.dumps(queries.proof_of(batches[2][5]).document, ensure_ascii=False)

    assert text.count("第") == 1, "only the event itself may be readable in its proof"


@pytest.mark.parametrize("size", range(1, 18))
def test_a_tree_of_any_size_leads_each_leaf_to_its_root(size):
    leaves = [leaf(n, n, "d") for n in range(size)]

    for index, first in enumerate(leaves):
        value = first
        for side, partner in path_to(leaves, index):
            value = node(partner, value) if side == "left" else node(value, partner)
        assert value == tree_of(leaves)


def test_the_downloaded_zip_is_checked_without_the_system(batches, auditor, client_of, tmp_path):
    answer = client_of(auditor).get(reverse("trail:proof", args=[batches[1][0].pk]))
    zipfile.ZipFile(io.BytesIO(answer.content)).extractall(tmp_path)
    head = SealBatch.objects.order_by("-pk")[0].head
    command = [sys.executable, "-I", "check_proof.py", "proof.json"]

    good = subprocess.run([*command, head], cwd=tmp_path, capture_output=True, text=True, check=False)
    (tmp_path / "proof.json").write_text((tmp_path / "proof.json").read_text().replace("kilos", "grams"))
    bad = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert (good.returncode, bad.returncode) == (0, 1)
    assert "正确" in good.stdout
    assert "不符" in bad.stdout


def test_an_event_that_is_not_sealed_yet_says_so(pick, auditor, client_of):
    event = pick()
    with pytest.raises(RuleBroken, match="还没有封存"):
        queries.proof_of(event)

    assert client_of(auditor).get(reverse("trail:proof", args=[event.pk])).status_code == 422
    with pytest.raises(CommandError):
        call_command("trail_proof", event.pk)


def test_an_editor_gets_no_proof_of_what_others_did(batches, lin, client_of):
    assert client_of(lin).get(reverse("trail:proof", args=[batches[0][0].pk])).status_code == 403


def test_a_consumer_of_the_sealed_feed_misses_nothing_and_sees_nothing_twice(batches, pick):
    first = queries.sealed_after(0, 9)
    rest = queries.sealed_after(first[-1][0], 100)
    pick()

    assert [position for position, _event in first + rest] == list(range(1, 21))
    assert queries.sealed_after(20) == [], "an event counts when it is sealed, not before"
    actions.seal_events()
    assert [position for position, _event in queries.sealed_after(20)] == [21]
    assert queries.newest_position() == 21
