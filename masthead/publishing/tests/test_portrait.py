"""The picture of the live page: drawn by a process of its own with a hard end, kept as evidence, and never a way into the house's network."""

import os
import stat
import time
from pathlib import Path

import pytest

from masthead.core.files import store
from masthead.publishing import engine
from masthead.publishing.engine import portrait
from masthead.publishing.models import Evidence
from masthead.publishing.testing import look_now, make_screenshot

pytestmark = pytest.mark.django_db
DRAWS = """#!/bin/sh
for word in "$@"; do case "$word" in --screenshot=*) cp "{picture}" "${{word#--screenshot=}}";; esac; done
printf '%s\\n' "$@" > "{said}"
"""
HANGS = """#!/bin/sh
sleep 60 &
echo $! > "{said}"
wait
"""


@pytest.fixture
def browser(tmp_path: Path, settings):
    """An executable in the browser's place: `browser(script)` returns the file in which it tells what it was asked."""

    def named(script: str) -> Path:
        said, picture, program = tmp_path / "said", tmp_path / "page.png", tmp_path / "browser"
        picture.write_bytes(make_screenshot(9))
        program.write_text(script.format(said=said, picture=picture))
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        settings.PORTRAIT_BROWSER = str(program)
        return said

    return named


def test_the_picture_is_kept_as_evidence_with_its_digest(out, browser):
    said = browser(DRAWS)
    look_now(out)

    assert engine.take_portrait(out.pk, "confirmed")

    row = Evidence.objects.get(publication=out, kind="picture")
    assert store.current().read(row.file.sha256)[:4] == b"\x89PNG"
    words = said.read_text().splitlines()
    assert words[-1] == out.article_url
    rules = next(word for word in words if word.startswith("--host-resolver-rules="))
    assert "MAP * ~NOTFOUND" in rules
    assert "127.0.0.1" in rules


def test_a_browser_that_hangs_is_stopped_with_all_that_it_started(out, browser, settings):
    settings.PUBLISHING_ENGINE = settings.PUBLISHING_ENGINE | {"portrait_seconds": 0.4}
    said = browser(HANGS)
    began = time.monotonic()

    assert engine.take_portrait(out.pk, "confirmed") is False

    assert time.monotonic() - began < 5
    child = int(said.read_text())
    assert not alive(child)
    assert not Evidence.objects.filter(kind="picture").exists()


def alive(pid: int) -> bool:
    """A process that ended but was not fetched yet does not count as alive."""
    for _turn in range(40):
        try:
            os.kill(pid, 0)
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (ProcessLookupError, FileNotFoundError):
            return False
        if state == "Z":
            return False
        time.sleep(0.05)
    return True


@pytest.mark.parametrize(
    "url", ["", "file:///etc/passwd", "https://10.0.0.7/", "http://metadata.internal/", "javascript:alert(1)"]
)
def test_no_browser_is_started_for_an_address_that_the_house_does_not_call(browser, url, db):
    said = browser(DRAWS)

    assert portrait.draw(url) == b""
    assert not said.exists()
