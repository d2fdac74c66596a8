"""A deed through a key says so, in the data and in the line that people read."""

import pytest
from django.db import transaction

from masthead.core import context
from masthead.trail import actions, wording

KEY = context.Credential("service", 7, "数据仓库", 1, frozenset())


def record(member):
    with transaction.atomic():
        return actions.record("org:member:password_set", target=member, by=member, data={"n": 1})


def test_the_event_names_the_key_beside_its_own_data(lin):
    with context.under_key(KEY):
        event = record(lin)

    assert event.data == {"n": 1, "via": {"kind": "service", "id": 7, "name": "数据仓库"}}
    assert wording.who(event) == "林知夏（经密钥「数据仓库」）"


def test_without_a_key_nothing_is_said_of_one(lin):
    event = record(lin)

    assert "via" not in event.data and wording.who(event) == "林知夏"


@pytest.mark.parametrize("data", [{"via": "x"}, {"via": None}, {"via": []}])
def test_old_events_that_used_the_word_otherwise_read_as_before(lin, data):
    event = record(lin)
    event.data = data

    assert wording.who(event) == "林知夏"
