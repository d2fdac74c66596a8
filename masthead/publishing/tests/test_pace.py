"""What keeps the engine quick: fair claims, hands that survive a broken job, films that are never whole in memory."""

import datetime as dt
import hashlib
import json
import threading
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest

from masthead.accounts.models import Account
from masthead.content.queries.packages import video_of
from masthead.core import clock
from masthead.core.files import actions as files
from masthead.org.models import Member
from masthead.platforms.connectors.kuaishou import gateway
from masthead.platforms.contract import Channel
from masthead.publishing import actions
from masthead.publishing.engine.crew import work_together
from masthead.publishing.models import Publication
from masthead.publishing.states import PublicationState
from masthead.publishing.testing import make_account_for, make_approved, make_publication

MB = 1024 * 1024
MOST_DIFFERS = 40 * MB


@pytest.fixture
def busy_accounts(wu: Member, he: Member, lin: Member, files_dir) -> list[Account]:
    """Four accounts with four posts each, due since a minute, those of the first account first of all."""
    accounts = [make_account_for(wu, backup=he, name=f"云岭茶事{n}", app_id=f"wx_pace_{n}") for n in range(4)]
    now = clock.now()
    for number, account in enumerate(accounts):
        for turn in range(4):
            draft = make_approved(lin, account, title=f"第{number}号第{turn}篇")
            make_publication(draft, account, by=wu, due_at=now - dt.timedelta(seconds=60 - 10 * number - turn))
    return accounts


def fail_first(account: Account, *, again_in: float = 60) -> None:
    """The account's first post was just tried in vain and waits for its next turn."""
    row = Publication.objects.filter(account=account).order_by("next_try_at")[0]
    Publication.objects.filter(pk=row.pk).update(
        tries=1, failure_kind="not_sent", next_try_at=clock.now() + dt.timedelta(seconds=again_in)
    )


@pytest.mark.django_db
def test_accounts_that_fail_never_take_the_hands_of_the_others(busy_accounts, settings):
    settings.PUBLISHING_ENGINE = {"threads": 8}
    *sick, well = busy_accounts
    for account in sick:
        fail_first(account)

    claim = actions.claim_due(worker="test", most=8)

    taken = list(Publication.objects.filter(pk__in=claim.keys).values_list("account_id", flat=True))
    assert taken.count(well.pk) == 4
    assert [taken.count(account.pk) for account in sick] == [1, 1, 0]


@pytest.mark.django_db
def test_while_failing_posts_are_under_way_their_accounts_get_no_more_hands(busy_accounts, settings):
    settings.PUBLISHING_ENGINE = {"threads": 4}
    sick, *well = busy_accounts
    fail_first(sick)
    first = actions.claim_due(worker="test", most=16)

    again = actions.claim_due(worker="test", most=16)

    rows = Publication.objects.filter(account=sick, state=PublicationState.SENDING)
    assert (rows.count(), again.keys) == (1, [])
    assert len(first.keys) == 1 + 4 * len(well)


@pytest.mark.django_db
def test_where_every_account_fails_a_quarter_of_the_hands_stays_free(busy_accounts, settings):
    """With a quarter for all of them a house in which every account has one call to repeat would come to a standstill."""
    settings.PUBLISHING_ENGINE = {"threads": 4}
    for account in busy_accounts:
        fail_first(account)

    taken = Publication.objects.filter(pk__in=actions.claim_due(worker="test", most=16).keys)

    assert taken.count() == len(set(taken.values_list("account_id", flat=True))) == 3


@pytest.mark.django_db
def test_an_account_that_has_recovered_gets_its_full_share_again(busy_accounts, settings):
    settings.PUBLISHING_ENGINE = {"threads": 8}
    for account in busy_accounts:
        fail_first(account)
    Publication.objects.exclude(failure_kind="").update(state=PublicationState.CANCELLED)

    assert len(actions.claim_due(worker="test", most=16).keys) == 12


@pytest.mark.django_db
def test_one_post_of_a_quiet_account_does_not_wait_behind_the_backlog_of_others(busy_accounts, wu, he, lin):
    now = clock.now()
    for account in busy_accounts:  # each was just served, and has more to send
        row = Publication.objects.filter(account=account).order_by("next_try_at")[0]
        Publication.objects.filter(pk=row.pk).update(state=PublicationState.ACCEPTED, accepted_at=now)
    quiet = make_account_for(wu, backup=he, name="云岭早报", app_id="wx_quiet")
    late = make_publication(make_approved(lin, quiet, title="今天的一篇"), quiet, by=wu, due_at=now)

    assert actions.claim_due(worker="test", most=1, at=now).keys == [late.pk]


def test_a_job_that_breaks_holds_up_no_other():
    done: list[int] = []

    def job(number: int) -> None:
        if number % 3 == 0:
            raise RuntimeError("broken")
        done.append(number)

    left = [lambda n=n: job(n) for n in range(30)]

    def fetch(most: int) -> list:
        given, left[:] = left[:most], left[most:]
        return given

    count = work_together(fetch, hands=4, pulse=lambda: None, beat_seconds=0.05, go_on=lambda: True)

    assert count == 30
    assert sorted(done) == [n for n in range(30) if n % 3]


@pytest.mark.django_db
def test_a_film_of_200_mb_goes_out_without_ever_being_whole_in_memory(files_dir, tmp_path):
    size = 200 * MB
    path = tmp_path / "film.mp4"
    with path.open("wb") as out:
        out.write(b"\0\0\0\x18ftypmp42")
        out.truncate(size)
    film = video_of(
        files.adopt_file(
            path=path, digest="f" * 64, mime="video/mp4", name="春茶.mp4", use="content.material", stored_by_id=None
        )
    )

    with receiving() as (host, got):
        channel = Channel(account_id=1, platform="kuaishou", base_url=f"http://{host}", app_id="a", secret_ref="s")
        tracemalloc.start()
        pieces = gateway.carry(channel, host, "token", film)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

    assert (sum(got), pieces) == (size, 50)
    assert peak < MOST_DIFFERS


@contextmanager
def receiving() -> Iterator[tuple[str, list[int]]]:
    """A gateway that counts and forgets what it is given."""
    got: list[int] = []

    class Gateway(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            digest, left = hashlib.md5(usedforsecurity=False), int(self.headers.get("content-length", 0))
            if urlsplit(self.path).path.endswith("fragment"):
                got.append(left)
            while left:
                piece = self.rfile.read(min(left, 1 << 16))
                digest.update(piece)
                left -= len(piece)
            body = json.dumps({"result": 1, "checksum": digest.hexdigest()}).encode()
            self.send_response(200)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}", got
    server.shutdown()
    server.server_close()
