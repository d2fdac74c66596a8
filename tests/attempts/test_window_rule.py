"""One rule about time and seal at every door: a time inside the approved window keeps the approval, any other is refused. Clause 3.3.2."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.urls import reverse

from masthead.accounts.models import Account
from masthead.content import queries as content
from masthead.content.models import Draft
from masthead.core import clock
from masthead.org.models import Member
from masthead.publishing.models import Publication
from masthead.web.api.testing import Machine, token_of
from tests.attempts import forms
from tests.attempts.proof import browser

Door = Callable[[Member, Draft, Account, dt.datetime], int]


def _schedule_page(wu: Member, draft: Draft, account: Account, when: dt.datetime) -> int:
    form = {"accounts": [account.pk], "planned_at": forms.moment(when), "crowded_ok": "on"}
    return browser(wu).post(reverse("publishing:schedule", args=[draft.pk]), form).status_code


def _schedule_by_key(wu: Member, draft: Draft, account: Account, when: dt.datetime) -> int:
    body = {"accounts": [account.pk], "planned_at": when.isoformat()}
    return Machine(token_of(wu)).post(f"/drafts/{draft.pk}/publications", body).status_code


def _move_page(wu: Member, draft: Draft, account: Account, when: dt.datetime) -> int:
    assert _schedule_page(wu, draft, account, clock.now() + dt.timedelta(hours=1)) == 302
    row = Publication.objects.get(draft=draft)
    form = {"planned_at": forms.moment(when)}
    return browser(wu).post(reverse("publishing:move", args=[row.pk]), form).status_code


@pytest.mark.parametrize("door", [_schedule_page, _schedule_by_key, _move_page], ids=["page", "key", "move"])
@pytest.mark.parametrize(("ahead", "kept"), [(5, True), (60, False), (-9, False)])
def test_a_time_in_the_window_keeps_the_seal_and_no_door_takes_another(
    wu: Member, approved: Draft, account: Account, door: Door, ahead: int, kept: bool
) -> None:
    when = clock.now() + dt.timedelta(hours=ahead)

    status = door(wu, approved, account, when)

    assert status in ((200, 201, 302) if kept else (422,))
    now = Draft.objects.get(pk=approved.pk)
    assert (now.state, now.approved_hash) == ("approved", content.content_hash(approved))
    rows = list(Publication.objects.filter(draft=approved))
    assert all(now.window_start <= row.planned_at <= now.window_end for row in rows)  # type: ignore[operator]
    assert bool(rows) == (kept or door is _move_page)
