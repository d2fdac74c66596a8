"""Choosing a language: before sign-in by cookie, afterwards kept with the member."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from masthead.org.models import Member
from tests.words.reading import read


def choose(client: Client, language: str) -> None:
    answer = client.post(reverse("web:language"), {"language": language, "next": "/"})
    assert answer.status_code == 302


@pytest.mark.django_db
def test_a_stranger_chooses_before_signing_in(company: object) -> None:
    client = Client()

    assert read(client.get("/auth/login/").content.decode()).language == "zh-hans"
    choose(client, "en")
    assert read(client.get("/auth/login/").content.decode()).language == "en"
    choose(client, "zh-hans")
    assert "登录" in client.get("/auth/login/").content.decode()


def test_a_member_s_choice_goes_along_to_the_next_browser(lin: Member, client_of: Callable[..., Client]) -> None:
    choose(client_of(lin), "en")
    lin.refresh_from_db()

    page = client_of(lin).get("/")

    assert lin.language == "en"
    assert page.headers["Content-Language"] == "en"
    assert read(page.content.decode()).language == "en"


def test_the_browser_s_wish_does_not_override_the_member(lin: Member, client_of: Callable[..., Client]) -> None:
    page = client_of(lin).get("/", headers={"Accept-Language": "en"})

    assert read(page.content.decode()).language == "zh-hans"


def test_an_unknown_language_changes_nothing(lin: Member, client_of: Callable[..., Client]) -> None:
    choose(client_of(lin), "tlh")
    lin.refresh_from_db()

    assert lin.language == "zh-hans"


def test_the_top_bar_and_the_member_s_menu_offer_the_switch(lin: Member, client_of: Callable[..., Client]) -> None:
    html = client_of(lin).get("/").content.decode()

    assert html.count('name="language"') == 2, "a phone hides the button of the top bar"
