"""A time that has gone by is refused at every door: page, API, slot, drag, move."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from masthead.accounts.models import Account
from masthead.content.models import Draft
from masthead.core import clock
from masthead.org.models import Member
from masthead.publishing import actions, walls
from masthead.publishing.models import Publication
from masthead.web.api.testing import Machine, token_of
from tests.attempts.proof import browser

pytestmark = pytest.mark.django_db
Door = Callable[[Client, Member, Draft, Account, dt.datetime], str]


def past_on_the_page(client: Client, wu: Member, draft: Draft, account: Account, when: dt.datetime) -> str:
    form = {"accounts": [account.pk], "planned_at": walls.wall_at(when), "crowded_ok": "on"}
    return client.post(reverse("publishing:schedule", args=[draft.pk]), form).content.decode()


def past_by_key(_client: Client, wu: Member, draft: Draft, account: Account, when: dt.datetime) -> str:
    body = {"accounts": [account.pk], "planned_at": when.isoformat()}
    return Machine(token_of(wu)).post(f"/drafts/{draft.pk}/publications", body).content.decode()


def past_by_slot(client: Client, wu: Member, draft: Draft, account: Account, when: dt.datetime) -> str:
    local = clock.china(when)
    slot = actions.keep_slot(account=account, name="茶课", weekday=local.weekday(), time=local.time(), by=wu)
    form = {"on": f"{local:%Y-%m-%d}", "draft": draft.pk}
    return client.post(reverse("publishing:slot_fill", args=[slot.pk]), form).content.decode()


def past_by_drag(client: Client, wu: Member, draft: Draft, account: Account, when: dt.datetime) -> str:
    row = schedule_in_a_while(draft, account, wu)
    return client.get(reverse("publishing:moving", args=[row.pk]), {"at": walls.wall_at(when)}).content.decode()


def past_by_move(client: Client, wu: Member, draft: Draft, account: Account, when: dt.datetime) -> str:
    row = schedule_in_a_while(draft, account, wu)
    return client.post(reverse("publishing:move", args=[row.pk]), {"planned_at": walls.wall_at(when)}).content.decode()


def past_by_move_by_key(_client: Client, wu: Member, draft: Draft, account: Account, when: dt.datetime) -> str:
    row = schedule_in_a_while(draft, account, wu)
    return Machine(token_of(wu)).post(f"/publications/{row.pk}/move", {"planned_at": when.isoformat()}).content.decode()


def schedule_in_a_while(draft: Draft, account: Account, wu: Member) -> Publication:
    return actions.schedule_publication(
        draft=draft, account=account, planned_at=clock.now() + dt.timedelta(hours=9), by=wu
    )


@pytest.mark.parametrize("hours", [0.5, 30], ids=["inside the window", "before the window"])
@pytest.mark.parametrize(
    "door", [past_on_the_page, past_by_key, past_by_slot, past_by_drag, past_by_move, past_by_move_by_key]
)
def test_no_door_takes_a_time_that_has_gone_by(
    wu: Member, approved: Draft, account: Account, door: Door, hours: float
) -> None:
    said = door(browser(wu), wu, approved, account, clock.now() - dt.timedelta(hours=hours))

    assert "所选时间已经过去" in said or "不足" in said
    assert not Publication.objects.filter(draft=approved, planned_at__lt=clock.now()).exists()
