"""What tests of the API need: a machine that calls with a key, and keys with every right that a member can give."""

import json
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client

from masthead.core.rest.scopes import offered
from masthead.org import actions, queries
from masthead.org.models import Member
from masthead.web.api import urls  # noqa: F401  the doors hang: they offer their rights

PREFIX = "/api/v1"


def token_of(member: Member, *capabilities: str) -> str:
    """The token of a new personal key: with these rights, or with all that the member can give."""
    wanted = capabilities or (*all_rights(member), queries.OWN_AFFAIRS)
    _key, token = actions.issue_personal_key(
        name=uuid4().hex[:12], capabilities=wanted, days=30, by=member, second_factor=True
    )
    return token


def all_rights(member: Member) -> tuple[str, ...]:
    """Every capability that a key of the member may have."""
    return tuple(c.name for c in queries.capabilities_to_give(member, offered()))


class Machine:
    """Calls the API with one token."""

    def __init__(self, token: str) -> None:
        self.client = Client(headers={"Authorization": f"Bearer {token}"})

    def get(self, path: str, **query: Any) -> HttpResponse:
        return self.client.get(f"{PREFIX}{path}", query)  # type: ignore[return-value]

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        data = "" if body is None else json.dumps(body)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(  # type: ignore[return-value]
            method, f"{PREFIX}{path}", data, content_type="application/json", headers=named
        )

    def post(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        return self.send("POST", path, body, **headers)
