"""What machines ask: alive, ready, figures. Closed to strangers, without names."""

import datetime as dt
import re

import pytest
from django.test import Client

from masthead.core import clock
from masthead.core.exposition import Gauge, exposed, gauge
from masthead.publishing import actions as publishing
from masthead.publishing.models import Attempt, Publication
from masthead.publishing.testing import make_account_for, make_approved, make_publication

pytestmark = pytest.mark.django_db
LINE = re.compile(r'^[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? -?[0-9.]+$')


@pytest.fixture
def due(lin, wu, he, files_dir) -> Publication:
    account = make_account_for(wu, backup=he)
    return make_publication(
        make_approved(lin, account), account, by=wu, due_at=clock.now() - dt.timedelta(seconds=90), title="机密标题"
    )


def test_a_process_that_answers_is_alive_whatever_else_fails(settings, tmp_path):
    settings.VAULT_KEY_FILE = tmp_path / "gone.keys"

    assert Client().get("/livez/").json() == {"ok": True}


def test_ready_means_a_worker_lives_and_nothing_is_due_for_long(due):
    assert Client().get("/readyz/").json()["failing"] == ["publishing.workers"]
    publishing.note_worker(worker="yunling:1")
    assert Client().get("/readyz/").status_code == 200

    Publication.objects.update(next_try_at=clock.now() - dt.timedelta(minutes=5))
    late = Client().get("/readyz/")
    assert (late.status_code, late.json()) == (503, {"ok": False, "failing": ["publishing.late"]})


def test_figures_are_for_this_machine_and_for_who_knows_the_token(company, settings):
    def status(address: str, **headers: str) -> int:
        return Client(REMOTE_ADDR=address, headers=headers).get("/metrics").status_code

    assert status("127.0.0.1") == 200
    assert status("::1") == 200
    assert status("127.0.0.1", X_Forwarded_For="203.0.113.9") == 403  # a proxy of this machine speaks for a stranger
    assert status("203.0.113.9") == 403
    assert status("203.0.113.9", Authorization="Bearer ") == 403
    settings.METRICS_TOKEN = "k" * 32
    assert status("203.0.113.9", Authorization="Bearer wrong") == 403
    assert status("203.0.113.9", Authorization=f"Bearer {'k' * 32}") == 200


def test_the_figures_tell_queue_lateness_states_and_faults_and_no_names(due, wu):
    publishing.note_worker(worker="yunling:1")
    now = clock.now()
    make_publication(
        due.draft, due.account, by=wu, due_at=now - dt.timedelta(hours=1), accepted_at=now - dt.timedelta(minutes=59),
        state="published", content_hash="1" * 64,
    )  # fmt: skip
    Attempt.objects.create(
        publication=due, no=1, stage="draft", label="草稿", started_at=now, ended_at=now, outcome="throttled"
    )
    answer = Client().get("/metrics")
    told = answer.content.decode()
    key = due.account.platform.key

    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    assert all(LINE.match(line) for line in told.splitlines() if not line.startswith("#")), told
    for line in (
        "masthead_publishing_workers_alive 1",
        "masthead_publishing_queue_depth 1",
        "masthead_publishing_unclaimed 1",
        'masthead_publishing_publications{state="scheduled"} 1',
        'masthead_publishing_lateness_day_seconds{quantile="0.99"} 60.0',
        f'masthead_publishing_attempts_day{{outcome="throttled",platform="{key}"}} 1',
        'masthead_publishing_alarm{kind="unclaimed"} 0',
    ):
        assert line in told.splitlines(), told
    assert 90 <= float(re.search(r"oldest_due_age_seconds ([0-9.]+)", told)[1]) < 150
    assert "机密标题" not in told and due.account.name not in told and "yunling" not in told


def test_labels_cannot_break_the_format():
    told = exposed([Gauge("x", "a\nb", [({"p": 'q"\\\n'}, 1)]), gauge("y", "z", 2.5)])

    assert told == '# HELP x a\\nb\n# TYPE x gauge\nx{p="q\\"\\\\\\n"} 1\n# HELP y z\n# TYPE y gauge\ny 2.5\n'
