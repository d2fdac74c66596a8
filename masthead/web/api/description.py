"""The OpenAPI description: what ninja knows, told as it really is (problems, Idempotency-Key, If-Match)."""

from functools import cache
from typing import Any

from django.conf import settings

from masthead.core.rest.problems import MEDIA_TYPE, TITLES
from masthead.web.api.root import ROOMS, api, every_door

PREFIX = "/api/v1"
REPEAT = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
}


def description() -> dict[str, Any]:
    """The whole description, in the language of the moment."""
    found: dict[str, Any] = dict(_plain())
    words = {name: pair for room in ROOMS for name, pair in room.words.items()}
    access = {door.name: door.function.masthead_access for door in every_door()}  # type: ignore[attr-defined]
    paths = {
        path: {method: _told(method, one, words, access) for method, one in methods.items()}
        for path, methods in found["paths"].items()
    }
    return {**found, "servers": [{"url": settings.BASE_URL}], "paths": paths}


@cache
def _plain() -> dict[str, Any]:
    return dict(api.get_openapi_schema(path_prefix=f"{PREFIX}/"))


def _told(method: str, one: dict[str, Any], words: dict[str, Any], access: dict[str, Any]) -> dict[str, Any]:
    tag, summary = words[one["operationId"]]
    said = access[one["operationId"]]
    parameters = [p for p in one["parameters"] if p["in"] != "header"]
    if method == "post":
        parameters.append(REPEAT)
    if "412" in map(str, one["responses"]):
        needed = "428" in map(str, one["responses"])
        parameters.append({"name": "If-Match", "in": "header", "required": needed, "schema": {"type": "string"}})
    rest = {key: value for key, value in one.items() if key != "description"}
    return {
        **rest,
        "summary": str(summary),
        "tags": [str(tag)],
        "parameters": parameters,
        "responses": {str(status): _answer(int(status), answer) for status, answer in one["responses"].items()},
        "x-capability": said.name or said.kind,
    }


def _answer(status: int, answer: dict[str, Any]) -> dict[str, Any]:
    if status < 400:
        content = answer.get("content") or {"*/*": {"schema": {"type": "string", "format": "binary"}}}
        return {"description": "OK", "content": content}
    shapes = list((answer.get("content") or {}).values())
    return {"description": str(TITLES.get(status, "")), "content": {MEDIA_TYPE: shapes[0]} if shapes else {}}
