"""The kit on its pages: who may open it, what it shows, ticks, downloads, codes for the phone, cards of the workbench."""

import datetime as dt
import io
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from masthead.core import clock
from masthead.publishing import queries
from masthead.publishing.models import Publication
from masthead.publishing.states import PublicationState
from masthead.publishing.testing import NOTE_LINK, make_screenshot

pytestmark = pytest.mark.django_db
S = PublicationState


def test_whoever_is_not_in_charge_neither_sees_the_kit_nor_proves(client_of, handed, lin, sun):
    for path in ("publishing:kit", "publishing:kit_archive"):
        assert client_of(lin).get(reverse(path, args=[handed.pk])).status_code == 403
        assert client_of(sun).get(reverse(path, args=[handed.pk])).status_code in (403, 404)


def test_the_kit_page_shows_fields_pictures_and_checklist(client_of, handed, wu):
    page = client_of(wu).get(reverse("publishing:kit", args=[handed.pk])).content.decode()

    assert handed.title in page
    assert "提交凭证" in page
    assert "发布前核对" in page
    assert page.count("<svg") >= 1


def test_pictures_come_one_by_one_and_as_an_archive_in_order(client_of, handed, wu):
    one = client_of(wu).get(reverse("publishing:kit_file", args=[handed.pk, "cover"]))
    archive = b"".join(client_of(wu).get(reverse("publishing:kit_archive", args=[handed.pk])).streaming_content)

    assert one["Content-Type"] == "image/png"
    assert ZipFile(io.BytesIO(archive)).namelist()[0] == "cover.png"
    assert client_of(wu).get(reverse("publishing:kit_file", args=[handed.pk, "40"])).status_code == 404


def test_a_tick_stays_and_answers_with_the_list_alone(client_of, handed, wu):
    address = reverse("publishing:kit_tick", args=[handed.pk])
    fragment = client_of(wu).post(address, {"line": "1", "done": "1"}, HTTP_HX_REQUEST="true")
    client_of(wu).post(address, {"line": "2", "done": "1"})
    client_of(wu).post(address, {"line": "1"})

    handed.refresh_from_db()
    assert handed.ticked == [2]
    assert "<html" not in fragment.content.decode()
    assert client_of(wu).post(address, {"line": "x"}).status_code == 422


def test_proof_is_handed_in_and_confirmed_over_the_pages(client_of, handed, wu, chen):
    sent = client_of(wu).post(
        reverse("publishing:proof", args=[handed.pk]),
        {"link": NOTE_LINK, "published_at": f"{clock.china(clock.now()):%Y-%m-%dT%H:%M}", "screenshot": SimpleUploadedFile("a.png", make_screenshot())},
    )  # fmt: skip
    page = client_of(chen).get(handed.get_absolute_url()).content.decode()
    confirmed = client_of(chen).post(reverse("publishing:proof_confirm", args=[handed.pk]))

    handed.refresh_from_db()
    assert (sent.status_code, confirmed.status_code, handed.state) == (302, 302, S.PUBLISHED)
    assert "复核通过" in page


def test_a_refused_proof_keeps_what_was_typed(client_of, handed, wu):
    answer = client_of(wu).post(
        reverse("publishing:proof", args=[handed.pk]),
        {"link": "ftp://example.com/x", "published_at": f"{clock.china(clock.now()):%Y-%m-%dT%H:%M}"},
    )

    assert answer.status_code == 422
    assert "ftp://example.com/x" in answer.content.decode()


def test_the_code_for_the_phone_leads_to_the_kit_and_a_forged_one_nowhere(client_of, handed, wu):
    path = queries.scan_address(handed).partition("/publishing/")[2]
    good = client_of(wu).get(f"/publishing/{path}")

    assert handed.title in good.content.decode()
    assert Client().get(f"/publishing/{path}").url.startswith("/auth/")
    assert client_of(wu).get(reverse("publishing:kit_scan", args=["forged"])).status_code == 404


def test_the_workbench_shows_what_waits_for_whom(client_of, handed, proved, wu, chen):
    assert queries.by_hand_card(wu) is None
    assert queries.proofs_card(wu) is None
    card = queries.proofs_card(chen)
    assert card is not None
    assert card.count == 1


def test_a_late_task_is_shown_as_late(client_of, handed, wu):
    Publication.objects.filter(pk=handed.pk).update(due_at=clock.now() - dt.timedelta(minutes=10))
    card = queries.by_hand_card(wu)
    assert card is not None
    assert "逾期" in str(card.title)
    assert "已逾期" in client_of(wu).get(reverse("publishing:publications")).content.decode()
