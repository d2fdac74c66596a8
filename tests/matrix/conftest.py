"""The world that every row of the table is asked about: built once for the module, each test inside a savepoint of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction

from masthead.accounts.testing import make_account
from masthead.org.testing import Cast, build_cast
from tests.matrix.world import things_of


@dataclass(frozen=True)
class Stage:
    """The cast, and the arguments of an address by the kind of thing it names."""

    cast: Cast
    things: dict[str, list[Any]]


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stage]:
    """Everything in one transaction that is rolled back after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = build_cast()
        account = make_account(unit=cast.units["宣传部"], administrator=cast.people["wu"], backup=cast.people["he"])
        yield Stage(cast, things_of(cast, account))
        transaction.set_rollback(True)


@pytest.fixture
def cast(stage: Stage, db: None) -> Cast:
    """The cast of the stage, not a second one."""
    return stage.cast


@pytest.fixture
def world(stage: Stage, db: None, settings: Any) -> dict[str, list[Any]]:
    """Arguments of an address by the kind of thing it names; no platform answers."""
    settings.SANDBOX_URL = "http://127.0.0.1:9"
    return stage.things
