"""Events of a small chapter of their own, and builders."""

from collections.abc import Callable
from enum import StrEnum

import pytest
from django.db import transaction

from masthead.trail import actions
from masthead.trail.models import Event
from masthead.trail.registry import EVENTS, register_events


class TeaEvent(StrEnum):
    PICKED = "tea:leaf:picked"


@pytest.fixture(scope="session", autouse=True)
def tea_events() -> None:
    if TeaEvent.PICKED not in EVENTS:
        register_events(TeaEvent, {TeaEvent.PICKED: ("采下了鲜叶", "3.3.1", "leaf")})


@pytest.fixture
def pick(db: None) -> Callable[..., Event]:
    def one(**words: object) -> Event:
        with transaction.atomic():
            return actions.record(TeaEvent.PICKED, **words)

    return one
