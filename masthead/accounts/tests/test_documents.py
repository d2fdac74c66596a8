"""Clause 3.2.3: papers are protected files; who opens one is written down, sensitive ones for a reason, refusals too."""

import datetime as dt
import io
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from masthead.accounts import actions, queries
from masthead.accounts.models import Account, AccountDocument, DocumentAccess
from masthead.accounts.testing import scan
from masthead.core import clock
from masthead.core.errors import BadInput
from masthead.org.models import Member
from masthead.trail.models import Event, Outcome

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]


def keep(account: Account, kind: str = "licence", **more: object) -> AccountDocument:
    words = {"data": scan(), "name": "营业执照.png", "by": None}
    return actions.store_document(account=account, kind=kind, **(words | more))


def test_a_newer_paper_replaces_the_older_which_stays(account: Account) -> None:
    first, second = keep(account), keep(account, data=scan(200))

    first.refresh_from_db()
    assert (first.version, second.version) == (1, 2)
    assert first.replaced_at is not None
    assert [d.pk for d in queries.documents_of(account)] == [second.pk, first.pk]


@pytest.mark.parametrize("data", [b"MZ\x90\x00 program", b"<html><script>alert(1)</script></html>", b""])
def test_what_is_no_paper_is_refused_by_its_content(account: Account, data: bytes) -> None:
    with pytest.raises(BadInput) as refused:
        keep(account, data=data, name="营业执照.pdf")

    assert "file" in refused.value.fields
    assert not AccountDocument.objects.exists()


def test_custodians_open_papers_and_each_opening_is_written_down(
    account: Account, wu: Member, client_of: ClientOf
) -> None:
    paper = keep(account)

    answer = client_of(wu).post(reverse("accounts:open_document", args=[paper.pk]))

    assert answer.content == scan()
    assert "no-store" in answer.headers["Cache-Control"]
    assert DocumentAccess.objects.get().member == wu
    assert Event.objects.filter(name="accounts:document:opened", target_id=account.pk, actor_id=wu.pk).exists()


def test_a_sensitive_paper_is_opened_for_a_written_reason_only(
    account: Account, wu: Member, client_of: ClientOf
) -> None:
    address = reverse("accounts:open_document", args=[keep(account, "identity").pk])

    assert client_of(wu).post(address, {"reason": " "}).status_code == 422
    assert not DocumentAccess.objects.exists()
    assert client_of(wu).post(address, {"reason": "续办平台认证"}).status_code == 200
    assert DocumentAccess.objects.get().reason == "续办平台认证"


def test_others_are_refused_and_the_attempt_is_kept(account: Account, lin: Member, client_of: ClientOf) -> None:
    paper = keep(account)

    assert client_of(lin).post(reverse("accounts:open_document", args=[paper.pk])).status_code == 403
    assert Event.objects.filter(outcome=Outcome.REFUSED, code="document_not_yours", actor_id=lin.pk).exists()


def test_papers_of_other_departments_do_not_exist(account: Account, sun: Member, client_of: ClientOf) -> None:
    assert client_of(sun).post(reverse("accounts:open_document", args=[keep(account).pk])).status_code == 404


def test_the_general_door_of_files_gives_no_paper(account: Account, he: Member, client_of: ClientOf) -> None:
    assert client_of(he).get(reverse("files:download", args=[keep(account).file_id])).status_code == 404


def test_storing_by_form(account: Account, he: Member, lin: Member, client_of: ClientOf) -> None:
    def given(**more: str) -> dict[str, object]:
        upload = io.BytesIO(scan())
        upload.name = "授权书.png"
        return {"kind": "authorisation", "file": upload, **more}

    address = reverse("accounts:document", args=[account.pk])
    wrong = client_of(he).post(address, given(valid_from="2026-05-01", valid_until="2026-04-01"))
    assert wrong.status_code == 422
    assert "不能早于生效日期" in wrong.text
    assert client_of(lin).post(address, given()).status_code == 403
    assert client_of(he).post(address, given()).status_code == 302
    assert "授权书.png" in client_of(he).get(account.get_absolute_url(), {"tab": "documents"}).text


def test_missing_and_expired_papers_are_named(account: Account) -> None:
    keep(account)
    keep(account, "authorisation", valid_until=clock.today() - dt.timedelta(days=1))

    assert queries.missing_documents(queries.documents_of(account)) == ["授权书", "运营者身份证明"]
