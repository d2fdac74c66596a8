"""企业微信: CorpApp sign-in, corp token, code for userid, one member."""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.signin.directory import Directory
from sandbox.store import Json

KIND = "wecom"


def said(code: int, text: str = "ok", **more: object) -> Json:
    return {"errcode": code, "errmsg": text, **more}


def app_of(directory: Directory, query: Mapping[str, str]) -> str:
    """Which app the sign-in page speaks for; empty when unknown."""
    app = directory.app(KIND, query.get("appid", ""))
    good = app is not None and str(app.get("agentid")) == query.get("agentid") and query.get("login_type") == "CorpApp"
    return query["appid"] if good else ""


def get_token(directory: Directory, query: Mapping[str, str]) -> Json:
    app = directory.app(KIND, query.get("corpid", ""))
    if app is None:
        return said(40013, "invalid corpid")
    if app.get("secret") != query.get("corpsecret"):
        return said(40001, "invalid credential")
    token = directory.hand_out(KIND, "token", app=query["corpid"])
    return said(0, access_token=token, expires_in=7200)


def user_info(directory: Directory, query: Mapping[str, str]) -> Json:
    if (bad := _bad_token(directory, query)) is not None:
        return bad
    code = directory.look(KIND, "code", query.get("code", ""))
    if code is None or code.used:
        return said(40029, "invalid code")
    directory.use(query["code"])
    if code.old:
        return said(40029, "invalid code")
    person = directory.person(KIND, code.person) or {}
    if person.get("outsider"):
        return said(0, openid=f"o{code.person}", external_userid=f"wm{code.person}")
    return said(0, userid=code.person)


def user_get(directory: Directory, query: Mapping[str, str]) -> Json:
    if (bad := _bad_token(directory, query)) is not None:
        return bad
    if directory.current(KIND)[1] == "no_right":
        return said(60011, "no privilege to access/modify contact/party/agent")
    person = directory.person(KIND, query.get("userid", ""))
    if person is None:
        return said(60111, "userid not found")
    shown = {k: person[k] for k in ("name", "department", "position") if k in person}
    return said(0, userid=query["userid"], status=person.get("status", 1), **shown)


def _bad_token(directory: Directory, query: Mapping[str, str]) -> Json | None:
    token = directory.look(KIND, "token", query.get("access_token", ""))
    if token is None:
        return said(40014, "invalid access_token")
    return said(42001, "access_token expired") if token.old else None
