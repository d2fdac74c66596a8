"""Every page in both languages: no English left over in Chinese, no Chinese in English, data excepted."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from masthead.org.models import Member
from masthead.org.testing import Cast
from tests.matrix.row import Row
from tests.matrix.table import HOLDERS, PEOPLE, ROWS
from tests.words.reading import CHINESE_RUN, LATIN_WORD, Data, Page, read
from tests_arch.addresses import walk
from tools.extract_messages import CATALOGUE
from tools.messages import read_entries

SPECIMENS = {"web:gallery", "web:house"}  # pages for developers: the demo company's texts, names of modules
SHOWN = [row for row in ROWS if not row.post and row.name not in SPECIMENS]
TECHNICAL = {
    # names: products, formats and standards that Chinese texts call by their own name
    "Bluesky", "CSV", "Connect", "Django", "Excel", "GIF", "HTML", "HTTP", "JPG", "JSON", "Markdown", "Mastodon", "OIDC", "Office", "OpenAPI", "OpenID", "PDF",
    "Atom", "CC", "OpenAI", "PEM", "PFX", "PNG", "PPT", "PostgreSQL", "RSS", "Typora", "Python", "SHA", "SQLite", "WebP", "Word", "WordPress", "docx", "https",
    # endings of files and beginnings of addresses, as people see them on their own machine
    "csv", "gif", "http", "jpg", "mov", "pdf", "png", "txt", "wav", "webm", "webp", "xlsx",
    # keys of our own tables: the columns of a rule file and of a list of hot topics
    "block", "info", "items", "warn",
    # words of the trade without a Chinese one in use (Webhook: glossary; AI and APP: how the regulators write them), units and keys of the keyboard
    "AI", "APP", "App", "Ctrl", "GB", "KB", "ID", "IP", "MB", "Shift", "Token", "URL", "Webhook", "px",
    # what the consoles of the platforms and of the sign-in services call a field, and what a header or a claim is called: it is compared letter by letter
    "AgentId", "AppID", "AppSecret", "Authorization", "Bearer", "CorpID", "EncodingAESKey", "department", "sub", "unionid", "userid",
}  # fmt: skip
SIGN_IN = sorted(
    {a.name for a in walk() if a.route.startswith("auth/") and a.name}
    - {"mfa_download_recovery_codes", "account_logout"}
)


@pytest.fixture(scope="module")
def messages() -> set[str]:
    return {entry.singular for entry in read_entries(CATALOGUE.read_text(encoding="utf-8"))}


@pytest.fixture
def data(world: Any, messages: set[str]) -> Data:
    return Data(messages)


def shipped_names() -> set[str]:
    """Names that ship as data and are kept as rows or shown as they are: platforms, days of the almanac, places of rules, steps of the shipped flows."""
    root = Path(__file__).parents[2] / "masthead"
    files = (
        "platforms/catalogue.toml",
        "content/almanac/days.toml",
        "compliance/data/places.json",
        "content/flow_set.py",
    )
    terms = "小寒大寒立春雨水惊蛰春分清明谷雨立夏小满芒种夏至小暑大暑立秋处暑白露秋分寒露霜降立冬小雪大雪冬至"
    named = {terms[at : at + 2] for at in range(0, len(terms), 2)}
    return named | {run for name in files for run in CHINESE_RUN.findall((root / name).read_text(encoding="utf-8"))}


SHIPPED = shipped_names()


def chinese_left(page: Page, data: Data) -> set[str]:
    ours = [piece for piece in page.pieces if not data.holds(piece)]
    runs = {run for piece in ours for run in CHINESE_RUN.findall(piece) if not data.holds(run)} - SHIPPED
    return {run for run in runs if not all(known(part, data) for part in re.split("[：。]", run) if part)}


def known(part: str, data: Data) -> bool:
    """Data, a shipped name, or the beginning of one that a page cuts off."""
    return data.holds(part) or any(name.startswith(part) for name in SHIPPED if part in name)


def english_left(page: Page, data: Data) -> set[str]:
    words = {word for piece in page.pieces for word in LATIN_WORD.findall(piece)}
    return words - TECHNICAL - data.letters


def pages(paths: Iterator[str] | list[str], clients: list[Client], language: str) -> Iterator[Page]:
    """Whatever of these each of them may see as a page or a fragment of one."""
    for path in paths:
        for client in clients:
            client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
            response = client.get(path, headers={"Accept": "text/html"})
            if response.headers.get("Content-Type", "").startswith("text/html") and response.content:
                yield read(response.content.decode())


def everyone(row: Row, cast: Cast, client_of: Callable[..., Client]) -> list[Client]:
    """Those who hold what the address demands; where everybody may come, one of each role."""
    names = [name for name in PEOPLE if row.demand not in HOLDERS or PEOPLE[name] & HOLDERS[row.demand]]
    return [client_of(cast.people[name]) for name in names]


@pytest.fixture(params=["zh-hans", "en"])
def language(request: Any, stage: Any, db: None) -> Iterator[str]:
    with transaction.atomic():
        Member.objects.update(language=request.param)
        for person in stage.cast.people.values():
            person.language = request.param
        yield request.param
        transaction.set_rollback(True)


@pytest.fixture
def left(language: str, data: Data) -> Callable[[Page], set[str]]:
    return lambda page: (chinese_left if language == "en" else english_left)(page, data)


@pytest.mark.parametrize("row", SHOWN, ids=lambda row: row.name)
def test_a_page_speaks_one_language(
    row: Row, language: str, left: Any, world: Any, cast: Cast, client_of: Callable[..., Client]
) -> None:
    path = reverse(row.name, args=world[row.of] if row.of else [])

    shown = list(pages([path], everyone(row, cast, client_of), language))

    assert {word for page in shown for word in left(page)} == set()
    assert {page.language for page in shown} <= {"", language}


@pytest.mark.parametrize("name", SIGN_IN)
def test_a_sign_in_page_speaks_one_language(
    name: str, language: str, left: Any, cast: Cast, client_of: Callable[..., Client]
) -> None:
    try:
        path = reverse(name)
    except NoReverseMatch:
        pytest.skip("its address needs a token that only a mail carries")

    shown = list(pages([path], [Client(), client_of(cast.people["lin"])], language))

    assert {word for page in shown for word in left(page)} == set()
    assert {page.language for page in shown} <= {language}


@pytest.mark.parametrize("path", ["/nowhere/", "/trail/", "/content/drafts/999999/"])
def test_a_refusal_speaks_one_language(
    path: str, language: str, left: Any, cast: Cast, client_of: Callable[..., Client]
) -> None:
    shown = list(pages([path], [client_of(cast.people["outsider"]), client_of(cast.people["lin"])], language))

    assert shown
    assert {word for page in shown for word in left(page)} == set()
