"""The contract suite over every automatic connector, against the sandbox, fault switches included."""

import importlib
import importlib.util
import pkgutil

import pytest

from masthead.core import secrets
from masthead.platforms import connectors
from masthead.platforms.contract_suite import *  # noqa: F403  the suite's tests are the tests of this module
from masthead.platforms.stand import KnownSecrets, SandboxStand
from sandbox.testing import SandboxServer

pytestmark = pytest.mark.django_db


def all_stands() -> list[type[SandboxStand]]:
    """One for every connector folder that brings a stand."""
    names = [found.name for found in pkgutil.iter_modules(connectors.__path__) if found.ispkg]
    found = [f"{connectors.__name__}.{name}.tests.stand" for name in names]
    return [importlib.import_module(name).STAND for name in found if importlib.util.find_spec(name)]


@pytest.fixture(params=all_stands(), ids=lambda stand: stand.name)
def stand(
    request: pytest.FixtureRequest, sandbox_server: SandboxServer, monkeypatch: pytest.MonkeyPatch, db: None
) -> SandboxStand:
    keeper = KnownSecrets(secrets._present())
    monkeypatch.setattr(secrets, "_keeper", keeper)
    made: SandboxStand = request.param(sandbox_server, keeper)
    return made


@pytest.fixture
def sandbox_stand(stand: SandboxStand) -> SandboxStand:
    return stand
