"""钉钉: authCode for a person's token, the person, the company's record of the person."""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.signin.directory import Directory
from sandbox.store import Json

KIND = "dingtalk"
Answer = tuple[int, Json]


def app_of(directory: Directory, query: Mapping[str, str]) -> str:
    """Which app the sign-in page speaks for; empty when unknown."""
    known = directory.app(KIND, query.get("client_id", "")) is not None
    return query["client_id"] if known and "openid" in query.get("scope", "") else ""


def user_token(directory: Directory, body: Json) -> Answer:
    app = directory.app(KIND, str(body.get("clientId")))
    if app is None or app.get("secret") != body.get("clientSecret"):
        return 400, {"code": "invalidClientSecret", "message": "无效的clientId或者clientSecret", "requestid": "sandbox"}
    word = str(body.get("code", ""))
    code = directory.look(KIND, "code", word)
    if code is None or code.used or code.old or body.get("grantType") != "authorization_code":
        return 400, {
            "code": "invalidParameter.authCode.notFound",
            "message": "不存在的临时授权码",
            "requestid": "sandbox",
        }
    directory.use(word)
    person = directory.person(KIND, code.person) or {}
    token = directory.hand_out(KIND, "user_token", app=code.app, person=code.person)
    return 200, {
        "accessToken": token, "refreshToken": f"r{token}", "expireIn": 7200, "corpId": person.get("corp", app.get("corp")),
    }  # fmt: skip


def company_token(directory: Directory, body: Json) -> Answer:
    app = directory.app(KIND, str(body.get("appKey")))
    if app is None or app.get("secret") != body.get("appSecret"):
        return 400, {
            "code": "invalidClientIdOrSecret",
            "message": "无效的clientId或者clientSecret",
            "requestid": "sandbox",
        }
    return 200, {"accessToken": directory.hand_out(KIND, "token", app=str(body["appKey"])), "expireIn": 7200}


def me(directory: Directory, token: str) -> Answer:
    handed = directory.look(KIND, "user_token", token)
    if handed is None or handed.old:
        return 400, {"code": "InvalidAuthentication", "message": "不合法的access_token", "requestid": "sandbox"}
    person = directory.person(KIND, handed.person) or {}
    return 200, {"nick": person.get("name", ""), "unionId": person.get("unionid", ""), "openId": f"o{handed.person}"}


def by_union_id(directory: Directory, query: Mapping[str, str], body: Json) -> Json:
    if directory.look(KIND, "token", query.get("access_token", "")) is None:
        return {"errcode": 40014, "errmsg": "不合法的access_token"}
    person = directory.person_by(KIND, "unionid", str(body.get("unionid")))
    if person is None or person.get("outsider"):
        return {"errcode": 60121, "errmsg": "找不到该用户"}
    return {"errcode": 0, "errmsg": "ok", "result": {"contact_type": 0, "userid": person["id"]}}


def colleague(directory: Directory, query: Mapping[str, str], body: Json) -> Json:
    if directory.look(KIND, "token", query.get("access_token", "")) is None:
        return {"errcode": 40014, "errmsg": "不合法的access_token"}
    person = directory.person(KIND, str(body.get("userid")))
    if person is None:
        return {"errcode": 60121, "errmsg": "找不到该用户"}
    shown = {k: person[k] for k in ("name", "unionid", "dept_id_list", "title", "job_number") if k in person}
    return {"errcode": 0, "errmsg": "ok", "result": {"userid": body["userid"], **shown}}
