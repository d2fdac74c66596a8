"""Answers as the REST interface words them, users with their roles, and who is calling."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from typing import Any
from urllib.parse import parse_qsl

from sandbox.gateway import Answer, Call
from sandbox.settings import AppIn
from sandbox.store import Json

CONTRIBUTOR = {"read", "edit_posts"}
AUTHOR = CONTRIBUTOR | {
    "publish_posts",
    "upload_files",
    "edit_published_posts",
    "delete_posts",
    "delete_published_posts",
}
EDITOR = AUTHOR | {"moderate_comments", "edit_others_posts", "manage_categories", "unfiltered_html"}
ROLES: dict[str, set[str]] = {
    "subscriber": {"read"},
    "contributor": CONTRIBUTOR,
    "author": AUTHOR,
    "editor": EDITOR,
    "administrator": EDITOR | {"manage_options"},
}


def error(code: str, message: str, status: int) -> Answer:
    return Answer({"code": code, "message": message, "data": {"status": status}}, status=status, code=status)


def listing(rows: list[Json], call_params: dict[str, str], *, fallback: int = 10) -> Answer:
    """One page of a list with its totals in the headers."""
    size = max(1, min(int(call_params.get("per_page", fallback)), 100))
    page = max(1, int(call_params.get("page", 1)))
    pages = -(-len(rows) // size)
    if page > 1 and page > pages:
        return error("rest_post_invalid_page_number", "请求的页码大于可用的页数。", 400)
    headers = {"X-WP-Total": str(len(rows)), "X-WP-TotalPages": str(pages)}
    return Answer(rows[(page - 1) * size : page * size], headers=headers)


def params_of(call: Call) -> dict[str, Any]:
    """Query, form and JSON body in one, as WordPress merges them."""
    given: dict[str, Any] = dict(call.query)
    kind = call.headers.get("content-type", "")
    if call.form is not None:
        given |= {name: value for name, value in call.form.items() if isinstance(value, str)}
    elif kind.startswith("application/json"):
        try:
            body = json.loads(call.raw or b"{}")
        except ValueError:
            body = {}
        given |= body if isinstance(body, dict) else {}
    elif kind.startswith("application/x-www-form-urlencoded"):
        given |= dict(parse_qsl(call.raw.decode("utf-8", "replace")))
    return given


def login_of(call: Call) -> tuple[str, str]:
    """User name and application password of the request; ('', '') when it brings none."""
    kind, _, coded = call.headers.get("authorization", "").partition(" ")
    if kind.lower() != "basic":
        return "", ""
    try:
        name, _, password = base64.b64decode(coded).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return name, password


def bare(password: str) -> str:
    """Blanks do not count in an application password."""
    return "".join(password.split())


def rights_of(app: AppIn) -> set[str]:
    role = app.options.get("role", "editor" if app.publish_right else "contributor")
    return ROLES.get(role, EDITOR)


def gmt(at: float) -> str:
    return dt.datetime.fromtimestamp(at, dt.UTC).replace(tzinfo=None).isoformat(timespec="seconds")
