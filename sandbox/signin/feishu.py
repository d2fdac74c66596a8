"""飞书: code for a person's token (v2, with PKCE), the person, the tenant's token, the person's departments."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping

from sandbox.signin.directory import Directory
from sandbox.store import Json

KIND = "feishu"


def app_of(directory: Directory, query: Mapping[str, str]) -> str:
    """Which app the sign-in page speaks for; empty when unknown."""
    known = directory.app(KIND, query.get("client_id", "")) is not None
    return query["client_id"] if known and query.get("response_type") == "code" else ""


def user_token(directory: Directory, body: Json) -> Json:
    app = directory.app(KIND, str(body.get("client_id")))
    if app is None:
        return _oauth_error(20048, "invalid_client")
    if app.get("secret") != body.get("client_secret"):
        return _oauth_error(20002, "invalid_client")
    word = str(body.get("code", ""))
    code = directory.look(KIND, "code", word)
    if code is None or code.app != body["client_id"]:
        return _oauth_error(20003, "invalid_grant")
    if code.used:
        return _oauth_error(20065, "invalid_grant")
    directory.use(word)
    if code.old:
        return _oauth_error(20004, "invalid_grant")
    if code.extra and code.extra != _challenge(str(body.get("code_verifier", ""))):
        return _oauth_error(20049, "invalid_grant")
    token = directory.hand_out(KIND, "user_token", app=code.app, person=code.person)
    return {"code": 0, "access_token": token, "expires_in": 7200, "token_type": "Bearer", "scope": ""}


def user_info(directory: Directory, token: str) -> Json:
    handed = directory.look(KIND, "user_token", token)
    if handed is None or handed.old:
        return {"code": 20005, "msg": "The user access token passed is invalid."}
    person = directory.person(KIND, handed.person) or {}
    names = ("name", "union_id", "enterprise_email", "email", "tenant_key", "employee_no")
    shown = {name: person[name] for name in names if name in person}
    return {"code": 0, "msg": "success", "data": {"open_id": f"ou_{handed.person}", "user_id": handed.person, **shown}}


def tenant_token(directory: Directory, body: Json) -> Json:
    app = directory.app(KIND, str(body.get("app_id")))
    if app is None:
        return {"code": 10003, "msg": "invalid param"}
    if app.get("secret") != body.get("app_secret"):
        return {"code": 10014, "msg": "app secret invalid"}
    token = directory.hand_out(KIND, "token", app=str(body["app_id"]))
    return {"code": 0, "msg": "ok", "tenant_access_token": token, "expire": 7200}


def contact(directory: Directory, token: str, open_id: str) -> Json:
    if directory.look(KIND, "token", token) is None:
        return {"code": 99991663, "msg": "Invalid access token for authorization."}
    if directory.current(KIND)[1] == "no_right":
        return {"code": 99991672, "msg": "Access denied. One of the following scopes is required"}
    person = directory.person(KIND, open_id.removeprefix("ou_")) or {}
    user = {"open_id": open_id, "name": person.get("name", ""), "department_ids": person.get("department_ids", [])}
    return {"code": 0, "msg": "success", "data": {"user": user}}


def _oauth_error(code: int, error: str) -> Json:
    return {"code": code, "error": error, "error_description": "sandbox"}


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def challenge_of(query: Mapping[str, str]) -> str:
    """The PKCE challenge of the sign-in page, kept with the code."""
    return query.get("code_challenge", "") if query.get("code_challenge_method") == "S256" else ""
