"""Events of a small chapter of their own, and builders."""

from collections.abc import Callable, Iterator
from enum import StrEnum

import pytest
from django.db import transaction

from masthead.trail import actions
from masthead.trail.models import Event
from masthead.trail.registry import EVENTS, register_events


class TeaEvent(StrEnum):
    PICKED = "tea:leaf:picked"


@pytest.fixture(scope="module", autouse=True)
def tea_events() -> Iterator[None]:
    """Known for as long as a module needs it: pages of other chapters list every event."""
    register_events(TeaEvent, {TeaEvent.PICKED: ("采下了鲜叶", "3.3.1", "leaf")})
    yield
    EVENTS._entries.pop(str(TeaEvent.PICKED))


@pytest.fixture
def pick(db: None) -> Callable[..., Event]:
    def one(**words: object) -> Event:
        with transaction.atomic():
            return actions.record(TeaEvent.PICKED, **words)

    return one
