"""Every minute of a publication can be explained: phases on a line, a log in plain words, and files of both."""

import csv
import datetime as dt
import io
from types import SimpleNamespace

import pytest
from django.urls import reverse

from masthead.accounts.models import Account
from masthead.core import clock
from masthead.publishing import actions, engine, queries
from masthead.publishing.actions import Target
from masthead.publishing.brakes import Missed, PauseReason
from masthead.publishing.events import AfterEvent, PublishingEvent
from masthead.publishing.models import Attempt, CallbackEvent, Publication
from masthead.publishing.phases import ASIDE, Phase, phase_of, steps_of
from masthead.publishing.queries.log_words import words_of_deed
from masthead.publishing.queries.preflight import PreflightFinding
from masthead.publishing.states import AttemptOutcome, PublicationState
from masthead.publishing.testing import make_publication
from masthead.publishing.tests.test_engine import run_until

S, P = PublicationState, Phase
CALL = SimpleNamespace(ended_at=None, is_last=False)
LAST = SimpleNamespace(ended_at=None, is_last=True)


def bare(state: PublicationState | str, **more: object) -> Publication:
    """A row that is not in any database."""
    now = clock.now()
    values = {"next_try_at": now - dt.timedelta(minutes=1), "due_at": now, "account": Account(publish_mode="auto")}
    return Publication(state=state, **(values | more))


@pytest.mark.parametrize(
    ("publication", "last", "phase"),
    [
        (bare(S.SCHEDULED, next_try_at=clock.now() + dt.timedelta(days=1)), None, P.APPROVED),
        (bare(S.SCHEDULED), None, P.DUE),
        (bare(S.SCHEDULED, failure_kind="not_sent"), None, P.RETRY),
        (bare(S.SENDING), None, P.CLAIMED),
        (bare(S.SENDING), CALL, P.PREPARING),
        (bare(S.SENDING, stage="cover"), None, P.PREPARING),
        (bare(S.SENDING), LAST, P.SENDING),
        (bare(S.ACCEPTED), None, P.ACCEPTED),
        (bare(S.PUBLISHED), None, P.CONFIRMED),
        (bare(S.UNKNOWN), None, P.UNKNOWN),
        (bare(S.HANDED), None, P.HANDED),
        (bare(S.CANCELLED), None, P.CANCELLED),
        (bare("held"), None, P.HELD),
        (bare("withdrawn"), None, P.WITHDRAWN),
    ],
)
def test_the_phase_is_derived_from_state_stage_and_calls(publication, last, phase):
    assert phase_of(publication, last=last) == phase

    steps = steps_of(publication, last=last)
    here = [step for step in steps if step["state"] in ("current", "bad")]
    assert [(step["label"], step["state"]) for step in here] == [(phase.label, "bad" if phase in ASIDE else "current")]


def test_every_state_has_a_phase_and_a_place_on_the_way():
    for state in S:
        assert any(step["state"] in ("current", "bad") for step in steps_of(bare(state)))


def test_a_verified_post_is_at_the_end_of_the_way():
    seen = bare(S.PUBLISHED)
    seen.verified_at = clock.now()

    assert [step["state"] for step in steps_of(seen)][-1] == "current"


@pytest.mark.django_db
def test_the_log_explains_every_minute(platform, due, quick, client_of, wu, django_assert_max_num_queries):
    quick(backoff_seconds=(0.1, 0.1))
    platform.set_fault("http_500", "draft/add", count=1)
    actions.note_preflight(
        publication=due, minutes=30, findings=[PreflightFinding("token", "凭据不可用。", "重新授权。")]
    )
    assert run_until(due, S.PUBLISHED) == S.PUBLISHED
    due.refresh_from_db()
    CallbackEvent.objects.create(
        account=due.account, event_key="push", state="processed", told={"remote_value": due.remote_key}, received_at=clock.now()
    )  # fmt: skip

    lines = queries.log_of(due)
    titles = " ".join(line.title for line in lines)
    assert [line.at for line in lines] == sorted((line.at for line in lines), reverse=True)
    for told in (
        "排定了发布",
        "到了计划时间",
        "领取了任务",
        "未送达",
        "交给平台，平台已受理",
        "收到平台的通知",
        "确认已发布",
    ):
        assert told in titles, told
    again = next(line for line in lines if "未送达" in line.title)
    assert "再试时间" in again.means and again.technical
    assert all(line.means for line in lines), [line.title for line in lines if not line.means]

    client = client_of(wu)
    with django_assert_max_num_queries(15):
        page = client.get(due.get_absolute_url()).content.decode()
    assert "技术细节" in page and "steps__item--current" in page


