import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from masthead.core import clock
from masthead.org.models import Member
from masthead.trail.probes import Window, catches_its_violation
from masthead.vault.models import Secret
from masthead.vault.probes import secrets_open_and_fresh
from masthead.vault.testing import make_secret, write_key_file

pytestmark = pytest.mark.django_db


def today() -> Window:
    return Window(clock.now() - dt.timedelta(days=1), clock.now())


def test_the_probe_notices_a_secret_that_is_too_old_and_leaves_nothing_behind() -> None:
    assert catches_its_violation(secrets_open_and_fresh, today())

    assert not Secret.objects.exists()


def test_a_fresh_secret_passes(he: Member) -> None:
    make_secret(by=he)

    assert [v.passed for v in secrets_open_and_fresh.examine(today())] == [True]


@pytest.mark.parametrize("present", [True, False])
def test_every_secret_fails_when_the_key_is_wrong_or_missing(
    he: Member, settings: Any, tmp_path: Path, present
) -> None:
    make_secret(by=he)
    settings.VAULT_KEY_FILE = tmp_path / "other.keys"
    if present:
        write_key_file(settings.VAULT_KEY_FILE)

    assert [v.passed for v in secrets_open_and_fresh.examine(today())] == [False]
