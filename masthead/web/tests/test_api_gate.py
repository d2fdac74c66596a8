"""The gate: bytes that are no request, wrong keys, rates, repetitions; every refusal is a problem in Chinese."""

import hashlib
import json
from typing import Any

import pytest
from django.test import Client

from masthead.content.models import Topic
from masthead.core import clock
from masthead.org import actions as org_actions
from masthead.web.api import pace
from masthead.web.api.testing import PREFIX, Machine, token_of

PROBLEM = {"type", "title", "status", "detail", "code", "clause", "advice", "fields", "request_id"}


@pytest.fixture(autouse=True)
def _no_hurry() -> None:
    pace.forget()


@pytest.fixture
def machine(lin: Any) -> Machine:
    return Machine(token_of(lin))


@pytest.fixture
def topic(lin: Any, units: Any) -> dict[str, Any]:
    day = clock.today().isoformat()
    return {
        "title": "霜降后的采青",
        "theme": "讲给茶农",
        "unit": units["宣传部"].pk,
        "owner": lin.pk,
        "planned_on": day,
    }


def code(response: Any) -> tuple[int, str]:
    assert response["Content-Type"] == "application/problem+json" and set(response.json()) == PROBLEM
    assert response.json()["status"] == response.status_code
    return response.status_code, response.json()["code"]


def raw(machine: Machine, data: bytes, content_type: str = "application/json", path: str = "/topics") -> Any:
    return machine.client.generic("POST", f"{PREFIX}{path}", data, content_type=content_type)


HOSTILE = [
    (b"{", "unreadable"),
    (b"\xff\xfe{}", "unreadable"),
    ('{"title": "春茶"}'.encode("gb18030"), "unreadable"),
    ('{"title": "a"}'.encode("utf-16"), "unreadable"),
    (b'{"title": NaN}', "unreadable"),
    (b'{"unit": -Infinity}', "unreadable"),
    (b"[" * 100_000, "unreadable"),
    (b"[" * 50 + b"]" * 50, "json_shape"),
    (b"[" + b"0," * 30_000 + b"0]", "json_shape"),
    (b'{"unit": ' + b"9" * 5000 + b"}", "unreadable"),
    (b'{"title": "\\u0000"}', "bad_text"),
    (b'{"title": "\\ud800"}', "bad_text"),
    (b'{"\\udfff": 1}', "bad_text"),
]


@pytest.mark.parametrize(("data", "wanted"), HOSTILE, ids=range(len(HOSTILE)))
def test_bytes_that_are_no_json_of_ours_are_400(machine, data, wanted):
    assert code(raw(machine, data)) == (400, wanted)


@pytest.mark.parametrize("data", [b"null", b"1", b'"text"', b"[]", b"{}", b'{"title": {}}', b'{"unit": 9e99}'])
def test_json_of_another_shape_is_422_and_names_the_fields(machine, data):
    response = raw(machine, data)

    assert code(response) == (422, "invalid") and response.json()["fields"]


@pytest.mark.parametrize("content_type", ["text/plain", "application/xml", "multipart/form-data; boundary=x", ""])
def test_another_content_type_is_415(machine, content_type):
    assert code(raw(machine, b"{}", content_type)) == (415, "content_type")


def test_more_than_two_megabytes_of_json_are_413(machine):
    assert code(raw(machine, b'"' + b"a" * (2 * 1024 * 1024) + b'"')) == (413, "too_large")


@pytest.mark.parametrize(
    "body", [b"", b"--x\r\n", b'--x\r\nContent-Disposition: form-data; name="picture"\r\n\r\n', b"\x00"]
)
def test_broken_forms_are_refused(machine, lin, body):
    response = raw(machine, body, "multipart/form-data; boundary=x", "/drafts/1/pictures")

    assert response.status_code in (400, 415, 422) and code(response)


@pytest.mark.parametrize("path", ["/topics?q=%00", "/topics?%00=1", "/members?q=a%00b"])
def test_nul_in_the_address_is_400(machine, path):
    assert code(machine.client.get(PREFIX + path)) == (400, "bad_text")


@pytest.mark.parametrize(
    "path",
    [
        "/topics?cursor=WyJuIiwxXQ", "/topics?cursor=%ff", "/topics?limit=0", "/topics?limit=999999999999999999999",
        "/topics?limit=1e3", "/topics?since=0001-01-01", "/topics?since=2026-02-30", "/topics?since=0",
        "/topics?state=nothing", "/topics?nothing=1", "/topics/0", "/topics/-1", "/topics/99999999999999999999",
        "/topics/%F0%9F%8D%B5", "/topics/1.5",
    ],
)  # fmt: skip
def test_odd_addresses_are_422(machine, path):
    assert machine.client.get(PREFIX + path).status_code == 422


def test_a_cursor_belongs_to_its_list(machine, lin, topic):
    for number in range(3):
        machine.post("/topics", topic | {"title": f"选题 {number}"})
    first = machine.get("/topics", limit=2).json()
    second = machine.get("/topics", limit=2, cursor=first["next"]).json()

    assert [len(first["items"]), len(second["items"])] == [2, 1] and not second["next"]
    assert {t["id"] for t in first["items"]}.isdisjoint(t["id"] for t in second["items"])
    assert code(machine.get("/members", cursor=first["next"])) == (422, "bad_cursor")
    assert code(machine.get("/topics", cursor=first["next"][:-1] + "!")) == (422, "bad_cursor")


