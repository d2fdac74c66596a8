"""The platform calls back: verified by its signature, taken once, forged ones refused."""

import time

import pytest
from django.db import connections
from django.urls import reverse

from masthead.accounts.testing import CALLBACK_KEY, CALLBACK_TOKEN, make_connected_account
from masthead.content.testing import unit_of
from masthead.publishing import engine
from masthead.publishing.models import CallbackEvent, Publication
from masthead.publishing.states import PublicationState
from masthead.publishing.testing import APP_ID, SECRET, make_approved, schedule_now
from sandbox.testing import until

pytestmark = pytest.mark.django_db(transaction=True)
S = PublicationState


@pytest.fixture
def called(platform, live_server, quick, wu, he, lin, files_dir, monkeypatch):
    """An account whose platform knows our address, and a publication that only a callback can finish."""
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)  # the server's threads outlive the test
    quick(poll_seconds=(3600,))
    account = make_connected_account(
        unit=unit_of(wu), administrator=wu, backup=he, callback_token=CALLBACK_TOKEN, callback_key=CALLBACK_KEY
    )
    address = live_server.url + reverse("publishing:callback", args=[account.pk])
    platform.add_app(
        APP_ID,
        SECRET,
        name="云岭茶事",
        gh_id=account.handle,
        callback_url=address,
        callback_token=CALLBACK_TOKEN,
        aes_key=CALLBACK_KEY,
        callback_mode="aes",
    )
    yield schedule_now(make_approved(lin, account), account, by=wu)  # jobs run at once: it is on its way
    until(
        lambda: not platform.wait_until_settled().callbacks.get("waiting")
    )  # nothing calls while the tables are emptied
    time.sleep(0.2)


def wait_for(publication: Publication, state: str) -> str:
    end = time.monotonic() + 8
    while time.monotonic() < end:
        publication.refresh_from_db()
        if publication.state == state:
            break
        time.sleep(0.05)
    return publication.state


def test_the_address_is_verified_by_the_platform(called, platform):
    assert platform.verify_url(APP_ID)


def test_a_callback_finishes_a_publication(called, platform):
    engine.tick("test")

    assert wait_for(called, S.PUBLISHED) == S.PUBLISHED
    assert called.article_url
    assert CallbackEvent.objects.count() == 1


def test_a_callback_delivered_twice_counts_once(called, platform):
    platform.set_fault("callback_duplicated", "*")

    engine.tick("test")
    wait_for(called, S.PUBLISHED)
    platform.wait_until_settled()
    time.sleep(0.3)

    assert CallbackEvent.objects.count() == 1
    called.account.refresh_from_db()
    assert called.account.published_count == 1


def test_a_forged_callback_is_refused(called, client):
    address = reverse("publishing:callback", args=[called.account_id])

    response = client.post(
        f"{address}?signature=0&timestamp={int(time.time())}&nonce=1", b"<xml></xml>", content_type="text/xml"
    )

    assert response.status_code == 403
    assert not CallbackEvent.objects.exists()


def test_a_callback_for_no_account_is_not_there(client, db):
    assert client.get(reverse("publishing:callback", args=[999])).status_code == 404
