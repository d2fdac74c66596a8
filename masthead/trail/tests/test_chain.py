"""The chain finds what was changed, deleted or slipped in, even by someone who could open the locks."""

import datetime as dt
import threading
import uuid

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from masthead.trail import actions, head_file, queries, tasks
from masthead.trail.chain import event_digest
from masthead.trail.models import Event, EventSeal, SealBatch
from masthead.trail.testing import trail_unlocked


def forge(sql, *values):
    """What somebody with the keys of the database could do."""
    with trail_unlocked(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")  # foreign keys asleep
        cursor.execute(sql, values)
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")


@pytest.fixture
def three(pick):
    events = [pick(reason=f"第{n}篓") for n in (1, 2, 3)]
    actions.seal_events()
    return events


def test_an_untouched_trail_is_intact(three):
    found = queries.verify()

    assert (found.events, found.sealed, found.faults) == (3, 3, [])


def test_a_changed_event_is_found(three):
    forge("UPDATE trail_event SET reason = 'x' WHERE id = %s", three[1].pk)

    assert any(str(three[1].pk) in fault for fault in queries.verify().faults)


def test_a_changed_event_with_a_fresh_digest_breaks_the_chain(three):
    event = three[1]
    event.reason = "改写"
    forge("UPDATE trail_event SET reason = %s, digest = %s WHERE id = %s", event.reason, event_digest(event), event.pk)

    assert any("断开" in fault for fault in queries.verify().faults)


def test_a_deleted_event_is_found(three):
    forge("DELETE FROM trail_event WHERE id = %s", three[1].pk)
    faults = queries.verify().faults
    forge("DELETE FROM trail_eventseal WHERE event_id = %s", three[1].pk)

    assert any("不见了" in fault for fault in faults)
    assert any("缺失" in fault for fault in queries.verify().faults)


def test_an_end_cut_off_with_its_seals_is_found(three):
    forge("DELETE FROM trail_eventseal WHERE event_id = %s", three[2].pk)
    forge("DELETE FROM trail_event WHERE id = %s", three[2].pk)

    assert any("批次" in fault for fault in queries.verify().faults)


def test_an_event_slipped_in_past_the_system_is_found(three):
    Event.objects.create(
        at=three[0].at, name="tea:leaf:picked", actor_kind="system", actor_name="系统", digest="0" * 64
    )

    assert any("绕过" in fault for fault in queries.verify().faults)


def test_the_chain_goes_on_where_it_ended(three, pick):
    pick()
    actions.seal_events()

    first, second = SealBatch.objects.order_by("pk")
    assert second.previous_root == first.root
    assert list(EventSeal.objects.order_by("position").values_list("position", flat=True)) == [1, 2, 3, 4]
    assert queries.verify().faults == []


def test_an_event_that_commits_late_is_sealed_later_without_breaking_the_chain(three, pick):
    late = pick(at=three[0].at - dt.timedelta(minutes=5))
    actions.seal_events()

    assert EventSeal.objects.get(event=late).position == 4
    assert queries.verify().faults == []


def test_the_command_says_what_it_found_and_fails_on_a_broken_chain(three, capsys):
    call_command("trail_verify")
    forge("UPDATE trail_event SET reason = 'x' WHERE id = %s", three[0].pk)
    with pytest.raises(CommandError) as failed:
        call_command("trail_verify")

    assert "留痕事件 3 条" in capsys.readouterr().out
    assert failed.value.returncode == 1


@pytest.mark.django_db(transaction=True)
def test_two_sealers_at_once_leave_one_whole_chain(pick):
    for number in range(40):
        pick(reason=str(number))
    start = threading.Barrier(4)

    def seal():
        start.wait()
        tasks.seal()
        connection.close()

    threads = [threading.Thread(target=seal) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tasks.seal()

    found = queries.verify()
    assert (found.sealed, found.faults) == (40, [])


def test_a_perfect_copy_of_a_true_event_is_found(three):
    """Anybody can compute a digest; a stamp needs the house's key."""
    copy = Event.objects.get(pk=three[1].pk)
    copy.pk, copy.uid = None, uuid.uuid4()
    copy.save(force_insert=True)

    assert any(f"事件 {copy.pk} 没有本系统的印记" in fault for fault in queries.verify().faults)
    actions.seal_events()
    assert any(f"事件 {copy.pk} 没有本系统的印记" in fault for fault in queries.verify().faults), (
        "sealing does not wash it clean"
    )


def test_an_end_cut_off_with_seals_and_batch_does_not_reach_its_kept_end(three, pick, settings, tmp_path):
    settings.TRAIL_HEAD_FILE = tmp_path / "head.json"
    last = pick()
    actions.seal_events()
    assert queries.verify().faults == []
    batch = SealBatch.objects.order_by("-pk")[0]
    forge("DELETE FROM trail_eventseal WHERE event_id = %s", last.pk)
    forge("DELETE FROM trail_sealbatch WHERE id = %s", batch.pk)
    forge("DELETE FROM trail_event WHERE id = %s", last.pk)

    assert any("封存头文件" in fault for fault in queries.verify().faults)


def test_a_rewritten_chain_does_not_fit_its_kept_end(three, settings, tmp_path):
    settings.TRAIL_HEAD_FILE = tmp_path / "head.json"
    head_file.keep(3, "f" * 64)

    assert any("链被重写" in fault for fault in queries.verify().faults)


def test_a_batch_with_another_tree_or_head_is_found(three):
    forge("UPDATE trail_sealbatch SET head = %s", "e" * 64)

    assert any("批次" in fault for fault in queries.verify().faults)


def test_an_event_below_the_end_is_sealed_by_the_sweep(three, pick):
    late = pick()
    forge("UPDATE trail_event SET id = -5 WHERE id = %s", late.pk)
    if connection.vendor == "sqlite":
        assert actions.seal_events() == 0

    assert actions.seal_events(sweep=True) + EventSeal.objects.filter(event_id=-5).count() >= 1
    assert queries.verify().faults == []


@pytest.mark.django_db(transaction=True)
def test_processes_that_share_the_check_find_what_one_finds(pick):
    for number in range(12):
        pick(reason=str(number))
        actions.seal_events()
    whole = queries.verify(processes=2)
    forge("UPDATE trail_event SET reason = 'x' WHERE id = %s", Event.objects.order_by("pk")[9].pk)

    assert (whole.sealed, whole.root, whole.faults) == (12, queries.verify().root, [])
    assert queries.verify(processes=2).faults == queries.verify().faults != []
