"""Every address × every person. An address without a row fails; a row that differs from the code fails."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from masthead.core.permissions import CAPABILITIES, Access
from masthead.org.registry import ROLE_SEEDS
from tests.matrix.row import Row
from tests.matrix.table import HOLDERS, PEOPLE, ROWS
from tests_arch.addresses import walk

SIGN_IN = "/auth/"
SPEC = {row.name: row for row in ROWS}
PAGES = [a for a in walk() if not hasattr(a.view, "_ninja_operation")]
"""Every address but the operations of the API, which `test_api.py` asks with keys."""


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    own = {a.name for a in PAGES if not a.route.startswith("auth/")}
    assert own - set(SPEC) == set(), "add a row to tests/matrix/table.py for these addresses"
    assert set(SPEC) - own == set(), "these rows have no address any more"


def test_sign_in_addresses_are_public_or_for_members_only() -> None:
    kinds = {a.name: getattr(a.view, "masthead_access", None) for a in walk() if a.route.startswith("auth/")}
    assert kinds and all(access is not None and access.kind in ("public", "member") for access in kinds.values()), kinds


@pytest.mark.parametrize("address", [a for a in PAGES if not a.route.startswith("auth/")], ids=lambda a: a.name)
def test_a_view_demands_what_the_table_says(address: Any) -> None:
    access: Access = address.view.masthead_access
    said = access.name if access.kind == "capability" else access.kind
    assert said == SPEC[address.name].demand


def test_roles_hold_exactly_what_the_table_says() -> None:
    assert set(CAPABILITIES) - {"approvals.test.decide"} == set(HOLDERS)
    held = {name: {role for role, seed in ROLE_SEEDS.items() if name in seed.capabilities} for name in HOLDERS}
    assert held == HOLDERS


def ask(client: Client, row: Row, world: dict[str, list[Any]]) -> Any:
    path = reverse(row.name, args=world[row.of] if row.of else [])
    headers = {"Accept": "application/json"}
    return client.post(path, {}, headers=headers) if row.post else client.get(path, headers=headers)


@pytest.mark.parametrize("row", ROWS, ids=lambda r: r.name)
def test_a_stranger_gets_no_further_than_the_sign_in_page(row: Row, world: dict[str, list[Any]]) -> None:
    response = ask(Client(), row, world)

    if row.demand == "public":
        assert response.status_code != 500 and not response.headers.get("Location", "").startswith(SIGN_IN)
    else:
        assert response.status_code == 302 and response.headers["Location"].startswith(SIGN_IN)


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("row", ROWS, ids=lambda r: r.name)
def test_a_person_may_do_what_the_role_says_and_no_more(
    row: Row, person: str, world: dict[str, list[Any]], cast: Any, client_of: Callable[..., Client]
) -> None:
    response = ask(client_of(cast.people[person]), row, world)
    code = (
        response.json().get("code", "")
        if response.headers.get("Content-Type", "").startswith("application/json")
        else ""
    )

    assert response.status_code != 500
    if row.demand in HOLDERS and not (PEOPLE[person] & HOLDERS[row.demand]):
        assert (response.status_code, code) == (403, f"lacks:{row.demand}")
    elif person == "sun" and row.scoped:
        assert response.status_code == 404, (
            f"another department must not learn that it exists; got {response.status_code} {code}"
        )
    elif row.sees and not (PEOPLE[person] & HOLDERS[row.sees]):
        assert response.status_code == 404, f"{person} does not see the page on which this stands"
    elif row.demand in HOLDERS:
        assert not code.startswith("lacks:"), f"{person} holds the capability there"
        assert response.status_code in ((200, 302, 409, 422) if row.post else (200,)), (response.status_code, code)
    elif row.demand == "member" and not row.of:
        assert response.status_code == (302 if row.post else 200)
