"""What holds at every door: no write by GET, no form without its seal, headers on every answer, no way out of the house."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from masthead.org.models import Member
from masthead.org.testing import sign_in
from tests.attempts.page import hostile_in
from tests.attempts.proof import browser, nothing_changes
from tests.matrix.row import Row
from tests.matrix.table import HOLDERS, PEOPLE, ROWS

# Articles in their own frame allow inline styles, and nothing else: test_scripts.py reads their headers.
FRAMES = ("content:revision_frame", "content:draft_preview", "content:revision_difference")
# Pictures are shown under a policy stricter than that of a page.
PICTURES = ("files:download", "publishing:kit_file", "content:material_file", "content:material_picture")
# What the reading itself keeps, on purpose: a notice is seen then; who opened a kit for the first time is evidence.
KEPT_BY_READING = {
    "notify:open": ("notify.Notice", "org.Counter"),
    "publishing:kit": ("publishing.KitOpening",),
    "publishing:calendar_feed_file": ("publishing.CalendarFeed",),
    "content:material_picture": ("core.StoredFile", "content.MaterialRendition"),
    "publishing:kit_scan": ("publishing.KitOpening",),
}
# No session speaks here: the platform's callback carries its own seal, the API a key (test_api_keys.py: a signed-in browser does nothing).
SESSIONLESS = ("publishing:callback", "api:nothing")
# What a form of ours would ask for.
HINTS = {
    "state": "approved",
    "reason": "用链接试一试",
    "planned_at": "2030-01-01T10:00",
    "verdict": "sent",
    "url": "https://a.example/1",
    "confirmations": "legality",
}
PEOPLE_BY_REACH = ("chen", "he", "zheng", "lin", "wu", "auditor", "zhou")


def who_may(row: Row) -> str:
    """Somebody whom the table lets in, so that only the thing under test can refuse."""
    if row.of in ("task", "case"):
        return "zhou" if row.of == "task" else "lin"
    if row.of == "notice":
        return "lin"
    if row.demand not in HOLDERS:
        return "lin"
    needed = HOLDERS[row.demand]
    return next(p for p in PEOPLE_BY_REACH if PEOPLE[p] & needed and (not row.sees or PEOPLE[p] & HOLDERS[row.sees]))


def address(row: Row, scene: Any) -> str:
    return reverse(row.name, args=scene.things[row.of] if row.of else [])


@pytest.mark.parametrize("row", [r for r in ROWS if r.post and r.name != "publishing:callback"], ids=lambda r: r.name)
def test_a_link_or_a_picture_cannot_do_what_a_form_does(row: Row, scene: Any, cast: Any) -> None:
    """GET and HEAD on an address that writes do nothing."""
    client = browser(cast.people[who_may(row)])

    with nothing_changes():
        answers = [
            client.get(address(row, scene), HINTS).status_code,
            client.head(address(row, scene), HINTS).status_code,
        ]

    assert set(answers) <= {405} or row.name in ("content:word_import", "content:draft_submit"), answers


@pytest.mark.parametrize("row", [r for r in ROWS if not r.post], ids=lambda r: r.name)
def test_reading_changes_nothing(row: Row, scene: Any, cast: Any) -> None:
    client = browser(cast.people[who_may(row)])

    with nothing_changes(besides=KEPT_BY_READING.get(row.name, ())):
        answer = client.get(address(row, scene), HINTS)

    # The hints carry a `state` that this house never sent out; and no worker is alive here.
    expected = {"accounts:authorised": (403,), "web:ready": (503,)}.get(row.name, (200, 302, 404))
    assert answer.status_code in expected


@pytest.mark.parametrize("row", [r for r in ROWS if r.name not in SESSIONLESS], ids=lambda r: r.name)
def test_another_site_cannot_post_in_a_members_name(row: Row, scene: Any, cast: Any) -> None:
    """No token, a foreign one, or one of another origin: refused before any view is asked."""
    client = browser(cast.people[who_may(row)], enforce_csrf_checks=True)
    path = address(row, scene)

    with nothing_changes():
        bare = client.post(path, HINTS)
        client.cookies["csrftoken"] = "a" * 32
        forged = client.post(path, HINTS, headers={"X-CSRFToken": "b" * 32})
        foreign = client.post(path, HINTS, headers={"X-CSRFToken": "a" * 32, "Origin": "https://evil.example"})

    assert [a.status_code for a in (bare, forged, foreign)] == [403, 403, 403]
    assert {a.json()["code"] for a in (bare, forged, foreign)} == {"csrf"}


def test_signing_in_and_out_needs_the_seal_too(lin: Member) -> None:
    for name in ("account_login", "account_logout", "account_change_password", "mfa_activate_totp"):
        client = browser(lin if name != "account_login" else None, enforce_csrf_checks=True)
        assert client.post(reverse(name), {"login": "linbj", "password": "x"}).status_code == 403, name


def policy_of(answer: Any) -> str:
    return str(answer.headers.get("Content-Security-Policy", ""))


def is_guarded(answer: Any) -> None:
    """The headers that every answer carries."""
    policy, headers = policy_of(answer), answer.headers
    assert "default-src 'self'" in policy and "object-src 'none'" in policy and "base-uri 'none'" in policy
    assert "frame-ancestors 'self'" in policy and "form-action 'self'" in policy
    assert "unsafe" not in policy and "*" not in policy and "http:" not in policy
    assert headers["X-Frame-Options"] in ("SAMEORIGIN", "DENY")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Permissions-Policy" in headers and "X-Request-Id" in headers


@pytest.mark.parametrize("row", [r for r in ROWS if r.name in PICTURES], ids=lambda r: r.name)
def test_a_picture_is_a_picture_and_nothing_runs_in_it(row: Row, scene: Any, cast: Any) -> None:
    answer = browser(cast.people[who_may(row)]).get(address(row, scene))

    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("image/")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert policy_of(answer) == "default-src 'none'; sandbox"


@pytest.mark.parametrize(
    "row", [r for r in ROWS if not r.post and r.name not in (*FRAMES, *PICTURES)], ids=lambda r: r.name
)
def test_every_page_forbids_foreign_frames_and_inline_code(row: Row, scene: Any, cast: Any) -> None:
    client = Client()
    sign_in(client, cast.people[who_may(row)])

    answer = client.get(address(row, scene))

    is_guarded(answer)
    if answer.status_code == 200 and not answer.headers["Content-Type"].startswith("text/html"):
        assert row.name in (
            "api:openapi",
            "web:probe",
            "web:alive",
            "web:ready",
            "web:metrics",
            "content:draft_token",
        ) or answer.headers["Content-Disposition"].startswith("attachment"), "a file is kept, not shown"
    elif answer.status_code == 200:
        html = answer.content.decode()
        assert hostile_in(html) == []
        assert " style=" not in html


@pytest.mark.parametrize(
    "path", ["/auth/login/", "/nowhere/", "/content/drafts/999999/", "/vault/", "/auth/signup/", "/setup/"]
)
def test_refusals_and_the_sign_in_page_carry_the_same_headers(scene: Any, lin: Member, path: str) -> None:
    member = Client()
    member.force_login(lin, backend="allauth.account.auth_backends.AuthenticationBackend")
    for client in (Client(), member, Client(headers={"HX-Request": "true"})):
        is_guarded(client.get(path))
        is_guarded(client.post(path))


def test_a_csrf_refusal_and_a_server_error_carry_them_too(lin: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    from masthead.core import workbench

    is_guarded(browser(lin, enforce_csrf_checks=True).post("/notices/read/"))
    monkeypatch.setattr(workbench, "cards_for", lambda _member: 1 / 0)
    client = browser(lin, raise_request_exception=False)
    answer = client.get("/")

    assert answer.status_code == 500
    is_guarded(answer)
    assert "ZeroDivisionError" not in answer.content.decode() and "Traceback" not in answer.content.decode()


OUT = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "http:evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "\thttps://evil.example",
    "https:///evil.example",
]


@pytest.mark.parametrize("wanted", OUT)
@pytest.mark.parametrize("name", ["web:language", "web:theme"])
def test_a_preference_does_not_lead_out_of_the_house(db: None, name: str, wanted: str) -> None:
    answer = Client().post(reverse(name), {"next": wanted, "language": "en", "theme": "dark"})

    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("wanted", OUT)
def test_signing_in_or_out_does_not_lead_out_of_the_house(lin: Member, wanted: str) -> None:
    from masthead.org.testing import PASSWORD

    client = Client()
    entered = client.post(
        "/auth/login/", {"login": "linbj", "password": PASSWORD, "next": wanted}, query_params={"next": wanted}
    )
    left = client.post("/auth/logout/", {"next": wanted}, query_params={"next": wanted})

    assert (entered.status_code, entered.headers["Location"]) == (302, "/")
    assert (left.status_code, left.headers["Location"]) == (302, "/auth/login/")


def test_a_foreign_host_name_is_refused(settings: Any, lin: Member) -> None:
    settings.ALLOWED_HOSTS = ["masthead.yunling-tea.example"]
    for host in (
        "evil.example",
        "masthead.yunling-tea.example.evil.example",
        "evil.example:80",
        "masthead.yunling-tea.example@evil.example",
    ):
        answer = Client(headers={"Host": host}).get("/auth/login/")
        assert answer.status_code == 400, host
        assert "evil.example" not in answer.content.decode()
    assert Client(headers={"Host": "masthead.yunling-tea.example"}).get("/auth/login/").status_code == 200


def test_a_forwarded_host_name_appears_in_no_page_and_no_redirect(lin: Member) -> None:
    client = Client(
        headers={"X-Forwarded-Host": "evil.example", "X-Original-Url": "/vault/", "X-Rewrite-Url": "/vault/"}
    )
    client.force_login(lin, backend="allauth.account.auth_backends.AuthenticationBackend")
    for path in ("/", "/content/drafts/", "/auth/password/change/"):
        answer = client.get(path)
        assert "evil.example" not in answer.content.decode() + str(answer.headers)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND"])
def test_other_methods_do_nothing(scene: Any, chen: Member, method: str) -> None:
    client = browser(chen)
    with nothing_changes():
        for name in ("content:draft", "publishing:publication_detail", "content:draft_save", "publishing:cancel"):
            of = "draft" if name.startswith("content") else "publication"
            client.generic(
                method, reverse(name, args=scene.things[of]), b'{"reason": "DELETE"}', content_type="application/json"
            )


def test_a_method_override_is_not_listened_to(scene: Any, wu: Member) -> None:
    client = browser(wu)
    with nothing_changes():
        client.get(
            reverse("publishing:cancel", args=scene.things["publication"]), headers={"X-HTTP-Method-Override": "POST"}
        )
        client.get(
            reverse("publishing:cancel", args=scene.things["publication"]), {"_method": "POST", "reason": "改变计划"}
        )


ELSEWHERE = [
    "/static/../masthead/config/settings/base.py", "/static/%2e%2e/manage.py", "/files/../vault/", "/files/0/", "/.env", "/data/vault.keys",
    "/media/", "/admin/",
]  # fmt: skip


@pytest.mark.parametrize("path", ELSEWHERE)
def test_no_path_leads_to_the_servers_own_files(scene: Any, he: Member, path: str) -> None:
    assert browser(he).get(path).status_code == 404
