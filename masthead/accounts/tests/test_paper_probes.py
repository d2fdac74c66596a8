import datetime as dt

import pytest

from masthead.accounts.paper_probes import (
    certification_valid,
    documents_complete,
    handover_finished,
    life_is_approved,
    sensitive_access_has_reason,
)
from masthead.core import clock
from masthead.trail.probes import Probe, Window, catches_its_violation

pytestmark = pytest.mark.django_db
PROBES = [certification_valid, documents_complete, handover_finished, life_is_approved, sensitive_access_has_reason]


@pytest.mark.parametrize("probe", PROBES, ids=lambda p: p.key)
def test_each_probe_notices_its_violation_and_says_nothing_in_an_empty_house(probe: Probe) -> None:
    window = Window(clock.now() - dt.timedelta(days=30), clock.now() + dt.timedelta(minutes=1))

    assert list(probe.examine(window)) == []
    assert catches_its_violation(probe, window)
