"""Every operation of the API × every person, with a key that has all the rights of its member, and with none of them."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from masthead.core import clock
from masthead.core.permissions import Access
from masthead.org.testing import Cast
from masthead.web.api import pace
from masthead.web.api.testing import PREFIX, Machine, token_of
from tests.matrix.api_table import API_ROWS, ApiRow
from tests.matrix.table import HOLDERS, PEOPLE
from tests_arch.addresses import walk

BY_NAME = {row.name: row for row in API_ROWS}
DOORS = [address for address in walk() if hasattr(address.view, "_ninja_operation")]
NOT_DOORS = {"api:reference", "api:openapi", "api:nothing"}


@pytest.fixture
def things(stage: Any) -> dict[str, list[Any]]:
    """The world of the pages."""
    return dict(stage.things)


@pytest.fixture(scope="module")
def tokens(stage: Any, django_db_blocker: Any) -> dict[str, str]:
    """A key with every right for everybody."""
    with django_db_blocker.unblock():
        return {name: token_of(member) for name, member in stage.cast.people.items()}


@pytest.fixture(autouse=True)
def _no_hurry() -> None:
    pace.forget()


def body_of(kind: str, cast: Cast, things: dict[str, list[Any]]) -> Any:
    """A body that has the right shape."""
    soon = clock.now() + dt.timedelta(hours=2)
    shapes: dict[str, Any] = {
        "topic": {
            "title": "霜降后的采青", "theme": "讲给茶农", "unit": cast.units["宣传部"].pk, "owner": cast.people["lin"].pk,
            "planned_on": soon.date().isoformat(),
        },
        "start": {},
        "explained": {"explanations": []},
        "decision": {"deed": "postpone", "reason": "等数据", "until": (soon + dt.timedelta(days=400)).date().isoformat()},
        "grades": {"value": 4, "timeliness": 3, "risk": 2, "effort": 2},
        "text": {"title": "标题", "html": "<p>正文</p>"},
        "approve": {"hash_seen": "0" * 64},
        "turn_down": {"hash_seen": "0" * 64, "reason": "产地写错了"},
        "schedule": {"accounts": things["account"], "planned_at": soon.isoformat()},
        "move": {"planned_at": soon.isoformat()},
        "reason": {"reason": "改期到下周"},
        "webhook": {"name": "另一个", "address": "https://hooks.example.com/other", "events": ["content:*"]},
        "on": {"on": False},
    }  # fmt: skip
    return shapes.get(kind)


def ask(token: str, row: ApiRow, cast: Cast, things: dict[str, list[Any]]) -> Any:
    machine, path = Machine(token), row.path.format(*(things[row.of] if row.of else []))
    if row.body == "picture":
        file = SimpleUploadedFile("a.png", b"no picture", content_type="image/png")
        return machine.client.post(f"{PREFIX}{path}", {"picture": file})
    if row.method == "GET":
        return machine.get(path)
    return machine.send(row.method, path, body_of(row.body, cast, things), If_Match='"r-1-1"')


def test_every_operation_has_a_row_and_every_row_an_operation() -> None:
    own = {a.name for a in walk() if a.name.startswith("api:")} - NOT_DOORS
    assert own == set(BY_NAME)


@pytest.mark.parametrize("door", DOORS, ids=lambda a: a.name)
def test_an_operation_demands_what_the_table_says(door: Any) -> None:
    access: Access = door.view.masthead_access
    said = access.name if access.kind == "capability" else access.kind
    assert said == {"own": "member"}.get(BY_NAME[door.name].demand, BY_NAME[door.name].demand)


@pytest.mark.parametrize("row", API_ROWS, ids=lambda r: r.name)
def test_a_stranger_and_a_browser_are_turned_away(row: ApiRow, stage: Any, things: Any, db: None) -> None:
    browser = Client()
    browser.force_login(stage.cast.people["lin"], backend="allauth.account.auth_backends.AuthenticationBackend")

    for client in (Client(), browser):
        path = PREFIX + row.path.format(*(things[row.of] if row.of else []))
        response = client.generic(row.method, path, "{}", content_type="application/json")
        assert (response.status_code, response.json()["code"]) == (401, "key_unknown")


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("row", API_ROWS, ids=lambda r: r.name)
def test_a_key_may_do_what_its_member_may_and_no_more(
    row: ApiRow, person: str, stage: Any, things: Any, tokens: dict[str, str], db: None, settings: Any
) -> None:
    settings.SANDBOX_URL = "http://127.0.0.1:9"
    response = ask(tokens[person], row, stage.cast, things)
    is_json = "json" in response.headers["Content-Type"]
    code = response.json().get("code", "") if is_json else ""

    assert response.status_code < 500
    if row.demand in HOLDERS and not (PEOPLE[person] & HOLDERS[row.demand]):
        assert (response.status_code, code) == (403, f"lacks:{row.demand}")
    elif person == "sun" and row.scoped:
        assert response.status_code == 404, (response.status_code, code)
    elif row.sees and not (PEOPLE[person] & HOLDERS[row.sees]):
        assert response.status_code == 404
    elif row.demand in HOLDERS:
        assert not code.startswith("lacks:"), code
        if row.method == "GET" and (row.of not in ("webhook", "hook_delivery") or person == "chen"):
            assert response.status_code == 200, code
        else:
            assert response.status_code in (200, 201, 403, 404, 409, 412, 422), (response.status_code, code)
    elif not row.of:
        assert response.status_code == 200


@pytest.mark.parametrize("row", [r for r in API_ROWS if r.demand != "member"], ids=lambda r: r.name)
def test_a_narrow_key_opens_nothing_that_it_does_not_name(row: ApiRow, stage: Any, things: Any, db: None) -> None:
    """Every right of the member is there; the key holds one that no other door asks for alone."""
    holders = [p for p in PEOPLE if row.demand == "own" or PEOPLE[p] & HOLDERS[row.demand]]
    other = "org.member.read" if row.demand != "org.member.read" else "rulebook.board.read"
    token = token_of(stage.cast.people[holders[0]], other)

    response = ask(token, row, stage.cast, things)

    wanted = "own.affairs" if row.demand == "own" else row.demand
    assert (response.status_code, response.json()["code"]) == (403, f"lacks:{wanted}")
