"""The examples of docs/handbook/api.md are run as they stand."""

import json
import re
import shlex
from pathlib import Path
from string import Template
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from masthead.accounts.testing import make_account
from masthead.core import clock
from masthead.web.api.testing import token_of
from tests.matrix.world import things_of

PAGE = Path(settings.BASE_DIR) / "docs" / "handbook" / "api.md"
EXAMPLES = re.findall(r"```bash\n(curl .+?)\n```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
QUOTED = re.compile(r"'\$(\w+)'")


def call(line: str, values: dict[str, Any]) -> Any:
    """What curl would send: -X, -H, -d."""
    words = shlex.split(Template(QUOTED.sub(r"$\1", line)).substitute(values))
    method, address, headers, data = "GET", "", {}, ""
    waiting = iter(words[1:])
    for word in waiting:
        if word == "-X":
            method = next(waiting)
        elif word == "-H":
            name, _colon, value = next(waiting).partition(": ")
            headers[name] = value
        elif word == "-d":
            data = next(waiting)
        else:
            address = word
    kind = headers.pop("Content-Type", "application/octet-stream")
    return Client().generic(method, address.removeprefix("http://testserver"), data, content_type=kind, headers=headers)


@pytest.fixture
def values(cast: Any) -> dict[str, Any]:
    lin, unit = cast.people["lin"], cast.units["宣传部"]
    account = make_account(unit=unit, administrator=cast.people["wu"], backup=cast.people["he"])
    things, key = things_of(cast, account), token_of(lin)
    draft = things["draft"][0]
    tag = Client().get(f"/api/v1/drafts/{draft}", headers={"Authorization": f"Bearer {key}"})["ETag"]
    return {
        "BASE": "http://testserver", "KEY": key, "UNIT": unit.pk, "MEMBER": lin.pk, "DRAFT": draft, "ASKED": draft,
        "ETAG": tag.replace('"', '\\"'),
    }  # fmt: skip


def test_the_page_has_examples() -> None:
    assert len(EXAMPLES) >= 6


@pytest.mark.parametrize("line", EXAMPLES, ids=lambda line: line.split('"')[1].removeprefix("$BASE"))
def test_an_example_of_the_handbook_works(line: str, values: dict[str, Any]) -> None:
    response = call(line.replace("2026-12-08", clock.today().isoformat()), values)

    assert response.status_code in (200, 201), response.content.decode()
    assert isinstance(json.loads(response.content), dict)
