"""The engine's page: every figure opens its rows, platforms are told apart, and the cost does not grow with what is finished."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from masthead.core import clock
from masthead.publishing import actions, queries
from masthead.publishing.models import Alarm, Attempt, Publication
from masthead.publishing.queries.operations import lateness_bars
from masthead.publishing.registry import ENGINE_PANELS, EnginePanel
from masthead.publishing.states import PublicationState
from masthead.publishing.testing import make_publication

pytestmark = pytest.mark.django_db
S = PublicationState


@pytest.fixture
def busy(approved, account, wu) -> dict[str, Publication]:
    """One of each: due, accepted, unknown, out with a fault before, waiting for another try."""
    now = clock.now()
    made = {}
    for number, (name, state, more) in enumerate(
        [
            ("due", S.SCHEDULED, {}),
            ("accepted", S.ACCEPTED, {}),
            ("unknown", S.UNKNOWN, {}),
            ("late", S.PUBLISHED, {"accepted_at": now - dt.timedelta(minutes=20)}),
            ("retry", S.SCHEDULED, {"failure_kind": "throttled", "next_try_at": now + dt.timedelta(minutes=5)}),
        ]
    ):
        due_at = now - dt.timedelta(minutes=30)
        made[name] = make_publication(
            approved, account, by=wu, due_at=due_at, state=state, content_hash=f"{number:064d}", **more
        )
    for name in ("late", "retry"):
        Attempt.objects.create(
            publication=made[name],
            no=1,
            stage="draft",
            label="建立草稿",
            started_at=now,
            ended_at=now,
            outcome="throttled",
        )
    return made


def test_platforms_are_counted_by_class_of_error_and_by_what_waits(busy, account):
    now = clock.now()
    (line,) = queries.platform_lines(now, queries.engine_health(now))

    assert (line.key, line.sent, line.due, line.accepted, line.unknown) == (account.platform.key, 2, 1, 1, 1)
    assert {str(outcome): count for outcome, count in line.faults if count} == {"throttled": 2}


def test_every_figure_opens_the_rows_behind_it(busy, client_of, wu):
    client = client_of(wu)
    page = client.get(reverse("publishing:engine")).content.decode()
    links = set(re.findall(r'href="(/publishing/\?[^"]+)"', page))

    opened = {link: len(client.get(link.replace("&amp;", "&")).context["page"].rows) for link in links}

    assert all(count for link, count in opened.items() if "warned" not in link), opened
    key = busy["due"].account.platform.key
    assert opened[f"/publishing/?platform={key}&amp;only=fault_throttled"] == 2
    assert opened["/publishing/?only=due"] == 1
    assert opened["/publishing/?only=late"] == 1
    assert opened["/publishing/?state=unknown"] == 1


def test_who_may_not_see_publications_gets_figures_without_links(busy, client_of, he, company):
    from masthead.org.models import Grant

    Grant.objects.filter(member=he).exclude(role__key="admin").delete()
    page = client_of(he).get(reverse("publishing:engine"))

    assert page.status_code == 200
    assert "/publishing/?" not in page.content.decode()


def test_the_queries_of_the_page_do_not_grow_with_the_rows(busy, client_of, wu, django_assert_max_num_queries, account):
    client = client_of(wu)
    client.get(reverse("publishing:engine"))
    for number in range(10, 40):
        make_publication(
            busy["due"].draft, account, by=wu, due_at=clock.now(), state=S.PUBLISHED, content_hash=f"{number:064d}"
        )

    with django_assert_max_num_queries(19):
        page = client.get(reverse("publishing:engine"))
    assert page.context["health"].measured == 32


def test_lateness_is_drawn_in_spans():
    bars = lateness_bars([0.2, 0.3, 4, 40, 4000])

    assert [(bar.count, bar.share) for bar in bars] == [(2, 100), (1, 50), (0, 0), (0, 0), (1, 50), (0, 0), (1, 50)]
    assert [bar.late for bar in bars].index(True) == 6
    assert lateness_bars([]) == []


def test_an_open_alarm_stands_on_top_and_past_ones_are_kept(client_of, wu):
    now = clock.now()
    actions.note_worker(worker="yunling:1")
    Alarm.objects.create(kind="unclaimed", opened_at=now, seen_at=now, closed_at=now, worst=3)
    page = client_of(wu).get(reverse("publishing:engine")).content.decode()
    assert 'role="alert"' not in page and "最近的告警" in page

    Alarm.objects.create(kind="unclaimed", opened_at=now, seen_at=now, worst=7)
    page = client_of(wu).get(reverse("publishing:engine")).content.decode()
    assert 'role="alert"' in page and "最多时 7 项" in page


def test_a_further_panel_is_shown_where_it_wants_to_be(client_of, wu, monkeypatch):
    panel = EnginePanel("x.test", "publishing/_engine_states.html", lambda _now: None, 10, above=False)
    monkeypatch.setitem(ENGINE_PANELS._entries, "x.test", panel)

    page = client_of(wu).get(reverse("publishing:engine")).content.decode()

    assert page.count('id="states"') == 2
