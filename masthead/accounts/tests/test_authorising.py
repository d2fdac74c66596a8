"""To the platform and back: bound to state, session, member and account, good once; nothing half-done is connected."""

import base64
import datetime as dt
import hashlib
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from masthead.accounts import actions, queries
from masthead.accounts.models import Account, Authorisation
from masthead.accounts.states import AuthorisationState, ConnectionState
from masthead.accounts.tests.tea_platform import TeaPlatform
from masthead.core import clock, secrets
from masthead.org.models import Member
from masthead.org.testing import give_role, sign_in
from masthead.platforms import tokens
from masthead.platforms.setup import Grant
from masthead.trail.models import Event, Outcome
from masthead.vault.models import Secret

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]
BACK = "/accounts/authorised/"
JSON = {"Accept": "application/json"}


def grant(subject: str = "u1", name: str = "云岭茶语", refresh: str = "refresh-1", access: str = "access-1") -> Grant:
    ends = clock.now() + dt.timedelta(days=30)
    return Grant(access, 7200, refresh, ends if refresh else None, subject=subject, name=name, scopes=["post"])


def go(client: Client, account: Account) -> str:
    """Off to the platform; returns the state that travels."""
    answer = client.post(reverse("accounts:authorise", args=[account.pk]))
    assert answer.status_code == 302 and answer["Location"].startswith("https://tea.example/authorise?")
    query = parse_qs(urlsplit(answer["Location"]).query)
    assert query["redirect_uri"] == [queries.redirect_address()]
    return query["state"][0]


def back(client: Client, state: str, code: str = "c1", **more: str) -> object:
    return client.get(BACK, {"state": state, "code": code} | more, headers=JSON)


def fresh(account: Account) -> Account:
    return Account.objects.select_related("platform").get(pk=account.pk)


def test_an_authorised_account_is_tested_at_once_and_its_tokens_lie_in_the_vault(
    tea_account: Account, tea: TeaPlatform, he: Member, client_of: ClientOf
) -> None:
    client = client_of(he)
    tea.codes["c1"] = grant()

    assert back(client, go(client, tea_account)).status_code == 302

    account = fresh(tea_account)
    assert (account.connection_state, account.subject) == (ConnectionState.OK, "u1")
    assert secrets.resolve(account.grant_ref) == "refresh-1"
    assert account.grant_expires_at is not None
    token = tokens.access_token(queries.channel_of(account), lambda *, force: tokens.Fetched("never", 1))
    assert token == "access-1"
    assert "refresh-1" not in str(list(Event.objects.values()) + list(Authorisation.objects.values()))


def test_every_connector_is_offered_a_proof_key(
    tea_account: Account, tea: TeaPlatform, he: Member, client_of: ClientOf
) -> None:
    client = client_of(he)
    tea.codes["c1"] = grant()
    back(client, go(client, tea_account))

    digest = hashlib.sha256(tea.verifiers[0].encode()).digest()
    assert tea.challenges == [base64.urlsafe_b64encode(digest).decode().rstrip("=")]


def test_without_refresh_token_the_access_token_is_what_is_kept(
    tea_account: Account, tea: TeaPlatform, he: Member, client_of: ClientOf
) -> None:
    client = client_of(he)
    tea.codes["c1"] = grant(refresh="")
    back(client, go(client, tea_account))

    account = fresh(tea_account)
    assert secrets.resolve(account.grant_ref) == "access-1"
    assert account.grant_expires_at is not None and account.grant_expires_at < clock.now() + dt.timedelta(hours=3)


def attempt(how: str, client: Client, account: Account, he: Member, wu: Member) -> object:
    state = go(client, account)
    if how == "forged":
        return back(client, "a-state-of-somebody-else")
    if how == "replayed":
        back(client, state)
        return back(client, state)
    if how == "late":
        Authorisation.objects.update(expires_at=clock.now() - dt.timedelta(seconds=1))
        return back(client, state)
    if how == "foreign session":
        return back(sign_in(Client(), he), state)
    if how == "foreign member":
        give_role(wu, "account_admin")
        return back(sign_in(Client(), wu), state)
    Account.objects.filter(pk=account.pk).update(app_id="changed-meanwhile")
    return back(client, state)


@pytest.mark.parametrize("how", ["forged", "replayed", "late", "foreign session", "foreign member", "changed"])
def test_a_return_that_is_not_the_one_that_went_out_is_refused_and_recorded(
    tea_account: Account, tea: TeaPlatform, he: Member, wu: Member, client_of: ClientOf, how: str
) -> None:
    tea.codes |= {"c1": grant()}

    answer = attempt(how, client_of(he), tea_account, he, wu)

    code = f"authorisation_{how.split(maxsplit=1)[0]}"
    assert (answer.status_code, answer.json()["code"]) == (403, code)  # type: ignore[attr-defined]
    assert Event.objects.filter(outcome=Outcome.REFUSED, clause="3.2.2").exists()
    assert bool(fresh(tea_account).grant_ref) == (how == "replayed")


def test_a_code_of_somebody_else_connects_nothing(
    tea_account: Account, tea: TeaPlatform, he: Member, client_of: ClientOf
) -> None:
    client = client_of(he)

    assert back(client, go(client, tea_account), "guessed").status_code == 502

    ticket = Authorisation.objects.get()
    assert (ticket.state, ticket.note) == (AuthorisationState.FAILED, "授权码无效")
    assert fresh(tea_account).grant_ref == ""


