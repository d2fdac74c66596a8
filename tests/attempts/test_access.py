"""Around the vault, the way to a platform, papers and posts made by hand: nobody is two persons, and nothing opens before its time."""

import time
from typing import Any

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.urls import reverse

from masthead.accounts.models import Account, Authorisation, Incident
from masthead.approvals.models import Task
from masthead.org.models import Member
from masthead.org.testing import give_factor
from masthead.publishing import actions as publishing
from masthead.publishing.models import Publication
from masthead.publishing.testing import shown_for
from masthead.vault import queries as vault_queries
from masthead.vault.models import BreakGlass, Checkout, Secret
from masthead.vault.testing import PLAINTEXT, make_granted
from tests.attempts.proof import browser, refused


def deed(member: Member, name: str, pk: Any, **form: Any) -> Any:
    return lambda: browser(member).post(reverse(name, args=[pk]), form)


def look(member: Member, checkout: Checkout) -> Any:
    """Tries to see it with the second factor shown just now, so that only the rule itself can refuse."""
    give_factor(member)
    client = browser(member)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "type": "totp", "at": time.time()}]
    session.save()
    return client.post(reverse("vault:reveal", args=[checkout.pk]))


@pytest.fixture
def asked(scene: Any) -> Checkout:
    """吴晓舟 asked for a password; nobody has decided."""
    return Checkout.objects.get(pk=scene.things["checkout"][0])


@pytest.fixture
def glass(scene: Any) -> BreakGlass:
    """吴晓舟 wants to open the same password in an emergency; nobody has confirmed."""
    return BreakGlass.objects.get(pk=scene.things["glass"][0])


def test_nothing_is_revealed_before_it_is_approved(asked: Checkout, wu: Member) -> None:
    give_factor(wu)

    answer = refused(lambda: look(wu, asked), status=403, code="not_approved", by=wu)

    assert PLAINTEXT not in answer.content.decode()


def test_what_was_approved_for_one_is_not_revealed_to_another(scene: Any, he: Member, wu: Member, chen: Member) -> None:
    """Not to the head who approved it either."""
    secret = Secret.objects.get(pk=scene.things["secret_kept"][0])
    granted = make_granted(secret, he, chen)

    for other in (chen, wu):
        answer = look(other, granted)
        assert answer.status_code in (403, 404)
        assert PLAINTEXT not in answer.content.decode()
    assert PLAINTEXT in look(he, granted).content.decode(), "the positive side"


def test_nobody_decides_the_own_check_out(asked: Checkout, wu: Member) -> None:
    before = asked.state
    case = vault_queries.running_case_of(asked)
    assert case is not None
    form = {"hash_seen": case.content_hash, "confirmations": ["purpose", "least"]}

    for task in Task.objects.filter(case=case):
        assert task.assignee_id != wu.pk
        assert deed(wu, "approvals:approve", task.pk, **form)().status_code in (403, 404)
    asked.refresh_from_db()
    assert asked.state == before


def test_who_opens_in_an_emergency_is_not_the_second_person(glass: BreakGlass, wu: Member) -> None:
    refused(deed(wu, "vault:glass_confirm", glass.pk), status=403, code="one_person", by=wu)


def test_a_way_back_that_never_went_out_connects_nothing(he: Member) -> None:
    back = {"state": "a-state-of-somebody-else", "code": "c1"}

    refused(
        lambda: browser(he).get(reverse("accounts:authorised"), back), status=403, code="authorisation_forged", by=he
    )
    assert not Authorisation.objects.exists()


def test_an_editor_neither_locks_an_account_down_nor_frees_it(scene: Any, account: Account, lin: Member) -> None:
    (incident,) = scene.things["incident"]
    words = {"reason": "密码可能泄露了"}

    refused(deed(lin, "accounts:lock_down", account.pk, **words), status=403, code="lacks:accounts.account.manage")
    for name in ("ask_to_unlock", "finish_steps", "agree_to_unlock"):
        refused(deed(lin, f"accounts:{name}", incident, **words), status=403)
    assert Incident.objects.count() == 1


def test_a_paper_opens_for_its_custodians_only(scene: Any, lin: Member) -> None:
    """A good reason is no right."""
    (paper,) = scene.things["account_document"]

    refused(
        deed(lin, "accounts:open_document", paper, reason="续办平台认证"), status=403, code="document_not_yours", by=lin
    )


@pytest.mark.parametrize("name", ["kit", "kit_archive", "kit_file", "kit_scan"])
def test_the_kit_of_another_department_is_not_there(scene: Any, sun: Member, name: str) -> None:
    """Not as a page, a download, a picture, nor by the code that somebody photographed."""
    given = {"kit_file": scene.things["kit_file"], "kit_scan": scene.things["kit_token"]}
    address = reverse(f"publishing:{name}", args=given.get(name, scene.things["task_by_hand"]))

    refused(lambda: browser(sun).get(address), status=404)


def test_who_published_does_not_take_the_second_look(scene: Any, wu: Member) -> None:
    task = Publication.objects.select_related("account", "draft").get(pk=scene.things["task_by_hand"][0])
    publishing.open_kit(publication=task, by=wu)
    publishing.give_proof(publication=task, shown=shown_for(task), by=wu)

    refused(deed(wu, "publishing:proof_confirm", task.pk), status=403, code="own_proof", by=wu)
