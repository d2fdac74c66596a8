"""Real servers for the tests of this folder, started once, and the table of what passed. Left out unless `-m real` is asked for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from masthead.core import secrets
from masthead.platforms.connectors.wordpress.client import forget_styles
from masthead.platforms.stand import KnownSecrets

from . import servers
from .cutting_proxy import CuttingProxy
from .stands import RealBluesky, RealWordpress

HERE = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Everything here is `real`; without `-m real` it is not part of the suite."""
    ours = [item for item in items if HERE in item.path.parents]
    for item in ours:
        item.add_marker(pytest.mark.real)
    if "real" not in config.getoption("-m").split():
        config.hook.pytest_deselected(items=ours)
        items[:] = [item for item in items if item not in ours]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line for each test and server."""
    reports = [
        (report, word)
        for word in ("passed", "failed", "error")
        for report in terminalreporter.stats.get(word, [])
        if report.nodeid.startswith("tests/real/") and (report.when == "call" or word == "error")
    ]
    if reports:
        terminalreporter.section("real servers")
    for report, word in reports:
        name = report.nodeid.rpartition("::")[2]
        terminalreporter.write_line(
            f"{word:<7} {report.duration:6.1f} s  {name.replace('test_', '', 1).replace('_', ' ')}"
        )


@pytest.fixture(scope="session")
def real_wordpress_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Site]:
    with servers.wordpress(tmp_path_factory.mktemp("wp")) as site:
        yield site


@pytest.fixture(scope="session")
def real_bluesky_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Pds]:
    with servers.bluesky(tmp_path_factory.mktemp("pds")) as pds:
        yield pds


@pytest.fixture
def keeper(monkeypatch: pytest.MonkeyPatch, db: None) -> KnownSecrets:
    keeper = KnownSecrets(secrets._present())
    monkeypatch.setattr(secrets, "_keeper", keeper)
    forget_styles()
    return keeper


@pytest.fixture
def wordpress(real_wordpress_site: servers.Site, keeper: KnownSecrets) -> Iterator[RealWordpress]:
    with CuttingProxy(real_wordpress_site.url) as proxy:
        yield RealWordpress(real_wordpress_site, proxy, keeper)


@pytest.fixture
def bluesky(real_bluesky_server: servers.Pds, keeper: KnownSecrets) -> Iterator[RealBluesky]:
    with CuttingProxy(real_bluesky_server.url) as proxy:
        yield RealBluesky(real_bluesky_server, proxy, keeper)


@pytest.fixture(params=["wordpress", "bluesky"])
def stand(request: pytest.FixtureRequest) -> RealWordpress | RealBluesky:
    found: RealWordpress | RealBluesky = request.getfixturevalue(request.param)
    return found