@pytest.mark.django_db
def test_a_minute_without_a_worker_is_told(approved, account, wu):
    row = make_publication(approved, account, by=wu, due_at=clock.now() - dt.timedelta(minutes=5))

    lines = [line for line in queries.log_of(row) if line.title == "到点一分钟还没有被领取"]

    assert len(lines) == 1
    assert "发布引擎" in lines[0].todo


@pytest.mark.django_db
def test_a_pause_explains_why_nobody_came(approved, account, wu, zheng):
    """The log must not tell of missing workers while people held publishing back."""
    now = clock.now()
    row = make_publication(approved, account, by=wu, due_at=now - dt.timedelta(minutes=5))
    words = "配图出处待核对，先停下"
    pause = actions.pause_publishing(
        target=Target(), why=PauseReason.REVIEW, words=words, by=zheng, at=now - dt.timedelta(minutes=6)
    )
    during = [line.title for line in queries.log_of(row)]
    actions.resume_publishing(pause=pause, missed=Missed.ASK, reason="配图授权已核对", by=zheng)

    lines = {line.title: line for line in queries.log_of(row)}

    assert "到点一分钟还没有被领取" not in [*during, *lines]
    assert words in lines["暂停发布：全公司"].reason and lines["暂停发布：全公司"].who == zheng.name
    assert lines["恢复发布：全公司"].reason == "配图授权已核对" and "逐条问人" in lines["恢复发布：全公司"].means


@pytest.mark.django_db
@pytest.mark.parametrize("outcome", list(AttemptOutcome))
def test_every_end_of_a_call_has_its_meaning(approved, account, wu, outcome):
    row = make_publication(approved, account, by=wu, due_at=clock.now() + dt.timedelta(hours=1))
    ended = None if outcome == "open" else clock.now()
    Attempt.objects.create(
        publication=row, no=1, stage="publish", label="提交发布", is_last=True, started_at=clock.now(), ended_at=ended, outcome=outcome,
        technical="45009 reach max api daily quota limit",
    )  # fmt: skip

    line = next(line for line in queries.log_of(row) if line.title.startswith("提交发布"))

    assert line.means and dict(line.technical)["平台答复"].startswith("45009")


@pytest.mark.django_db
def test_the_log_is_kept_as_table_and_as_json(platform, due, quick, client_of, wu, sun):
    engine.tick("=host:1")
    client = client_of(wu)

    table = client.get(reverse("publishing:log_csv", args=[due.pk]))
    plain = client.get(reverse("publishing:log_json", args=[due.pk])).json()

    rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert rows[0][:2] == ["时间", "事项"] and len(rows) == len(plain["log"]) + 1
    assert not any(cell.startswith("=") for row in rows for cell in row)
    assert plain["log"] == sorted(plain["log"], key=lambda line: line["at"])
    assert "attachment" in table["Content-Disposition"]
    assert client_of(sun).get(reverse("publishing:log_csv", args=[due.pk])).status_code == 404


@pytest.mark.parametrize("event", [*PublishingEvent, *AfterEvent])
def test_every_event_of_a_publication_says_what_it_means(event):
    if event == PublishingEvent.CALLBACKS_REFUSED:  # of an account, not of a publication
        return
    means, _todo = words_of_deed(event)

    assert str(means), f"{event} stands in the log without a meaning: give it one in queries/log_words.py"