def test_an_unknown_address_and_an_unknown_method_are_problems(machine):
    assert code(machine.get("/nothing/here")) == (404, "no_door")
    response = machine.send("DELETE", "/topics")
    assert code(response) == (405, "method") and response["Allow"] == "GET, POST"


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic bGluOng=", "bearer mhp_x", "Bearer \u6797", "Token x"]
)
def test_without_a_key_there_is_one_answer(db, header):
    response = Client(headers={"Authorization": header} if header else {}).get(f"{PREFIX}/me")

    assert code(response) == (401, "key_unknown") and response["WWW-Authenticate"].startswith("Bearer")


def test_a_signed_in_browser_is_a_stranger_here(client_of, lin, topic):
    response = client_of(lin).post(f"{PREFIX}/topics", json.dumps(topic), content_type="application/json")

    assert code(response) == (401, "key_unknown") and not Topic.objects.exists()


def test_wrong_keys_are_slowed_down_by_address_and_good_ones_are_not(machine):
    for _knock in range(pace.WRONG_KEYS):
        Client().get(f"{PREFIX}/me")

    assert code(Client().get(f"{PREFIX}/me")) == (429, "too_many_wrong_keys")
    assert machine.get("/me").status_code == 200


def test_a_key_has_its_rate_and_is_told_what_is_left(lin, zhou, settings):
    settings.API_CALLS_PER_MINUTE = 3
    machine = Machine(token_of(lin))
    left = [machine.get("/me")["RateLimit-Remaining"] for _call in range(3)]
    refused = machine.get("/me")

    assert left == ["2", "1", "0"] and code(refused) == (429, "too_many")
    assert 1 <= int(refused["Retry-After"]) <= 60 and refused["RateLimit-Limit"] == "3"
    assert Machine(token_of(zhou)).get("/me").status_code == 200, "another key has its own"


def test_the_same_post_again_does_nothing_twice(machine, topic):
    first = machine.post("/topics", topic, Idempotency_Key="a-1")
    again = machine.post("/topics", topic, Idempotency_Key="a-1")

    assert first.status_code == again.status_code == 201 and first.content == again.content
    assert again["Idempotency-Replayed"] == "true" and Topic.objects.count() == 1


def test_another_body_or_address_under_the_same_key_is_refused(machine, topic):
    machine.post("/topics", topic, Idempotency_Key="a-1")

    assert code(machine.post("/topics", topic | {"title": "别的"}, Idempotency_Key="a-1")) == (
        422,
        "idempotency_conflict",
    )
    assert code(machine.post("/notices/1/read", None, Idempotency_Key="a-1")) == (422, "idempotency_conflict")


def test_a_repetition_of_somebody_else_is_their_own(machine, topic, chen):
    machine.post("/topics", topic, Idempotency_Key="a-1")

    assert Machine(token_of(chen)).post("/topics", topic, Idempotency_Key="a-1").status_code == 201
    assert Topic.objects.count() == 2


def test_while_the_first_is_under_way_the_second_is_409(machine, topic):
    key = machine.get("/me").json()["key"]["id"]
    body = json.dumps(topic).encode()
    digest = hashlib.sha256(body).hexdigest()
    org_actions.begin_call(key_id=key, idempotency_key="a-1", route=f"POST {PREFIX}/topics", body_digest=digest)

    assert code(machine.post("/topics", topic, Idempotency_Key="a-1")) == (409, "idempotency_under_way")
    assert not Topic.objects.exists()


def test_a_refusal_is_not_kept(machine, topic):
    assert machine.post("/topics", topic | {"owner": 999}, Idempotency_Key="a-1").status_code == 422

    assert machine.post("/topics", topic, Idempotency_Key="a-1").status_code == 201


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 201, "键"])
def test_an_idempotency_key_is_visible_ascii(machine, topic, key):
    assert machine.post("/topics", topic, Idempotency_Key=key).status_code in (400, 422)


def test_answers_are_chinese_and_kept_by_nobody(machine):
    response = machine.get("/me")

    assert "林知夏" in response.content.decode() and response["Cache-Control"] == "private, no-store"


def test_a_revoked_key_is_dead_at_the_next_call(lin):
    key, token = org_actions.issue_personal_key(name="脚本", capabilities=["own.affairs"], days=30, by=lin)
    machine = Machine(token)
    assert machine.get("/me").status_code == 200

    org_actions.revoke_key(key=key, by=lin)
    assert code(machine.get("/me")) == (401, "key_revoked")


def test_the_token_reaches_no_log_line(lin, caplog, capsys):
    token = token_of(lin)
    Machine(token).get("/topics/0")
    Machine(token + "x").get("/me")

    said = caplog.text + "".join(capsys.readouterr())
    assert token not in said and token.split("_", 2)[2] not in said


def test_the_reference_page_tells_every_door_without_a_script(client_of, lin):
    page = client_of(lin).get(f"{PREFIX}/docs").content.decode()

    assert "提交审核" in page and "/api/v1/drafts/{pk}/submit" in page and "<script>" not in page
    assert Client().get(f"{PREFIX}/docs").status_code == 302


def test_the_description_names_security_and_no_company_data(client_of, db):
    document = Client().get(f"{PREFIX}/openapi.json").json()

    assert document["components"]["securitySchemes"] == {"KeyBearer": {"type": "http", "scheme": "bearer"}}
    assert all(one["x-capability"] for methods in document["paths"].values() for one in methods.values())
