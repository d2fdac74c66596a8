"""A password alone opens nothing sensitive: not as a page, a fragment, a form or JSON, and no key does either."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from masthead.core.errors import NotPermitted
from masthead.org import actions as org
from masthead.org.models import ApiKey, Member
from masthead.org.testing import sign_in
from masthead.trail.models import Event, Outcome
from masthead.web.api import pace
from masthead.web.api.testing import Machine, token_of
from tests.attempts.proof import nothing_changes

PAGES = [
    ("org:members", ""),
    ("org:providers", ""),
    ("vault:secrets", ""),
    ("vault:secret", "secret"),
    ("vault:choose", ""),
    ("trail:events", ""),
    ("accounts:detail", "account"),
    ("web:system", ""),
]
FORMS = [
    ("org:add_member", ""),
    ("org:leave", "member"),
    ("org:end_grant", "grant"),
    ("accounts:freeze", "account"),
    ("vault:rotate", "secret"),
    ("vault:replace", "secret"),
    ("vault:demand", "secret"),
    ("approvals:flow_publish", "flow"),
]
ASKING = [{"HX-Request": "true"}, {"Accept": "application/json"}, {"HX-Request": "true", "Accept": "application/json"}]


@pytest.fixture(params=["none set up", "set up, not shown"])
def half_in(request: pytest.FixtureRequest, he: Member) -> Client:
    """何静怡's browser after the password only."""
    if request.param == "none set up":
        Authenticator.objects.filter(user=he).delete()
    return sign_in(Client(), he, with_factor=False)


def path(scene: Any, name: str, of: str) -> str:
    return reverse(name, args=scene.things[of] if of else [])


@pytest.mark.parametrize(("name", "of"), PAGES)
def test_a_page_leads_to_the_second_factor(half_in: Client, scene: Any, name: str, of: str) -> None:
    answer = half_in.get(path(scene, name, of))

    assert answer.status_code == 302 and answer.headers["Location"].startswith("/auth/2fa/")


@pytest.mark.parametrize("headers", ASKING)
@pytest.mark.parametrize(("name", "of"), PAGES)
def test_a_fragment_or_json_is_refused(
    half_in: Client, scene: Any, name: str, of: str, headers: dict[str, str]
) -> None:
    answer = half_in.get(path(scene, name, of), headers=headers)

    assert answer.status_code == 403
    assert "云岭茶事" not in answer.content.decode() and "林知夏" not in answer.content.decode()


@pytest.mark.parametrize("headers", [{}, *ASKING])
@pytest.mark.parametrize(("name", "of"), FORMS)
def test_a_form_is_refused_and_the_refusal_kept(
    half_in: Client, scene: Any, he: Member, name: str, of: str, headers: dict[str, str]
) -> None:
    form = {"name": "赵春生", "username": "zhaocs", "reason": "离职了，交接完成", "password": "a-long-password-1"}
    newest = Event.objects.order_by("-pk").values_list("pk", flat=True)[0]

    with nothing_changes():
        answer = half_in.post(path(scene, name, of), form, headers=headers)

    assert answer.status_code == 403
    kept = Event.objects.get(pk__gt=newest)
    assert (kept.outcome, kept.actor_id) == (Outcome.REFUSED, he.pk)
    assert kept.code.startswith("second_factor_")


def test_a_key_of_somebody_whose_second_factor_is_gone_reaches_nothing_sensitive(he: Member) -> None:
    pace.forget()
    machine = Machine(token_of(he))
    assert machine.get("/members").status_code == 200

    Authenticator.objects.filter(user=he).delete()

    answer = machine.get("/members")
    assert answer.status_code in (401, 403), answer.content
    assert "林知夏" not in answer.content.decode()


def test_no_key_with_sensitive_rights_is_issued_without_having_shown_it(he: Member) -> None:
    before = ApiKey.objects.count()

    with pytest.raises(NotPermitted):
        org.issue_personal_key(name="排期", capabilities=["accounts.account.manage"], days=30, by=he)
    assert ApiKey.objects.count() == before


def test_a_browser_without_it_does_not_get_in_through_the_api(half_in: Client, scene: Any) -> None:
    headers = {"Accept": "application/json"}
    for door in ("/members", "/accounts", f"/accounts/{scene.account.pk}", "/webhooks"):
        assert half_in.get(f"/api/v1{door}", headers=headers).status_code in (401, 403), door
        assert half_in.post(f"/api/v1{door}", {}, content_type="application/json").status_code in (401, 403, 404, 405)
