"""Hand-off: a code for the phone, a tap in the app, and the platform's own word; no second look is needed then."""

import hashlib
import json
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.test import Client
from django.urls import reverse

from masthead.accounts import actions as accounts
from masthead.accounts.models import Account
from masthead.accounts.states import AccountStatus, ConnectionState
from masthead.accounts.testing import make_account
from masthead.content.testing import unit_of
from masthead.publishing import engine
from masthead.publishing.models import Publication
from masthead.publishing.states import PublicationState
from masthead.publishing.testing import make_approved, schedule_now

pytestmark = pytest.mark.django_db
SECRET = "douyin-app-secret"


@pytest.fixture
def douyin(sandbox_server, settings, wu, he, files_dir) -> Account:
    settings.SANDBOX_URL = sandbox_server.base_url
    sandbox_server.add_app("dy_yunling", SECRET, platform="douyin", name="云岭茶事")
    account = make_account(unit=unit_of(wu), administrator=wu, backup=he, name="云岭茶事（抖音）", platform="douyin")
    accounts.connect_account(account=account, app_id="dy_yunling", secret=SECRET, by=None)
    Account.objects.filter(pk=account.pk).update(status=AccountStatus.ACTIVE, connection_state=ConnectionState.OK)
    account.refresh_from_db()
    assert account.publish_mode == "handoff"
    return account


@pytest.fixture
def coded(douyin, lin, wu, client_of, quick) -> Publication:
    """Handed over, with a code on the kit page."""
    due = schedule_now(make_approved(lin, douyin), douyin, by=wu)
    engine.tick("test")
    client_of(wu).post(reverse("publishing:kit_handoff", args=[due.pk]))
    due.refresh_from_db()
    assert due.state == PublicationState.HANDED
    assert due.remote["scan_url"]
    return due


def tap(publication: Publication) -> httpx.Response:
    """What a person does in the app."""
    address, _, query = publication.remote["scan_url"].partition("?")
    return httpx.post(address, data={k: v[0] for k, v in parse_qs(query).items()}, trust_env=False)


def test_a_tap_in_the_app_publishes_and_asking_for_the_share_number_tells_it(coded, wu, client_of):
    assert "<svg" in client_of(wu).get(reverse("publishing:kit", args=[coded.pk])).content.decode()
    assert tap(coded).status_code == 200
    Publication.objects.filter(pk=coded.pk).update(next_try_at=coded.due_at)

    engine.tick("test")

    coded.refresh_from_db()
    assert coded.state == PublicationState.PUBLISHED
    assert coded.article_url.startswith("https://www.douyin.com/video/")
    assert coded.figures_ref.startswith("@")


def test_the_webhook_publishes_once_and_a_forged_one_does_nothing(coded):
    content = {"share_id": coded.remote["share_id"], "item_id": "@abc", "video_id": "7123"}
    body = json.dumps({"event": "create_video", "content": json.dumps(content)}).encode()
    address = reverse("publishing:callback", args=[coded.account_id])
    for secret, status in (("forged", 403), (SECRET, 200), (SECRET, 200)):
        sign = hashlib.sha1(secret.encode() + body, usedforsecurity=False).hexdigest()
        answer = Client().post(
            address, body, content_type="application/json", headers={"X-Douyin-Signature": sign, "Msg-Id": "m-1"}
        )
        assert answer.status_code == status

    coded.refresh_from_db()
    assert (coded.state, coded.article_url) == (PublicationState.PUBLISHED, "https://www.douyin.com/video/7123")


def test_the_phone_gets_the_media_by_a_signed_address_and_nobody_else_anything(coded):
    query = parse_qs(urlsplit(coded.remote["scan_url"]).query)
    path = urlsplit(query["image_path"][0]).path

    assert Client().get(path).headers["Content-Type"] == "image/png"
    assert Client().get(path[:-4] + "xyz/").status_code == 404


def test_a_platform_that_does_not_answer_is_told_on_the_kit_page(coded, client_of, wu, sandbox_server):
    sandbox_server.set_fault("throttle", "open/getticket/", count=1)

    page = client_of(wu).post(reverse("publishing:kit_handoff", args=[coded.pk]), follow=True)

    assert "限制了调用频率" in page.content.decode()