@pytest.mark.parametrize("how", ["declined at the platform", "an empty grant", "the platform is down"])
def test_a_way_that_ends_half_done_leaves_the_account_as_it_was(
    tea_account: Account, tea: TeaPlatform, he: Member, client_of: ClientOf, how: str
) -> None:
    client = client_of(he)
    before = Account.objects.values().get(pk=tea_account.pk)
    state = go(client, tea_account)
    tea.codes["c1"] = grant(refresh="", access="")
    tea.down = how == "the platform is down"

    back(client, state, **({"error": "access_denied"} if how.startswith("declined") else {}))

    assert Account.objects.values().get(pk=tea_account.pk) == before
    assert Authorisation.objects.get().state == AuthorisationState.FAILED


def test_authorising_again_in_place_keeps_the_account_and_makes_a_new_version(
    tea_account: Account, tea: TeaPlatform, he: Member, client_of: ClientOf
) -> None:
    client = client_of(he)
    for n in (1, 2):
        tea.codes[f"c{n}"] = grant(refresh=f"refresh-{n}")
        back(client, go(client, tea_account), f"c{n}")

    account = fresh(tea_account)
    assert secrets.resolve(account.grant_ref) == "refresh-2"
    assert Secret.objects.get(kind="grant").version == 2
    assert account.connection_state == ConnectionState.OK


def other(client: Client, account: Account, tea: TeaPlatform) -> None:
    tea.codes |= {"c1": grant(), "c2": grant("u2", "别家茶行", "refresh-2")}
    back(client, go(client, account), "c1")
    back(client, go(client, account), "c2")


def test_another_platform_user_waits_until_both_names_were_seen_and_confirmed(
    tea_account: Account, tea: TeaPlatform, he: Member, client_of: ClientOf
) -> None:
    client = client_of(he)
    other(client, tea_account, tea)

    account = fresh(tea_account)
    page = client.get(account.get_absolute_url()).content.decode()
    assert (account.subject, secrets.resolve(account.grant_ref)) == ("u1", "refresh-1")
    assert "云岭茶语" in page and "别家茶行" in page

    client.post(reverse("accounts:other_user", args=[account.pk, "yes"]))

    account = fresh(tea_account)
    assert (account.subject, secrets.resolve(account.grant_ref)) == ("u2", "refresh-2")
    assert not Authorisation.objects.exclude(sealed_grant="").exists()


def test_saying_no_to_another_platform_user_forgets_what_it_gave(
    tea_account: Account, tea: TeaPlatform, he: Member, client_of: ClientOf
) -> None:
    client = client_of(he)
    other(client, tea_account, tea)

    client.post(reverse("accounts:other_user", args=[tea_account.pk, "no"]))

    account = fresh(tea_account)
    assert (account.subject, secrets.resolve(account.grant_ref)) == ("u1", "refresh-1")
    assert not Authorisation.objects.exclude(sealed_grant="").exists()
    assert client.post(reverse("accounts:other_user", args=[tea_account.pk, "yes"])).status_code == 422


def test_a_confirmation_that_comes_too_late_is_refused(
    tea_account: Account, tea: TeaPlatform, he: Member, client_of: ClientOf
) -> None:
    client = client_of(he)
    other(client, tea_account, tea)
    Authorisation.objects.update(expires_at=clock.now())

    assert client.post(reverse("accounts:other_user", args=[tea_account.pk, "yes"])).status_code == 403
    assert fresh(tea_account).subject == "u1"


def test_an_account_without_anything_to_authorise_is_sent_nowhere(
    connected: Account, he: Member, client_of: ClientOf
) -> None:
    answer = client_of(he).post(reverse("accounts:authorise", args=[connected.pk]), headers=JSON)

    assert (answer.status_code, answer.json()["code"]) == (422, "nothing_to_authorise")
    assert not Authorisation.objects.exists()


def test_a_refresh_never_puts_nothing_in_the_place_of_a_good_refresh_token(
    tea_account: Account, tea: TeaPlatform, he: Member, client_of: ClientOf
) -> None:
    client = client_of(he)
    tea.codes["c1"] = grant()
    back(client, go(client, tea_account))
    channel = queries.channel_of(fresh(tea_account))

    tokens.access_token(
        channel, lambda *, force: tokens.Fetched("access-2", 7200, refresh_token=""), refused="access-1"
    )
    assert secrets.resolve(channel.grant_ref) == "refresh-1"

    tokens.access_token(
        channel, lambda *, force: tokens.Fetched("access-3", 7200, refresh_token="r3"), refused="access-2"
    )
    assert secrets.resolve(channel.grant_ref) == "r3"


def test_a_visitor_of_the_address_learns_where_authorisations_begin(he: Member, client_of: ClientOf) -> None:
    page = client_of(he).get(BACK)

    assert page.status_code == 200
    assert "授权从账号页开始" in page.content.decode()


def test_two_returns_of_one_state_exchange_once(
    tea_account: Account, tea: TeaPlatform, he: Member, client_of: ClientOf
) -> None:
    client = client_of(he)
    state = go(client, tea_account)
    session = client.session.session_key
    actions.claim_authorisation(state=state, session=session, by=he)

    assert back(client, state).status_code == 403
    assert tea.verifiers == []


def test_details_that_change_during_the_exchange_void_the_grant(
    tea_account: Account, tea: TeaPlatform, he: Member, client_of: ClientOf
) -> None:
    client = client_of(he)
    tea.codes["c1"] = grant()
    tea.meanwhile = lambda: Account.objects.filter(pk=tea_account.pk).update(app_id="another-app")

    assert back(client, go(client, tea_account)).status_code == 409

    assert Authorisation.objects.get().state == AuthorisationState.FAILED
    assert fresh(tea_account).grant_ref == ""
    assert not Secret.objects.filter(kind="grant").exists()
